"""A room as it is being drawn: a grid of seats, gaps and seats out of use, before it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from hub.before.importing.rooms import MOST_SEATS, column_letters
from shared.plan.centre import Seat

MOST_ROWS: Final = 40
MOST_COLUMNS: Final = 40

Cell = tuple[int, int]
"""Row from the front, column from the left when facing the front, both from 0."""


class Mark(StrEnum):
    """What one place of the grid is; the value is how a form writes it."""

    SEAT = "#"
    GAP = "."
    BROKEN = "x"


NEXT_MARK: Final = {Mark.SEAT: Mark.GAP, Mark.GAP: Mark.BROKEN, Mark.BROKEN: Mark.SEAT}
MARK_WORDS: Final = {Mark.SEAT: "seat", Mark.GAP: "gap", Mark.BROKEN: "out of use"}


class Labels(StrEnum):
    """How seats are named; a room whose labels follow no scheme keeps them."""

    LETTER_COLUMNS = "letter-columns"
    LETTER_ROWS = "letter-rows"
    NUMBER_COLUMNS = "number-columns"
    NUMBER_SNAKE = "number-snake"
    NUMBER_ROWS = "number-rows"
    KEPT = "kept"


LABEL_WORDS: Final = {
    Labels.LETTER_COLUMNS: "A1, A2 … down each column",
    Labels.LETTER_ROWS: "A1, A2 … along each row",
    Labels.NUMBER_COLUMNS: "1, 2 … down each column",
    Labels.NUMBER_SNAKE: "1, 2 … down and up again",
    Labels.NUMBER_ROWS: "1, 2 … along each row",
    Labels.KEPT: "as they are now",
}


class Grid(Struct, frozen=True):
    """Rows of marks, the front of the room first."""

    rows: tuple[tuple[Mark, ...], ...]

    @property
    def depth(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @property
    def text(self) -> str:
        """As a form carries it: a line a row."""
        return "\n".join("".join(row) for row in self.rows)

    def at(self, cell: Cell) -> Mark:
        return self.rows[cell[0]][cell[1]]

    def cells(self) -> Iterator[Cell]:
        return ((r, c) for r in range(self.depth) for c in range(self.width))

    def of(self, *marks: Mark) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells() if self.at(cell) in marks)

    def turned(self, cell: Cell) -> Grid:
        """The same grid with one place made what comes next: seat, gap, out of use."""
        if not (0 <= cell[0] < self.depth and 0 <= cell[1] < self.width):
            return self
        row = list(self.rows[cell[0]])
        row[cell[1]] = NEXT_MARK[row[cell[1]]]
        return Grid((*self.rows[: cell[0]], tuple(row), *self.rows[cell[0] + 1 :]))

    def resized(self, rows: int, columns: int) -> Grid:
        """Cut or filled up with seats, at the back and at the right."""
        return Grid(
            tuple(
                tuple(
                    self.rows[r][c] if r < self.depth and c < self.width else Mark.SEAT
                    for c in range(columns)
                )
                for r in range(rows)
            )
        )


def read_grid(text: str, rows: int, columns: int) -> Grid:
    """A form's grid in the size asked for; a mark that isn't one is a seat."""
    known = {mark.value for mark in Mark}
    lines = [
        tuple(Mark(c) if c in known else Mark.SEAT for c in line[:MOST_COLUMNS])
        for line in text.splitlines()[:MOST_ROWS]
    ]
    width = max((len(line) for line in lines), default=0)
    squared = Grid(tuple(line + (Mark.SEAT,) * (width - len(line)) for line in lines))
    return squared.resized(rows, columns)


def grid_of(rows: int, columns: int, seats: tuple[Seat, ...], broken: frozenset[str]) -> Grid:
    """The grid of a room that is kept."""
    marks = {(s.row, s.column): Mark.BROKEN if s.label in broken else Mark.SEAT for s in seats}
    return Grid(tuple(tuple(marks.get((r, c), Mark.GAP) for c in range(columns)) for r in range(rows)))


def label_cells(grid: Grid, scheme: Labels, kept: Mapping[Cell, str] | None = None) -> dict[Cell, str]:
    """The name of every seat, one that is out of use included: it may be mended tomorrow."""
    seats = grid.of(Mark.SEAT, Mark.BROKEN)
    match scheme:
        case Labels.LETTER_COLUMNS:
            return {(r, c): f"{column_letters(c)}{r + 1}" for r, c in seats}
        case Labels.LETTER_ROWS:
            return {(r, c): f"{column_letters(r)}{c + 1}" for r, c in seats}
        case Labels.NUMBER_ROWS:
            return {cell: str(n) for n, cell in enumerate(sorted(seats), start=1)}
        case Labels.NUMBER_COLUMNS:
            in_order = sorted(seats, key=lambda cell: (cell[1], cell[0]))
            return {cell: str(n) for n, cell in enumerate(in_order, start=1)}
        case Labels.NUMBER_SNAKE:
            return {cell: str(n) for n, cell in enumerate(walk(seats), start=1)}
        case Labels.KEPT:
            return _kept_labels(seats, kept or {})


def walk(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Walking order: down the first column from the front, back up the second, and so on."""
    return tuple(sorted(cells, key=lambda cell: (cell[1], cell[0] if cell[1] % 2 == 0 else -cell[0])))


def scheme_of(grid: Grid, labels: Mapping[Cell, str]) -> Labels:
    """Which scheme a room's labels follow, ``KEPT`` where it is none that we know."""
    for scheme in Labels:
        if scheme is not Labels.KEPT and label_cells(grid, scheme) == labels:
            return scheme
    return Labels.KEPT


def seats_of(grid: Grid, labels: Mapping[Cell, str]) -> tuple[Seat, ...]:
    """The room's seats in walking order."""
    in_order = walk(grid.of(Mark.SEAT, Mark.BROKEN))
    return tuple(Seat(label=labels[r, c], row=r, column=c) for r, c in in_order)


def size_fault(rows: int, columns: int) -> str:
    """Why a room of this size can't be drawn; empty where it can."""
    if not (1 <= rows <= MOST_ROWS and 1 <= columns <= MOST_COLUMNS):
        return f"A room has 1 to {MOST_ROWS} rows and 1 to {MOST_COLUMNS} columns."
    if rows * columns > MOST_SEATS:
        return f"A room has at most {MOST_SEATS} seats."
    return ""


def _kept_labels(seats: tuple[Cell, ...], kept: Mapping[Cell, str]) -> dict[Cell, str]:
    """Seats that were there keep their names; new ones get the first free name of their column."""
    taken = {kept[cell] for cell in seats if cell in kept}
    labels = {}
    for r, c in seats:
        label = kept.get((r, c), "")
        step = r + 1
        while not label or (label in taken and (r, c) not in kept):
            label, step = f"{column_letters(c)}{step}", step + 1
        taken.add(label)
        labels[r, c] = label
    return labels
