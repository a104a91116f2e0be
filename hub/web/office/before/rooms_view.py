"""A room as it is drawn on a page: headings, aisles and seats, turned to where its front is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeVar

from msgspec import Struct

from hub.before.importing.rooms import column_letters
from hub.web.office.before.rooms_draft import Front
from hub.web.office.before.rooms_drawing import Cell
from shared.plan.centre import Door, Side

What = Literal["corner", "column", "row", "aisle", "seat"]
T = TypeVar("T")

SIDES: Final[dict[Side, str]] = {"front": "front", "back": "back", "left": "left", "right": "right"}
_WALLS: Final[dict[Front, dict[Side, str]]] = {
    "": {"front": "top", "back": "bottom", "left": "left", "right": "right"},
    "bottom": {"front": "bottom", "back": "top", "left": "right", "right": "left"},
    "left": {"front": "left", "back": "right", "left": "bottom", "right": "top"},
    "right": {"front": "right", "back": "left", "left": "top", "right": "bottom"},
}
"""Which wall of the drawing is the room's front, back, left and right, by where the front is drawn."""
_FROM_THE_OTHER_END: Final[dict[Front, tuple[Side, ...]]] = {
    "": (),
    "bottom": ("front", "back", "left", "right"),
    "left": ("front", "back"),
    "right": ("left", "right"),
}
"""Walls are drawn from left to right and from top to bottom; these are counted from right or bottom then."""
_DOOR_WIDTH: Final = 9


class Drawn(Struct, frozen=True, kw_only=True):
    """One cell of the drawing. ``at`` is the seat's row and column, or the number of a heading's line."""

    what: What
    at: Cell = (-1, -1)
    text: str = ""


class Wall(Struct, frozen=True, kw_only=True):
    """One wall of the drawing: what it is called, and where its doors begin, in per cent of its length."""

    place: str
    is_front: bool
    doors: tuple[int, ...]


def drawn_rows(
    rows: int, columns: int, front: Front, column_aisles: tuple[int, ...], row_aisles: tuple[int, ...]
) -> tuple[tuple[Drawn, ...], ...]:
    """The table of the drawing, line by line, headings and aisles among the seats."""
    across: list[int | None] = []
    for column in range(columns):
        across += [column, None] if column in column_aisles else [column]
    lines = [[Drawn(what="corner"), *(_heading("column", c) for c in across)]]
    for row in range(rows):
        lines.append([_heading("row", row), *(_seat(row, c) for c in across)])
        if row in row_aisles:
            lines.append([Drawn(what="aisle") for _ in range(len(across) + 1)])
    return turned(tuple(map(tuple, lines)), front)


def turned(lines: tuple[tuple[T, ...], ...], front: Front) -> tuple[tuple[T, ...], ...]:
    """What is drawn with the front at the top, turned to where the front is."""
    match front:
        case "bottom":
            return tuple(tuple(reversed(line)) for line in reversed(lines))
        case "left":
            return tuple(zip(*lines, strict=True))[::-1]
        case "right":
            return tuple(tuple(reversed(line)) for line in zip(*lines, strict=True))
        case _:
            return lines


def walls(front: Front, doors: tuple[Door, ...]) -> Mapping[str, Wall]:
    """The four walls of the drawing by their place: top, bottom, left, right."""
    found = {}
    for side, place in _WALLS[front].items():
        back_to_front = side in _FROM_THE_OTHER_END[front]
        starts = (100 - door.at if back_to_front else door.at for door in doors if door.side == side)
        begins = tuple(max(0, min(100 - _DOOR_WIDTH, at - _DOOR_WIDTH // 2)) for at in starts)
        found[place] = Wall(place=place, is_front=side == "front", doors=begins)
    return found


def _heading(what: Literal["column", "row"], line: int | None) -> Drawn:
    if line is None:
        return Drawn(what="aisle")
    text = column_letters(line) if what == "column" else str(line + 1)
    return Drawn(what=what, at=(line, line), text=text)


def _seat(row: int, column: int | None) -> Drawn:
    return Drawn(what="aisle") if column is None else Drawn(what="seat", at=(row, column))
