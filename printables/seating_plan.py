"""The seating plan of a room: as planned, or with a register as the room really sat."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from typing import Final

from printables import wording
from printables.document import Document, Head
from printables.imprint import Imprint
from printables.pen import INK, MM, SOFT, Pen
from printables.plan_seats import Occupant, draw_legend, draw_seat, needed_height, occupants_of
from printables.table import SIZE, paragraph
from shared.ids import RoomId
from shared.plan.centre import Room, Seat
from shared.plan.pack import SessionPack
from shared.record.register import Register

_LEAST_WIDTH: Final = 25 * MM
_MOST_WIDTH: Final = 46 * MM
_LEAST_HEIGHT: Final = 20 * MM
_MOST_HEIGHT: Final = 27 * MM
_FRONT: Final = 8 * MM
_LEGEND: Final = 7 * MM


class UnknownRoomError(ValueError):
    """The pack has no such room; the text names those it has."""


def find_room(pack: SessionPack, room: RoomId) -> Room:
    """The room of the pack. Raises UnknownRoomError."""
    found = pack.room(room)
    if found is None:
        known = ", ".join(r.id for r in pack.rooms)
        raise UnknownRoomError(f"{pack.session.id} has no room {room!r}. It has {known}.")
    return found


def draw(pack: SessionPack, room: RoomId, imprint: Imprint, register: Register | None = None) -> bytes:
    """The plan of ``room`` as somebody sees it who faces the front. Raises UnknownRoomError.

    A room that is too large for legible seats runs over several pages, each saying which part it shows.
    """
    place = find_room(pack, room)
    zone = pack.centre.time_zone
    head = Head(
        title="Seating plan as it was" if register else "Seating plan",
        centre=pack.centre,
        place=place.name,
        when=wording.session_words(pack.session),
        papers=tuple(
            f"{wording.paper_words(p)} · {wording.time_words(p, zone)}" for p in pack.components_in(room)
        ),
    )
    document = Document(head, imprint, landscape=True)
    occupants, unseated = occupants_of(pack, room, register)
    tiles = _tiles(place, document, occupants)
    for index in range(len(tiles)):
        document.add_page(functools.partial(_draw_tile, document, place, tiles, index, occupants, register))
    if unseated:
        area = document.area
        words = "; ".join(f"{o.number} {o.name} ({o.remark or 'no seat'})" for o in unseated)
        document.flow(
            [
                *paragraph("In this room without a seat on the plan", area, bold=True),
                *paragraph(words, area),
            ]
        )
    return document.pdf()


def _tiles(
    room: Room, document: Document, occupants: Mapping[str, tuple[Occupant, ...]]
) -> list[tuple[range, range]]:
    """The rows and columns that each page shows, about equally many on each."""
    area = document.area
    column_parts = max(1, math.ceil(room.columns / math.floor(area.width / _LEAST_WIDTH)))
    wide = min(_MOST_WIDTH, area.width / max(math.ceil(room.columns / column_parts), 1))
    least = max((needed_height(people, wide) for people in occupants.values()), default=0.0)
    high = area.height - _FRONT - _LEGEND
    rows_a_page = max(1, math.floor(high / max(least, _LEAST_HEIGHT)))
    row_parts = max(1, math.ceil(room.rows / rows_a_page))
    return [
        (rows, columns)
        for rows in _split(room.rows, row_parts)
        for columns in _split(room.columns, column_parts)
    ]


def _split(total: int, parts: int) -> list[range]:
    size = math.ceil(total / parts)
    return [range(start, min(start + size, total)) for start in range(0, max(total, 1), max(size, 1))]


def _draw_tile(
    document: Document,
    room: Room,
    tiles: list[tuple[range, range]],
    index: int,
    occupants: Mapping[str, tuple[Occupant, ...]],
    register: Register | None,
    pen: Pen,
) -> None:
    rows, columns = tiles[index]
    area = document.area
    wide = min(_MOST_WIDTH, area.width / max(len(columns), 1))
    high = min(_MOST_HEIGHT, (area.height - _FRONT - _LEGEND) / max(len(rows), 1))
    left = area.left + (area.width - wide * len(columns)) / 2
    top = area.top + _FRONT
    _draw_front(pen, left, area.top, wide * len(columns), at_front=rows.start == 0, first_row=rows.start + 1)
    for seat in room.seats:
        if seat.row in rows and seat.column in columns:
            x, y = left + (seat.column - columns.start) * wide, top + (seat.row - rows.start) * high
            draw_seat(pen, (x, y, wide, high), seat.label, occupants.get(seat.label, ()))
    part = ""
    if len(tiles) > 1:
        shown = [s for s in room.seats if s.row in rows and s.column in columns]
        part = f"Part {index + 1} of {len(tiles)}: {_span(shown)}"
    draw_legend(pen, area, part, recorded=register is not None)


def _span(seats: list[Seat]) -> str:
    if not seats:
        return "no seats"
    ordered = sorted(seats, key=lambda s: (s.column, s.row))
    return f"seats {ordered[0].label} to {ordered[-1].label}"


def _draw_front(pen: Pen, left: float, top: float, wide: float, *, at_front: bool, first_row: int) -> None:
    middle = left + wide / 2
    if at_front:
        pen.box(left, top, wide, _FRONT - 3 * MM, stroke=INK, width=0.8, fill="#E7EAEF")
        pen.text(
            middle,
            top + 3.7 * MM,
            "FRONT · board, clock and invigilator's desk",
            SIZE,
            bold=True,
            align="centre",
        )
    else:
        said = f"↑ front; this part begins with row {first_row}"
        pen.text(middle, top + 3.7 * MM, said, SIZE, colour=SOFT, align="centre")
