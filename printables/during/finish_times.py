"""When everybody finishes: by paper and group, as published and to be counted from the actual start."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from printables import wording
from printables.document import Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT
from printables.table import Column, Row, Table, heading, paragraph
from shared.ids import RoomId
from shared.plan.candidates import ArrangementKind, Candidate
from shared.plan.pack import SessionPack
from shared.plan.timetable import TimetabledComponent, add_elapsed, writing_minutes


def compose(pack: SessionPack, room: RoomId, imprint: Imprint) -> Document:
    """The table of one room: a line for every length of writing there is, with who has it."""
    head = Head(
        title="Finish times",
        centre=pack.centre,
        place=wording.room_name(pack, room),
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    area = document.area
    how = (
        "Write the actual start on the board and here. Own finish = actual start + minutes. Whoever comes "
        "late and is let in has the full time from then on. Add every stop of the room and every rest break."
    )
    blocks = [*paragraph(how, area, colour=SOFT), gap(1 * MM)]
    papers = pack.components_in(room)
    for paper in papers:
        note = wording.time_words(paper, pack.centre.time_zone)
        blocks.append(heading(wording.paper_words(paper), note, area))
        blocks.extend(_table(pack, room, paper).blocks(area))
    if not papers:
        blocks.extend(paragraph("No paper is planned in this room in this session.", area))
    blocks.append(heading("Stops of the room", "evacuation, alarm, disturbance", area))
    stops = Table(
        (Column("Stopped at", 28), Column("Resumed at", 28), Column("Minutes", 22), Column("Why", 104)),
        least_height=9 * MM,
        ruled=True,
    )
    stops.rows.extend(Row(("",) * 4) for _ in range(4))
    blocks.extend(stops.blocks(area))
    document.flow(blocks)
    return document


def _table(pack: SessionPack, room: RoomId, paper: TimetabledComponent) -> Table:
    table = Table(
        (
            Column("Time", 34),
            Column("Minutes", 17, align="right", bold=True),
            Column("If started as published", 24, bold=True),
            Column("Actual start", 24),
            Column("Own finish", 24),
            Column("Who", 70),
        ),
        least_height=10 * MM,
        ruled=True,
    )
    people = {c.id: c for c in pack.candidates}
    groups: dict[int, list[str]] = defaultdict(list)
    rests: list[str] = []
    for sitting in pack.sittings_in(room):
        person = people.get(sitting.candidate_id)
        if sitting.component_id != paper.id or person is None:
            continue
        seat = f" ({sitting.seat})" if sitting.seat else ""
        groups[person.extra_time_percent].append(f"{person.number}{seat}")
        if _has_rest_breaks(person):
            rests.append(f"{person.number}{seat}")
    for percent in sorted(groups):
        minutes = writing_minutes(paper.minutes, percent)
        finish = add_elapsed(paper.published_start, timedelta(minutes=minutes))
        who = ", ".join(groups[percent]) if percent else wording.count(len(groups[0]), "candidate")
        name = f"{percent} % extra time" if percent else "published length"
        clock = wording.clock(finish, pack.centre.time_zone)
        table.rows.append(Row((name, str(minutes), clock, "", "", who)))
    if rests:
        table.rows.append(Row(("rest breaks", "+", "", "", "", ", ".join(rests))))
    return table


def _has_rest_breaks(person: Candidate) -> bool:
    return any(a.kind is ArrangementKind.REST_BREAKS for a in person.arrangements)
