"""Whatever is chosen: the seats that stay, stay; who must sit apart does; papers are kept apart as asked."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.before.records import SeatingRecord
from hub.before.seating import (
    Apart,
    Scope,
    SeatingError,
    SeatingOptions,
    SeatingPlan,
    WarningKind,
    clone_seating,
    move,
    seat_session,
    seating_warnings,
    swap,
)
from hub.before.seating.sitters import READ_ALOUD
from hub.before.seating.walk import line_of
from hub.before.session_plan import SessionPlan
from shared.plan.candidates import ArrangementKind
from tests.factories import rules
from tests.property.import_and_seat.seating_plans import OPTIONS, SESSION, plans

MANY = settings(max_examples=50)


def places(seatings: tuple[SeatingRecord, ...]) -> dict[str, tuple[str, str]]:
    return {s.number: (s.room_id, s.seat) for s in seatings}


def check_whole(plan: SessionPlan, seating: SeatingPlan) -> None:
    """No seat twice, nobody twice, nobody forgotten, a reason for everybody."""
    spots = {(s.number, s.room_id, s.seat) for s in seating.seatings}
    assert len({(room, seat) for _, room, seat in spots}) == len(spots) == len({n for n, _, _ in spots})
    seated = defaultdict(set)
    for s in seating.seatings:
        seated[s.number].add(s.component_id)
    unplaced = {u.number for u in seating.unplaced}
    entered = plan.timetabling.entered(SESSION)
    assert seated.keys() | unplaced == entered.keys()
    assert seated.keys() == seating.reasons.keys()
    assert all(seated[number] == set(entered[number]) for number in seated)
    assert all(u.reason and u.what_to_do for u in seating.unplaced)


@given(plans(), OPTIONS)
@MANY
def test_every_choice_gives_a_whole_seating_that_is_the_same_the_next_time(
    plan: SessionPlan, options: SeatingOptions
) -> None:
    seating = seat_session(plan, options)
    check_whole(plan, seating)
    assert seat_session(plan, options) == seating


@given(plans(), OPTIONS)
@MANY
def test_a_proposal_raises_no_doubt_but_neighbours_of_another_paper(
    plan: SessionPlan, options: SeatingOptions
) -> None:
    """What the engine respects is what a person is warned about: rooms, readers, spare and broken seats."""
    seatings = seat_session(plan, options).seatings
    doubts = {w.kind for w in seating_warnings(plan, seatings, rules(), options)}
    assert doubts <= {WarningKind.OTHER_BLOCK}
    if options.apart in (Apart.EMPTY_LINE, Apart.MIXED):
        assert doubts == set()


@given(plans(), OPTIONS)
@MANY
def test_who_is_read_to_shares_with_the_same_papers_only_and_who_sits_apart_with_nobody(
    plan: SessionPlan, options: SeatingOptions
) -> None:
    needs = {c.number: {a.kind for a in c.arrangements} for c in plan.sitting_candidates()}
    papers = plan.timetabling.entered(SESSION)
    in_room = defaultdict(set)
    for s in seat_session(plan, options).seatings:
        in_room[s.room_id].add(s.number)
    for numbers in in_room.values():
        for number in numbers:
            if READ_ALOUD & needs[number]:
                assert {papers[other] for other in numbers} == {papers[number]}
            if ArrangementKind.SEPARATE_ROOM in needs[number]:
                assert numbers == {number}


@given(plans(), OPTIONS.filter(lambda o: o.apart in (Apart.EMPTY_LINE, Apart.ALTERNATE)))
@MANY
def test_lines_are_kept_apart_as_asked(plan: SessionPlan, options: SeatingOptions) -> None:
    first_paper = {number: papers[0] for number, papers in plan.timetabling.entered(SESSION).items()}
    singly = {c.number for c in plan.sitting_candidates() if {a.kind for a in c.arrangements} & READ_ALOUD}
    for room in plan.rooms:
        lines = defaultdict(set)
        for s in seat_session(plan, options).seatings:
            seat = room.seat(s.seat)
            if s.room_id == room.id and seat is not None and s.number not in singly:
                lines[line_of(seat, options.flow)].add(first_paper[s.number])
        assert all(len(papers) == 1 for papers in lines.values())
        if options.apart is Apart.EMPTY_LINE:
            assert all(lines[n] == lines[n + 1] for n in list(lines) if n + 1 in lines)


@given(plans(), OPTIONS, st.data())
@MANY
def test_seats_that_stay_are_never_moved(
    plan: SessionPlan, options: SeatingOptions, data: st.DataObject
) -> None:
    """Some lose their seat, some are held by hand: the new ones are seated round the others."""
    first = seat_session(plan, SeatingOptions()).seatings
    numbers = sorted({s.number for s in first})
    out = set(data.draw(st.lists(st.sampled_from(numbers), unique=True))) if numbers else set()
    held = set(data.draw(st.lists(st.sampled_from(numbers), unique=True))) - out if numbers else set()
    before = tuple(replace(s, pinned=s.number in held) for s in first if s.number not in out)
    again = replace(plan, seatings=before)
    for scope, stay in ((Scope.NEW, set(numbers) - out), (Scope.ALL, held)):
        seating = seat_session(again, replace(options, scope=scope))
        check_whole(plan, seating)
        now = places(seating.seatings)
        assert all(now[number] == places(before)[number] for number in stay)
        assert {s.number for s in seating.seatings if s.pinned} == held


@given(plans(), OPTIONS, st.data())
@MANY
def test_a_move_by_hand_moves_one_and_undoing_it_brings_everything_back(
    plan: SessionPlan, options: SeatingOptions, data: st.DataObject
) -> None:
    before = seat_session(plan, options).seatings
    seated = replace(plan, seatings=before)
    number = data.draw(st.sampled_from(sorted(plan.timetabling.entered(SESSION)) or [""]))
    spots = [(room.id, seat.label) for room in plan.rooms for seat in room.seats]
    if not number or not spots:
        return
    room_id, seat = data.draw(st.sampled_from(spots))
    taken = {place: who for who, place in places(before).items()}.get((room_id, seat))
    try:
        if taken in (None, number):
            done = move(seated, number, room_id, seat, rules=rules(), options=options)
        else:
            done = swap(seated, number, taken, rules=rules(), options=options)
    except SeatingError:
        assert number not in places(before)
        return
    now = places(done.seatings)
    assert now[number] == (room_id, seat)
    assert len(set(now.values())) == len(now)
    assert {n for n in now if now[n] != places(before).get(n)} <= {number, taken}
    assert done.before == before
    assert {w.number for w in done.warnings} <= {number, taken}


@given(plans(), OPTIONS)
@MANY
def test_a_seating_cloned_onto_the_same_candidates_is_the_same(
    plan: SessionPlan, options: SeatingOptions
) -> None:
    there = seat_session(plan, options)
    cloned = clone_seating(plan, there.seatings, options)
    check_whole(plan, cloned.plan)
    assert {n: p for n, p in places(cloned.plan.seatings).items() if n in places(there.seatings)} == places(
        there.seatings
    )
    assert (cloned.elsewhere, cloned.gone) == ((), ())
