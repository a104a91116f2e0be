"""Seats changed by hand: what can't be is refused with the way out, what is unwise is done and told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from hub.before.seating import (
    Apart,
    SeatingError,
    SeatingOptions,
    WarningKind,
    clone_seating,
    move,
    pin,
    seat_session,
    swap,
    unseat,
)
from hub.before.session_plan import SessionPlan
from shared.plan.candidates import ArrangementKind as Kind
from shared.plan.centre import DisabledSeat
from tests.factories import rules
from tests.unit.before_plan.a_session import ART, MATHS, numbers, room, session, where

USUAL = SeatingOptions()
HALL = room("hall", 3, 3, across_cm=100, along_cm=200, disabled=(DisabledSeat(label="C3", reason="broken"),))
MED = room("med", 1, 2, kind="separate")
S1 = room("s1", 1, 3, serves=(Kind.READER,))
SAT = {"0001": MATHS, "0002": MATHS, "0003": MATHS, "0004": ART, "0005": MATHS, "0006": ART}
NEEDS = {"0005": (Kind.SEPARATE_ROOM,), "0006": (Kind.READER,)}


def seated(plan: SessionPlan | None = None, options: SeatingOptions = USUAL) -> SessionPlan:
    plan = plan or session([HALL, MED, S1], SAT, needs=NEEDS)
    return replace(plan, seatings=seat_session(plan, options).seatings)


def doubts(plan: SessionPlan, number: str, room_id: str, seat: str, options: SeatingOptions = USUAL):
    done = move(plan, number, room_id, seat, rules=rules(), options=options)
    return {warning.kind: warning.text for warning in done.warnings if warning.number == number}


def test_a_move_holds_the_seat_and_says_what_was_done() -> None:
    plan = seated()
    assert where(plan.seatings)["0001"] == "hall A2"
    done = move(plan, "0001", "hall", "C1", rules=rules(), options=USUAL)
    assert (done.what, where(done.seatings)["0001"]) == ("0001 to Hall C1.", "hall C1")
    assert [s.number for s in done.seatings if s.pinned] == ["0001"]
    assert done.before == plan.seatings
    again = seat_session(replace(plan, seatings=done.seatings), USUAL)
    assert where(again.seatings)["0001"] == "hall C1"


@pytest.mark.parametrize(
    ("number", "room_id", "seat", "kind", "text"),
    [
        ("0001", "hall", "C3", WarningKind.SEAT_DISABLED, "C3 in Hall is not to be used: broken."),
        ("0001", "s1", "C1", WarningKind.DOES_NOT_FIT, "0001: S1 is kept for reader."),
        ("0001", "med", "B1", WarningKind.DOES_NOT_FIT, "0001: Med is for candidates who sit apart."),
        ("0001", "med", "B1", WarningKind.NOT_ALONE, "Med is 0005's own; 0001 sits there too."),
        ("0005", "hall", "C1", WarningKind.DOES_NOT_FIT, "0005: Hall is not kept for separate room."),
        ("0006", "hall", "C1", WarningKind.DOES_NOT_FIT, "0006: Hall is not kept for reader; S1 is."),
        (
            "0006",
            "hall",
            "C1",
            WarningKind.BESIDE_READER,
            "0006 is read to in Hall, where 0001 sits another paper.",
        ),
        (
            "0003",
            "hall",
            "B1",
            WarningKind.TOO_NEAR,
            "B1 and A1 in Hall are 1.00 m apart; it has to be 1.25 m.",
        ),
        ("0004", "hall", "C2", WarningKind.OTHER_BLOCK, "0004 in C2 sits AQA:A among AQA:M (0003)."),
    ],
)
def test_what_is_unwise_is_told(number, room_id, seat, kind, text) -> None:
    plan = seated()
    found = doubts(plan, number, room_id, seat)
    assert found.get(kind) == text, (found, where(plan.seatings))


def test_a_quiet_move_raises_no_doubt() -> None:
    plan = seated(session([room("hall", 3, 3)], dict.fromkeys(numbers(3), MATHS)))
    assert doubts(plan, "0001", "hall", "C3") == {}


def test_a_room_over_its_spare_seats_is_told() -> None:
    options = SeatingOptions(spare_seats=1)
    plan = seated(session([room("hall", 1, 2), room("gym", 1, 2)], dict.fromkeys(numbers(2), MATHS)), options)
    assert doubts(plan, "0002", "hall", "B1", options) == {
        WarningKind.ROOM_FULL: "Hall is to take 1, 1 of 2 seats stay free; 2 sit there."
    }


def test_alternate_lines_take_no_second_paper() -> None:
    options = SeatingOptions(apart=Apart.ALTERNATE)
    plan = seated(session([room("hall", 3, 2)], {"0001": MATHS, "0002": ART, "0003": ART}), options)
    assert WarningKind.OTHER_BLOCK in doubts(plan, "0001", "hall", "A3", options)
    assert doubts(plan, "0001", "hall", "B2", options) == {}


def test_what_cannot_be_is_refused_with_the_way_out() -> None:
    plan = seated()
    taken = where(plan.seatings)["0002"].split()
    for number, room_id, seat, text in (
        ("0001", *taken, "is 0002's. Let the two change places"),
        ("0001", "hall", "Z9", "Hall has no seat Z9. Choose one that is on its plan."),
        ("0001", "gym", "A1", "There is no room gym. There are: Hall, Med, S1."),
        ("0099", "hall", "C1", "0099 is not entered for 2024-06-03-AM. Import the entry first."),
    ):
        with pytest.raises(SeatingError, match=text.split(".")[0]):
            move(plan, number, room_id, seat, rules=rules(), options=USUAL)
    with pytest.raises(SeatingError, match="with themselves"):
        swap(plan, "0001", "0001", rules=rules(), options=USUAL)
    with pytest.raises(SeatingError, match="0099 has no seat"):
        unseat(plan, "0099")


def test_two_change_places_and_both_seats_are_held() -> None:
    plan = seated()
    before = where(plan.seatings)
    done = swap(plan, "0001", "0003", rules=rules(), options=USUAL)
    now = where(done.seatings)
    assert (now["0001"], now["0003"]) == (before["0003"], before["0001"])
    assert {s.number for s in done.seatings if s.pinned} == {"0001", "0003"}
    assert done.what == "0001 and 0003 changed places."


def test_a_seat_is_let_go_and_held_again() -> None:
    plan = seated()
    held = pin(plan, {"0001", "0002"})
    assert held.what == "2 seats held fast."
    assert {s.number for s in held.seatings if s.pinned} == {"0001", "0002"}
    free = pin(replace(plan, seatings=held.seatings), {"0001"}, held=False)
    assert (free.what, [s.number for s in free.seatings if s.pinned]) == (
        "1 seat free to be moved.",
        ["0002"],
    )
    assert "0001" not in where(unseat(plan, "0001").seatings)


def test_a_seating_taken_over_tells_who_is_new_gone_and_elsewhere() -> None:
    morning = seated(session([HALL], dict.fromkeys(numbers(4), MATHS)))
    afternoon = session(
        [replace(HALL, disabled=(DisabledSeat(label="A1"),))],
        dict.fromkeys(("0001", "0002", "0004", "0007"), MATHS),
        on="2024-06-03-PM",
    )
    cloned = clone_seating(afternoon, morning.seatings, USUAL)
    now, then = where(cloned.plan.seatings), where(morning.seatings)
    assert (cloned.kept, cloned.new, cloned.gone, cloned.elsewhere) == (
        ("0002", "0004"),
        ("0007",),
        ("0003",),
        ("0001",),
    )
    assert all(now[number] == then[number] for number in cloned.kept)
    assert {s.session for s in cloned.plan.seatings} == {"2024-06-03-PM"}
    assert cloned.differences == (
        "2 candidates keep the seat they had.",
        "1 did not sit then and got a free seat: 0007.",
        "1 could not keep their seat and got another: 0001.",
        "1 sat then and do not sit now: 0003.",
    )
