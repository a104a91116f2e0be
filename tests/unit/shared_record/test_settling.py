"""Every kind of discrepancy has answers, each with who may give it."""

from __future__ import annotations

import pytest

from shared.record.events import EVENT_TYPES
from shared.record.events.candidate import Attendance
from shared.record.register import DiscrepancyKind
from shared.record.settling import Role, decides_attendance, ways_to_settle

EVENTS = {event.__name__ for event in EVENT_TYPES}


@pytest.mark.parametrize("kind", DiscrepancyKind)
def test_every_kind_may_be_settled(kind: DiscrepancyKind) -> None:
    ways = ways_to_settle(kind)
    assert ways
    assert len({way.id for way in ways}) == len(ways)
    for way in ways:
        assert way.words.endswith(".")
        assert not way.by_event or way.by_event in EVENTS
        assert not (way.by_event and way.ruling), "an event of the room is no ruling"
        assert way.ruling not in (Attendance.EXPECTED, Attendance.CONTRADICTED)
    assert any(way.by is Role.OFFICER for way in ways), "nothing waits for a room that has gone home"


@pytest.mark.parametrize(
    ("kind", "ways"),
    [
        (DiscrepancyKind.SEAT_TAKEN_TWICE, {"reseated", "seat_seen"}),
        (DiscrepancyKind.PRESENT_WITHOUT_SCRIPT, {"script_found", "missing_authorised", "absent"}),
        (DiscrepancyKind.UNLISTED_SITTER, {"entry_made", "transfer_confirmed", "entry_refused"}),
        (DiscrepancyKind.CORRECTION_UNCOUNTERSIGNED, {"countersigned", "signed_again"}),
    ],
)
def test_the_answers_are_those_of_the_trade(kind: DiscrepancyKind, ways: set[str]) -> None:
    assert {way.id for way in ways_to_settle(kind)} == ways


def test_a_contradicted_attendance_is_ruled_on_and_a_clock_is_not() -> None:
    assert decides_attendance(DiscrepancyKind.ATTENDANCE_CONTRADICTED)
    assert not decides_attendance(DiscrepancyKind.CLOCK_SUSPECT)
