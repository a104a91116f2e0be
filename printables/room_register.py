"""The attendance register of one room: to be filled in by hand, or as it was recorded."""

from __future__ import annotations

from printables import wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM
from printables.register_rows import (
    blank_table,
    codes_used,
    lines_of,
    recorded_table,
    totals,
    write_in_table,
)
from printables.signature import Field, signature_block
from printables.table import heading, paragraph
from shared.canonical import short_digest
from shared.ids import RoomId
from shared.plan.pack import SessionPack
from shared.plan.timetable import TimetabledComponent
from shared.record.register import Register, RoomRecord


def draw(pack: SessionPack, room: RoomId, imprint: Imprint, register: Register | None = None) -> bytes:
    """The register of ``room``, paper by paper; with ``register`` as it was recorded."""
    return compose(pack, room, imprint, register).pdf()


def compose(pack: SessionPack, room: RoomId, imprint: Imprint, register: Register | None = None) -> Document:
    """The same as a document that can be bound to others."""
    records = register.in_room(room) if register else ()
    lines = lines_of(pack, pack.sittings_in(room), records)
    papers = [p for p in pack.session.components if any(line.sitting.component_id == p.id for line in lines)]
    zone = pack.centre.time_zone
    head = Head(
        title="Attendance register",
        centre=pack.centre,
        place=wording.room_name(pack, room),
        when=wording.session_words(pack.session),
        papers=tuple(f"{wording.paper_words(p)} · {wording.time_words(p, zone)}" for p in papers),
    )
    document = Document(head, imprint)
    area = document.area
    record = register.room(room) if register else None
    blocks: list[Block] = []
    for paper in papers:
        mine = [line for line in lines if line.sitting.component_id == paper.id]
        note = _times(paper, record, zone) if record else wording.count(len(mine), "candidate")
        if len(papers) > 1 or record is not None:
            blocks.append(heading(f"{paper.component.board} {paper.component.code}", note, area))
        table = (
            recorded_table(mine, pack, register, room) if register else blank_table(mine, pack, rooms=False)
        )
        blocks.extend(table.blocks(area))
    if not lines:
        blocks.extend(paragraph("Nobody is planned in this room in this session.", area))
    if record is None:
        blocks.append(heading("Not on the list", "", area))
        blocks.extend(write_in_table().blocks(area))
    blocks.extend(totals(lines, area, recorded=record is not None))
    blocks.append(gap(2 * MM))
    blocks.extend(codes_used(pack, (p.component.board for p in papers), area, by_hand=record is None))
    if record is not None:
        blocks.extend(_course(pack, record, area))
        blocks.extend(_passed_over(pack, record, area))
    blocks.extend(_signatures(pack, record, area))
    document.flow(blocks)
    return document


def _passed_over(pack: SessionPack, record: RoomRecord, area: Area) -> list[Block]:
    """What the office waived, with its reason, and what was simply left open: both stay on the record."""
    zone = pack.centre.time_zone
    said: list[str] = []
    for waived in record.overrides:
        who = f"{wording.clock(waived.at, zone)} by {_invigilator(pack, waived.actor)}"
        said.append(f"{_step(waived.step)}: waived {who}. Reason: {waived.reason}")
    for skipped in record.skipped:
        paper = pack.component(skipped.component_id) if skipped.component_id else None
        which = f" ({paper.component.code})" if paper else ""
        said.append(f"{_step(skipped.step)}{which}: {skipped.detail}")
    if not said:
        return []
    blocks = [heading("Steps that were passed over", "", area)]
    for line in said:
        blocks.extend(paragraph(line, area))
    return [*blocks, gap(2 * MM)]


def _step(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _course(pack: SessionPack, record: RoomRecord, area: Area) -> list[Block]:
    """Who was on duty, and when writing stood still."""
    zone = pack.centre.time_zone
    blocks: list[Block] = []
    if record.served:
        people = ", ".join(_invigilator(pack, who) for who in record.served)
        blocks.extend(paragraph(f"Invigilators on duty: {people}", area))
    for stop in record.stops:
        until = wording.clock(stop.ended, zone) if stop.ended else "not resumed"
        reason = f" ({stop.reason.replace('_', ' ')})" if stop.reason else ""
        blocks.extend(
            paragraph(f"Writing stopped {wording.clock(stop.began, zone)} to {until}{reason}", area)
        )
    return blocks


def _times(paper: TimetabledComponent, record: RoomRecord, zone: str) -> str:
    started, finished = record.started_at.get(paper.id), record.finished_at.get(paper.id)
    said = [f"started {wording.clock(started, zone)}" if started else "start not recorded"]
    if finished:
        said.append(f"finished {wording.clock(finished, zone)}")
    if paper.id in record.counted:
        said.append(f"{record.counted[paper.id]} scripts counted by hand")
    return " · ".join(said)


def _signatures(pack: SessionPack, record: RoomRecord | None, area: Area) -> list[Block]:
    if record is not None and record.signed_at is not None:
        people = [_invigilator(pack, who) for who in record.signed_by]
        signed = (
            f"Signed on the tablet {wording.moment(record.signed_at, pack.centre.time_zone)} by "
            f"{' and '.join(people) or 'nobody named'}; register digest {short_digest(record.signed_digest)}."
        )
        fields = (Field("Exams officer", 50), Field("Signature", 60), Field("Date and time", 40))
        return [*paragraph(signed, area), signature_block("Seen by the exams office", [fields], area)]
    start = (Field("Actual start", 25), Field("Actual finish", 25), Field("Stops and added minutes", 70))
    person = (Field("Invigilator's name", 50), Field("Signature", 55), Field("Date and time", 35))
    lines = [person, person] if record is not None else [start, person, person]
    return [signature_block("Signed at the end of the examination", lines, area)]


def _invigilator(pack: SessionPack, who: str) -> str:
    found = pack.invigilator(who)
    return found.name if found else who
