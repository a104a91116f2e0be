"""Attendance for the school's own system: by layout, by half of the day, and never as a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import pytest

from hub.after.csv_file import csv_bytes
from hub.after.write_back import WriteBackProfile, read_profiles, write_back_csv, write_back_rows
from shared.plan.timetable import Sitting
from shared.record.events.candidate import Attendance
from shared.record.fold import project
from shared.record.register import Register
from shared.record.times import Lateness
from tests.exam_morning import ordinary_morning
from tests.factories import HALL, MATHS_HIGHER, candidate_id, small_pack

OWN = """
[ours]
title = "Ours"
columns = [["No", "candidate_number"], ["Code", "mark"]]
[ours.codes]
present = "1"
late = "2"
very_late = "3"
absent = "0"
"""


def changed(register: Register) -> Register:
    """One late, one very late, one absent, one not set; the rest present."""
    told = [
        {"lateness": Lateness.LATE},
        {"lateness": Lateness.VERY_LATE},
        {"attendance": Attendance.ABSENT},
        {"attendance": Attendance.CONTRADICTED},
    ]
    rows = tuple(
        msgspec.structs.replace(s, **(told[n] if n < len(told) else {}))
        for n, s in enumerate(register.sittings)
    )
    return msgspec.structs.replace(register, sittings=rows)


@pytest.mark.parametrize("name", list(read_profiles(None).known))
def test_every_layout_that_ships_writes_one_line_for_everybody_entered(name: str) -> None:
    morning, profile = ordinary_morning(), read_profiles(None).known[name]
    raw = write_back_csv(morning.pack, morning.register(), profile)
    rows = list(csv.reader(io.StringIO(raw.decode(profile.encoding)), delimiter=profile.delimiter))
    assert rows[0] == [heading for heading, _ in profile.columns]
    assert len(rows) == 1 + len(morning.pack.sittings)
    assert all(len(row) == len(rows[0]) for row in rows)


def test_only_the_generic_layout_claims_to_be_right() -> None:
    assert [name for name, one in read_profiles(None).known.items() if not one.check] == ["generic"]


def test_each_state_has_its_mark_and_the_morning_its_own() -> None:
    morning = ordinary_morning()
    profile = read_profiles(None).known["half-day-marks"]
    rows = write_back_rows(morning.pack, changed(morning.register()), profile)
    assert [row[6] for row in rows[1:]] == ["L", "U", "N", "", "/", "/", "/", "/"]
    afternoon = small_pack(session="2024-06-03-PM")
    marks = write_back_rows(afternoon, changed(morning.register()), profile)
    assert [row[6] for row in marks[5:]] == ["\\"] * 4


def test_whoever_sat_one_of_two_papers_was_there_that_half_day() -> None:
    morning = ordinary_morning()
    second = Sitting(candidate_id=candidate_id(1), component_id=MATHS_HIGHER, room_id=HALL)
    pack = msgspec.structs.replace(morning.pack, sittings=(*morning.pack.sittings, second))
    rows = write_back_rows(pack, project(pack, morning.facts()), read_profiles(None).known["half-day-marks"])
    mine = [row for row in rows if row[1] == "1001"]
    assert [row[6] for row in mine] == ["/"]


def test_a_layout_of_the_centre_s_own_is_used_and_a_broken_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(OWN)
    (tmp_path / "broken.toml").write_text("[x\n")
    (tmp_path / "unknown.toml").write_text(OWN.replace("candidate_number", "shoe_size"))
    (tmp_path / "wide.toml").write_text(OWN.replace('title = "Ours"', 'title = "Ours"\ndelimiter = "ab"'))
    (tmp_path / "latin.toml").write_bytes(OWN.replace("Ours", "\xd6urs").encode("latin-1"))
    read = read_profiles(tmp_path)
    assert read.known["ours"].own
    assert "generic" in read.known
    assert [fault.split(":")[0] for fault in read.faults] == [
        "broken.toml",
        "latin.toml",
        "unknown.toml",
        "wide.toml",
    ]
    assert "shoe_size" in read.faults[2]


def test_a_layout_needs_its_codes() -> None:
    with pytest.raises(msgspec.ValidationError, match="codes"):
        msgspec.convert({"title": "x", "columns": []}, WriteBackProfile)


def test_no_cell_is_taken_for_a_formula_and_a_number_stays_one() -> None:
    raw = csv_bytes([["=1+1", "-5", "@x", "+44 1", " =x", "ok", 7, "a\nb"]], encoding="utf-8")
    assert next(csv.reader(io.StringIO(raw.decode()))) == [
        "'=1+1",
        "-5",
        "'@x",
        "'+44 1",
        "' =x",
        "ok",
        "7",
        "a b",
    ]


def test_what_an_old_encoding_doesn_t_know_stops_no_file() -> None:
    assert csv_bytes([["Nguyễn"]], encoding="cp1252").strip() == b"Nguy?n"
