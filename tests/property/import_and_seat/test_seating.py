"""Whatever the rooms, entries and arrangements: no seat twice, nobody twice, nobody forgotten."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings

from hub.before.seating import seat_session
from hub.before.session_plan import SessionPlan
from shared.plan.candidates import ArrangementKind
from tests.property.import_and_seat.seating_plans import SESSION, plans


@given(plans())
@settings(max_examples=60)
def test_no_seat_is_taken_twice_and_nobody_sits_in_two_places(plan: SessionPlan) -> None:
    places = {(s.number, s.room_id, s.seat) for s in seat_session(plan).seatings}
    assert len({(room, seat) for _, room, seat in places}) == len(places)
    assert len({number for number, _, _ in places}) == len(places)


@given(plans())
@settings(max_examples=60)
def test_everybody_entered_has_a_seat_for_every_paper_or_is_told_to_have_none(plan: SessionPlan) -> None:
    seating = seat_session(plan)
    entered = plan.timetabling.entered(SESSION)
    seated = {(s.number, s.component_id) for s in seating.seatings}
    unplaced = {u.number for u in seating.unplaced}
    for number, components in entered.items():
        expected = set() if number in unplaced else {(number, component) for component in components}
        assert {pair for pair in seated if pair[0] == number} == expected
    assert {number for number, _ in seated} | unplaced == set(entered)
    assert all(u.reason for u in seating.unplaced)


@given(plans())
@settings(max_examples=60)
def test_a_room_kept_for_somebody_takes_nobody_else(plan: SessionPlan) -> None:
    needs = {c.number: {a.kind for a in c.arrangements} for c in plan.sitting_candidates()}
    room_of = {room.id: room for room in plan.rooms}
    for seating in seat_session(plan).seatings:
        room = room_of[seating.room_id]
        if room.serves:
            assert needs[seating.number] & set(room.serves)
        elif room.kind == "separate":
            assert ArrangementKind.SEPARATE_ROOM in needs[seating.number]
        else:
            assert ArrangementKind.SEPARATE_ROOM not in needs[seating.number]


@given(plans())
@settings(max_examples=60)
def test_nobody_is_turned_away_while_a_room_for_everybody_has_a_free_seat(plan: SessionPlan) -> None:
    needs = {c.number: c.arrangements for c in plan.sitting_candidates()}
    seating = seat_session(plan)
    everybodys = [room for room in plan.rooms if not room.serves and room.kind != "separate"]
    if any(not needs[unplaced.number] for unplaced in seating.unplaced):
        taken = {(s.room_id, s.seat) for s in seating.seatings}
        for room in everybodys:
            assert sum(place[0] == room.id for place in taken) == room.most_seated


@given(plans())
@settings(max_examples=60)
def test_where_everybody_sits_each_component_is_one_block_in_number_order_along_the_walk(
    plan: SessionPlan,
) -> None:
    seating = seat_session(plan)
    first_paper = {number: papers[0] for number, papers in plan.timetabling.entered(SESSION).items()}
    for room in (room for room in plan.rooms if not room.serves and room.kind != "separate"):
        sitting = {s.seat: s.number for s in seating.seatings if s.room_id == room.id}
        walk = [sitting[seat.label] for seat in room.seats if seat.label in sitting]
        papers = [first_paper[number] for number in walk]
        assert len(set(papers)) == sum(1 for one, two in pairwise([None, *papers]) if one != two)
        for paper in set(papers):
            numbers = [number for number in walk if first_paper[number] == paper]
            assert numbers == sorted(numbers)


@given(plans())
@settings(max_examples=40)
def test_seating_twice_moves_nobody(plan: SessionPlan) -> None:
    once = seat_session(plan)
    assert seat_session(plan).moved_from(once.seatings) == ()
