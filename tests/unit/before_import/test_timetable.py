"""The sample school's timetable exactly as its system exports it: no year, two lengths of 00:00."""

from __future__ import annotations

from datetime import date
from importlib import resources

import pytest

from hub.before.importing.durations import NotADurationError, read_duration, read_durations_file
from hub.before.importing.moments import NotADateError, read_date, read_minutes, read_time
from hub.before.importing.problems import UnreadableFileError
from hub.before.importing.reading import Reading, Want
from hub.before.imports import ImportOptions, read_source
from hub.before.records import Kind, TimetableRecord
from hub.storage.plan_store import PlanStore

EXPORT = (resources.files("provisioning.sample_site") / "timetable-summer-2024.tsv").read_bytes()
LENGTHS = {"8145/2A/C": 60, "AQA:8145/2B/A": 75}


def read(data: bytes, **options: object) -> Reading[TimetableRecord]:
    with PlanStore.in_memory() as plan:
        return read_source(Kind.TIMETABLE, data, "timetable.tsv", plan, ImportOptions(**options))  # type: ignore[arg-type]


def test_the_export_is_read_whole_once_the_year_and_two_lengths_are_given() -> None:
    reading = read(EXPORT, year=2024, durations=LENGTHS)
    assert (reading.rows_read, reading.rows_ok, len(reading.records)) == (27, 27, 27)
    assert (reading.files[0].delimiter, reading.is_complete, reading.wants) == ("tab", True, [])
    maths = reading.records["AQA:8300/2F"]
    assert (maths.title, maths.session, maths.start_text, maths.minutes) == (
        "Mathematics Paper 2 Tier F",
        "2024-06-03-AM",
        "09:05",
        90,
    )
    assert reading.records["EDEXL/GCSE:4MA1 2F"].minutes == 120
    assert reading.records["NCFE Business:603/7004/X"].session == "2024-06-06-PM"


def test_a_length_that_was_filled_in_is_told_with_its_row() -> None:
    reading = read(EXPORT, year=2024, durations=LENGTHS)
    assert [(p.row, p.column, p.found, p.severity) for p in reading.problems] == [
        (20, "Length Hr:Min", "00:00", "note"),
        (21, "Length Hr:Min", "00:00", "note"),
    ]
    assert "01:00" in reading.problems[0].expected
    assert "01:15" in reading.problems[1].expected
    assert (reading.records["AQA:8145/2A/C"].minutes, reading.records["AQA:8145/2B/A"].minutes) == (60, 75)


def test_without_lengths_the_other_25_rows_are_read_and_the_two_are_asked_for() -> None:
    reading = read(EXPORT, year=2024)
    assert (reading.rows_ok, len(reading.records)) == (25, 25)
    assert [(p.row, p.severity) for p in reading.problems] == [(20, "error"), (21, "error")]
    assert '--duration "8145/2A/C=' in reading.problems[0].expected
    assert [(w.what, w.which) for w in reading.wants] == [("length", "8145/2A/C"), ("length", "8145/2B/A")]


def test_without_a_year_the_year_is_asked_for() -> None:
    reading = read(EXPORT)
    assert (reading.rows_ok, len(reading.problems)) == (0, 27)
    assert reading.wants == [Want("year")]
    assert "--year" in reading.problems[0].expected


def test_a_wrong_year_is_noticed_by_its_weekdays() -> None:
    reading = read(EXPORT, year=2023)
    assert reading.rows_ok == 0
    assert all("--year" in problem.expected for problem in reading.problems)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mon 20 May", date(2024, 5, 20)),
        ("Monday, 20 May 2024", date(2024, 5, 20)),
        ("20/05/2024", date(2024, 5, 20)),
        ("20.5.24", date(2024, 5, 20)),
        ("20-May-2024", date(2024, 5, 20)),
        ("2024-05-20", date(2024, 5, 20)),
        ("2024-05-20 00:00:00", date(2024, 5, 20)),
        ("20th May", date(2024, 5, 20)),
        ("3 Sept 2024", date(2024, 9, 3)),
    ],
)
def test_dates_are_read_as_people_write_them_day_before_month(text: str, day: date) -> None:
    assert read_date(text, 2024) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "31 Jun 2024", "05/20/2024", "Mo 20 Ma", "Xyz 20 May 2024", "2024-13-01", "20"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotADateError):
        read_date(text, 2024)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("09:05", (9, 5)),
        ("9.05", (9, 5)),
        ("0905", (9, 5)),
        ("1:30 pm", (13, 30)),
        ("12:00 am", (0, 0)),
        ("09:05:00", (9, 5)),
        ("24:00", None),
        ("9:60", None),
        ("13:30 pm", None),
        ("nine", None),
    ],
)
def test_times_of_day(text: str, time: tuple[int, int] | None) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("02:15", 135),
        ("2h 15m", 135),
        ("2 hours 15 minutes", 135),
        ("1hr", 60),
        ("90", 90),
        ("90 min", 90),
        ("00:00", 0),
        ("1:75", None),
        ("long", None),
        ("", None),
    ],
)
def test_lengths(text: str, minutes: int | None) -> None:
    assert read_minutes(text) == minutes


def test_a_morning_without_a_time_starts_as_published_and_is_told() -> None:
    data = b"Date,Time,Duration,Component\n3 Jun 2024,AM,90,8300/2F\n4 Jun 2024,PM,90,8300/3F\n"
    reading = read(data)
    assert [r.start_text for r in reading.records.values()] == ["09:00", "13:30"]
    assert [p.severity for p in reading.problems] == ["warning", "warning"]


@pytest.mark.parametrize("length", ["00:04", "10:01", "2"])
def test_a_length_that_no_exam_has_is_an_error_even_where_one_is_given(length: str) -> None:
    data = f"Date,Time,Duration,Component\n3 Jun 2024,09:00,{length},8300/2F\n".encode()
    reading = read(data, durations={"8300/2F": 90})
    assert [(p.row, p.column, p.found) for p in reading.problems] == [(2, "Duration", length)]


def test_durations_on_the_command_line_and_in_a_file() -> None:
    assert read_duration("8145/2A/C=01:00") == ("8145/2A/C", 60)
    assert read_durations_file(b"Component Code;Length\n8145/2A/C;01:00\n", "d.csv") == {"8145/2A/C": 60}
    for wrong in ("8145/2A/C", "=01:00", "8145=0", "8145=long"):
        with pytest.raises(NotADurationError, match="8145/2A/C=01:00"):
            read_duration(wrong)
    with pytest.raises(UnreadableFileError, match="row 3"):
        read_durations_file(b"Code,Length\n8145/2A/C,60\n8145/2B/A,soon\n", "d.csv")
