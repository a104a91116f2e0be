"""Wrong candidate sits.

Siân's tag is on seat A1, and somebody sits there. The tag is genuine: it proves the seat. The face isn't
the one on the photo, so that the invigilator, who may not turn anybody out on a guess, lets the person sit
with the identity pending and tells the office. Later it is clear: it is her cousin. Meanwhile Siân herself
walked into the annexe, whose tablet had lost the network.
"""

from __future__ import annotations

import pytest

from shared.protocol.scan import check_scan
from shared.protocol.tags import Tag, TagKind, write_tag
from shared.record.closing import what_stops_component, what_stops_room
from shared.record.events.candidate import Attendance, Identity
from shared.record.register import DiscrepancyKind, SittingState
from tests.factories import ANNEXE, HALL, MATHS, SESSION, tag_key
from tests.simulation.stories.exam_day import SIAN, ExamDay, decided, every_way, present


def test_a_genuine_tag_proves_a_seat_and_decides_nothing_about_the_person() -> None:
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    code = write_tag(Tag(kind=TagKind.SEAT, key_id=1, candidate_id=SIAN, session=SESSION, issue=1), tag_key())
    scan = check_scan(code, hall.pack, HALL)
    assert scan.fault is None
    assert [s.seat for s in scan.sittings] == ["A1"]
    before = hall.sitting(SIAN, MATHS)
    assert (before.identity, before.attendance) == (Identity.UNDECIDED, Attendance.EXPECTED)


def test_seated_with_identity_pending_is_no_ordinary_present_and_blocks_the_close() -> None:
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    day.says(hall, decided(SIAN, Identity.PENDING, "hair and face differ"), present(SIAN, seat="A1"), at=-8)
    register = day.all_agree()
    sitting = hall.sitting(SIAN, MATHS)
    assert (sitting.state, sitting.seat) == (SittingState.PENDING, "A1")
    alert = day.open(DiscrepancyKind.IDENTITY_PENDING)
    assert (alert.room, alert.seat, alert.candidate_ids) == (HALL, "A1", (SIAN,))
    assert alert.id in {i for o in what_stops_room(register, day.pack, HALL) for i in o.discrepancy_ids}
    assert alert.id in {i for o in what_stops_component(register, day.pack, MATHS) for i in o.discrepancy_ids}


def test_a_mismatch_never_shows_as_present_until_somebody_decides_by_looking() -> None:
    """Whatever else is recorded: present, script, dismissal. Only a new look at the person ends it."""
    day = ExamDay()
    hall = day.tablet("tablet-hall", HALL)
    day.says(hall, decided(SIAN, Identity.MISMATCH), present(SIAN), at=-5)
    assert hall.sitting(SIAN, MATHS).state is SittingState.ALARM
    assert DiscrepancyKind.IDENTITY_MISMATCH in day.open_kinds()
    day.says(hall, present(SIAN), at=-3)
    assert hall.sitting(SIAN, MATHS).state is SittingState.ALARM
    day.says(hall, decided(SIAN, Identity.CONFIRMED, "passport seen by the head of year"), at=4)
    assert day.all_agree().sitting(SIAN, MATHS).state is SittingState.PRESENT
    assert DiscrepancyKind.IDENTITY_MISMATCH not in day.open_kinds()


@pytest.mark.parametrize("order", every_way(2))
def test_live_in_two_rooms_is_an_alarm_on_both_tablets_and_names_both_rooms(order: tuple[int, ...]) -> None:
    """Both tablets were offline; whichever comes back first, both and the office see the same alarm."""
    day = ExamDay()
    tablets = (day.tablet("tablet-hall", HALL), day.tablet("tablet-annexe", ANNEXE, "inv-3"))
    day.cut(*tablets)
    hall, annexe = tablets
    day.says(hall, decided(SIAN, Identity.PENDING), present(SIAN, seat="A1"), at=-8)
    day.says(annexe, decided(SIAN, Identity.CONFIRMED), present(SIAN, seat="A2"), at=-6)
    assert DiscrepancyKind.TWO_PLACES not in hall.open_kinds() | annexe.open_kinds()
    day.join(*(tablets[i] for i in order))
    register = day.all_agree()
    for post in day.posts:
        assert DiscrepancyKind.TWO_PLACES in post.open_kinds(), post.name
    alarm = day.open(DiscrepancyKind.TWO_PLACES)
    assert HALL in alarm.detail
    assert ANNEXE in alarm.detail
    assert alarm.places == (ANNEXE, HALL)
    for where in (HALL, ANNEXE):
        stops_here = what_stops_room(register, day.pack, where)
        assert alarm.id in {i for o in stops_here for i in o.discrepancy_ids}, where
    stops = what_stops_component(register, day.pack, MATHS)
    assert alarm.id in {i for o in stops for i in o.discrepancy_ids}
    # Of two verdicts that did not know of each other the graver one stands.
    assert day.register().sitting(SIAN, MATHS).identity is Identity.PENDING


def test_a_live_candidate_is_known_elsewhere_before_the_second_room_records_anything() -> None:
    """Online, the annexe sees at once that Siân sits in the hall; its pack holds no name for her."""
    day = ExamDay()
    hall, annexe = day.tablet("tablet-hall", HALL), day.tablet("tablet-annexe", ANNEXE)
    day.says(hall, present(SIAN, seat="A1"))
    sitting = annexe.sitting(SIAN, MATHS)
    assert (sitting.attendance, sitting.place) == (Attendance.PRESENT, HALL)
    known = annexe.pack.candidate(SIAN)
    assert known is not None
    assert not known.is_known_here


def test_the_officer_rules_and_the_answer_stays_on_record() -> None:
    day = ExamDay()
    hall, annexe = day.tablet("tablet-hall", HALL), day.tablet("tablet-annexe", ANNEXE)
    day.cut(hall, annexe)
    day.says(hall, present(SIAN, seat="A1"))
    day.says(annexe, present(SIAN, seat="A2"))
    day.join(hall, annexe)
    alarm = day.open(DiscrepancyKind.TWO_PLACES)
    day.settle(alarm, "Siân sits in the annexe; her cousin left the hall", Attendance.PRESENT, ANNEXE)
    register = day.all_agree()
    assert register.sitting(SIAN, MATHS).place == ANNEXE
    (answered,) = [d for d in register.discrepancies if d.id == alarm.id]
    assert (answered.is_open, answered.settled_by) == (False, "officer")


def test_a_tablet_that_had_heard_nothing_of_it_opens_the_question_again() -> None:
    day = ExamDay()
    hall, annexe = day.tablet("tablet-hall", HALL), day.tablet("tablet-annexe", ANNEXE)
    door = day.tablet("tablet-door", HALL, "inv-2")
    day.cut(hall, annexe, door)
    day.says(hall, present(SIAN, seat="A1"))
    day.says(annexe, present(SIAN, seat="A2"))
    day.says(door, present(SIAN, seat="A1"))
    day.join(hall, annexe)
    day.settle(day.open(DiscrepancyKind.TWO_PLACES), "she is in the annexe", Attendance.PRESENT, ANNEXE)
    assert day.open_kinds() == set()
    day.join(door)
    day.all_agree()
    assert day.open_kinds() == {DiscrepancyKind.TWO_PLACES}


def test_a_tablet_that_had_not_heard_the_ruling_says_otherwise_and_both_stand() -> None:
    """The hall knew of both rooms, but not of the answer: what it then says is no move away from it."""
    day = ExamDay()
    hall, annexe = day.tablet("tablet-hall", HALL), day.tablet("tablet-annexe", ANNEXE)
    day.cut(hall, annexe)
    day.says(hall, present(SIAN, seat="A1"))
    day.says(annexe, present(SIAN, seat="A2"))
    day.join(hall, annexe)
    day.cut(hall)
    day.settle(day.open(DiscrepancyKind.TWO_PLACES), "she is in the annexe", Attendance.PRESENT, ANNEXE)
    day.says(hall, present(SIAN, seat="A1"), at=30)
    assert day.open_kinds() == set()
    day.join(hall)
    day.all_agree()
    assert day.open_kinds() == {DiscrepancyKind.TWO_PLACES}
    day.settle(day.open(DiscrepancyKind.TWO_PLACES), "looked again: in the hall", Attendance.PRESENT, HALL)
    register = day.all_agree()
    sitting = register.sitting(SIAN, MATHS)
    assert sitting is not None
    assert sitting.place == HALL
    assert day.open_kinds() == set()
