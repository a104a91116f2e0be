"""Workbooks: dates and times as cells, zeros that were lost, the sheet that fits; what is no workbook."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hub.before.importing import workbooks
from hub.before.importing.arrangements import arrangement_reader
from hub.before.importing.files import open_file
from hub.before.importing.headings import Hints
from hub.before.importing.problems import UnreadableFileError
from hub.before.importing.reading import Reading, read_rows
from hub.before.importing.shapes import SHAPES
from hub.before.importing.workbooks import MOST_UNPACKED
from hub.before.imports import ImportOptions, read_source
from hub.before.records import ArrangementRecord, Kind
from hub.storage.plan_store import PlanStore
from tests.unit.before_import.books import with_part, workbook

PEOPLE = [("Candidate Number", "Surname", "Forename"), ("0101", "Abdi", "Safiya"), ("0102", "Šimić", "Ana")]
WHOLE = workbook({"A": PEOPLE})
TIMETABLE = ("Date", "Start", "Length", "Board", "Code", "Title")


def read(kind: Kind, data: bytes, **options: object) -> Reading:
    with PlanStore.in_memory() as plan:
        return read_source(kind, data, "list.xlsx", plan, ImportOptions(**options))  # type: ignore[arg-type]


def test_a_timetable_of_real_dates_times_and_durations_is_read() -> None:
    rows = [
        TIMETABLE,
        (date(2024, 5, 20), time(9, 5), time(1, 30), "AQA", "8300/2F", "Maths"),
        (
            datetime(2024, 5, 21),
            datetime(2024, 5, 21, 13, 30),
            timedelta(hours=2, minutes=15),
            "OCR",
            "J277/01",
            "C",
        ),
        (45434, 0.5625, 0.0625, "WJEC", "C120U30-1", "Figures that were never made dates"),
        ("Thu 23 May", "9.00 am", 75, "AQA", "8145/2A/C", "As people type"),
    ]
    reading = read(Kind.TIMETABLE, workbook({"Summer": rows}), year=2024)
    assert reading.problems == []
    assert [(r.day.isoformat(), r.start_text, r.minutes) for r in reading.records.values()] == [
        ("2024-05-20", "09:05", 90),
        ("2024-05-21", "13:30", 135),
        ("2024-05-22", "13:30", 90),
        ("2024-05-23", "09:00", 75),
    ]
    assert (reading.files[0].sheet, reading.files[0].delimiter) == ("Summer", "")


def test_a_number_that_lost_its_zeros_is_put_right_and_told_unless_the_sheet_shows_them() -> None:
    rows = [PEOPLE[0], (12, "Begum", "Aisha"), (13.0, "Chan", "Mei"), (14, "Désir", "Zoë")]
    reading = read(Kind.CANDIDATES, workbook({"A": rows}, {"A4": "0000"}))
    assert list(reading.records) == ["0012", "0013", "0014"]
    assert [(p.row, p.column, p.found, p.severity) for p in reading.problems] == [
        (2, "Candidate Number", "12", "warning"),
        (3, "Candidate Number", "13", "warning"),
    ]
    assert "0012" in reading.problems[0].expected


def test_long_numbers_stay_whole_and_one_that_a_sheet_rounded_is_left_out_and_told() -> None:
    rows = [
        ("Cand No", "Surname", "UCI", "ULN", "Admission No"),
        ("0101", "Abdi", "681990012058G", 1234567890, 4711),
        ("0102", "Begum", 681990012058, "1.23E+09", "004712"),
    ]
    reading = read(Kind.CANDIDATES, workbook({"A": rows}))
    assert [(r.uci, r.uln, r.admission_number) for r in reading.records.values()] == [
        ("681990012058G", "1234567890", "4711"),
        ("681990012058G", "", "004712"),
    ]
    assert [(p.row, p.column, p.severity) for p in reading.problems] == [
        (3, "UCI", "note"),
        (3, "ULN", "warning"),
    ]


def test_percentages_are_read_as_they_are_shown() -> None:
    with PlanStore.in_memory() as plan:
        reading = read_source(Kind.CANDIDATES, workbook({"A": PEOPLE}), "c.xlsx", plan, ImportOptions())
        rows = [("Cand No", "Arrangement", "%"), ("0101", "Extra time", 0.25), ("0102", "Extra time", 25)]
        reader = arrangement_reader(reading.records)
        opened = open_file(workbook({"A": rows}, {"C2": "0%"}), "a.xlsx", SHAPES[Kind.ARRANGEMENTS], Hints())
        granted = Reading[ArrangementRecord](kind=Kind.ARRANGEMENTS)
        read_rows(granted, "a.xlsx", opened.mapped, reader)
    assert [r.percent for r in granted.records.values()] == [25, 25]


def test_of_several_sheets_the_one_that_fits_is_taken_and_another_one_only_if_told() -> None:
    notes = [("Remember",), ("to send this to the exams office",)]
    data = workbook({"Notes": notes, "Year 11": PEOPLE, "Empty": []})
    reading = read(Kind.CANDIDATES, data)
    assert (reading.files[0].sheet, reading.rows_ok, reading.problems) == ("Year 11", 2, [])
    both = workbook({"Year 11": PEOPLE, "Year 13": [*PEOPLE[:1], ("2101", "Prŷs", "Llŷr")]})
    reading = read(Kind.CANDIDATES, both)
    assert [(p.row, p.found, p.severity) for p in reading.problems] == [(0, "Year 11", "warning")]
    assert "'Year 13'" in reading.problems[0].expected
    assert list(read(Kind.CANDIDATES, both, sheet="year 13").records) == ["2101"]
    with pytest.raises(UnreadableFileError, match=r"no sheet 'Year 12'.*'Year 11', 'Year 13'"):
        read(Kind.CANDIDATES, both, sheet="Year 12")
    with pytest.raises(UnreadableFileError, match=r"None of the sheets 'Notes', 'More'.*--sheet"):
        read(Kind.CANDIDATES, workbook({"Notes": notes, "More": notes}))


def test_a_hidden_sheet_is_left_alone() -> None:
    book = load_workbook(io.BytesIO(workbook({"Old": PEOPLE[:2], "New": PEOPLE})))
    book["Old"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    reading = read(Kind.CANDIDATES, out.getvalue())
    assert (reading.files[0].sheet, reading.problems) == ("New", [])


def test_rows_keep_the_number_they_have_in_the_sheet() -> None:
    rows = [("Candidates 2024",), (), *PEOPLE, (), ("nobody", "X", "Y")]
    reading = read(Kind.CANDIDATES, workbook({"A": rows}))
    assert [(p.row, p.found) for p in reading.problems] == [(7, "nobody")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"older Excel \(.xls\).*\.xlsx"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xef\xbb\xbf<html><table><tr><td>Cand No</td></tr></table>", "web page"),
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>", "web page"),
    ],
)
def test_other_kinds_of_file_are_told_kindly(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableFileError, match=told):
        read(Kind.CANDIDATES, data)


def test_an_opendocument_sheet_and_a_zip_are_told_for_what_they_are() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    with pytest.raises(UnreadableFileError, match=r"OpenDocument file \(.ods\)"):
        read(Kind.CANDIDATES, out.getvalue())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("list.csv", "Cand No,Surname\n")
    with pytest.raises(UnreadableFileError, match=r"zip\. Unpack it"):
        read(Kind.CANDIDATES, out.getvalue())


def test_a_bomb_is_told_before_it_is_unpacked() -> None:
    data = with_part(workbook({"A": PEOPLE}), "xl/worksheets/sheet2.xml", bytes(MOST_UNPACKED))
    assert len(data) < 1_000_000
    with pytest.raises(UnreadableFileError, match="unpacks to"):
        read(Kind.CANDIDATES, data)


def test_entities_of_its_own_are_not_read() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    with pytest.raises(UnreadableFileError, match="document type"):
        read(Kind.CANDIDATES, with_part(workbook({"A": PEOPLE}), "xl/sharedStrings.xml", laughs))


@pytest.mark.parametrize("row", ["2000000000", "nonsense"])
def test_a_sheet_that_says_nonsense_about_its_rows_is_told(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "LAST_ROW", 20_000)
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="{row}"><c t="str"><v>x</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(UnreadableFileError, match=r"more rows than|damaged|empty"):
        read(Kind.CANDIDATES, with_part(workbook({"A": PEOPLE}), "xl/worksheets/sheet1.xml", sheet.encode()))


def test_a_sheet_wider_than_any_list_is_told() -> None:
    with pytest.raises(UnreadableFileError, match="columns"):
        read(Kind.CANDIDATES, workbook({"A": [tuple(f"c{n}" for n in range(300))]}))


@given(cut=st.integers(0, 6_000), flip=st.integers(0, 6_000))
@settings(max_examples=60)
def test_a_damaged_workbook_is_read_or_told_and_never_a_traceback(cut: int, flip: int) -> None:
    whole = WHOLE[: max(5, len(WHOLE) - cut)]
    place = flip % len(whole)
    data = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
    try:
        reading = read(Kind.CANDIDATES, data)
    except UnreadableFileError:
        return
    assert reading.rows_read <= 2
