"""A room as it lies on paper: turned to where its front is, with aisles, cut into pages that can be read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from printables.document import Area
from printables.pen import MM
from shared.plan.centre import Room, Seat, Side

Edge = Literal["top", "bottom", "left", "right"]
COLUMN_AISLE: Final = 6 * MM
ROW_AISLE: Final = 4 * MM
_LEAST_WIDTH: Final = 20.5 * MM
_MOST_WIDTH: Final = 46 * MM
_LEAST_HEIGHT: Final = 14.5 * MM
_MOST_HEIGHT: Final = 27 * MM
_OPPOSITE: Final[dict[Edge, Edge]] = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
# The edge on the left hand of somebody who sits in the room and faces the front.
_LEFT_HAND: Final[dict[Edge, Edge]] = {"top": "left", "bottom": "right", "left": "bottom", "right": "top"}


@dataclass(frozen=True)
class Opening:
    """A place in a wall: on which edge of the drawing, how far along from the left or the top (0 to 1)."""

    edge: Edge
    share: float


@dataclass(frozen=True)
class Placed:
    """A seat with its row and column on paper, from the top left."""

    seat: Seat
    row: int
    column: int


@dataclass(frozen=True)
class Layout:
    """The whole room on paper. An aisle runs behind each row and column named."""

    rows: int
    columns: int
    seats: tuple[Placed, ...]
    row_aisles: frozenset[int]
    column_aisles: frozenset[int]
    front: Edge
    doors: tuple[Opening, ...]

    def width_of(self, columns: Sequence[int], wide: float) -> float:
        """How wide these columns are with the aisles between them."""
        return len(columns) * wide + sum(c in self.column_aisles for c in columns[:-1]) * COLUMN_AISLE


@dataclass(frozen=True)
class Tile:
    """What one page shows: some rows, each with its height, and some columns of one width."""

    rows: tuple[int, ...]
    heights: tuple[float, ...]
    columns: tuple[int, ...]
    wide: float

    def holds(self, placed: Placed) -> bool:
        """Whether the seat stands on this page."""
        return placed.row in self.rows and placed.column in self.columns


def layout_of(room: Room) -> Layout:
    """The room as it is drawn: with its front at the top, unless it says where else."""
    front: Edge = room.front or "top"
    sideways = front in ("left", "right")
    across, down = (room.rows, room.columns) if sideways else (room.columns, room.rows)
    last_row, last_column = room.rows - 1, room.columns - 1

    def place(seat: Seat) -> Placed:
        row, column = {
            "top": (seat.row, seat.column),
            "bottom": (last_row - seat.row, last_column - seat.column),
            "left": (last_column - seat.column, seat.row),
            "right": (seat.column, last_row - seat.row),
        }[front]
        return Placed(seat, row, column)

    rows_turn, columns_turn = front in ("bottom", "right"), front in ("bottom", "left")
    row_gaps = _gaps(room.row_aisles, room.rows, turned=rows_turn)
    column_gaps = _gaps(room.column_aisles, room.columns, turned=columns_turn)
    return Layout(
        rows=down,
        columns=across,
        seats=tuple(map(place, room.seats)),
        row_aisles=column_gaps if sideways else row_gaps,
        column_aisles=row_gaps if sideways else column_gaps,
        front=front,
        doors=tuple(opening(door.side, door.at, front) for door in room.doors),
    )


def _gaps(aisles: tuple[int, ...], lines: int, *, turned: bool) -> frozenset[int]:
    inner = (aisle for aisle in aisles if 0 <= aisle < lines - 1)
    return frozenset(lines - 2 - aisle if turned else aisle for aisle in inner)


def opening(side: Side, at: int, front: Edge) -> Opening:
    """A place in a wall, ``at`` per cent along it as a :class:`~shared.plan.centre.Door` counts them."""
    sides: dict[Side, Edge] = {
        "front": front,
        "back": _OPPOSITE[front],
        "left": _LEFT_HAND[front],
        "right": _OPPOSITE[_LEFT_HAND[front]],
    }
    # Along front and back from the left hand, along the sides from the front.
    begins = _LEFT_HAND[front] if side in ("front", "back") else front
    share = min(max(at, 0), 100) / 100
    return Opening(sides[side], share if begins in ("left", "top") else 1 - share)


def tiles_of(layout: Layout, free: Area, needed: Callable[[Seat, float], float]) -> list[Tile]:
    """As few pages as the seats need, and then seats as wide as they can be."""
    aisles = len(layout.column_aisles) * COLUMN_AISLE
    fewest = max(1, math.ceil((layout.columns * _LEAST_WIDTH + aisles) / free.width))
    tried = [_cut(layout, free, needed, parts) for parts in (fewest, fewest + 1)]
    return min(tried, key=len)


def _cut(layout: Layout, free: Area, needed: Callable[[Seat, float], float], parts: int) -> list[Tile]:
    """The room in ``parts`` side by side; a row is as high as its fullest seat."""
    size = max(1, math.ceil(layout.columns / parts))
    groups = [
        tuple(range(n, min(n + size, layout.columns))) for n in range(0, max(layout.columns, 1), size)
    ] or [(0,)]
    wide = min(_MOST_WIDTH, *((free.width - layout.width_of(group, 0)) / size for group in groups))
    heights = [
        max([_LEAST_HEIGHT, *(needed(p.seat, wide) for p in layout.seats if p.row == row)])
        for row in range(layout.rows)
    ]
    return [
        Tile(rows, high, group, wide)
        for rows, high in _shared_out(layout, heights, free.height)
        for group in groups
    ]


def _shared_out(
    layout: Layout, needed: list[float], free: float
) -> list[tuple[tuple[int, ...], tuple[float, ...]]]:
    """Rows page by page, with what is left of a page shared out among its rows."""
    pages: list[list[int]] = [[]]
    used = 0.0
    behind = [ROW_AISLE if row in layout.row_aisles else 0.0 for row in range(len(needed))]
    total = sum(needed) + sum(behind)
    # Pages of about the same number of rows, not a full one and a single row behind it.
    target = total / max(1, math.ceil(total / free))
    for row, height in enumerate(needed):
        if pages[-1] and (used + height > free or used >= target - 0.01):
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += height + behind[row]
    found: list[tuple[tuple[int, ...], tuple[float, ...]]] = []
    for rows in pages:
        taken = sum(needed[r] for r in rows) + sum(behind[r] for r in rows[:-1])
        spare = max(0.0, free - taken) / max(len(rows), 1)
        found.append((tuple(rows), tuple(max(needed[r], min(_MOST_HEIGHT, needed[r] + spare)) for r in rows)))
    return found
