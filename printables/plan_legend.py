"""What the signs of a seating plan mean, and the whole of a large hall on one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from printables import typeface
from printables.document import Area
from printables.pen import HAIRLINE, INK, MM, RULE, SOFT, ZEBRA, Pen
from printables.plan_layout import Layout
from printables.plan_seats import Occupant
from shared.look import STATE_LOOKS
from shared.plan.centre import Room
from shared.record.register import SittingState

LEGEND: Final = 7 * MM
_STATES: Final = (
    SittingState.PRESENT,
    SittingState.LATE,
    SittingState.VERY_LATE,
    SittingState.ABSENT,
    SittingState.PENDING,
    SittingState.ALARM,
)
_LEAST_CELL: Final = (25.0, 13.0)


def arrangement_words(people: Iterable[Occupant]) -> str:
    """The codes that stand on this plan, each with what it means."""
    found = {a.code: a.label for person in people for a in person.arrangements}
    return " · ".join(f"{code} {found[code]}" for code in sorted(found))


def draw_legend(pen: Pen, area: Area, part: str, words: str, *, recorded: bool) -> None:
    """What the signs mean, under the plan; ``part`` says which part of the room the page shows."""
    y = area.bottom - 1 * MM
    pen.line(area.left, y - 4.6 * MM, area.right, y - 4.6 * MM, width=0.4, colour=HAIRLINE)
    x, right = area.left, area.right
    if part:
        right -= pen.text(right, y, part, 9, bold=True, align="right") + 5 * MM
    if recorded:
        for state in _STATES:
            look = STATE_LOOKS[state]
            x += pen.text(x, y, look.paper, 10, bold=True, colour=look.light) + 1.2 * MM
            x += pen.text(x, y, look.label, 9, colour=SOFT) + 4 * MM
    if words:
        pen.text(x, y, typeface.shorten(words, 9, right - x), 9, colour=SOFT)


def fits_on_one_page(layout: Layout, free: Area) -> bool:
    """Whether every seat of the room can show a candidate number on a single page."""
    wide, high = _cell(layout, free)
    return wide >= _LEAST_CELL[0] and high >= _LEAST_CELL[1]


def _cell(layout: Layout, free: Area) -> tuple[float, float]:
    # An aisle is half a seat wide here.
    return (
        free.width / (layout.columns + len(layout.column_aisles) / 2),
        min(15 * MM, free.height / (layout.rows + len(layout.row_aisles) / 2)),
    )


def whole_area(layout: Layout, free: Area) -> Area:
    """Where the seats of the whole room end on that page."""
    high = _cell(layout, free)[1] * (layout.rows + len(layout.row_aisles) / 2)
    return Area(free.left, free.top, free.right, free.top + high)


def draw_whole(
    pen: Pen, layout: Layout, room: Room, free: Area, occupants: Mapping[str, tuple[Occupant, ...]]
) -> None:
    """Every seat with its label and candidate number; who has arrangements is underlined."""
    wide, high = _cell(layout, free)
    for placed in layout.seats:
        x = free.left + wide * (placed.column + sum(a < placed.column for a in layout.column_aisles) / 2)
        y = free.top + high * (placed.row + sum(a < placed.row for a in layout.row_aisles) / 2)
        people = occupants.get(placed.seat.label, ())
        _draw_cell(
            pen, Area(x + 0.8, y + 0.8, x + wide - 0.8, y + high - 0.8), placed.seat.label, people, room
        )


def _draw_cell(pen: Pen, cell: Area, label: str, people: tuple[Occupant, ...], room: Room) -> None:
    # Numbers as large as the cells let them be, the seat beside them or not at all.
    size = 11.0 if cell.width > 50 and cell.height > 18 else 9.0
    base = (cell.top + cell.bottom) / 2 + size * 0.36
    if not people:
        unused = room.why_disabled(label) is not None
        pen.box(
            cell.left, cell.top, cell.width, cell.height,
            stroke=RULE, fill=ZEBRA if unused else None, dash=None if unused else (2, 2), radius=2,
        )  # fmt: skip
        if unused:
            pen.line(cell.left + 2, cell.bottom - 2, cell.right - 2, cell.top + 2, width=0.6)
        pen.text((cell.left + cell.right) / 2, base, label, 9, colour=SOFT, align="centre")
        return
    first = people[0]
    state = SittingState.ALARM if len({p.number for p in people}) > 1 else first.state
    look = STATE_LOOKS[state] if state else None
    colour = look.light if look else INK
    pen.box(cell.left, cell.top, cell.width, cell.height, stroke=colour, width=0.9, radius=2)
    x = cell.left + 2.5
    number = f"{first.number}{'+' if len(people) > 1 else ''}"
    taken = pen.text(x, base, number, size, bold=True)
    if first.arrangements:
        pen.line(x, base + 2, x + taken, base + 2, width=1.0, colour=INK)
    sign = look.paper if look and look.paper != "–" else ""
    for word in (f"{label} {sign}".strip(), sign or label):
        if typeface.width(word, 9) <= cell.right - x - taken - 6:
            pen.text(cell.right - 2.5, base, word, 9, colour=colour if sign else SOFT, align="right")
            break
