"""Steps that a room passed over, steps that the office waived, and starts outside the window: all told."""

from __future__ import annotations

import pytest

from shared.record.events import KnownEvent, room
from shared.record.room_lists import CHECKLIST_ITEMS, SCRIPT_ITEMS
from shared.record.room_protocol import step_of
from shared.record.room_steps import RoomStep
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, START
from tests.unit.shared_record.one_hall import CHECKLIST, MINUTE, PAPERS, SCRIPT, STARTED, Hall


@pytest.fixture
def hall() -> Hall:
    return Hall()


# --- facts out of step are taken, and told


def test_a_start_out_of_step_is_taken_and_everything_passed_over_is_told(hall: Hall) -> None:
    """Principle 1: the exam did start, and four questions are left."""
    hall.tell(room.ChecklistConfirmed(items=CHECKLIST_ITEMS[:6]), room.PacketOpened(component_id=MATHS))
    hall.tell(room.ExamStarted(component_ids=(MATHS, IGCSE), actual_start=START))
    assert hall.register().room(HALL).started_at == {MATHS: START, IGCSE: START}
    assert hall.skipped() == [
        ("checklist_confirmed", None),
        ("script_read", MATHS),
        ("packets_opened", IGCSE),
        ("script_read", IGCSE),
    ]
    details = {d.detail for d in hall.register().open_discrepancies if d.kind == "step_skipped"}
    assert details == {
        "started with 2 lines of the checklist open",
        "started with 8 lines of the start script not read",
        "started with its packet not opened",
    }


def test_doing_it_afterwards_does_not_undo_that_it_was_skipped(hall: Hall) -> None:
    hall.tell(STARTED)
    before = hall.skipped()
    hall.tell(CHECKLIST, SCRIPT, *(room.PacketOpened(component_id=c) for c in PAPERS))
    assert hall.skipped() == before
    assert len(before) == 7


def test_a_skipped_step_is_closed_by_an_answer_and_stays_on_record(hall: Hall) -> None:
    hall.ready()
    hall.tell(room.ClockStopped(reason="interruption"), room.ClockResumed())
    world = Hall()
    world.tell(CHECKLIST, SCRIPT)
    world.packets(*PAPERS)
    world.tell(STARTED)
    for found in [d for d in world.register().open_discrepancies if d.kind == "step_skipped"]:
        world.settle(found)
    settled = [d for d in world.register().discrepancies if d.kind == "step_skipped"]
    assert {d.answer for d in settled} == {"went and looked"}
    assert len(settled) == 3
    assert hall.skipped() == []


def test_a_second_start_by_another_tablet_skips_nothing_again(hall: Hall) -> None:
    hall.ready()
    hall.tell(STARTED, STARTED)
    assert hall.skipped() == []


def test_a_later_paper_of_the_room_is_read_its_own_start(hall: Hall) -> None:
    hall.tell(CHECKLIST)
    for component in (MATHS, IGCSE):
        hall.tell(room.PacketOpened(component_id=component))
    hall.tell(room.StartScriptRead(items=SCRIPT_ITEMS, component_ids=(MATHS,)))
    hall.tell(room.ExamStarted(component_ids=(MATHS,), actual_start=START))
    hall.tell(room.ExamStarted(component_ids=(IGCSE,), actual_start=START))
    assert hall.skipped() == [("script_read", IGCSE)]


@pytest.mark.parametrize(
    ("events", "skipped"),
    [
        ((room.ExamFinished(component_ids=(MATHS,)),), ("started", MATHS)),
        ((STARTED, room.RoomClosed()), ("finished", MATHS)),
        (
            (STARTED, room.RegisterSigned(signed_by=("inv-1",), register_digest="", present=0, absent=0)),
            ("finished", MATHS),
        ),
    ],
    ids=["finished unstarted", "closed unfinished", "signed unfinished"],
)
def test_the_end_of_the_day_out_of_step(
    hall: Hall, events: tuple[KnownEvent, ...], skipped: tuple[str, str]
) -> None:
    hall.tell(CHECKLIST, SCRIPT, *(room.PacketOpened(component_id=c) for c in PAPERS), *events)
    assert skipped in hall.skipped()


# --- the officer waives a step


@pytest.mark.parametrize("step", ["checklist_confirmed", "script_read", "packets_opened"])
def test_what_the_officer_waives_is_not_missing_and_not_skipped_but_on_record(hall: Hall, step: str) -> None:
    hall.waive(step)
    assert step not in {missing.step.value for missing in hall.missing()}
    hall.tell(STARTED)
    assert step not in {s for s, _ in hall.skipped()}
    (override,) = hall.register().room(HALL).overrides
    assert (override.step, override.reason, override.actor) == (step, "agreed with the head", "officer")


def test_without_packets_two_people_have_nothing_to_check(hall: Hall) -> None:
    hall.tell(CHECKLIST)
    hall.waive("packets_opened", "an exam on screen")
    assert hall.step() is RoomStep.PACKETS_OPENED
    assert {missing.step for missing in hall.missing()} == {RoomStep.SCRIPT_READ}


def test_an_override_after_the_start_takes_no_question_away(hall: Hall) -> None:
    hall.tell(STARTED)
    before = hall.skipped()
    hall.waive("script_read")
    assert hall.skipped() == before
    assert len(hall.register().room(HALL).overrides) == 1


@pytest.mark.parametrize(
    "step", ["packets_checked", "scripts_balanced", "register_signed", "closed", "nonsense"]
)
def test_what_the_rules_do_not_leave_to_the_officer_is_told(hall: Hall, step: str) -> None:
    """Rules 8, 22 and 35 can't be waived; the attempt is on record as a question."""
    hall.waive(step)
    assert hall.register().room(HALL).overrides == ()
    assert hall.skipped() == [(step, None)]
    assert hall.open()["step_skipped"].detail.startswith("no step that the rules allow to pass over")


def test_an_override_without_a_reason_counts_for_nothing(hall: Hall) -> None:
    hall.waive("script_read", "  ")
    assert (hall.register().room(HALL).overrides, hall.skipped()) == ((), [("script_read", None)])


def test_only_the_office_overrides(hall: Hall) -> None:
    hall.tell(room.StepOverridden(step="script_read", reason="no time"))
    assert hall.register().room(HALL).overrides == ()
    assert hall.open()["step_skipped"].detail == "a tablet recorded an override, which only the office may"


def test_what_may_be_overridden_says_so(hall: Hall) -> None:
    assert {m.may_be_overridden for m in hall.missing()} == {True}
    hall.tell(CHECKLIST)
    assert {m.may_be_overridden for m in hall.missing()} == {False}


def test_one_room_s_steps_are_not_another_s(hall: Hall) -> None:
    hall.tell(STARTED)
    register = hall.register()
    assert register.room(ANNEXE).skipped == ()
    assert step_of(register, hall.pack, ANNEXE) is RoomStep.WAITING


# --- the start and the published start


@pytest.mark.parametrize(
    ("minutes", "told"), [(-31, "31 minutes before"), (30, ""), (-30, ""), (31, "31 minutes after")]
)
def test_a_start_outside_the_window_is_told(hall: Hall, minutes: int, told: str) -> None:
    """Rule 13: within 30 minutes a centre may begin without asking."""
    hall.ready()
    hall.tell(room.ExamStarted(component_ids=(MATHS,), actual_start=START + minutes * MINUTE))
    found = hall.open().get("start_outside_window")
    assert (found.detail if found else "") == (f"started {told} the published start" if told else "")
