"""Candidate desk cards with photo: who sits here, for what, read from the aisle and cut along the lines."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, UnidentifiedImageError

from printables import typeface, wording
from printables.document import Document, Head
from printables.imprint import Imprint
from printables.pen import HAIRLINE, INK, MM, RULE, SOFT, Pen
from printables.seating_plan import find_room
from printables.table import paragraph
from shared.ids import RoomId
from shared.plan.candidates import Candidate
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting

Photos = Callable[[str], bytes | None]
"""The bytes of the photo with this digest, or None."""
PER_PAGE: Final = {2: (1, 2), 4: (2, 2)}
"""How many cards a page holds, as columns and rows."""
_PAD: Final = 5 * MM
_PAPER: Final = 15 * MM
_NAME_SIZES: Final = (26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.0)


class CardLayoutError(ValueError):
    """Cards can't be laid out like this; the text says how they can."""


@dataclass(frozen=True)
class _Card:
    candidate: Candidate
    sittings: tuple[Sitting, ...]


def draw(pack: SessionPack, room: RoomId, imprint: Imprint, photos: Photos, *, per_page: int = 4) -> bytes:
    """The cards of one room in candidate-number order. Raises UnknownRoomError, CardLayoutError."""
    if per_page not in PER_PAGE:
        raise CardLayoutError(f"A page holds 2 or 4 desk cards, not {per_page}.")
    head = Head(
        title="Desk cards",
        centre=pack.centre,
        place=find_room(pack, room).name,
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    cards = _cards(pack, room)
    for first in range(0, len(cards), per_page):
        page = functools.partial(
            _draw_page, document, pack, cards[first : first + per_page], per_page, photos
        )
        document.add_page(page)
    if not cards:
        document.flow(paragraph("Nobody is planned in this room in this session.", document.area))
    return document.pdf()


def without_photo(pack: SessionPack, room: RoomId, photos: Photos) -> tuple[Candidate, ...]:
    """Whose card has an empty frame, in candidate-number order."""
    return tuple(c.candidate for c in _cards(pack, room) if _picture(c.candidate, photos) is None)


def _cards(pack: SessionPack, room: RoomId) -> list[_Card]:
    people = {c.id: c for c in pack.candidates}
    by_person: dict[str, list[Sitting]] = {}
    for sitting in pack.sittings_in(room):
        by_person.setdefault(sitting.candidate_id, []).append(sitting)
    return [_Card(people[who], tuple(mine)) for who, mine in by_person.items() if who in people]


def _picture(candidate: Candidate, photos: Photos) -> Image.Image | None:
    data = photos(candidate.photo) if candidate.photo else None
    if data is None:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
            return opened.convert("RGB")
    except (OSError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        # A picture that can't be read is one that is not there: its frame stays empty and is told by name.
        return None


def _draw_page(
    document: Document, pack: SessionPack, cards: Sequence[_Card], per_page: int, photos: Photos, pen: Pen
) -> None:
    area = document.area
    columns, rows = PER_PAGE[per_page]
    wide, high = area.width / columns, area.height / rows
    for place, card in enumerate(cards):
        row, column = divmod(place, columns)
        x, y = area.left + column * wide, area.top + row * high
        pen.box(x, y, wide, high, stroke=RULE, width=0.4, dash=(3, 3))
        _draw_card(pen, pack, card, (x + _PAD, y + _PAD, wide - 2 * _PAD, high - 2 * _PAD), photos)


def _draw_card(
    pen: Pen, pack: SessionPack, card: _Card, box: tuple[float, float, float, float], photos: Photos
) -> None:
    """The photo at the left; the name under it, or beside it where the card is wider than high."""
    left, top, wide, high = box
    across = wide > high * 1.3
    frame_high = min(wide * 0.46 * 4 / 3, high if across else high * 0.5)
    frame_wide = frame_high * 3 / 4
    _draw_photo(pen, left, top, frame_wide, frame_high, _picture(card.candidate, photos))
    beside = left + frame_wide + 5 * MM
    room = left + wide - beside
    y = _draw_place(pen, card, beside, top, room)
    if across:
        _draw_words(pen, pack, card, (beside, y + 3 * MM, room, top + high))
    else:
        _draw_words(pen, pack, card, (left, top + frame_high + 4 * MM, wide, top + high))


def _draw_place(pen: Pen, card: _Card, left: float, top: float, room: float) -> float:
    """Number, seat and arrangements; where they end."""
    number = card.candidate.number
    size = typeface.fit(number, room, size=40, bold=True) or typeface.LEAST_SIZE
    y = top + size * typeface.CAP_HEIGHT
    pen.text(left, y, number, size, bold=True)
    for seat in dict.fromkeys(s.seat for s in card.sittings):
        y += 11 * MM
        said = f"Seat {seat}" if seat else "No seat yet"
        size = typeface.fit(said, room, size=24, bold=True) or typeface.LEAST_SIZE
        pen.text(left, y, said, size, bold=True)
    y += 4 * MM
    for line in typeface.wrap(card.candidate.arrangement_codes, 12, room - 4 * MM, bold=True):
        pen.box(left, y, typeface.width(line, 12, bold=True) + 4 * MM, 6 * MM, stroke=INK)
        pen.text(left + 2 * MM, y + 4.4 * MM, line, 12, bold=True)
        y += 7 * MM
    return y


def _draw_photo(
    pen: Pen, left: float, top: float, wide: float, high: float, picture: Image.Image | None
) -> None:
    if picture is not None:
        pen.picture(left, top, wide, high, picture)
        return
    pen.box(left, top, wide, high, stroke=RULE, width=0.8)
    pen.text(left + wide / 2, top + high / 2, "No photo:", 10, colour=SOFT, align="centre")
    pen.text(left + wide / 2, top + high / 2 + 5 * MM, "check a document", 10, colour=SOFT, align="centre")


def _draw_words(pen: Pen, pack: SessionPack, card: _Card, box: tuple[float, float, float, float]) -> None:
    """The name as large as it fits unbroken, then every paper with its times; titles give way first."""
    left, top, wide, bottom = box
    zone = pack.centre.time_zone
    papers = [p for p in (pack.component(s.component_id) for s in card.sittings) if p is not None]
    name = card.candidate.register_name
    size = _name_size(name, wide, bottom - top - len(papers) * _PAPER - 3 * MM)
    y = top
    for line in typeface.wrap(name, size, wide, bold=True):
        y += size * typeface.LEADING
        pen.text(left, y - size * 0.2, line, size, bold=True)
    y += 3 * MM
    for paper in papers:
        pen.line(left, y, left + wide, y, colour=HAIRLINE)
        code = f"{paper.component.board} {paper.component.code}"
        pen.text(left, y + 5.2 * MM, typeface.shorten(code, 12, wide, bold=True), 12, bold=True)
        title = typeface.shorten(paper.component.title, 10, wide)
        pen.text(left, y + 9.6 * MM, title, 10)
        pen.text(left, y + 13.8 * MM, wording.time_words(paper, zone), 10, colour=SOFT)
        y += _PAPER


def _name_size(name: str, wide: float, high: float) -> float:
    for size in _NAME_SIZES:
        lines = len(typeface.wrap(name, size, wide, bold=True))
        torn = typeface.splits_a_word(name, size, wide, bold=True)
        if not torn and lines * size * typeface.LEADING <= high:
            return size
    return _NAME_SIZES[-1]
