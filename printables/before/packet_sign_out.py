"""Question papers out of the secure store and back: who took which packet (rules 8, 11, 12)."""

from __future__ import annotations

from collections.abc import Iterable

from printables import wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT
from printables.signature import Field, signature_block
from printables.table import Box, Column, Row, Table, heading, paragraph
from shared.ids import RoomId
from shared.plan.centre import Room
from shared.plan.pack import SessionPack
from shared.plan.timetable import TimetabledComponent
from shared.record.times import earliest_removal

_HIGH = 13 * MM


def draw(pack: SessionPack, imprint: Imprint) -> bytes:
    """One line for each paper in each room, out and back, with the check before a packet is opened."""
    document = Document(_head(pack, "Question papers signed out", "secure store"), imprint, landscape=True)
    area = document.area
    needed = [(paper, room) for room in pack.rooms for paper in pack.components_in(room.id)]
    blocks: list[Block] = [*_rules(pack, area), gap(2 * MM)]
    if needed:
        blocks.append(heading("Out of the store, and back", "one line for each packet", area))
        blocks.extend(_out_table(pack, needed).blocks(area))
        blocks.extend(packet_check(pack, [(p, r.name) for p, r in needed], area, with_room=True))
    else:
        blocks.extend(paragraph("No paper is planned in any room in this session.", area))
    fields = (Field("Exams officer", 60), Field("Signature", 70), Field("Date and time", 45))
    blocks.extend([gap(3 * MM), signature_block("All packets accounted for", [fields], area)])
    document.flow(blocks)
    return document.pdf()


def compose_check(pack: SessionPack, room: RoomId, imprint: Imprint) -> Document:
    """The check of one room's packets alone, for the room's own pack."""
    head = _head(pack, "Packet check", wording.room_name(pack, room))
    document = Document(head, imprint)
    area = document.area
    papers = [(p, "") for p in pack.components_in(room)]
    document.flow(
        [*paragraph(_CHECK, area), *packet_check(pack, papers, area, with_room=False)]
        if papers
        else paragraph("No paper is planned in this room in this session.", area)
    )
    return document


_CHECK = (
    "Two different people read the label of every packet aloud against this sheet right before it is opened: "
    "day, session, subject, paper, tier. If anything differs, do not open it and call the exams office."
)


def packet_check(
    pack: SessionPack, papers: Iterable[tuple[TimetabledComponent, str]], area: Area, *, with_room: bool
) -> list[Block]:
    """The second pair of eyes: date, time and two people for every packet."""
    table = Table(
        (
            Column("Paper", 62),
            *((Column("Room", 26),) if with_room else ()),
            Column("Label agrees", 15, align="centre"),
            Column("Time", 16),
            Column("First person, signature", 44),
            Column("Second person, signature", 44),
            Column("Opened at", 17),
        ),
        least_height=_HIGH,
        ruled=True,
    )
    for paper, room in papers:
        place = (room,) if with_room else ()
        table.rows.append(Row((_named(paper), *place, Box(), "", "", "", "")))
    when = wording.session_words(pack.session)
    return [heading("Checked by two people before opening", when, area), *table.blocks(area)]


def _head(pack: SessionPack, title: str, place: str) -> Head:
    return Head(title=title, centre=pack.centre, place=place, when=wording.session_words(pack.session))


def _rules(pack: SessionPack, area: Area) -> list[Block]:
    said = [_CHECK, "Papers stay in the room until the last candidate of the paper anywhere has finished."]
    earliest = [
        f"{p.component.code} not before {wording.clock(at, pack.centre.time_zone)}"
        for p in pack.session.components
        if (at := earliest_removal(p, pack.rules)) is not None
    ]
    if earliest:
        said.append("Out of the store: " + ", ".join(earliest) + ".")
    return [block for line in said for block in paragraph(line, area, colour=SOFT)]


def _out_table(pack: SessionPack, needed: Iterable[tuple[TimetabledComponent, Room]]) -> Table:
    table = Table(
        (
            Column("Paper", 60),
            Column("Room", 28),
            Column("Sitting", 14, align="right"),
            Column("Packets", 15),
            Column("Seal whole", 13, align="centre"),
            Column("Out at", 16),
            Column("Given by", 32),
            Column("Taken by, signature", 38),
            Column("Unused back", 17),
            Column("Back at, by", 30),
        ),
        least_height=_HIGH,
        ruled=True,
    )
    for paper, room in needed:
        here = sum(s.component_id == paper.id for s in pack.sittings_in(room.id))
        table.rows.append(Row((_named(paper), room.name, str(here), "", Box(), "", "", "", "", "")))
    return table


def _named(paper: TimetabledComponent) -> str:
    return f"{paper.component.board} {paper.component.code}\n{paper.component.title}"
