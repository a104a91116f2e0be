"""Wrong paper opened.

On the hall's table lies a packet of the Higher tier where Foundation was ordered. The first person reads it
and sees the difference; on another morning nobody looked twice, one person alone checked and opened it, and
the wrong papers were out before anybody noticed.
"""

from __future__ import annotations

from datetime import date

import pytest

from shared.record.events import incident, room
from shared.record.register import DiscrepancyKind
from tests.factories import HALL, MATHS, MATHS_HIGHER
from tests.simulation.stories.exam_day import SIAN, ExamDay, every_way, minutes, present


def checked(by: str, what: str = MATHS, *, matches: bool = True, read: str = "") -> room.PacketChecked:
    return room.PacketChecked(component_id=what, checked_by=by, matches=matches, read_from_packet=read)


def test_a_packet_that_does_not_match_stops_and_tells_what_was_read() -> None:
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    (said,) = day.says(hall, checked("inv-1", matches=False, read="8300/2H"), at=-20)
    found = day.open(DiscrepancyKind.PACKET_MISMATCH)
    assert (found.room, found.component_id) == (HALL, MATHS)
    assert found.evidence == (said.id,)
    assert day.register().room(HALL).packet_mismatches == (MATHS,)


def test_a_later_match_does_not_make_the_mismatch_unsaid() -> None:
    """The right packet was fetched; that a wrong one lay there still has to be answered."""
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    day.says(hall, checked("inv-1", matches=False, read="8300/2H"), at=-20)
    day.says(hall, checked("inv-1"), checked("inv-2"), at=-10)
    assert DiscrepancyKind.PACKET_MISMATCH in day.open_kinds()


@pytest.mark.parametrize("people", [("inv-1",), ("inv-1", "inv-1")])
def test_one_person_twice_is_not_two_people(people: tuple[str, ...]) -> None:
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    day.says(hall, *(checked(who) for who in people), room.PacketOpened(component_id=MATHS), at=-15)
    assert day.open(DiscrepancyKind.PACKET_OPENED_BY_ONE).component_id == MATHS


@pytest.mark.parametrize("order", every_way(2))
def test_two_people_on_two_tablets_offline_are_two_people_once_both_are_back(order: tuple[int, ...]) -> None:
    """While one tablet is still away the office sees an opening by one; it clears itself with the facts."""
    day = ExamDay()
    tablets = (day.tablet("tablet-1", HALL), day.tablet("tablet-2", HALL, "inv-2"))
    day.cut(*tablets)
    day.says(tablets[0], checked("inv-1"), at=-20)
    day.says(tablets[1], checked("inv-2"), room.PacketOpened(component_id=MATHS), at=-18)
    day.join(tablets[order[0]])
    assert (DiscrepancyKind.PACKET_OPENED_BY_ONE in day.open_kinds()) == (order[0] == 1)
    day.join(tablets[order[1]])
    register = day.all_agree()
    assert DiscrepancyKind.PACKET_OPENED_BY_ONE not in day.open_kinds()
    assert set(register.room(HALL).packets_checked[MATHS]) == {"inv-1", "inv-2"}


def test_already_open_leaves_a_reseal_a_list_of_people_to_hold_and_a_call_log() -> None:
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    day.says(hall, checked("inv-1", MATHS_HIGHER), room.PacketOpened(component_id=MATHS_HIGHER), at=-12)
    day.says(hall, present(SIAN, seat="A1"), at=-5)
    day.says(hall, room.PacketResealed(component_id=MATHS_HIGHER, reason="Foundation was due"), at=1)
    wrong = incident.IncidentRecorded(
        incident_id="wrong-1",
        kind="wrong_paper",
        happened_at=minutes(1),
        text="Higher tier given to seat A1; taken back after a minute.",
        candidate_ids=(SIAN,),
        witnesses=("inv-1", "inv-2"),
        action="Held under exam conditions.",
    )
    day.says(hall, wrong, at=2)
    called = incident.IncidentAmended(
        incident_id="wrong-1", text="AQA irregularities called, Ms Field.", action="Use the right packet."
    )
    day.office_says(called, at=6)
    register = day.all_agree()
    (logged,) = register.incidents
    assert (logged.kind, logged.room, logged.candidate_ids) == ("wrong_paper", HALL, (SIAN,))
    assert [(note.actor, note.action) for note in logged.notes] == [
        ("inv-1", "Held under exam conditions."),
        ("officer", "Use the right packet."),
    ]
    assert DiscrepancyKind.PACKET_OPENED_BY_ONE in day.open_kinds()
    (custody,) = [c for c in register.room(HALL).custody if c.component_id == MATHS_HIGHER]
    assert [(h.by, h.reason) for h in custody.resealed] == [("inv-1", "Foundation was due")]


@pytest.mark.parametrize(
    ("read", "told"),
    [
        ({"board": "OCR"}, "awarding body: the packet says OCR, the timetable AQA"),
        ({"code": "8300/2H"}, "component: the packet says 8300/2H, the timetable 8300/2F"),
        ({"tier": "Higher"}, "tier: the packet says Higher, the timetable foundation"),
        ({"day": date(2024, 6, 10)}, "date: the packet says 10 June 2024, the timetable 3 June 2024"),
        ({"half": "PM"}, "session: the packet says PM, the timetable AM"),
    ],
)
def test_each_thing_on_the_packet_is_compared_whatever_the_person_pressed(read, told: str) -> None:
    """Two people pressed "matches"; what they typed from the packet says otherwise."""
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    for who in ("inv-1", "inv-2"):
        packet = room.PacketIdentity(**({"board": "AQA", "code": "8300/2F"} | read))
        day.says(hall, room.PacketChecked(component_id=MATHS, checked_by=who, packet=packet), at=-20)
    assert day.open(DiscrepancyKind.PACKET_MISMATCH).detail == told
