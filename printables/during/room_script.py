"""The room's checklist and start script on paper: the same lines as on the tablet."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from printables import typeface, wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import INK, MM, Pen
from printables.signature import Field, signature_block
from printables.table import heading, paragraph
from shared.ids import RoomId
from shared.plan.pack import SessionPack
from shared.record.room_lists import CHECKLIST, MALPRACTICE_FACTS, START_SCRIPT
from shared.record.times import earliest_leaving, invigilators_needed, very_late_limit

_BOX = 5 * MM


def draw(pack: SessionPack, room: RoomId, imprint: Imprint) -> bytes:
    """Checklist and start script of one room."""
    return compose(pack, room, imprint).pdf()


def compose(pack: SessionPack, room: RoomId, imprint: Imprint) -> Document:
    """The same as a document that can be bound to others."""
    zone = pack.centre.time_zone
    papers = pack.components_in(room)
    head = Head(
        title="Checklist and start script",
        centre=pack.centre,
        place=wording.room_name(pack, room),
        when=wording.session_words(pack.session),
        papers=tuple(f"{wording.paper_words(p)} · {wording.time_words(p, zone)}" for p in papers),
    )
    document = Document(head, imprint)
    area = document.area
    people = len({s.candidate_id for s in pack.sittings_in(room)})
    needed = invigilators_needed(people, pack.rules)
    blocks = [heading("Before the candidates come in", "tick what you have seen yourself", area)]
    for item, line in CHECKLIST:
        report = " (asked for in any malpractice report)" if item in MALPRACTICE_FACTS else ""
        blocks.append(tick(line + report, area, size=11))
    blocks.append(
        tick(f"{wording.count(people, 'candidate')}: {wording.count(needed, 'invigilator')} at least.", area)
    )
    blocks.append(signature_block("", [(Field("Confirmed by", 70), Field("Time", 30))], area))
    blocks.append(heading("Read aloud, word for word", "tick each line as it is read", area))
    blocks.extend(tick(line, area, size=13) for _, line in START_SCRIPT)
    blocks.append(signature_block("", [(Field("Read by", 70), Field("Actual start", 30))], area))
    blocks.extend(_times(pack, room, area))
    document.flow(blocks)
    return document


def _times(pack: SessionPack, room: RoomId, area: Area) -> list[Block]:
    zone = pack.centre.time_zone
    blocks: list[Block] = [gap(1 * MM)]
    for paper in pack.components_in(room):
        leaving = wording.clock(earliest_leaving(paper, pack.rules), zone)
        limit = wording.clock(very_late_limit(paper, pack.rules), zone)
        said = f"{paper.component.code}: nobody leaves for good before {leaving}; very late after {limit}."
        blocks.extend(paragraph(said, area))
    return blocks


def tick(line: str, area: Area, *, size: float = 11.0) -> Block:
    """A line with a box in front of it, never torn."""
    inset = _BOX + 4 * MM
    lines = typeface.wrap(line, size, area.width - inset)
    step = size * typeface.LEADING
    high = max(_BOX, len(lines) * step) + 2.6 * MM
    return Block(high, functools.partial(_draw_tick, area.left, lines, size))


def _draw_tick(left: float, lines: Sequence[str], size: float, pen: Pen, y: float) -> None:
    step = size * typeface.LEADING
    pen.box(left, y + 1.2 * MM, _BOX, _BOX, stroke=INK, width=0.7)
    first = y + 1.2 * MM + _BOX / 2 + size * typeface.CAP_HEIGHT / 2
    for number, line in enumerate(lines):
        pen.text(left + _BOX + 4 * MM, first + number * step, line, size)
