"""The seating plan of a room: as planned, or with a register as the room really sat."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from printables import typeface, wording
from printables.document import Document, Head
from printables.imprint import Imprint
from printables.pen import INK, MM, SOFT, Pen
from printables.plan_seats import Occupant, draw_legend, draw_seat, needed_height, occupants_of
from printables.table import SIZE, paragraph
from shared.ids import RoomId
from shared.plan.centre import Room, Seat
from shared.plan.pack import SessionPack
from shared.record.register import Register

_LEAST_WIDTH: Final = 21 * MM
_MOST_WIDTH: Final = 46 * MM
_LEAST_HEIGHT: Final = 14.5 * MM
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
    return compose(pack, room, imprint, register).pdf()


def compose(pack: SessionPack, room: RoomId, imprint: Imprint, register: Register | None = None) -> Document:
    """The same as a document that can be bound to others."""
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
    return document


@dataclass(frozen=True)
class _Tile:
    """What one page shows: some rows, each with its height, and some columns."""

    rows: tuple[int, ...]
    heights: tuple[float, ...]
    columns: range

    def holds(self, seat: Seat) -> bool:
        return seat.row in self.rows and seat.column in self.columns


def _tiles(room: Room, document: Document, occupants: Mapping[str, tuple[Occupant, ...]]) -> list[_Tile]:
    """As few pages as the seats need, and then seats as wide as they can be."""
    width = document.area.width
    fewest = max(1, math.ceil(room.columns / math.floor(width / _LEAST_WIDTH)))
    tried = [_cut(room, document, occupants, parts) for parts in (fewest, fewest + 1)]
    return min(tried, key=len)


def _cut(
    room: Room, document: Document, occupants: Mapping[str, tuple[Occupant, ...]], parts: int
) -> list[_Tile]:
    """The room in ``parts`` side by side; a row is as high as its fullest seat."""
    area = document.area
    size = max(1, math.ceil(room.columns / parts))
    wide = min(_MOST_WIDTH, area.width / size)
    needed = [
        max(
            [_LEAST_HEIGHT]
            + [needed_height(occupants.get(s.label, ()), wide) for s in room.seats if s.row == row]
        )
        for row in range(room.rows)
    ]
    return [
        _Tile(rows, heights, range(first, min(first + size, room.columns)))
        for rows, heights in _shared_out(needed, area.height - _FRONT - _LEGEND)
        for first in range(0, max(room.columns, 1), size)
    ]


def _shared_out(needed: list[float], free: float) -> list[tuple[tuple[int, ...], tuple[float, ...]]]:
    """Rows page by page, with what is left of a page shared out among its rows."""
    pages: list[list[int]] = [[]]
    used = 0.0
    # Pages of about the same number of rows, not a full one and a single row behind it.
    target = sum(needed) / max(1, math.ceil(sum(needed) / free))
    for row, height in enumerate(needed):
        if pages[-1] and (used + height > free or used >= target - 0.01):
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += height
    return [
        (tuple(rows), tuple(max(needed[r], min(_MOST_HEIGHT, needed[r] + spare)) for r in rows))
        for rows in pages
        for spare in ((free - sum(needed[r] for r in rows)) / max(len(rows), 1),)
    ]


def _draw_tile(
    document: Document,
    room: Room,
    tiles: list[_Tile],
    index: int,
    occupants: Mapping[str, tuple[Occupant, ...]],
    register: Register | None,
    pen: Pen,
) -> None:
    tile, area = tiles[index], document.area
    wide = min(_MOST_WIDTH, area.width / max(len(tile.columns), 1))
    left = area.left + (area.width - wide * len(tile.columns)) / 2
    first_row = (tile.rows[0] if tile.rows else 0) + 1
    _draw_front(pen, left, area.top, wide * len(tile.columns), first_row)
    tops = [area.top + _FRONT + sum(tile.heights[:n]) for n in range(len(tile.rows))]
    shown = [seat for seat in room.seats if tile.holds(seat)]
    for seat in shown:
        row = tile.rows.index(seat.row)
        x = left + (seat.column - tile.columns.start) * wide
        draw_seat(pen, (x, tops[row], wide, tile.heights[row]), seat.label, occupants.get(seat.label, ()))
    part = f"Part {index + 1} of {len(tiles)}: {_span(shown)}" if len(tiles) > 1 else ""
    draw_legend(pen, area, part, recorded=register is not None)


def _span(seats: list[Seat]) -> str:
    if not seats:
        return "no seats"
    ordered = sorted(seats, key=lambda s: (s.column, s.row))
    return f"seats {ordered[0].label} to {ordered[-1].label}"


def _draw_front(pen: Pen, left: float, top: float, wide: float, first_row: int) -> None:
    middle = left + wide / 2
    if first_row > 1:
        said = f"↑ front; this part begins with row {first_row}"
        pen.text(middle, top + 3.7 * MM, said, SIZE, colour=SOFT, align="centre")
        return
    pen.box(left, top, wide, _FRONT - 3 * MM, stroke=INK, width=0.8, fill="#E7EAEF")
    words = "FRONT · board, clock and invigilator's desk"
    size = typeface.fit(words, wide - 4 * MM, size=SIZE, bold=True)
    pen.text(middle, top + 3.7 * MM, words if size else "FRONT", size or SIZE, bold=True, align="centre")
