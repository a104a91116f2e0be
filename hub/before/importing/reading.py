"""Rows to records: every row is tried, what can't be read is told, nothing stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, Literal, NamedTuple, NoReturn, Protocol, TypeVar

from msgspec import Struct

from hub.before.importing.headings import Guess, Mapped
from hub.before.importing.problems import Problem, Severity, UnreadableCellError
from hub.before.importing.tables import Row
from hub.before.records import Kind


class Keyed(Protocol):
    """A record that knows by what it is known."""

    @property
    def key(self) -> str: ...


Record = TypeVar("Record", bound=Keyed)


class Reading(Struct, Generic[Record], kw_only=True):
    """What a file says: its records by key, and everything that must be told about it."""

    kind: Kind
    file: str
    records: dict[str, Record]
    problems: list[Problem]
    rows_read: int
    rows_ok: int
    wants: list[Want] = []
    guesses: tuple[Guess, ...] = ()
    encoding: str = ""
    delimiter: str = ""

    @property
    def mapping(self) -> dict[str, str]:
        return {g.heading: g.field for g in self.guesses if g.field is not None}

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

    def __init__(self, row: Row, mapped: Mapped) -> None:
        self.number = row.number
        self._cells = row.cells
        self._columns = mapped.columns
        self._headings = mapped.headings
        self.told: list[Told] = []

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


def read_rows(
    kind: Kind, file: str, mapped: Mapped, parse: Callable[[Cells], Iterable[Record]]
) -> Reading[Record]:
    """Every row's records; a row that can't be read, or says something else than an earlier one, is told."""
    reading = Reading[Record](
        kind=kind,
        file=file,
        records={},
        problems=[],
        rows_read=len(mapped.rows),
        rows_ok=0,
        guesses=mapped.guesses,
    )
    first_seen: dict[str, int] = {}
    for row in mapped.rows:
        cells = Cells(row, mapped)
        try:
            _take(reading, cells, list(parse(cells)), first_seen)
            reading.rows_ok += 1
        except UnreadableCellError as error:
            cells.told.append(Told(error.column, error.found, error.expected, "error"))
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
    return reading


def _take(reading: Reading[Record], cells: Cells, records: list[Record], first_seen: dict[str, int]) -> None:
    """Two rows that say the same are one; two that contradict each other need a person."""
    for record in records:
        known = reading.records.get(record.key)
        if known is None:
            reading.records[record.key] = record
            first_seen[record.key] = cells.number
        elif known == record:
            expected = f"each only once; row {first_seen[record.key]} says the same"
            cells.told.append(Told("", record.key, expected, "note"))
        else:
            expected = f"each only once; row {first_seen[record.key]} says something else and is kept"
            raise UnreadableCellError("", record.key, expected)
