"""The walls of a seating plan: front, doors, and where invigilators may stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from printables import typeface
from printables.document import Area
from printables.pen import INK, MM, RULE, SOFT, WHITE, Pen
from printables.plan_layout import Edge, Layout, Tile, opening
from shared.plan.centre import Side

BAND: Final = 7 * MM
_DOOR: Final = 11 * MM
_DOT: Final = 4.6 * MM
_FRONT_FILL: Final = "#E7EAEF"
# One person at the desk, then where most seats are in view: the wall, and per cent along it.
_STANDS: Final[tuple[tuple[Side, int], ...]] = (
    ("front", 50),
    ("back", 50),
    ("left", 50),
    ("right", 50),
    ("back", 15),
    ("back", 85),
    ("left", 15),
    ("right", 15),
    ("left", 85),
    ("right", 85),
)


def inside(area: Area, layout: Layout, invigilators: int) -> Area:
    """What is left of ``area`` for seats once each wall has room for what stands at it."""
    band: dict[Edge, float] = dict.fromkeys(("top", "bottom", "left", "right"), 2 * MM)
    for edge in (opening(side, at, layout.front).edge for side, at in _STANDS[1:invigilators]):
        band[edge] = 8 * MM if edge in ("left", "right") else 6.5 * MM
    for door in layout.doors:
        band[door.edge] = 13 * MM if door.edge in ("left", "right") else BAND
    band[layout.front] = BAND
    band["top"] = max(band["top"], BAND)
    return Area(
        area.left + band["left"],
        area.top + band["top"],
        area.right - band["right"],
        area.bottom - band["bottom"],
    )


@dataclass(frozen=True)
class Walls:
    """Where the seats of a page lie, and which of its edges are walls of the room."""

    seats: Area
    tile: Tile
    layout: Layout

    def is_wall(self, edge: Edge) -> bool:
        """Whether the page ends there because the room does."""
        match edge:
            case "top":
                return self.tile.rows[:1] in ((), (0,))
            case "bottom":
                return self.tile.rows[-1:] in ((), (self.layout.rows - 1,))
            case "left":
                return self.tile.columns[0] == 0
            case _:
                return self.tile.columns[-1] >= self.layout.columns - 1

    def along(self, edge: Edge, share: float) -> float | None:
        """Where on the page that part of the wall is; None where it is on another page."""
        if not self.is_wall(edge):
            return None
        upright = edge in ("left", "right")
        lines = self.tile.rows if upright else self.tile.columns
        at = share * (self.layout.rows if upright else self.layout.columns)
        first, count = (lines[0], len(lines)) if lines else (0, 1)
        if not first <= at <= first + count:
            return None
        within = (at - first) / count
        start, length = (
            (self.seats.top, self.seats.height) if upright else (self.seats.left, self.seats.width)
        )
        return start + within * length


def draw_walls(pen: Pen, walls: Walls, invigilators: int) -> None:
    """The room's outline, its front, its doors, and ``invigilators`` suggested places."""
    inner = walls.seats
    left, top = inner.left - 1.5 * MM, inner.top - 1.5 * MM
    right, bottom = inner.right + 1.5 * MM, inner.bottom + 1.5 * MM
    lines: dict[Edge, tuple[float, float, float, float]] = {
        "top": (left, top, right, top),
        "bottom": (left, bottom, right, bottom),
        "left": (left, top, left, bottom),
        "right": (right, top, right, bottom),
    }
    for edge, line in lines.items():
        if walls.is_wall(edge):
            pen.line(*line, width=0.8, colour=RULE)
    _draw_front(pen, walls, Area(left, top, right, bottom))
    outline = Area(left, top, right, bottom)
    for door in walls.layout.doors:
        at = walls.along(door.edge, door.share)
        if at is not None:
            _draw_door(pen, outline, door.edge, at)
    for number, (side, share) in enumerate(_STANDS[1:invigilators], start=2):
        stand = opening(side, share, walls.layout.front)
        beside = any(d.edge == stand.edge and abs(d.share - stand.share) < 0.1 for d in walls.layout.doors)
        # Not in the doorway: a step towards the middle, or away from it where the door is in the middle.
        step = 0.15 if stand.share <= 0.5 else -0.15
        at = walls.along(stand.edge, stand.share + (step if beside else 0.0))
        if at is not None:
            _draw_stand(pen, outline, stand.edge, at, f"I{number}")


def _draw_front(pen: Pen, walls: Walls, outline: Area) -> None:
    edge = walls.layout.front
    if not walls.is_wall(edge):
        if edge == "top":
            said = f"↑ front; this part begins with row {walls.tile.rows[0] + 1}"
            middle = (outline.left + outline.right) / 2
            pen.text(middle, outline.top - 1.6 * MM, said, typeface.LEAST_SIZE, colour=SOFT, align="centre")
        return
    thick = BAND - 1.5 * MM
    if edge in ("top", "bottom"):
        y = outline.top - thick if edge == "top" else outline.bottom
        pen.box(outline.left, y, outline.width, thick, stroke=INK, width=0.8, fill=_FRONT_FILL)
        words = "FRONT · board, clock and invigilator's desk (I1)"
        size = typeface.fit(words, outline.width - 4 * MM, size=10, bold=True)
        middle = (outline.left + outline.right) / 2
        pen.text(middle, y + 3.8 * MM, words if size else "FRONT", size or 10, bold=True, align="centre")
        return
    x = outline.left - thick if edge == "left" else outline.right
    pen.box(x, outline.top, thick, outline.height, stroke=INK, width=0.8, fill=_FRONT_FILL)
    y = (outline.top + outline.bottom) / 2 - 5 * 2 * MM
    for letter in "FRONT":
        y += 4.4 * MM
        pen.text(x + thick / 2, y, letter, 10, bold=True, align="centre")


def _draw_door(pen: Pen, outline: Area, edge: Edge, at: float) -> None:
    """A break in the wall with its word; on a front it stands on the bar."""
    half = _DOOR / 2
    if edge in ("top", "bottom"):
        x = min(max(at, outline.left + half), outline.right - half)
        y = outline.top if edge == "top" else outline.bottom
        top = y - (BAND - 1.5 * MM) if edge == "top" else y
        pen.box(x - half, top - 0.3, _DOOR, BAND - 1.5 * MM + 0.6, stroke=INK, width=0.8, fill=WHITE)
        pen.text(x, top + 3.8 * MM, "Door", typeface.LEAST_SIZE, bold=True, align="centre")
        return
    y = min(max(at, outline.top + half), outline.bottom - half)
    x = outline.left - _DOOR if edge == "left" else outline.right
    pen.box(x, y - 2.7 * MM, _DOOR, 5.4 * MM, stroke=INK, width=0.8, fill=WHITE)
    pen.text(x + half, y + 1.1 * MM, "Door", typeface.LEAST_SIZE, bold=True, align="centre")


def _draw_stand(pen: Pen, outline: Area, edge: Edge, at: float, word: str) -> None:
    x, y = {
        "top": (at, outline.top - _DOT / 2 - 0.6 * MM),
        "bottom": (at, outline.bottom + _DOT / 2 + 0.6 * MM),
        "left": (outline.left - _DOT / 2 - 1 * MM, at),
        "right": (outline.right + _DOT / 2 + 1 * MM, at),
    }[edge]
    wide = _DOT + 1.6 * MM
    pen.box(x - wide / 2, y - _DOT / 2, wide, _DOT, stroke=INK, width=0.7, radius=_DOT / 2, fill=WHITE)
    pen.text(x, y + 1.1 * MM, word, typeface.LEAST_SIZE, align="centre")
