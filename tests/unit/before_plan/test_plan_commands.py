"""``examday seat``, ``clashes`` and ``rota`` on a site of two rooms: what they write, show and answer."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hub.before.changes import compare
from hub.before.records import (
    CandidateRecord,
    EntryRecord,
    InvigilatorRecord,
    Kind,
    PlanRecord,
    TimetableRecord,
)
from hub.before.seating import Flow
from hub.cli.app import run_command
from hub.config import read_config
from hub.storage.plan_store import PlanStore
from shared.ids import candidate_id_from_bytes
from tests.unit.before_plan.a_session import room

MORNING, AFTERNOON = "2024-06-03-AM", "2024-06-03-PM"
NOW = datetime(2024, 5, 1, 9, tzinfo=UTC)


def paper(code: str, hours: int) -> TimetableRecord:
    return TimetableRecord(
        board="AQA", code=code, title=code, day=date(2024, 6, 3), hours=hours, minutes_past=0, minutes=90
    )


def take(plan: PlanStore, kind: Kind, *records: PlanRecord) -> None:
    read = {record.key: record for record in records}
    changes = compare(kind, plan.known(kind), read, merge=lambda _, record: record, withdraw=None)
    plan.apply(changes, file="list.csv", at=NOW)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    people = [f"{n:04}" for n in range(1, 6)]
    with PlanStore.open(read_config(tmp_path).plan_file) as plan:
        take(
            plan,
            Kind.CANDIDATES,
            *(
                CandidateRecord(number=n, id=candidate_id_from_bytes(int(n).to_bytes(5)), surname=f"N{n}")
                for n in people
            ),
        )
        take(plan, Kind.TIMETABLE, paper("M", 9), paper("A", 9), paper("L", 13))
        for code in ("M", "L"):
            take(plan, Kind.ENTRIES, *(EntryRecord(number=n, component_id=f"AQA:{code}") for n in people))
        take(plan, Kind.ENTRIES, EntryRecord(number="0001", component_id="AQA:A"))
        take(plan, Kind.ROOMS, room("hall", 2, 2), room("gym", 2, 2))
        take(
            plan,
            Kind.INVIGILATORS,
            InvigilatorRecord(id="L1", name="Ann Lead", role="lead"),
            InvigilatorRecord(id="I1", name="Bo Person"),
        )
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], site: Path, name: str, *arguments: str) -> tuple[int, str]:
    code = run_command(name, [*arguments, "--site", str(site)])
    return code, capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], site: Path, name: str, *arguments: str):
    code, out = run(capsys, site, name, *arguments, "--json")
    return code, json.loads(out)


def test_a_session_is_seated_as_chosen_and_the_choice_is_remembered(capsys, site) -> None:
    code, report = told(capsys, site, "seat", MORNING, "--flow", "rows", "--spare", "1")
    assert (code, report["written"], report["seated"]) == (0, True, 5)
    assert [(s["number"], s["room"], s["seat"]) for s in report["seats"][:4]] == [
        ("0001", "hall", "A1"),
        ("0001", "hall", "A1"),
        ("0002", "hall", "B1"),
        ("0003", "hall", "A2"),
    ]
    assert [(r["room"], r["most"], r["taken"], r["reason"]) for r in report["rooms"]] == [
        ("hall", 3, 3, "takes everybody"),
        ("gym", 3, 2, "takes everybody"),
    ]
    assert {s["reason"] for s in report["seats"]} == {
        "Hall takes everybody and is filled in order",
        "Gym takes everybody and is filled in order",
    }
    assert [(c["candidate"], c["kind"], c["overlap_minutes"]) for c in report["clashes"]] == [
        ("0001", "overlap", 90)
    ]
    with PlanStore.open(read_config(site).plan_file) as plan:
        options = plan.seating_options(MORNING)
    assert (options.flow, options.spare_seats) == (Flow.ROWS, 1)


def test_nothing_is_written_where_people_would_move_or_only_a_look_is_wanted(capsys, site) -> None:
    run(capsys, site, "seat", MORNING)
    code, report = told(capsys, site, "seat", MORNING, "--corner", "back-right")
    assert (code, report["written"], report["moved"]) == (1, False, ["0001", "0002", "0003", "0004", "0005"])
    code, out = run(capsys, site, "seat", MORNING, "--corner", "back-right", "--dry-run")
    assert (code, "Nothing was written." in out) == (0, True)
    code, report = told(capsys, site, "seat", MORNING, "--corner", "back-right", "--new-only")
    assert (code, report["written"], report["moved"]) == (0, True, [])


def test_seats_are_taken_over_from_another_session(capsys, site) -> None:
    run(capsys, site, "seat", MORNING, "--room", "gym", "--room", "hall")
    code, report = told(capsys, site, "seat", AFTERNOON, "--clone", MORNING)
    assert code == 0
    assert report["notes"] == ["5 candidates keep the seat they had."]
    assert sorted(s["room"] for s in report["seats"]) == ["gym"] * 4 + ["hall"]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((MORNING, "--room", "attic"), "There is no room 'attic'. There are: hall, gym."),
        ((AFTERNOON, "--clone", "2024-06-04-AM"), "Nobody is seated in '2024-06-04-AM'"),
        (("2024-01-01-AM",), "The timetable has no component in 2024-01-01-AM."),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(capsys, site, arguments, text) -> None:
    code, out = run(capsys, site, "seat", *arguments)
    assert code == 1
    assert text in " ".join(out.split())


def test_clashes_are_told_with_the_rule_and_a_way_through_the_day(capsys, site) -> None:
    code, found = told(capsys, site, "clashes", "--day", "2024-06-03")
    assert code == 0
    (clash,) = found
    assert (clash["candidate"], clash["papers"], clash["minutes"], clash["rule"]) == (
        "0001",
        ["AQA:A", "AQA:M"],
        180,
        19,
    )
    assert [step["text"] for step in clash["proposal"]] == [
        "09:00–10:30 AQA:A",
        "10:30–10:50 supervised",
        "10:50–12:20 AQA:M, published 09:00",
        "13:00–14:30 AQA:L",
    ]
    _, out = run(capsys, site, "clashes")
    assert "Monday 3 June 2024" in out
    assert "1 to arrange for 1 candidates on 1 days." in out
    assert run(capsys, site, "clashes", "--day", "2024-06-04") == (0, "Nobody clashes.\n")


def test_a_rota_is_proposed_kept_and_told_with_what_is_lacking(capsys, site) -> None:
    code, out = run(capsys, site, "rota")
    assert (code, "Nobody is seated there yet" in out) == (1, True)
    run(capsys, site, "seat", MORNING)
    code, report = told(capsys, site, "rota", MORNING, "--propose", "--reserves", "0")
    assert code == 0
    assert [(d["invigilator_id"], d["room_id"], d["role"]) for d in report["duties"]] == [
        ("I1", "gym", "lead"),
        ("L1", "hall", "lead"),
    ]
    assert {d["kind"] for d in report["doubts"]} == {"alone"}
    code, out = run(capsys, site, "rota", MORNING, "--propose")
    assert (code, "0 of 1 reserves" in out) == (1, True)
    with PlanStore.open(read_config(site).plan_file) as plan:
        pack_duties = plan.session_plan(MORNING).duties
    assert {d.invigilator_id for d in pack_duties} == {"I1", "L1"}
    code, out = run(capsys, site, "rota", "2024-01-01-AM")
    assert (code, "The timetable has no session" in out) == (1, True)
