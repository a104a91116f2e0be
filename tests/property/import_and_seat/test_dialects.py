"""One list in any dialect and encoding reads the same; taking it twice changes nothing the second time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.before.importing.sources import Source
from hub.before.importing.tables import clean
from hub.before.imports import ImportOptions, accept, plan_import, read_source
from hub.before.records import Kind
from hub.storage.plan_store import PlanStore
from tests.unit.before_import.books import workbook

WESTERN = "abcdefgXYZéèüñßøçÅÊ'’-. ,;|\t\""
ANY = WESTERN + "łŵŷşğọńŠđ中文"
ENCODINGS = {
    "utf-8": ANY,
    "utf-8-sig": ANY,
    "utf-16": ANY,
    "utf-16-le": ANY,
    "utf-16-be": ANY,
    "cp1252": WESTERN,
}
NOW = datetime(2024, 5, 1, tzinfo=UTC)

Person = tuple[str, str, str]


def people(letters: str) -> st.SearchStrategy[list[Person]]:
    part = st.text(letters, min_size=1, max_size=18)
    surname = part.filter(lambda text: any(c.isalpha() for c in text))
    person = st.tuples(st.integers(1, 9999).map(lambda n: f"{n:04}"), surname, part)
    return st.lists(person, min_size=1, max_size=12, unique_by=lambda p: p[0])


@st.composite
def written(draw: st.DrawFn) -> tuple[list[Person], bytes]:
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    listed = draw(people(ENCODINGS[encoding]))
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=draw(st.sampled_from("\t,;")),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        lineterminator=draw(st.sampled_from(["\n", "\r\n"])),
    )
    writer.writerow(["Candidate Number", "Surname", "Forename", "Tutor Group"])
    for person in listed:
        writer.writerow([*person, "11A"])
        if draw(st.booleans()):
            out.write(draw(st.sampled_from(["\n", "\r\n", "  \n"])))
    return listed, out.getvalue().encode(encoding)


@pytest.fixture(scope="module")
def empty() -> Iterator[PlanStore]:
    """Reading alone writes nothing, so that one plan serves every example."""
    with PlanStore.in_memory() as plan:
        yield plan


@given(case=written())
@settings(max_examples=80)
def test_any_dialect_and_encoding_of_one_list_reads_the_same(
    empty: PlanStore, case: tuple[list[Person], bytes]
) -> None:
    listed, data = case
    reading = read_source(Kind.CANDIDATES, data, "list.csv", empty, ImportOptions())
    assert [p for p in reading.problems if p.severity == "error"] == []
    read = {r.number: (r.surname, r.forenames) for r in reading.records.values()}
    assert read == {number: (clean(surname), clean(forenames)) for number, surname, forenames in listed}


@given(listed=people(ANY.replace("\t", "")), above=st.integers(0, 3), shuffled=st.permutations(range(4)))
@settings(max_examples=30)
def test_a_list_in_a_workbook_reads_like_the_same_list_in_a_text_file(
    empty: PlanStore, listed: list[Person], above: int, shuffled: list[int]
) -> None:
    """Numbers as texts or as figures, columns in any order, a title and blank rows above."""
    rows = [("Candidate Number", "Surname", "Forename", "Tutor Group")]
    rows += [(*person, "11A") for person in listed]
    ordered = [tuple(row[place] for place in shuffled) for row in rows]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(ordered)
    book = workbook({"Read me": [("Autumn",)], "List": [*[()] * above, *ordered]})
    told = [
        read_source(Kind.CANDIDATES, data, "list", empty, ImportOptions())
        for data in (book, text.getvalue().encode("utf-8"))
    ]
    assert told[0].records == told[1].records
    assert (told[0].rows_read, told[0].mapping) == (told[1].rows_read, told[1].mapping)
    assert [p.severity for p in told[0].problems] == [p.severity for p in told[1].problems]


def counting() -> Callable[[int], bytes]:
    numbers = iter(range(1, 1_000_000))
    return lambda length: next(numbers).to_bytes(length, "big")


def write_list(folder: Path, listed: list[Person]) -> Path:
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("Candidate Number", "Surname", "Forename"), *listed])
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists")


@given(first=people("abcdéłX"), second=people("abcdéłX"))
@settings(max_examples=40)
def test_lists_one_after_another_keep_identifiers_and_the_second_time_changes_nothing(
    folder: Path, first: list[Person], second: list[Person]
) -> None:
    draw = counting()
    with PlanStore.in_memory() as plan:
        identifiers: dict[str, str] = {}
        for listed in (first, second, second, first):
            path = write_list(folder, listed)
            planned = plan_import(Kind.CANDIDATES, [Source.at(path)], plan, ImportOptions(), draw)
            accept(planned, plan, folder / "photos", NOW)
            again = plan_import(Kind.CANDIDATES, [Source.at(path)], plan, ImportOptions(), draw)
            assert again.changes.is_empty
            assert again.changes.unchanged == len(listed)
            here = {c.number: c.id for c in plan.candidates().values()}
            assert identifiers.items() <= here.items()
            identifiers = here
            assert {n for n, c in plan.candidates().items() if not c.withdrawn} == {p[0] for p in listed}
        assert len(set(identifiers.values())) == len(identifiers)


@given(first=people("abcdéłX"), second=people("abcdéłX"), partial=st.booleans())
@settings(max_examples=25)
def test_an_import_that_is_taken_back_leaves_no_trace(
    folder: Path, first: list[Person], second: list[Person], partial: bool
) -> None:
    draw = counting()
    with PlanStore.in_memory() as plan:
        for listed in (first, second):
            before = plan.candidates()
            path = write_list(folder, listed)
            options = ImportOptions(partial=partial)
            planned = plan_import(Kind.CANDIDATES, [Source.at(path)], plan, options, draw)
            if accept(planned, plan, folder / "photos", NOW):
                after = plan.candidates()
                plan.undo_last_import(NOW)
                assert plan.candidates() == before
                plan.apply(planned.changes, file="list.csv", at=NOW)
                assert plan.candidates() == after
