"""The list that hangs on a room's door: where do I sit? By surname, and again by number.

Everybody who walks past can read it. So it holds what a candidate needs to find a seat and nothing else:
no arrangements, no identifiers but the candidate number, and nobody of another room.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from printables import typeface, wording
from printables.document import Block, Document, Head
from printables.imprint import Imprint
from printables.pen import HAIRLINE, INK, MM, SOFT, Pen
from printables.seating_plan import find_room
from printables.table import paragraph
from shared.ids import RoomId
from shared.plan.pack import SessionPack

_SIZE: Final = 14.0
_SEAT: Final = 17.0
_LETTERS: Final = str.maketrans(
    {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ø": "O", "ø": "o", "Æ": "Ae", "æ": "ae", "Œ": "Oe", "œ": "oe"}
    | {"Þ": "Th", "þ": "th", "Ð": "D", "ð": "d", "ß": "ss", "ı": "i"}
)
"""Letters of their own that a reader of English looks for among these."""
_STEP: Final = _SIZE * typeface.LEADING


@dataclass(frozen=True)
class _Entry:
    number: str
    name: str
    seats: tuple[str, ...]


def draw(pack: SessionPack, room: RoomId, imprint: Imprint) -> bytes:
    """Both orders, the second on a page of its own, so that they can hang side by side."""
    entries = _entries(pack, room)
    by_name = sorted(entries, key=lambda e: (_collated(e.name), e.number))
    document = _sheet(pack, room, imprint, "Seats by surname", by_name, number_first=False)
    by_number = sorted(entries, key=lambda e: e.number)
    document.bind(_sheet(pack, room, imprint, "Seats by number", by_number, number_first=True))
    return document.pdf()


def _entries(pack: SessionPack, room: RoomId) -> list[_Entry]:
    people = {c.id: c for c in pack.candidates}
    seats: dict[str, list[str]] = {}
    for sitting in pack.sittings_in(room):
        seats.setdefault(sitting.candidate_id, []).append(sitting.seat or "–")
    return [
        _Entry(people[who].number, people[who].register_name, tuple(dict.fromkeys(mine)))
        for who, mine in seats.items()
        if who in people
    ]


def _collated(name: str) -> str:
    """A–Z whatever stands above the letters: ``Ångström`` among the As."""
    split = unicodedata.normalize("NFKD", name).translate(_LETTERS)
    return "".join(c for c in split if not unicodedata.combining(c)).casefold()


def _sheet(
    pack: SessionPack,
    room: RoomId,
    imprint: Imprint,
    title: str,
    entries: Sequence[_Entry],
    *,
    number_first: bool,
) -> Document:
    zone = pack.centre.time_zone
    head = Head(
        title=title,
        centre=pack.centre,
        place=find_room(pack, room).name,
        when=wording.session_words(pack.session),
        papers=tuple(
            f"{wording.paper_words(p)} · starts {wording.clock(p.published_start, zone)}"
            for p in pack.components_in(room)
        ),
    )
    document = Document(head, imprint)
    area = document.area
    if not entries:
        document.flow(paragraph("Nobody is planned in this room in this session.", area))
        return document
    heading = Block(
        9 * MM, lambda pen, y: _draw_head(pen, area.left, area.right, y, number_first), stays_with_next=True
    )
    rows = [_row(entry, area.left, area.right, heading, number_first) for entry in entries]
    document.flow([heading, *rows])
    return document


def _columns(left: float, number_first: bool) -> tuple[float, float]:
    """Where number and name begin."""
    return (left, left + 24 * MM) if number_first else (left + 128 * MM, left)


def _draw_head(pen: Pen, left: float, right: float, y: float, number_first: bool) -> None:
    number, name = _columns(left, number_first)
    for x, title in ((number, "Number"), (name, "Name")):
        pen.text(x + 1 * MM, y + 5.5 * MM, title, 10, bold=True, colour=SOFT)
    pen.text(right - 1 * MM, y + 5.5 * MM, "Seat", 10, bold=True, colour=SOFT, align="right")
    pen.line(left, y + 8 * MM, right, y + 8 * MM, width=0.8, colour=INK)


def _row(entry: _Entry, left: float, right: float, heading: Block, number_first: bool) -> Block:
    room = (right - left) - 58 * MM
    lines = typeface.wrap(entry.name, _SIZE, room)
    high = max(9 * MM, len(lines) * _STEP + 2.4 * MM)
    draw = functools.partial(_draw_row, entry, lines, left, right, high, number_first)
    return Block(high, draw, head=heading)


def _draw_row(
    entry: _Entry,
    lines: Sequence[str],
    left: float,
    right: float,
    high: float,
    number_first: bool,
    pen: Pen,
    y: float,
) -> None:
    number, name = _columns(left, number_first)
    middle = y + high / 2 + _SIZE * typeface.CAP_HEIGHT / 2
    first = middle - (len(lines) - 1) * _STEP / 2
    pen.text(number + 1 * MM, middle, entry.number, _SIZE, bold=number_first)
    for index, line in enumerate(lines):
        pen.text(name + 1 * MM, first + index * _STEP, line, _SIZE, bold=not number_first)
    seat = " / ".join(entry.seats)
    size = typeface.fit(seat, 32 * MM, size=_SEAT, bold=True) or typeface.LEAST_SIZE
    pen.text(right - 1 * MM, middle, seat, size, bold=True, align="right")
    pen.line(left, y + high, right, y + high, width=0.4, colour=HAIRLINE)
