"""Rooms: how many rows and columns, which seats are missing, whom the room is kept for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from hub.before.importing.arrangements import arrangement_kind
from hub.before.importing.headings import Field
from hub.before.importing.reading import Cells, RowReader
from hub.before.records import RoomRecord
from shared.ids import safe_file_name
from shared.plan.candidates import ArrangementKind
from shared.plan.centre import RoomKind, Seat

FIELDS = (
    Field(name="id", synonyms=("room", "room code", "room id", "code", "ref")),
    Field(name="name", synonyms=("room name", "description", "title")),
    Field(name="type", synonyms=("kind", "room type", "use")),
    Field(name="rows", synonyms=("desks per column", "deep", "row count")),
    Field(name="columns", synonyms=("cols", "desks per row", "wide", "column count")),
    Field(name="capacity", synonyms=("seats", "places", "exam capacity", "size")),
    Field(name="without", synonyms=("missing seats", "no seat", "left out", "gaps")),
    Field(name="serves", synonyms=("kept for", "reserved for", "arrangements", "for")),
)
NEEDED = (("id", "name"), ("capacity", "rows"))
MOST_SEATS = 1_000
_KINDS: dict[str, RoomKind] = {
    "": "main",
    "main": "main",
    "hall": "main",
    "satellite": "satellite",
    "small": "satellite",
    "separate": "separate",
    "separate invigilation": "separate",
    "one to one": "separate",
}


def room_reader() -> RowReader[RoomRecord]:
    """The seats are named by column letter and row number and stand in walking order."""

    def parse(cells: Cells) -> Iterator[RoomRecord]:
        name = cells.text("name") or cells.required("id", "a room")
        kind = _KINDS.get(cells.text("type").casefold())
        if kind is None:
            cells.refuse("type", "main, satellite or separate")
        rows, columns, capacity = _measure(cells)
        seats = walking_order(rows, columns, left_out=_left_out(cells))
        yield RoomRecord(
            id=safe_file_name(cells.text("id") or name),
            name=name,
            kind=kind,
            rows=rows,
            columns=columns,
            seats=seats,
            serves=_serves(cells),
            capacity=capacity if capacity < len(seats) else 0,
        )

    return RowReader(parse=parse)


def walking_order(rows: int, columns: int, *, left_out: frozenset[str] = frozenset()) -> tuple[Seat, ...]:
    """Down the first column from the front, back up the second, and so on."""
    seats = []
    for column in range(columns):
        order = range(rows) if column % 2 == 0 else range(rows - 1, -1, -1)
        for row in order:
            label = f"{column_letters(column)}{row + 1}"
            if label not in left_out:
                seats.append(Seat(label=label, row=row, column=column))
    return tuple(seats)


def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _measure(cells: Cells) -> tuple[int, int, int]:
    """Rows, columns, and the most who may sit there, 0 where that isn't told."""
    rows, columns, capacity = (_number(cells, field) for field in ("rows", "columns", "capacity"))
    if rows is None and capacity is None:
        cells.refuse("rows", "rows and columns, or a number of seats")
    if rows is None:
        rows = max(1, math.isqrt(capacity or 1))
    if columns is None:
        columns = math.ceil((capacity or rows) / rows)
    if rows * columns > MOST_SEATS:
        cells.refuse("rows", f"at most {MOST_SEATS} seats in one room")
    return rows, columns, capacity or 0


def _number(cells: Cells, field: str) -> int | None:
    text = cells.text(field)
    if not text:
        return None
    match = re.fullmatch(r"([1-9]\d{0,3})(?:\.0+)?", text)
    if match is None:
        cells.refuse(field, "a whole number from 1")
    return int(match[1])


def _left_out(cells: Cells) -> frozenset[str]:
    return frozenset(label.upper() for label in re.split(r"[\s;,]+", cells.text("without")) if label)


def _serves(cells: Cells) -> tuple[ArrangementKind, ...]:
    kinds = []
    for part in re.split(r"[;,+]", cells.text("serves")):
        if not part.strip():
            continue
        kind = arrangement_kind(part)
        if kind is None:
            cells.refuse("serves", "arrangements such as reader; word processor")
        kinds.append(kind)
    return tuple(dict.fromkeys(kinds))
