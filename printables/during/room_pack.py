"""Everything with which a room goes on by hand, in one PDF: what the tablet does, on paper."""

from __future__ import annotations

from typing import Final

from printables import room_register, seating_plan, wording
from printables.before import packet_sign_out
from printables.document import Document, Head, gap
from printables.during import finish_times, incident_form, room_script
from printables.imprint import Imprint
from printables.pen import MM
from printables.signature import Field, signature_block
from printables.table import Column, Row, Table, heading, paragraph
from shared.ids import RoomId
from shared.plan.pack import SessionPack

HOW: Final = {
    "Without the network, go on with the tablet.": """
        It needs neither network nor hub and sends later by itself. Turn to this pack only when the tablet
        itself is gone: broken, empty, or taken out of the room.""",
    "Tell the exams office.": """
        Ask a runner. If the hub works, the office brings the last register that it holds, with everything
        up to that moment already filled in: go on with that one, and put this one away.""",
    "Write down everything once, with the time.": """
        Tick the register, note late arrivals and everybody who leaves, write incidents on their form.
        Strike an error through once, so that it stays readable, and put your initials beside it.""",
    "Trust the clock on the wall.": """
        Write the actual start and finish on the board and on these sheets; the table of finish times shows
        what extra time adds.""",
    "If a tablet comes back, write on in one place only.": """
        Tell the office at which minute you changed. What was written by hand is keyed in there as
        transcribed from paper, with its own time and with your name.""",
    "At the end, collect every script before anybody leaves, and sign.": """
        Count, compare with the register, sign with a second person, and hand all sheets to the office.""",
}


def draw(pack: SessionPack, room: RoomId, imprint: Imprint) -> bytes:
    """The pack of one room, in the order in which it is used. Raises UnknownRoomError."""
    bound = _instructions(pack, room, imprint)
    bound.bind(
        room_script.compose(pack, room, imprint),
        packet_sign_out.compose_check(pack, room, imprint),
        room_register.compose(pack, room, imprint),
        seating_plan.compose(pack, room, imprint),
        finish_times.compose(pack, room, imprint),
        incident_form.compose(pack, room, imprint),
        _script_count(pack, room, imprint),
    )
    return bound.pdf()


def _head(pack: SessionPack, room: RoomId, title: str) -> Head:
    zone = pack.centre.time_zone
    return Head(
        title=title,
        centre=pack.centre,
        place=wording.room_name(pack, room),
        when=wording.session_words(pack.session),
        papers=tuple(
            f"{wording.paper_words(p)} · {wording.time_words(p, zone)}" for p in pack.components_in(room)
        ),
    )


def _instructions(pack: SessionPack, room: RoomId, imprint: Imprint) -> Document:
    document = Document(_head(pack, room, "To go on by hand"), imprint)
    area = document.area
    people = len({s.candidate_id for s in pack.sittings_in(room)})
    blocks = [
        heading(f"{wording.count(people, 'candidate')} planned in this room", "", area),
        *paragraph("Sealed until it is needed; names and arrangements are for the room's staff only.", area),
    ]
    for number, (title, text) in enumerate(HOW.items(), start=1):
        blocks.append(heading(f"{number}. {title}", "", area))
        blocks.extend(paragraph(text, area))
    blocks.append(gap(5 * MM))
    went = (Field("Went over to paper at", 40), Field("Why", 90))
    back = (Field("Back on a tablet at", 40), Field("Lead invigilator, signature", 90))
    blocks.append(signature_block("When paper took over", [went, back], area))
    document.flow(blocks)
    return document


def _script_count(pack: SessionPack, room: RoomId, imprint: Imprint) -> Document:
    document = Document(_head(pack, room, "Script count"), imprint)
    area = document.area
    table = Table(
        (
            Column("Paper", 58),
            Column("Planned", 18, align="right"),
            Column("Present", 20),
            Column("Scripts", 20),
            Column("Unused papers", 20),
            Column("Cover sheets", 20),
            Column("Differs: who, and why", 48),
        ),
        least_height=13 * MM,
        ruled=True,
    )
    for paper in pack.components_in(room):
        here = sum(s.component_id == paper.id for s in pack.sittings_in(room))
        named = f"{paper.component.board} {paper.component.code}\n{paper.component.title}"
        table.rows.append(Row((named, str(here), "", "", "", "", "")))
    how = "Present and scripts must be equal by name, not only by number, before the candidates are let go."
    counter = (Field("Counted by", 55), Field("Signature", 50), Field("Time", 30))
    office = (Field("Received in the exams office by", 55), Field("Signature", 50), Field("Time", 30))
    document.flow(
        [
            *paragraph(how, area),
            gap(2 * MM),
            *table.blocks(area),
            gap(4 * MM),
            signature_block("Scripts, papers and these sheets handed over", [counter, counter, office], area),
        ]
    )
    return document
