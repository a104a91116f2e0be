"""What was changed by hand can be taken back step by step, and never takes anything newer with it."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime

import msgspec
import pytest

from hub.before.importing.rooms import walking_order
from hub.before.records import RoomRecord, SeatingRecord
from hub.storage.plan_steps import KEPT_STEPS, HandChange, PlanMovedOnError
from hub.storage.plan_store import PlanStore

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SESSION = "2024-06-03-AM"
SEATING = f"seating {SESSION}"


@pytest.fixture
def plan() -> Generator[PlanStore]:
    with PlanStore.in_memory() as opened:
        yield opened


def room(name: str) -> RoomRecord:
    return RoomRecord(id=name.lower(), name=name, rows=2, columns=2, seats=walking_order(2, 2))


def seated(number: str, seat: str) -> SeatingRecord:
    return SeatingRecord(
        session=SESSION, number=number, component_id="AQA:8300/2F", room_id="hall", seat=seat
    )


def made(plan: PlanStore, name: str) -> RoomRecord:
    new = room(name)
    change = HandChange(before=None, after=new)
    plan.steps.take("rooms", [change], what=f"{name} was made.", actor="Ms Officer", at=NOW)
    return new


def undone(plan: PlanStore) -> str:
    step = plan.steps.undo("rooms", NOW)
    return step.what if step else ""


def test_steps_are_undone_newest_first_and_each_only_once(plan: PlanStore) -> None:
    for name in ("Hall", "Library"):
        made(plan, name)
    assert [step.what for step in plan.steps.recent("rooms")] == ["Library was made.", "Hall was made."]
    assert undone(plan) == "Library was made."
    assert list(plan.rooms()) == ["hall"]
    assert undone(plan) == "Hall was made."
    assert undone(plan) == ""
    assert plan.rooms() == {}


def test_one_step_holds_several_kinds_of_records(plan: PlanStore) -> None:
    hall = made(plan, "Hall")
    plan.seat(SESSION, [seated("0421", "A1")])
    gone = [HandChange(before=hall, after=None), HandChange(before=seated("0421", "A1"), after=None)]
    plan.steps.take("rooms", gone, what="Hall went.", actor="Ms Officer", at=NOW)
    assert plan.rooms() == {}
    assert plan.seatings(SESSION) == ()
    plan.steps.undo("rooms", NOW)
    assert plan.rooms() == {"hall": hall}
    assert plan.seatings(SESSION) == (seated("0421", "A1"),)


def test_a_room_that_is_changed_keeps_its_place_in_the_order(plan: PlanStore) -> None:
    hall, library = made(plan, "Hall"), made(plan, "Library")
    wider = msgspec.structs.replace(hall, name="Great Hall")
    change = HandChange(before=hall, after=wider)
    plan.steps.take("rooms", [change], what="Hall was renamed.", actor="Ms Officer", at=NOW)
    assert list(plan.rooms().values()) == [wider, library]


def test_a_step_made_for_an_older_plan_is_not_taken(plan: PlanStore) -> None:
    hall = made(plan, "Hall")
    first, second = (msgspec.structs.replace(hall, name=name) for name in ("Great Hall", "Small Hall"))
    plan.steps.take("rooms", [HandChange(before=hall, after=first)], what="1", actor="A", at=NOW)
    with pytest.raises(PlanMovedOnError, match="changed meanwhile"):
        plan.steps.take("rooms", [HandChange(before=hall, after=second)], what="2", actor="B", at=NOW)
    assert plan.rooms() == {"hall": first}


def test_undoing_never_takes_something_newer_with_it(plan: PlanStore) -> None:
    plan.seat(SESSION, [seated("0421", "A1")])
    moved = HandChange(before=seated("0421", "A1"), after=seated("0421", "B2"))
    plan.steps.take(SEATING, [moved], what="0421 to B2.", actor="A", at=NOW)
    plan.seat(SESSION, [seated("0421", "A2")])
    with pytest.raises(PlanMovedOnError, match="can't be undone"):
        plan.steps.undo(SEATING, NOW)
    assert plan.seatings(SESSION) == (seated("0421", "A2"),)


def test_a_button_undoes_only_the_step_that_it_named(plan: PlanStore) -> None:
    made(plan, "Hall")
    shown = plan.steps.recent("rooms")[0]
    made(plan, "Library")
    with pytest.raises(PlanMovedOnError, match="Library was made"):
        plan.steps.undo("rooms", NOW, step=shown.id)
    assert list(plan.rooms()) == ["hall", "library"]


def test_a_step_that_changes_nothing_is_none(plan: PlanStore) -> None:
    hall = made(plan, "Hall")
    same = [HandChange(before=hall, after=hall)]
    assert plan.steps.take("rooms", same, what="Nothing.", actor="A", at=NOW) is None
    assert len(plan.steps.recent("rooms")) == 1


def test_only_so_many_steps_are_kept(plan: PlanStore) -> None:
    names = [f"Room {n}" for n in range(KEPT_STEPS + 2)]
    for name in names:
        made(plan, name)
    kept = plan.steps.recent("rooms", KEPT_STEPS + 10)
    assert len(kept) == KEPT_STEPS
    assert kept[-1].what == "Room 2 was made."
