"""Ready-made seating: by component or by session, idempotent, about its own sessions only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.before.records import Kind
from hub.storage.plan_store import PlanStore
from tests.unit.before_import.plans import NOW, small_plan, take

MORNING, AFTERNOON = "2024-06-03-AM", "2024-06-04-PM"


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanStore]:
    with small_plan(tmp_path) as store:
        yield store


def places(plan: PlanStore, session: str) -> dict[tuple[str, str], str]:
    return {(s.number, s.component_id): f"{s.room_id} {s.seat}" for s in plan.seatings(session)}


def test_a_session_seats_every_paper_and_a_component_just_its_own(plan: PlanStore, tmp_path: Path) -> None:
    text = (
        "Cand No,Session,Component,Room,Seat\n101,2024-06-03 am,,HALL,a01\n102,,8300 2f,sports hall,A-2\n"
        "0103,,J277/01,Gym,B2\n"
    )
    planned = take(plan, Kind.SEATS, tmp_path, text)
    assert (planned.report()["rows_ok"], planned.report()["added"]) == (3, 4)
    assert places(plan, MORNING) == {
        ("0101", "AQA:8300/2F"): "HALL A1",
        ("0101", "AQA:8145/2A/C"): "HALL A1",
        ("0102", "AQA:8300/2F"): "HALL A2",
    }
    assert places(plan, AFTERNOON) == {("0103", "OCR:J277/01"): "GYM B2"}


def test_the_same_list_again_changes_nothing_and_another_one_moves_and_takes_away(
    plan: PlanStore, tmp_path: Path
) -> None:
    text = "Cand No,Code,Room,Seat\n0101,8300/2F,HALL,A1\n0102,8300/2F,HALL,A2\n0103,J277/01,GYM,A1\n"
    take(plan, Kind.SEATS, tmp_path, text)
    again = take(plan, Kind.SEATS, tmp_path, text)
    assert (again.changes.is_empty, again.changes.unchanged) == (True, 3)
    changes = take(plan, Kind.SEATS, tmp_path, "Cand No,Code,Room,Seat\n0102,8300/2F,GYM,A1\n").changes
    assert (len(changes.added), len(changes.changed), len(changes.withdrawn)) == (0, 1, 1)
    assert places(plan, MORNING) == {("0102", "AQA:8300/2F"): "GYM A1"}
    assert places(plan, AFTERNOON) == {("0103", "OCR:J277/01"): "GYM A1"}
    plan.undo_last_import(NOW)
    assert len(places(plan, MORNING)) == 2


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("0999,,8300/2F,HALL,B1", "Cand No", "import candidates first"),
        ("0103,,8300/2F,HALL,B1", "Component", "entered for"),
        ("0101,,9999/9,HALL,B1", "Component", "component of the timetable"),
        ("0103,2024-06-03-AM,,HALL,B1", "Session", "is entered for something"),
        ("0101,2024-06-04-PM,8300/2F,HALL,B1", "Session", "which is 2024-06-03-AM"),
        ("0101,Monday,,HALL,B1", "Session", "2024-06-03-AM"),
        ("0101,,,HALL,B1", "Session", "or a component code"),
        ("0101,,8300/2F,BARN,B1", "Room", "import rooms first"),
        ("0101,,8300/2F,HALL,Z9", "Seat", "such as A1"),
        ("0101,,8300/2F,HALL,A1", "Seat", "0102 sits in A1"),
    ],
)
def test_a_seat_that_cannot_be_is_told(
    plan: PlanStore, tmp_path: Path, row: str, column: str, expected: str
) -> None:
    text = f"Cand No,Session,Component,Room,Seat\n0102,,8300/2F,HALL,A1\n{row}\n"
    planned = take(plan, Kind.SEATS, tmp_path, text, accepted=False)
    assert [(p.row, p.column) for p in planned.reading.problems] == [(3, column)]
    assert expected in planned.reading.problems[0].expected
    assert len(planned.changes.added) == 1
