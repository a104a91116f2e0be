"""Bad input loses nothing: the row, the column, what was found, what was expected; the rest is read."""

from __future__ import annotations

import codecs
from typing import Any

import pytest

from hub.before.importing.decoding import decode
from hub.before.importing.headings import map_headings
from hub.before.importing.problems import UnreadableFileError
from hub.before.importing.reading import Reading
from hub.before.importing.sources import Source
from hub.before.importing.tables import read_table
from hub.before.imports import ImportOptions, PlannedImport, accept, plan_import, read_pins_file, read_source
from hub.before.records import CandidateRecord, Kind
from hub.storage.plan_store import PlanStore

CANDIDATES = "Candidate Number,Surname,Forename,UCI\n0101,Abdi,Safiya,\n0102,Šimić,Ana,\n0103,Prŷs,Llŷr,\n"


def read(kind: Kind, data: bytes | str, plan: PlanStore | None = None, **options: Any) -> Reading[Any]:
    raw = data.encode() if isinstance(data, str) else data
    with PlanStore.in_memory() as empty:
        return read_source(kind, raw, "list.csv", plan or empty, ImportOptions(**options))


def told(reading: Reading[Any], severity: str = "error") -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.found) for p in reading.problems if p.severity == severity]


@pytest.fixture
def plan(tmp_path: Any) -> Any:
    """A plan that knows three candidates and three components, two of which share a code."""
    with PlanStore.open(tmp_path / "plan.db") as store:
        take(store, Kind.CANDIDATES, CANDIDATES, tmp_path)
        timetable = (
            "Date,Time,Length,Board,Code,Title\n3/6/2024,09:05,90,AQA,8300/2F,Maths F\n"
            "3/6/2024,09:05,90,OCR,J277/01,Computing\n4/6/2024,09:05,90,WJEC,J277/01,Something else\n"
        )
        take(store, Kind.TIMETABLE, timetable, tmp_path)
        yield store


def take(store: PlanStore, kind: Kind, text: str, folder: Any, **options: Any) -> PlannedImport:
    from datetime import UTC, datetime

    path = folder / f"{kind.value}.csv"
    path.write_text(text, encoding="utf-8")
    numbers = iter(range(1, 100_000))
    planned = plan_import(
        kind, [Source.at(path)], store, ImportOptions(**options), lambda n: next(numbers).to_bytes(n, "big")
    )
    accept(planned, store, folder / "photos", datetime(2024, 5, 1, tzinfo=UTC))
    return planned


def test_every_unreadable_row_is_told_and_every_other_row_is_read() -> None:
    reading = read(
        Kind.CANDIDATES,
        "Exam No,Surname,Forename\n"
        "12345,Too,Long\n0000,No,Body\nabc,Let,Ters\n,No,Number\n0105,,\n0106,123,\n"
        "\n;;\n7,Lost,Zeros\n0108.0,Spread,Sheet\n",
    )
    assert told(reading) == [
        (2, "Exam No", "12345"),
        (3, "Exam No", "0000"),
        (4, "Exam No", "abc"),
        (5, "Exam No", ""),
        (6, "Surname", ""),
        (7, "Surname", "123"),
        (9, "Exam No", ";;"),
    ]
    assert (reading.rows_read, reading.rows_ok, list(reading.records)) == (9, 2, ["0007", "0108"])
    assert all(problem.file == "list.csv" and problem.expected for problem in reading.problems)


@pytest.mark.parametrize(
    ("heading", "cell", "surname", "forenames"),
    [
        ("Name", "O'CONNOR: SIÂN", "O'CONNOR", "SIÂN"),
        ("Name", "O'Connor, Siân Mair", "O'Connor", "Siân Mair"),
        ("Name", "Thanushan", "Thanushan", ""),
        ("Name", "Thanushan:", "Thanushan", ""),
        ("Name", ": Thanushan", "Thanushan", ""),
        ("Student Name", "  van  der Berg ,  Jan ", "van der Berg", "Jan"),
    ],
)
def test_names_are_split_and_never_respelt(heading: str, cell: str, surname: str, forenames: str) -> None:
    reading = read(Kind.CANDIDATES, f'Cand No;{heading}\n0101;"{cell}"\n')
    record: CandidateRecord = reading.records["0101"]
    assert (record.surname, record.forenames, reading.problems) == (surname, forenames, [])


def test_a_name_without_its_mark_is_taken_whole_and_told() -> None:
    reading = read(Kind.CANDIDATES, "Cand No,Name\n0101,Siân O'Connor\n")
    assert reading.records["0101"].surname == "Siân O'Connor"
    assert told(reading, "warning") == [(2, "Name", "Siân O'Connor")]


def test_a_doubtful_uci_is_kept_and_told_but_never_refused() -> None:
    reading = read(
        Kind.CANDIDATES,
        "Cand No,Surname,UCI\n0001,Right,681990012058G\n0002,Wrong,681990012058A\n0003,Short,68199001205\n"
        "0004,NoLetter,689990980001\n0005,Letter,68999B980001D\n",
    )
    assert reading.rows_ok == 5
    assert {n: r.uci for n, r in reading.records.items()} == {
        "0001": "681990012058G",
        "0002": "681990012058A",
        "0003": "68199001205",
        "0004": "689990980001D",
        "0005": "68999B980001D",
    }
    assert [(p.row, p.severity) for p in reading.problems] == [
        (3, "warning"),
        (4, "warning"),
        (5, "note"),
        (6, "warning"),
    ]


def test_the_same_row_twice_is_one_and_a_contradicting_row_is_an_error() -> None:
    reading = read(
        Kind.CANDIDATES, "No,Surname\n".replace("No", "Cand No") + "0001,Abdi\n0001,Abdi\n0001,Other\n"
    )
    assert reading.records["0001"].surname == "Abdi"
    assert [(p.row, p.severity) for p in reading.problems] == [(3, "note"), (4, "error")]
    assert "row 2" in reading.problems[1].expected


def test_an_odd_quotation_mark_swallows_no_other_row() -> None:
    text = 'Cand No,Surname,Forename\n1,"Abdi,Safiya\n2,Begum,Aisha\n3,Chan",Mei\n4,"Dé, sir",Zoë\n'
    reading = read(Kind.CANDIDATES, text)
    assert told(reading) == [(2, "", '1,"Abdi,Safiya'), (4, "", '3,Chan",Mei')]
    assert [(r.number, r.surname) for r in reading.records.values()] == [
        ("0002", "Begum"),
        ("0004", "Dé, sir"),
    ]
    assert (reading.rows_read, reading.rows_ok) == (4, 2)


def test_a_quotation_mark_that_is_never_closed_leaves_the_rows_after_it_readable() -> None:
    reading = read(Kind.CANDIDATES, 'Cand No,Surname\n1,Abdi\n2,"Begum\n3,Chan\n4,Désir\n')
    assert list(reading.records) == ["0001", "0003", "0004"]
    assert told(reading) == [(3, "", '2,"Begum')]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("9999,AQA,8300/2F", "Exam No"),
        ("0101,AQA,", "Code"),
        ("0101,,9999/1", "Code"),
        ("0101,,J277/01", "Code"),
    ],
)
def test_an_entry_that_names_nobody_or_nothing_known_is_told(plan: PlanStore, row: str, column: str) -> None:
    reading = read(Kind.ENTRIES, f"Exam No,Board,Code\n{row}\n0102,AQA,8300/2F\n", plan)
    assert [(p.row, p.column) for p in reading.problems] == [(2, column)]
    assert list(reading.records) == ["0102 AQA:8300/2F"]


def test_an_entry_finds_its_component_by_board_or_by_a_code_that_only_one_has(plan: PlanStore) -> None:
    text = "Exam No,Board,Code\n101,,8300/2f\n102,Assessment and Qualifications,8300 / 2F\n103,WJEC,J277/01\n"
    reading = read(Kind.ENTRIES, text, plan)
    assert list(reading.records) == ["0101 AQA:8300/2F", "0102 AQA:8300/2F", "0103 WJEC:J277/01"]
    assert reading.problems == []


def test_an_entry_for_a_paper_not_yet_timetabled_is_kept_and_told(plan: PlanStore) -> None:
    reading = read(Kind.ENTRIES, "Exam No,Board,Code\n101,AQA,9999/1\n", plan)
    assert list(reading.records) == ["0101 AQA:9999/1"]
    assert told(reading, "warning") == [(2, "Code", "9999/1")]


def test_arrangements_are_read_by_name_by_code_and_several_in_one_cell(plan: PlanStore) -> None:
    text = (
        "Cand No,Arrangement,%,Comment\n"
        "101,Extra time,25,\n102,25% extra time; Laptop,,\n103,ET50 + RB,,quiet\n"
    )
    reading = read(Kind.ARRANGEMENTS, text, plan)
    codes = [(r.number, r.arrangement.code) for r in reading.records.values()]
    assert codes == [("0101", "ET25"), ("0102", "ET25"), ("0102", "WP"), ("0103", "ET50"), ("0103", "RB")]
    assert reading.problems == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("0999,Reader,", "Cand No"),
        ("0101,Trampoline,", "Arrangement"),
        ("0101,Extra time,", "%"),
        ("0101,Extra time,250", "%"),
        ("0101,Extra time,lots", "%"),
    ],
)
def test_an_arrangement_that_cannot_be_meant_is_told(plan: PlanStore, row: str, column: str) -> None:
    reading = read(Kind.ARRANGEMENTS, f"Cand No,Arrangement,%\n{row}\n0102,Reader,\n", plan)
    assert [(p.row, p.column) for p in reading.problems if p.severity == "error"] == [(2, column)]
    assert list(reading.records) == ["0102 reader"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("HALL,Sports Hall,castle,8,12,", "Type"),
        ("HALL,Sports Hall,main,0,12,", "Rows"),
        ("HALL,Sports Hall,main,8,many,", "Columns"),
        ("HALL,Sports Hall,main,90,90,", "Rows"),
        ("HALL,Sports Hall,main,,,", "Rows"),
        ("HALL,Sports Hall,main,8,12,flying", "Kept for"),
        (",,main,8,12,", "Room"),
    ],
)
def test_a_room_that_cannot_be_is_told(row: str, column: str) -> None:
    text = f"Room,Name,Type,Rows,Columns,Kept for\n{row}\nGYM,Gym,main,2,2,\n"
    reading = read(Kind.ROOMS, text)
    assert [(p.row, p.column) for p in reading.problems] == [(2, column)]
    assert [seat.label for seat in reading.records["GYM"].seats] == ["A1", "A2", "B2", "B1"]


def test_a_room_may_be_told_by_its_number_of_seats_and_lack_some() -> None:
    reading = read(Kind.ROOMS, "Room,Seats,Missing seats\nLIB,6,B2\n")
    assert [seat.label for seat in reading.records["LIB"].seats] == ["A1", "A2", "B1", "C1", "C2"]


def test_a_wrong_pin_is_told_without_repeating_it() -> None:
    reading = read(Kind.INVIGILATORS, "Ref,Name,PIN\nINV1,Margaret Ellis,12ab\nINV2,Colin Whitby,4711\n")
    assert told(reading) == [(2, "PIN", "4 characters")]
    with pytest.raises(UnreadableFileError, match="row 2") as error:
        read_pins_file(b"Ref,PIN\nINV1,123\n", "pins.csv")
    assert "123" not in str(error.value)


def test_who_has_no_pin_is_told() -> None:
    reading = read(Kind.INVIGILATORS, "Ref,Name\nINV1,Margaret Ellis\n", pins={})
    assert [p.severity for p in reading.problems] == ["warning"]
    assert read(Kind.INVIGILATORS, "Ref,Name\nINV1,Margaret Ellis\n", pins={"INV1": "4711"}).problems == []


def test_a_file_without_a_needed_column_says_which_and_how_to_name_it() -> None:
    with pytest.raises(UnreadableFileError, match=r"'number'.*'Spaltenname', 'Surname'.*--map"):
        read(Kind.CANDIDATES, "Spaltenname,Surname\n0101,Abdi\n")
    reading = read(Kind.CANDIDATES, "Spaltenname,Surname\n0101,Abdi\n", headings={"Spaltenname": "number"})
    assert list(reading.records) == ["0101"]
    with pytest.raises(UnreadableFileError, match="no field 'nummer'"):
        read(Kind.CANDIDATES, "Spaltenname,Surname\n0101,Abdi\n", headings={"Spaltenname": "nummer"})


def test_a_title_above_the_headings_and_columns_nobody_needs_are_passed_over() -> None:
    reading = read(Kind.CANDIDATES, "Candidates of 2024,,\n\nCand No,Surname,Shoe size\n0101,Abdi,38\n")
    assert list(reading.records) == ["0101"]
    assert reading.mapping == {"Cand No": "number", "Surname": "surname"}
    assert [g.reason for g in reading.files[0].guesses] == ["synonym", "same name", "not used"]


def test_a_vague_heading_never_takes_a_field_from_a_certain_one() -> None:
    table = read_table("Exam board notes,Board,Component Code\nx,AQA,8300\n")
    from hub.before.importing.entries import FIELDS

    guesses = map_headings(table, FIELDS, (("code",),)).guesses
    assert [(g.field, g.reason) for g in guesses] == [
        (None, "not used"),
        ("board", "same name"),
        ("code", "synonym"),
    ]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"\n \n\t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01" * 50, "not a text file"),
        (codecs.BOM_UTF8 + b"\xff\xff", "not utf-8"),
        (b"a," * 300, "columns"),
        (b"a,b\n" + b"x" * 3000 + b",y\n", "characters"),
    ],
)
def test_a_file_that_is_no_table_is_told_in_one_sentence(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableFileError, match=what):
        read_table(decode(data).text)


def test_letters_of_a_windows_code_page_are_read_and_told_to_be_looked_at() -> None:
    data = "Cand No;Surname;Forename\n0001;Désir;Zoë\n0002;O’Brien;Seán\n".encode("cp1252")
    reading = read(Kind.CANDIDATES, data)
    assert [(r.surname, r.forenames) for r in reading.records.values()] == [
        ("Désir", "Zoë"),
        ("O’Brien", "Seán"),
    ]
    assert [(p.row, p.found, p.severity) for p in reading.problems] == [(0, "cp1252", "warning")]


def test_an_encoding_that_is_told_goes_before_any_guess() -> None:
    data = CANDIDATES.replace("Prŷs", "Źrebiec").replace("Llŷr", "Łukasz").encode("cp1250")
    reading = read(Kind.CANDIDATES, data, encoding="cp1250")
    assert [r.surname for r in reading.records.values()] == ["Abdi", "Šimić", "Źrebiec"]
    with pytest.raises(UnreadableFileError, match="no encoding 'klingon'"):
        read(Kind.CANDIDATES, data, encoding="klingon")
