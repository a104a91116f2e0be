"""What a room's own facts add up to: duty, packets, clock, counts, signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from shared.record.events import KnownEvent, room, scripts
from shared.record.events.office import RecordQuarantined
from shared.record.register import RoomRecord, Stop
from tests.factories import HALL, MATHS, MATHS_HIGHER, START, candidate_id
from tests.unit.shared_record.two_tablets import TwoTablets, absent, present

MINUTE = timedelta(minutes=1)
STARTED = room.ExamStarted(component_ids=(MATHS,), actual_start=START)
FINISHED = room.ExamFinished(component_ids=(MATHS,))


@pytest.fixture
def world() -> TwoTablets:
    return TwoTablets()


@pytest.fixture
def hall(world: TwoTablets) -> Callable[..., RoomRecord]:
    """Let the hall's tablet say these events a minute apart; the hall's record after them."""

    def say(*events: KnownEvent) -> RoomRecord:
        for number, event in enumerate(events):
            world.say(world.hall, event, at=START + number * MINUTE)
        return world.register().room(HALL)

    return say


def test_duty_is_who_signed_in_and_not_out(hall) -> None:
    signed_in = [room.InvigilatorSignedIn(invigilator_id=i) for i in ("inv-1", "inv-2", "inv-1")]
    assert hall(*signed_in).on_duty == ("inv-1", "inv-2")
    assert hall(room.InvigilatorSignedOut(invigilator_id="inv-1")).on_duty == ("inv-2",)


def test_the_checklist_gathers_what_was_confirmed_once(hall) -> None:
    record = hall(
        room.ChecklistConfirmed(items=("clock", "warning_displayed")),
        room.ChecklistConfirmed(items=("clock",)),
    )
    assert record.checklist == ("clock", "warning_displayed")


def test_the_first_start_counts_and_stops_pair_up(hall) -> None:
    again = room.ExamStarted(component_ids=(MATHS,), actual_start=START + 30 * MINUTE)
    record = hall(
        STARTED, again, room.ClockStopped(reason="evacuation"), room.ClockResumed(), room.ClockResumed()
    )
    assert record.started_at == {MATHS: START}
    assert record.stops == (Stop(reason="evacuation", began=START + 2 * MINUTE, ended=START + 3 * MINUTE),)


def test_a_packet_opened_after_two_different_people_checked_it_raises_nothing(hall, world) -> None:
    checks = [room.PacketChecked(component_id=MATHS, checked_by=i) for i in ("inv-1", "inv-2")]
    hall(*checks, room.PacketOpened(component_id=MATHS, papers=30))
    assert world.open() == {}


@pytest.mark.parametrize(
    ("checks", "raised"),
    [
        ((("inv-1", True),), {"packet_opened_by_one"}),
        ((("inv-1", True), ("inv-1", True)), {"packet_opened_by_one"}),
        ((), {"packet_opened_by_one"}),
        ((("inv-1", True), ("inv-2", False)), {"packet_opened_by_one", "packet_mismatch"}),
        ((("inv-1", True), ("inv-2", True), ("inv-3", False)), {"packet_mismatch"}),
    ],
)
def test_a_packet_opened_otherwise_is_asked_about(hall, world, checks, raised) -> None:
    hall(
        *(room.PacketChecked(component_id=MATHS, checked_by=who, matches=ok) for who, ok in checks),
        room.PacketOpened(component_id=MATHS),
    )
    assert set(world.open()) == raised


def test_a_mismatch_that_was_settled_reopens_when_another_check_disagrees(hall, world) -> None:
    wrong = room.PacketChecked(component_id=MATHS, checked_by="inv-1", matches=False)
    hall(wrong)
    world.settle(world.open()["packet_mismatch"])
    assert world.open() == {}
    hall(wrong)
    assert set(world.open()) == {"packet_mismatch"}


def test_too_few_invigilators_are_asked_about_while_the_exam_runs(hall, world) -> None:
    world.say(world.hall, present())
    hall(STARTED)
    assert world.open()["ratio_breached"].detail == "0 on duty, 1 needed"
    hall(room.InvigilatorSignedIn(invigilator_id="inv-1"))
    assert "ratio_breached" not in world.open()


def test_a_pile_that_counts_otherwise_than_its_scans_is_asked_about(hall, world) -> None:
    world.say(world.hall, present())
    collected = scripts.ScriptCollected(candidate_id=world.sitting().candidate_id, component_id=MATHS)
    hall(collected, scripts.ScriptsCounted(component_id=MATHS, count=2))
    assert world.open()["counts_differ"].detail == "2 scripts counted by hand, 1 recorded"
    hall(scripts.ScriptsCounted(component_id=MATHS, count=1))
    assert world.open() == {}


def test_after_the_end_everybody_is_present_or_absent(hall, world) -> None:
    hall(STARTED)
    assert "attendance_not_set" not in world.open()
    hall(FINISHED)
    assert "attendance_not_set" in world.open()
    for sitting in world.pack.sittings:
        if (sitting.component_id, sitting.room_id) == (MATHS, HALL):
            world.say(world.hall, absent(sitting.candidate_id))
    assert set(world.open()) == {"step_skipped"}


def test_a_missing_script_is_asked_about_once_the_pile_was_counted(hall, world) -> None:
    """While scripts are being collected each one is missing for a moment; that is not yet a question."""
    world.say(world.hall, present())
    hall(FINISHED)
    assert "present_without_script" not in world.open()
    hall(scripts.ScriptsCounted(component_id=MATHS, count=0))
    assert "present_without_script" in world.open()
    hall(scripts.ScriptCollected(candidate_id=world.sitting().candidate_id, component_id=MATHS))
    assert "present_without_script" not in world.open()


def test_a_script_of_somebody_absent_is_asked_about(hall, world) -> None:
    world.say(world.hall, absent())
    hall(scripts.ScriptCollected(candidate_id=world.sitting().candidate_id, component_id=MATHS))
    assert set(world.open()) == {"script_without_presence"}


def test_a_room_closed_without_a_signature_is_asked_about(hall, world) -> None:
    hall(room.RoomClosed())
    assert set(world.open()) == {"register_unsigned"}
    record = hall(room.RegisterSigned(signed_by=("inv-1",), register_digest="ab", present=0, absent=0))
    assert (record.signed_by, record.signed_digest) == (("inv-1",), "ab")
    assert world.open() == {}


def test_refused_scans_are_counted(hall) -> None:
    refused = room.ScanRefused(reason="forged", code_digest="ab")
    assert hall(refused, refused).refused_scans == 2


def test_a_wrong_clock_is_one_question_a_tablet_however_much_it_writes(world: TwoTablets) -> None:
    world.say(world.hall, present(), clock_offset_ms=31_000)
    first = world.open()["clock_suspect"]
    world.say(world.hall, absent(), clock_offset_ms=-90_000)
    assert world.open()["clock_suspect"] == first
    assert first.detail == "the clock of tablet-hall was 31 s off"
    world.settle(first)
    world.say(world.hall, present(), clock_offset_ms=31_000)
    assert "clock_suspect" not in world.open()


def test_exactly_the_limit_is_no_wrong_clock(world: TwoTablets) -> None:
    world.say(world.hall, present(), clock_offset_ms=30_000)
    assert world.open() == {}


def test_a_quarantined_record_is_a_question_with_its_sender(world: TwoTablets) -> None:
    quarantined = RecordQuarantined(
        quarantine_id="q1",
        device_id="tablet-9",
        reason="bad_signature",
        detail="not its key",
        code_digest="q1",
    )
    world.office.write(quarantined)
    world.journal.take(world.office)
    assert world.open()["quarantined_record"].detail == "from tablet-9: not its key"


def test_a_tablet_in_a_room_that_no_plan_knows_is_still_recorded(world: TwoTablets) -> None:
    world.say(world.hall, room.RoomClosed(), room="library")
    assert world.register().room("library").closed_at == START
    assert [r.room_id for r in world.register().rooms] == ["hall", "annexe", "library"]


def test_the_pack_of_a_room_is_with_whoever_took_it_last(hall: Callable[..., RoomRecord]) -> None:
    to_reception = scripts.RoomPackHandedOver(
        scripts={MATHS: 1}, items=("register",), given_by="inv-1", taken_by="Reception"
    )
    to_officer = scripts.RoomPackHandedOver(
        scripts={MATHS: 1}, items=("register",), given_by="inv-2", taken_by="H. Jones"
    )
    assert hall().handed_over is None
    handed = hall(to_reception, to_officer).handed_over
    assert handed is not None
    assert (handed.given_by, handed.taken_by) == ("inv-2", "H. Jones")
    assert handed.at == START + MINUTE


def test_a_cover_sheet_stays_with_its_script_and_no_other(world: TwoTablets) -> None:
    for paper in (MATHS, MATHS_HIGHER):
        attached = scripts.CoverSheetAttached(
            candidate_id=candidate_id(1), component_id=paper, form=f"Form for {paper}"
        )
        world.say(world.hall, attached)
        world.say(world.hall, attached)
    sitting = world.register().sitting(candidate_id(1), MATHS)
    assert sitting is not None
    assert sitting.cover_sheets == (f"Form for {MATHS}",)
