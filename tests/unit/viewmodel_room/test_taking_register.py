"""Taking the register along the rows, over the plan, in a hurry, and taking a slip back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk_app.viewmodels.card_reasons import UNDO_REASONS
from kiosk_app.viewmodels.observable import NotPossible
from shared.plan.centre import DisabledSeat, Door
from shared.record.corrections import corrections
from shared.record.events.candidate import Attendance, Identity
from shared.record.register import SittingState
from tests.factories import small_pack
from tests.unit.viewmodel_room.conftest import OpenRoom, Room, tag


def test_the_walk_goes_from_seat_to_seat_and_ends_when_everybody_is_set(room: Room) -> None:
    walk, met = room.vm.walk, []
    while (stop := walk.stop) is not None:
        met.append(stop.card.seat)
        assert stop.place == len(met)
        if len(met) == 2:
            walk.absent()
        else:
            walk.present()
    assert met == [room.vm.book.seat(s) for s in walk.order]
    assert room.vm.register.not_set == 0
    assert room.vm.register.filter_counts["absent"] == 1


def test_a_skipped_seat_comes_again_after_the_last_one(room: Room) -> None:
    walk = room.vm.walk
    assert walk.stop is not None
    skipped = walk.stop.card.key
    walk.skip()
    for _others in range(room.vm.register.total - 1):
        walk.present()
    assert walk.stop is not None
    assert walk.stop.card.key == skipped
    assert walk.stop.not_set == 1


def test_one_can_go_back_to_a_seat_that_is_set_and_then_decides_on_its_card(room: Room) -> None:
    walk = room.vm.walk
    walk.present()
    walk.back()
    assert walk.stop is not None
    assert walk.stop.card.state is SittingState.PRESENT
    assert not walk.stop.can_be_present
    with pytest.raises(NotPossible, match="on its card"):
        walk.absent()


def test_after_the_start_nobody_is_waved_through_as_on_time(room: Room) -> None:
    room.start()
    room.at(20)
    assert room.vm.walk.stop is not None
    assert not room.vm.walk.stop.can_be_present
    with pytest.raises(NotPossible):
        room.vm.walk.present()


def test_the_plan_has_every_seat_and_letters_for_those_who_sit_there(room: Room) -> None:
    room.card(1).confirm()
    room.card(2).mark_absent()
    seats = {seat.label: seat for seat in room.vm.map.seats}
    assert room.vm.map.size == (5, 6)
    assert len(seats) == 30
    assert [seats[label].letter for label in ("A1", "A2", "A3", "F5")] == ["P", "A", "·", ""]
    assert seats["F5"].key is None
    assert room.vm.map.without_seat == ()


def test_a_next_tag_never_decides_about_the_card_that_is_open(room: Room) -> None:
    scan = room.vm.scan
    scan.set_rapid(True)
    scan.scan(tag(1))
    first = scan.card
    scan.scan(tag(1))
    assert scan.card is first
    scan.scan(tag(2))
    assert scan.undecided == [room.key(1)]
    assert room.sitting(1).attendance is Attendance.EXPECTED
    room.card(1, scanned=True).confirm()
    assert scan.undecided == []


@pytest.mark.parametrize("slip", ["confirm", "mark_absent", "seat_pending", "not_this_person"])
def test_a_slip_is_taken_back_with_a_reason_and_decided_anew(room: Room, slip: str) -> None:
    getattr(room.card(1), slip)()
    card = room.card(1)
    assert card.can_undo
    card.undo(UNDO_REASONS[0])
    assert room.sitting(1).state is SittingState.EXPECTED
    assert room.sitting(1).identity is Identity.UNDECIDED
    assert not card.can_undo

    room.card(1).mark_absent()
    assert room.sitting(1).state is SittingState.ABSENT
    facts = room.vm.desk._parts.record.facts()  # type: ignore[attr-defined]
    history = corrections(facts, *room.key(1))
    assert [c.reason for c in history] == ([] if slip == "not_this_person" else [UNDO_REASONS[0]])


def test_nothing_is_taken_back_without_a_reason_or_where_nothing_was_said(room: Room) -> None:
    with pytest.raises(NotPossible, match="nothing to take back"):
        room.card(1).undo(UNDO_REASONS[0])
    room.card(1).confirm()
    with pytest.raises(NotPossible, match="reason"):
        room.card(1).undo("  ")
    assert room.sitting(1).is_present


@pytest.mark.parametrize(
    ("front", "first", "mark"),
    [
        ("", (0.0, 0.0), (0.5, 0.0)),
        ("bottom", (5.4, 4.0), (0.5, 1.0)),
        ("left", (0.0, 5.4), (0.0, 0.5)),
        ("right", (4.0, 0.0), (1.0, 0.5)),
    ],
)
def test_the_plan_is_turned_as_the_office_drew_it(
    open_room: OpenRoom, front: str, first: tuple[float, float], mark: tuple[float, float]
) -> None:
    pack = small_pack(6)
    drawn = [
        replace(
            room,
            front=front,
            column_aisles=(2,),
            doors=(Door(side="back", at=25),),
            disabled=(DisabledSeat(label="F5"),),
        )
        for room in pack.rooms
    ]
    changed = replace(pack, rooms=tuple(drawn), published_hash="")
    plan = open_room(replace(changed, published_hash=changed.content_hash)).vm.map
    seats = {seat.label: seat for seat in plan.seats}
    assert (round(seats["A1"].x, 6), round(seats["A1"].y, 6)) == first
    assert (plan.marks[0].x, plan.marks[0].y) == mark
    assert seats["F5"].unused
    assert not seats["A1"].unused
    apart = [abs(seats["D1"].x - seats["C1"].x), abs(seats["D1"].y - seats["C1"].y)]
    assert max(apart) == pytest.approx(1.4)
    assert {m.kind for m in plan.marks} == {"front", "door"}
