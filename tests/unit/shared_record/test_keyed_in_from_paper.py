"""Paper keyed in later stands beside what tablets recorded, with the paper's own time and signer."""

from __future__ import annotations

from datetime import timedelta

from shared.record.envelope import Transcribed
from shared.record.events import KnownEvent, candidate, room, scripts
from shared.record.events.candidate import Attendance
from tests.factories import HALL, MATHS, START
from tests.unit.shared_record.two_tablets import WHO, TwoTablets

MINUTE = timedelta(minutes=1)
KEYED_IN = START + timedelta(hours=5)
PRESENT = candidate.CandidateMarkedPresent(candidate_id=WHO, component_id=MATHS, seat="A1")
ABSENT = candidate.CandidateMarkedAbsent(candidate_id=WHO, component_id=MATHS)


def corrected(reason: str) -> candidate.AttendanceCorrected:
    return candidate.AttendanceCorrected(
        candidate_id=WHO,
        component_id=MATHS,
        old=Attendance.ABSENT,
        new=Attendance.PRESENT,
        reason=reason,
    )


def key_in(day: TwoTablets, event: KnownEvent, minutes: float = -5, signer: str = "inv-2") -> None:
    """The officer, who has the whole record before her eyes, types what a sheet of paper says."""
    day.see(day.office)
    paper = Transcribed(signed_by=signer, written_at=START + minutes * MINUTE)
    day.say(day.office, event, at=KEYED_IN, room=HALL, source=paper)


def test_a_room_that_went_by_hand_has_the_times_that_stand_on_its_paper() -> None:
    day = TwoTablets()
    key_in(day, room.ExamStarted(component_ids=(MATHS,), actual_start=START), minutes=0)
    key_in(day, PRESENT, minutes=-5)
    key_in(day, room.ExamFinished(component_ids=(MATHS,)), minutes=90)
    sitting, hall = day.sitting(), day.register().room(HALL)
    assert sitting.attendance is Attendance.PRESENT
    assert sitting.arrived_at == START - 5 * MINUTE
    assert hall.finished_at[MATHS] == START + 90 * MINUTE


def test_paper_that_says_otherwise_than_a_tablet_is_a_contradiction_and_no_correction() -> None:
    day = TwoTablets()
    day.say(day.hall, ABSENT, at=START + 20 * MINUTE)
    key_in(day, PRESENT)
    assert day.sitting().attendance is Attendance.CONTRADICTED
    assert set(day.sitting().claimed) == {Attendance.PRESENT, Attendance.ABSENT}
    assert "attendance_contradicted" in day.open()


def test_paper_that_agrees_with_a_tablet_raises_nothing() -> None:
    day = TwoTablets()
    day.say(day.hall, PRESENT, at=START - 4 * MINUTE)
    before = set(day.open())
    key_in(day, PRESENT)
    assert day.sitting().attendance is Attendance.PRESENT
    assert set(day.open()) == before


def test_a_slip_of_the_typist_is_put_right_with_a_reason_and_only_against_paper() -> None:
    day = TwoTablets()
    key_in(day, ABSENT)
    key_in(day, corrected("typed into the wrong line"))
    assert day.sitting().attendance is Attendance.PRESENT
    assert "attendance_contradicted" not in day.open()


def test_a_tablet_that_had_the_keyed_in_line_before_its_eyes_may_correct_it() -> None:
    day = TwoTablets()
    key_in(day, ABSENT)
    day.see(day.hall)
    day.say(day.hall, corrected("sat in the back row"), at=KEYED_IN + MINUTE)
    assert day.sitting().attendance is Attendance.PRESENT


def test_the_officer_s_answer_ends_the_contradiction() -> None:
    day = TwoTablets()
    day.say(day.hall, ABSENT, at=START + 20 * MINUTE)
    key_in(day, PRESENT)
    day.settle(day.open()["attendance_contradicted"], Attendance.PRESENT)
    assert day.sitting().attendance is Attendance.PRESENT
    assert "attendance_contradicted" not in day.open()


def test_who_came_late_by_the_paper_is_late_whenever_it_is_typed() -> None:
    day = TwoTablets()
    key_in(day, room.ExamStarted(component_ids=(MATHS,), actual_start=START), minutes=0)
    admitted = candidate.LateArrivalAdmitted(
        candidate_id=WHO, component_id=MATHS, arrived_at=START + 15 * MINUTE
    )
    key_in(day, admitted, minutes=15)
    assert day.sitting().lateness.value == "late"


def test_a_script_was_collected_when_the_paper_says_and_not_when_it_is_typed() -> None:
    day = TwoTablets()
    key_in(day, PRESENT)
    key_in(day, scripts.ScriptCollected(candidate_id=WHO, component_id=MATHS, method="list"), minutes=91)
    assert day.sitting().script_collected_at == START + 91 * MINUTE
