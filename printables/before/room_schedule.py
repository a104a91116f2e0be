"""The schedule for the site team: which room is needed when and how it stands. No personal data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from printables import wording
from printables.document import Document, Head
from printables.imprint import Imprint
from printables.pen import SOFT
from printables.table import Column, Row, Table, heading, paragraph
from shared.plan.centre import Centre, Room
from shared.plan.pack import SessionPack
from shared.plan.timetable import add_elapsed, writing_minutes
from shared.record.times import earliest, latest


def draw(packs: Sequence[SessionPack], centre: Centre, imprint: Imprint) -> bytes:
    """Every day of the packs in order: room, hours, layout, desks; then each room with its days."""
    days = sorted({pack.session.day for pack in packs})
    span = "nothing planned"
    if days:
        span = wording.short_day(days[0])
        span += f" to {wording.short_day(days[-1])}" if len(days) > 1 else ""
    head = Head(title="Room schedule", centre=centre, place="for the site team", when=span)
    document = Document(head, imprint)
    area = document.area
    blocks = paragraph(
        "Set up before the hour given, and leave as it is until the last candidate has gone; the last finish "
        "counts extra time. Desks stand in rows facing the front, at least "
        f"{_spacing(packs)} from chair to chair in every direction.",
        area,
        colour=SOFT,
    )
    for pack in sorted(packs, key=lambda p: p.session.id):
        table = _table(pack)
        if table.rows:
            blocks.append(heading(pack.session.title, wording.count(len(table.rows), "room"), area))
            blocks.extend(table.blocks(area))
    if not any(pack.sittings for pack in packs):
        blocks.extend(paragraph("No room is needed: nobody is seated in any session yet.", area))
    document.flow(blocks)
    return document.pdf()


def _spacing(packs: Sequence[SessionPack]) -> str:
    centimetres = max((pack.rules.chair_spacing_cm.value for pack in packs), default=125)
    return f"{centimetres / 100:g} m"


def _table(pack: SessionPack) -> Table:
    table = Table(
        (
            Column("Room", 46, bold=True),
            Column("First start", 20),
            Column("Last finish", 20),
            Column("Layout", 40),
            Column("Desks in use", 20, align="right"),
            Column("Also", 40),
        )
    )
    zone = pack.centre.time_zone
    for room in pack.rooms:
        papers = pack.components_in(room.id)
        if not papers:
            continue
        starts = earliest(*(p.published_start for p in papers))
        used = {s.seat for s in pack.sittings_in(room.id) if s.seat}
        table.rows.append(
            Row(
                (
                    room.name,
                    wording.clock(starts, zone),
                    wording.clock(_last_finish(pack, room), zone),
                    _layout(room),
                    str(len(used)),
                    _also(pack, room),
                )
            )
        )
    return table


def _layout(room: Room) -> str:
    columns, desks = wording.count(room.columns, "column"), wording.count(len(room.seats), "desk")
    return f"{columns} of {room.rows}\n{desks} in all"


def _last_finish(pack: SessionPack, room: Room) -> datetime:
    people = {c.id: c for c in pack.candidates}
    ends = []
    for sitting in pack.sittings_in(room.id):
        paper, person = pack.component(sitting.component_id), people.get(sitting.candidate_id)
        if paper is not None:
            minutes = writing_minutes(paper.minutes, person.extra_time_percent if person else 0)
            ends.append(add_elapsed(paper.published_start, timedelta(minutes=minutes)))
    return latest(*ends)


def _also(pack: SessionPack, room: Room) -> str:
    """What has to be put there; how many, never for whom."""
    wanted = {c.id for c in pack.candidates if "WP" in c.arrangement_codes.split()}
    sockets = len({s.candidate_id for s in pack.sittings_in(room.id) if s.candidate_id in wanted})
    said = ["clock, board"]
    if sockets:
        said.append(wording.count(sockets, "word processor") + " with power")
    return "; ".join(said)
