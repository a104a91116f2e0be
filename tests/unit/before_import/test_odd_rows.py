"""Rows that are no data, lists in several files, one code under two titles or in two spellings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hub.before.records import Kind
from hub.storage.plan_store import PlanChangedError, PlanStore
from tests.unit.before_import.plans import CANDIDATES, NOW, ROOMS, TIMETABLE, small_plan, take


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanStore]:
    with small_plan(tmp_path) as store:
        yield store


def test_totals_ruled_lines_and_headings_repeated_on_a_new_page_are_passed_over_and_told(
    plan: PlanStore, tmp_path: Path
) -> None:
    head, *people = CANDIDATES.splitlines()
    text = "\n".join([head, people[0], "-----,-----,---", head, *people[1:], "", "Total:,3", "Grand total 3"])
    reading = take(plan, Kind.CANDIDATES, tmp_path, text).reading
    assert (reading.rows_read, reading.rows_ok, reading.is_complete) == (3, 3, True)
    assert [(p.row, p.found, p.severity) for p in reading.problems] == [
        (3, "-----", "note"),
        (4, "Candidate Number", "note"),
        (8, "Total:", "note"),
        (9, "Grand total 3", "note"),
    ]


def test_somebody_called_total_is_somebody(plan: PlanStore, tmp_path: Path) -> None:
    for text in ("Surname,Forename,Cand No\nTotal,Grant,0104\n", "Name,Cand No\nTOTAL: GRANT,0104\n"):
        planned = take(plan, Kind.CANDIDATES, tmp_path, text, accepted=False, partial=True)
        assert [c.key for c in planned.changes.added] == ["0104"]


def test_several_files_are_one_list_and_problems_name_the_file(plan: PlanStore, tmp_path: Path) -> None:
    first = "Cand No,Surname\n0101,Abdi\n0102,Šimić\n"
    second = "Surname;Cand No\nAbdi;0101\nOther;0102\nPrŷs;0103\nNew;x\n"
    planned = take(plan, Kind.CANDIDATES, tmp_path, first, second, accepted=False)
    assert (planned.reading.file, planned.reading.rows_read, planned.reading.rows_ok) == (
        "candidates-1.csv, candidates-2.csv",
        6,
        4,
    )
    assert [(p.file, p.row, p.severity) for p in planned.reading.problems] == [
        ("candidates-2.csv", 2, "note"),
        ("candidates-2.csv", 3, "error"),
        ("candidates-2.csv", 5, "error"),
    ]
    assert "row 3 of candidates-1.csv" in planned.reading.problems[1].expected
    assert (planned.held_back, planned.changes.withdrawn) == (False, ())
    assert planned.reading.mapping == {"Cand No": "number", "Surname": "surname"}


def test_two_titles_for_one_code_are_one_paper_and_the_kept_title_is_told(
    plan: PlanStore, tmp_path: Path
) -> None:
    text = (
        TIMETABLE
        + "3/6/2024,09:05,90,AQA,8300/2F,Mathematics Foundation\n4/6/2024,09:05,90,AQA,8300/2F,Maths F\n"
    )
    planned = take(plan, Kind.TIMETABLE, tmp_path, text, accepted=False)
    assert planned.reading.records["AQA:8300/2F"].title == "Maths F"
    assert [(p.row, p.severity) for p in planned.reading.problems] == [(5, "warning"), (6, "error")]
    assert "'Maths F'" in planned.reading.problems[0].expected
    assert "row 2" in planned.reading.problems[0].expected


def test_one_code_in_two_spellings_is_told(plan: PlanStore, tmp_path: Path) -> None:
    text = TIMETABLE + "5/6/2024,09:05,90,AQA,8300-2F,Maths F\n"
    planned = take(plan, Kind.TIMETABLE, tmp_path, text, accepted=False)
    assert [(p.row, p.column, p.severity) for p in planned.reading.problems] == [(5, "Code", "warning")]
    assert "8300/2F" in planned.reading.problems[0].expected


def test_an_entry_finds_its_paper_however_the_code_is_spelt(plan: PlanStore, tmp_path: Path) -> None:
    text = "Cand No,Board,Code\n0101,AQA,8300-2f; 8145 2A C\n0102,aqa,83002F\n"
    reading = take(plan, Kind.ENTRIES, tmp_path, text, accepted=False).reading
    assert list(reading.records) == ["0101 AQA:8300/2F", "0101 AQA:8145/2A/C", "0102 AQA:8300/2F"]
    assert [p.severity for p in reading.problems] == ["note", "note", "note"]


def test_rest_breaks_bring_their_minutes_and_papers_their_level(plan: PlanStore, tmp_path: Path) -> None:
    head = "Cand No,Arrangement,Rest break minutes\n"
    granted = head + "0101,Rest breaks,15\n0102,Rest breaks 20 min + WP,\n0103,RB,\n"
    take(plan, Kind.ARRANGEMENTS, tmp_path, granted)
    assert {k: r.minutes for k, r in plan.arrangements().items()} == {
        "0101 rest_breaks": 15,
        "0102 rest_breaks": 20,
        "0102 word_processor": 0,
        "0103 rest_breaks": 0,
    }
    text = (
        "Date,Time,Length,Code,Qualification\n"
        "3/6/2024,09:00,90,a,GCSE (9-1)\n3/6/2024,09:00,90,b,GCE A-Level\n"
        "3/6/2024,09:00,90,c,BTEC\n3/6/2024,09:00,90,d,\n"
    )
    read = take(plan, Kind.TIMETABLE, tmp_path, text, accepted=False).reading.records.values()
    assert [r.level for r in read] == ["gcse", "gce", None, None]


def test_rooms_are_filled_in_the_order_of_the_last_list(plan: PlanStore, tmp_path: Path) -> None:
    head, *rooms = ROOMS.splitlines()
    assert list(plan.rooms()) == ["HALL", "GYM"]
    take(plan, Kind.ROOMS, tmp_path, "\n".join([head, "LIB,Library,1,1", *reversed(rooms)]))
    assert list(plan.rooms()) == ["LIB", "GYM", "HALL"]
    take(plan, Kind.ROOMS, tmp_path, "\n".join([head, "NEW,New,1,1", rooms[0]]), partial=True)
    assert list(plan.rooms()) == ["LIB", "GYM", "HALL", "NEW"]
    plan.undo_last_import(NOW)
    plan.undo_last_import(NOW)
    assert list(plan.rooms()) == ["HALL", "GYM"]


def test_an_import_whose_records_changed_since_is_not_taken_back(plan: PlanStore, tmp_path: Path) -> None:
    take(plan, Kind.CANDIDATES, tmp_path, CANDIDATES + "0104,New,Face,,\n")
    with plan._writing():
        plan._db.execute("UPDATE candidates SET tag_issue = 2 WHERE number = '0104'")
    with pytest.raises(PlanChangedError, match="0104"):
        plan.undo_last_import(NOW + timedelta(days=1))
    assert "0104" in plan.candidates()
