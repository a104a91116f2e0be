"""The incident log of a room to be written by hand (rule 30): incidents, late arrivals, who left the room."""

from __future__ import annotations

import functools

from printables import typeface, wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import HAIRLINE, INK, MM, SOFT, Pen
from printables.signature import Field, signature_block
from printables.table import Column, Row, Table, heading, paragraph
from shared.ids import RoomId
from shared.plan.pack import SessionPack
from shared.record.incident_templates import MALPRACTICE_TYPES
from shared.record.times import very_late_limit

ENTRIES = 3
_ENTRY = 64 * MM


def draw(pack: SessionPack, room: RoomId, imprint: Imprint) -> bytes:
    """The blank log of one room."""
    return compose(pack, room, imprint).pdf()


def compose(pack: SessionPack, room: RoomId, imprint: Imprint) -> Document:
    """The same as a document that can be bound to others."""
    head = Head(
        title="Incident log, by hand",
        centre=pack.centre,
        place=wording.room_name(pack, room),
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    area = document.area
    kinds = ", ".join(MALPRACTICE_TYPES[:-1])
    intro = (
        "Write what you saw and when, not what you think of it. Suspected malpractice "
        f"({kinds}): out of the candidate's view, let the candidate finish, keep the item."
    )
    blocks: list[Block] = [*paragraph(intro, area, colour=SOFT), gap(2 * MM)]
    blocks.extend(Block(_ENTRY, functools.partial(_draw_entry, n + 1, area)) for n in range(ENTRIES))
    document.flow(blocks)
    blocks = [*_late(pack, room, area), *_left_the_room(area)]
    person = (Field("Invigilator's name", 50), Field("Signature", 55), Field("Date and time", 35))
    blocks.extend([gap(2 * MM), signature_block("Complete and true", [person], area)])
    document.flow(blocks)
    return document


def _draw_entry(number: int, area: Area, pen: Pen, y: float) -> None:
    left, wide = area.left, area.width
    high = _ENTRY - 4 * MM
    pen.box(left, y, wide, high, stroke=INK, width=0.8)
    pen.box(left, y, 9 * MM, 11 * MM, stroke=INK, width=0.8)
    pen.text(left + 4.5 * MM, y + 7.2 * MM, str(number), 13, bold=True, align="centre")
    cells = (
        (9, 22, "Time from"),
        (31, 22, "until"),
        (53, 84, "Candidates: number and seat"),
        (137, 45, "Kind"),
    )
    scale = wide / (182 * MM)
    for x, share, label in cells:
        at = left + x * scale * MM
        pen.box(at, y, share * scale * MM, 11 * MM, stroke=INK, width=0.5)
        pen.text(at + 1 * MM, y + 3.4 * MM, label, typeface.LEAST_SIZE, colour=SOFT)
    rows = (("What happened", 11.0, 3), ("What was done, and who was told", 35.0, 1))
    for label, top, lines in rows:
        at = y + top * MM
        pen.text(left + 1 * MM, at + 3.6 * MM, label, typeface.LEAST_SIZE, colour=SOFT)
        for line in range(1, lines + 1):
            pen.line(left, at + 8 * line * MM, left + wide, at + 8 * line * MM, colour=HAIRLINE)
    at = y + 43 * MM + 3.6 * MM
    pen.line(left, y + 47.5 * MM, left + wide, y + 47.5 * MM, width=0.5, colour=INK)
    for x, label in ((1, "Witnesses, names and roles"), (92, "Written by, signature, time")):
        pen.text(left + x * MM, at + 4.6 * MM, label, typeface.LEAST_SIZE, colour=SOFT)


def _late(pack: SessionPack, room: RoomId, area: Area) -> list[Block]:
    zone = pack.centre.time_zone
    limits = " · ".join(
        f"{p.component.code} very late after {wording.clock(very_late_limit(p, pack.rules), zone)}"
        for p in pack.components_in(room)
    )
    table = Table(
        (
            Column("Number", 18),
            Column("Name", 46),
            Column("Seat", 14),
            Column("Arrived", 18),
            Column("Began", 18),
            Column("Own finish", 20),
            Column("Reason; warned if very late", 60),
        ),
        least_height=9 * MM,
        ruled=True,
    )
    table.rows.extend(Row(("",) * 7) for _ in range(6))
    return [heading("Late arrivals", limits, area), *table.blocks(area)]


def _left_the_room(area: Area) -> list[Block]:
    table = Table(
        (
            Column("Number", 18),
            Column("Seat", 14),
            Column("Out", 18),
            Column("Back", 18),
            Column("Escort", 42),
            Column("Why: toilet, illness, rest break, moved to seat …", 70),
        ),
        least_height=9 * MM,
        ruled=True,
    )
    table.rows.extend(Row(("",) * 6) for _ in range(12))
    return [heading("Left the room, rest breaks, moves", "always accompanied", area), *table.blocks(area)]
