"""Rows to records: every row is tried, what can't be read is told, nothing stops the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Generic, Literal, NamedTuple, NoReturn, Protocol, TypeVar

from msgspec import Struct

from hub.before.importing.headings import Guess, Mapped
from hub.before.importing.problems import Problem, Severity, UnreadableCellError
from hub.before.importing.progress import EVERY_ROWS, Progress
from hub.before.importing.tables import Row
from hub.before.records import Kind

_TOTALS: Final = re.compile(
    r"(?:(?:grand |sub[- ]?)?totals?|number|count|end of report)"
    r"(?: (?:number|count|of|all|candidates|entries|papers|rooms|seats|rows|records))*[ :=]*[\d.,]*",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"[\d\s.,:%/-]*")
_RULE: Final = re.compile(r"[-=_*. ]+")


class Keyed(Protocol):
    """A record that knows by what it is known."""

    @property
    def key(self) -> str: ...


Record = TypeVar("Record", bound=Keyed)


class FileShape(Struct, frozen=True, kw_only=True):
    """How one of the files was understood; ``profile`` names the saved mapping that was used."""

    file: str
    rows: int
    guesses: tuple[Guess, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    profile: str = ""

    @property
    def mapping(self) -> dict[str, str]:
        """Heading → field."""
        return {g.heading: g.field for g in self.guesses if g.field is not None}

    @property
    def profile_mapping(self) -> dict[str, str]:
        """Every heading with its field, empty where it isn't used: what a profile keeps."""
        return {g.heading: g.field or "" for g in self.guesses if g.heading}


class Reading(Struct, Generic[Record], kw_only=True):
    """What one file, or several of one kind, say: records by key, and everything that must be told."""

    kind: Kind
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    rows_read: int = 0
    rows_ok: int = 0
    wants: list[Want] = []
    files: list[FileShape] = []
    found_in: dict[str, tuple[str, int]] = {}
    """Key → file and row of the record that is kept."""

    @property
    def file(self) -> str:
        """The names of the files, for a log."""
        return ", ".join(shape.file for shape in self.files)

    @property
    def mapping(self) -> dict[str, str]:
        """Heading → field over all files."""
        return {heading: field for shape in self.files for heading, field in shape.mapping.items()}

    @property
    def profile_mapping(self) -> dict[str, str]:
        """Every heading of the first file with its field, empty where it isn't used: what a profile keeps."""
        return self.files[0].profile_mapping if self.files else {}

    @property
    def is_complete(self) -> bool:
        """Whether every row could be read; only then does a missing record mean that it is gone."""
        return not any(problem.severity == "error" for problem in self.problems)


class Told(NamedTuple):
    """One thing to tell about a row, before the file and the row are added."""

    column: str
    found: str
    expected: str
    severity: Severity


class Want(NamedTuple):
    """Something the file leaves open that a person may know: the year, or the length of a paper."""

    what: Literal["year", "length"]
    which: str = ""
    title: str = ""


class Cells:
    """One row by field name, with what is to be told about it besides."""

    def __init__(self, row: Row, columns: Mapping[str, int], headings: Mapping[str, str]) -> None:
        self.number = row.number
        self._cells = row.cells
        self._columns = columns
        self._headings = headings
        self.told: list[Told] = []
        self.wants: list[Want] = []

    def has(self, field: str) -> bool:
        return bool(self.text(field))

    def text(self, field: str) -> str:
        """The cell as it is; empty where the row is short or the column missing."""
        column = self._columns.get(field)
        return self._cells[column] if column is not None and column < len(self._cells) else ""

    def required(self, field: str, expected: str) -> str:
        return self.text(field) or self.refuse(field, expected)

    def heading(self, field: str) -> str:
        return self._headings.get(field, field)

    def refuse(self, field: str, expected: str) -> NoReturn:
        """Give this row up. Raises UnreadableCellError."""
        raise UnreadableCellError(self.heading(field), self.text(field), expected)

    def tell(self, field: str, expected: str, severity: Severity = "warning") -> None:
        """Read on, and let a person know."""
        self.told.append(Told(self.heading(field), self.text(field), expected, severity))


class RowReader(Struct, Generic[Record], frozen=True, kw_only=True):
    """How the rows of one kind are read.

    ``reconcile`` says why two records that differ may stand for one, the earlier being kept; without it,
    or where it gives nothing, the later row is an error.
    """

    parse: Callable[[Cells], Iterable[Record]]
    reconcile: Callable[[Record, Record], str] | None = None


def read_rows(
    reading: Reading[Record],
    file: str,
    mapped: Mapped,
    reader: RowReader[Record],
    progress: Progress | None = None,
) -> None:
    """Take every row's records into ``reading``; a row that can't be read, or contradicts one, is told."""
    heading_row = tuple(guess.heading for guess in mapped.guesses)
    columns, headings = mapped.columns, mapped.headings
    for done, row in enumerate(mapped.rows):
        if progress is not None and done % EVERY_ROWS == 0:
            progress(f"Reading {file}", done, len(mapped.rows))
        cells = Cells(row, columns, headings)
        if (why := _no_data(row, heading_row)) is not None:
            cells.told.append(Told("", row.cells[0] or why, f"a row of data; {why}, passed over", "note"))
        else:
            reading.rows_read += 1
            _take_row(reading, file, cells, reader)
        reading.problems.extend(
            Problem(
                file=file,
                row=row.number,
                column=told.column,
                found=told.found,
                expected=told.expected,
                severity=told.severity,
            )
            for told in cells.told
        )


def _take_row(reading: Reading[Record], file: str, cells: Cells, reader: RowReader[Record]) -> None:
    try:
        _take(reading, file, cells, list(reader.parse(cells)), reader)
        reading.rows_ok += 1
    except UnreadableCellError as error:
        cells.told.append(Told(error.column, error.found, error.expected, "error"))
    reading.wants.extend(want for want in cells.wants if want not in reading.wants)


def _take(
    reading: Reading[Record], file: str, cells: Cells, records: list[Record], reader: RowReader[Record]
) -> None:
    """Two rows that say the same are one; two that contradict each other need a person."""
    for record in records:
        known = reading.records.get(record.key)
        if known is None:
            reading.records[record.key] = record
            reading.found_in[record.key] = (file, cells.number)
            continue
        earlier_file, row = reading.found_in[record.key]
        where = f"row {row}" if earlier_file == file else f"row {row} of {earlier_file}"
        if known == record:
            cells.told.append(Told("", record.key, f"each only once; {where} says the same", "note"))
            continue
        why = reader.reconcile(known, record) if reader.reconcile is not None else ""
        if not why:
            expected = f"each only once; {where} says something else and is kept"
            raise UnreadableCellError("", record.key, expected)
        cells.told.append(Told("", record.key, f"{why}; {where} is kept", "warning"))


def _no_data(row: Row, headings: tuple[str, ...]) -> str | None:
    """Why a row says nothing about anybody: a ruled line, the headings once more, a line of totals."""
    filled = [cell for cell in row.cells if cell]
    if all(_RULE.fullmatch(cell) for cell in filled):
        return "a ruled line"
    if row.cells == headings:
        return "the headings once more"
    if _TOTALS.fullmatch(filled[0]) and all(_FIGURE.fullmatch(cell) for cell in filled[1:]):
        return "a line of totals"
    return None
