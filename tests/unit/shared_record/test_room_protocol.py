"""A room's day step by step: what comes next, what is missing, what was passed over or waived."""

from __future__ import annotations

import pytest

from shared.record.events import KnownEvent, room, scripts
from shared.record.room_lists import CHECKLIST_ITEMS, MALPRACTICE_FACTS
from shared.record.room_protocol import Missing, missing_for_next, next_step_of, step_of
from shared.record.room_steps import RoomStep
from tests.factories import HALL, IGCSE, MATHS, MATHS_HIGHER
from tests.unit.shared_record.one_hall import CHECKLIST, FINISHED, PAPERS, SCRIPT, STARTED, Hall
from tests.unit.shared_record.two_tablets import absent, present


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_the_whole_day_in_order_misses_something_at_each_step_and_nothing_at_the_end(hall: Hall) -> None:
    """Rules 8, 22, 29 and 35 in the order of an exam morning."""
    steps = [(hall.step(), len(hall.missing()))]

    def then(*events: KnownEvent) -> None:
        hall.tell(*events)
        steps.append((hall.step(), len(hall.missing())))

    then(CHECKLIST)
    hall.packets(*PAPERS)
    then()
    then(*(room.PacketOpened(component_id=c) for c in PAPERS))
    then(SCRIPT)
    then(room.InvigilatorSignedIn(invigilator_id="inv-1"))
    then(STARTED)
    hall.everybody()
    then()
    then(room.ClockStopped(reason="evacuation"))
    then(room.ClockResumed())
    then(FINISHED)
    rows = hall.pack.sittings_in(HALL)
    then(*(scripts.ScriptCollected(candidate_id=s.candidate_id, component_id=s.component_id) for s in rows))
    piles = {c: sum(s.component_id == c for s in rows) for c in PAPERS}
    then(*(scripts.ScriptsCounted(component_id=c, count=n) for c, n in piles.items()))
    hall.sign()
    then()
    then(room.RoomClosed())
    assert steps == [
        (RoomStep.WAITING, 8),
        (RoomStep.CHECKLIST_CONFIRMED, 3),
        (RoomStep.PACKETS_CHECKED, 3),
        (RoomStep.PACKETS_OPENED, 8),
        (RoomStep.SCRIPT_READ, 1),
        (RoomStep.SCRIPT_READ, 0),
        (RoomStep.STARTED, 6),
        (RoomStep.STARTED, 0),
        (RoomStep.STOPPED, 1),
        (RoomStep.STARTED, 0),
        (RoomStep.FINISHED, 6 + 3),
        (RoomStep.FINISHED, 3),
        (RoomStep.SCRIPTS_BALANCED, 0),
        (RoomStep.REGISTER_SIGNED, 0),
        (RoomStep.CLOSED, 0),
    ]
    assert hall.skipped() == []
    assert hall.open() == {}


def test_the_steps_follow_one_another_and_after_a_stop_writing_goes_on() -> None:
    step: RoomStep | None = RoomStep.WAITING
    order = [step]
    while step is not None:
        step = next_step_of(step)
        order.append(step)
    assert order == [s for s in RoomStep if s is not RoomStep.STOPPED] + [None]
    assert next_step_of(RoomStep.STOPPED) is RoomStep.STARTED


def test_what_is_missing_is_a_sentence_with_what_it_is_about(hall: Hall) -> None:
    """Rule 31: the three facts that a malpractice report asks for are lines of every room's checklist."""
    assert set(MALPRACTICE_FACTS) <= {missing.item for missing in hall.missing()}
    hall.tell(room.ChecklistConfirmed(items=CHECKLIST_ITEMS[1:]))
    (line,) = hall.missing()
    assert line == Missing(
        step=RoomStep.CHECKLIST_CONFIRMED,
        what="Not confirmed in Main Hall: The Warning to Candidates hangs outside the room.",
        item="warning_displayed",
    )
    hall.tell(room.ChecklistConfirmed(items=CHECKLIST_ITEMS[:1]))
    hall.packets(MATHS, people=1)
    hall.packets(IGCSE)
    assert hall.sentences() == [
        "A second person must check the packet of 8300/2F in Main Hall.",
        "Two people must check the packet of 8300/2H in Main Hall.",
    ]
    assert [missing.component_id for missing in hall.missing()] == [MATHS, MATHS_HIGHER]


def test_one_person_twice_is_not_two_people(hall: Hall) -> None:
    """Rule 8: the second pair of eyes is another person's."""
    hall.tell(CHECKLIST)
    hall.packets(*PAPERS, people=1)
    hall.packets(*PAPERS, people=1)
    assert hall.step() is RoomStep.CHECKLIST_CONFIRMED
    assert len(hall.missing()) == 3


def test_a_step_done_early_does_not_hide_what_is_open_before_it(hall: Hall) -> None:
    hall.packets(*PAPERS)
    hall.tell(SCRIPT)
    assert hall.step() is RoomStep.WAITING
    assert {missing.step for missing in hall.missing()} == {RoomStep.CHECKLIST_CONFIRMED}
    hall.tell(CHECKLIST)
    assert hall.step() is RoomStep.PACKETS_CHECKED
    assert hall.sentences()[0] == "The packet of 8300/2F is not opened in Main Hall."


def test_before_the_start_there_is_somebody_for_each_thirty(hall: Hall) -> None:
    """Rule 5: an empty duty list stands in the way of the start, and is told with its numbers."""
    hall.ready()
    hall.tell(room.InvigilatorSignedOut(invigilator_id="inv-1"))
    assert hall.sentences() == ["Main Hall has 0 on duty and needs 1."]


def test_the_register_is_complete_before_the_exam_ends(hall: Hall) -> None:
    """Rule 22: while writing goes on, whoever isn't set stands in the way of the finish."""
    hall.ready()
    hall.tell(STARTED)
    assert hall.missing() == ()
    world = Hall()
    world.tell(STARTED)
    told = [missing for missing in world.missing() if missing.step is RoomStep.FINISHED]
    assert (
        told[0].what == "1001 O'Connor, Siân (Main Hall, seat A1) is neither present nor absent for 8300/2F."
    )
    assert len(told[0].candidate_ids) == 1


def test_a_missing_script_is_told_by_name_and_seat_before_anyone_leaves(hall: Hall) -> None:
    """Rule 35."""
    hall.ready()
    hall.tell(STARTED, FINISHED)
    assert (
        "No 8300/2F script was collected from 1001 O'Connor, Siân (Main Hall, seat A1)." in hall.sentences()
    )
    assert "The scripts of 8300/2F are not counted by hand in Main Hall." in hall.sentences()


def test_a_room_in_which_nobody_sits_waits_for_nothing(hall: Hall) -> None:
    register = hall.register()
    assert (step_of(register, hall.pack, "gym"), missing_for_next(register, hall.pack, "gym")) == (
        RoomStep.WAITING,
        (),
    )


def test_a_paper_to_which_nobody_came_need_not_be_opened_or_finished(hall: Hall) -> None:
    """Rule 38: the register is still signed and sent."""
    for sitting in hall.pack.sittings_in(HALL):
        hall.tell(type(absent())(candidate_id=sitting.candidate_id, component_id=sitting.component_id))
    assert (hall.step(), hall.missing()) == (RoomStep.SCRIPTS_BALANCED, ())
    hall.sign()
    assert hall.step() is RoomStep.REGISTER_SIGNED


def test_a_change_after_the_signature_takes_the_room_a_step_back(hall: Hall) -> None:
    hall.ready()
    for sitting in hall.pack.sittings_in(HALL):
        hall.tell(
            scripts.ScriptCollected(candidate_id=sitting.candidate_id, component_id=sitting.component_id)
        )
    hall.tell(STARTED, FINISHED)
    for component in PAPERS:
        pile = sum(s.component_id == component for s in hall.pack.sittings_in(HALL))
        hall.tell(scripts.ScriptsCounted(component_id=component, count=pile))
    hall.sign()
    assert hall.step() is RoomStep.REGISTER_SIGNED
    changed = hall.pack.sittings_in(HALL)[0]
    hall.tell(
        type(present())(candidate_id=changed.candidate_id, component_id=changed.component_id, seat="E6")
    )
    assert hall.step() is RoomStep.SCRIPTS_BALANCED
