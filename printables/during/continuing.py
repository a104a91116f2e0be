"""A room's register as far as the hub has it, to go on with by hand from the last line (the paper fallback).

What is on record is printed; what is not set has a box. So the sheet answers two questions at a glance:
what does the hub hold, and what is still to be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from printables import marks, wording
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import MM, SOFT
from printables.register_rows import Line, lines_of, write_in_table
from printables.signature import Field, signature_block
from printables.table import Box, Cell, Column, Row, Table, Text, heading, paragraph
from shared.canonical import short_digest
from shared.ids import ComponentId, RoomId
from shared.look import STATE_LOOKS
from shared.plan.pack import SessionPack
from shared.record.events.candidate import Attendance, Identity
from shared.record.finishes import paper_finish, sitting_finish
from shared.record.register import Register, RoomRecord, SittingRecord, SittingState
from shared.record.room_lists import checklist_open
from shared.record.times import Lateness

SETTLED: Final = (Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN)
OUT_ROWS: Final = 6


class Held(Struct, frozen=True, kw_only=True):
    """How far the hub's record went when the sheet was made: the number of its last row, and the moment."""

    journal_seq: int
    at: datetime


def draw(pack: SessionPack, register: Register, room: RoomId, held: Held, imprint: Imprint) -> bytes:
    """The register of ``room`` at one moment, with boxes for everything that isn't set."""
    record = register.room(room)
    lines = lines_of(pack, pack.sittings_in(room), register.in_room(room))
    papers = [p for p in pack.session.components if any(x.sitting.component_id == p.id for x in lines)]
    zone = pack.centre.time_zone
    head = Head(
        title="Register to go on by hand",
        centre=pack.centre,
        place=wording.room_name(pack, room),
        when=wording.session_words(pack.session),
        papers=tuple(f"{wording.paper_words(p)} · {wording.time_words(p, zone)}" for p in papers),
    )
    document = Document(head, imprint)
    area = document.area
    blocks = [*_how(pack, held, imprint, area), *_state(pack, register, record, area, held.at)]
    for paper in papers:
        mine = [x for x in lines if x.sitting.component_id == paper.id]
        note = _times(pack, record, paper.id, held.at)
        blocks.append(heading(f"{paper.component.board} {paper.component.code}", note, area))
        blocks.extend(_table(pack, register, room, mine, held.at).blocks(area))
    if not lines:
        blocks.extend(paragraph("Nobody is planned or recorded in this room.", area))
    blocks.append(heading("Not on the list", "", area))
    blocks.extend(write_in_table().blocks(area))
    blocks.extend(_out_of_the_room(area))
    blocks.extend(_end(lines, record, area))
    document.flow(blocks)
    return document.pdf()


def _how(pack: SessionPack, held: Held, imprint: Imprint, area: Area) -> list[Block]:
    moment = wording.moment(held.at, pack.centre.time_zone)
    until = f"fact {held.journal_seq} of the hub's journal" if held.journal_seq else "an empty journal"
    if imprint.journal_head:
        until += f", {short_digest(imprint.journal_head)}"
    return [
        heading(f"Holds what the hub had on {moment}", f"up to {until}", area),
        *paragraph(
            "What is printed is on record. Go on from here: tick the empty boxes and write the time. To "
            "correct a printed mark, strike it once, write beside it and sign. What the room's own tablet "
            "recorded later is on that tablet and comes to the hub by itself.",
            area,
        ),
        gap(1 * MM),
    ]


def _state(
    pack: SessionPack, register: Register, record: RoomRecord, area: Area, now: datetime
) -> list[Block]:
    """The room in a few lines: who is there, what is done, what stands still, what was reported."""
    zone = pack.centre.time_zone
    people = {p.id: p.name for p in pack.invigilators}
    names = ", ".join(people.get(who, who) for who in record.on_duty) or "nobody signed in"
    open_lines = len(checklist_open(record.checklist))
    done = "confirmed" if not open_lines else f"{wording.count(open_lines, 'line')} open"
    opened = ", ".join(_code(pack, c) for c in record.packets_opened) or "none"
    said = [f"On duty: {names}. Checklist: {done}. Packets opened: {opened}."]
    for stop in record.stops:
        until = f"until {wording.clock(stop.ended, zone)}" if stop.ended else "and stands still"
        said.append(f"Clock stopped for {stop.reason} {wording.clock(stop.began, zone)} {until}.")
    here = [i for i in register.incidents if i.room == record.room_id]
    told = [
        f"{wording.clock(i.happened_at, zone)} {i.kind.replace('_', ' ')}" for i in here if not i.restricted
    ]
    if told:
        said.append(f"Incidents on record: {', '.join(told)}.")
    calls = [c for c in register.help_calls if c.room == record.room_id and c.closed_at is None]
    said.extend(f"Call for help since {wording.clock(c.asked_at, zone)}: {c.kind}." for c in calls)
    if record.signed_at is not None:
        said.append(f"The register was signed at {wording.clock(record.signed_at, zone)}.")
    if record.closed_at is not None:
        said.append(f"The room was closed at {wording.clock(record.closed_at, zone)}.")
    return [block for line in said for block in paragraph(line, area)]


def _code(pack: SessionPack, component: ComponentId) -> str:
    known = pack.component(component)
    return known.component.code if known else component


def _times(pack: SessionPack, record: RoomRecord, component: ComponentId, now: datetime) -> str:
    paper, zone = pack.component(component), pack.centre.time_zone
    started, finished = record.started_at.get(component), record.finished_at.get(component)
    if paper is None or started is None:
        return "not started: write the actual start here ________"
    end = paper_finish(paper, record, now)
    told = f"started {wording.clock(started, zone)}"
    if finished:
        return f"{told} · finished {wording.clock(finished, zone)}"
    return f"{told} · ends {wording.clock(end, zone)}" if end else told


def _table(
    pack: SessionPack, register: Register, room: RoomId, lines: Iterable[Line], now: datetime
) -> Table:
    table = Table(
        (
            Column("Number", 15, bold=True),
            Column("Name", 62),
            Column("Seat", 13),
            Column("Arrangements", 20),
            Column("Present", 14, align="centre"),
            Column("Absent", 13, align="centre"),
            Column("Time and notes", 40),
            Column("Script", 15, align="centre"),
        ),
        least_height=7.6 * MM,
        ruled=True,
    )
    for line in lines:
        present, absent = _boxes(line.record)
        table.rows.append(
            Row(
                (
                    line.number or "–",
                    line.candidate.register_name,
                    marks.seat_words(line.record) if line.record else line.sitting.seat or "",
                    line.candidate.arrangement_codes,
                    present,
                    absent,
                    _notes(pack, register, room, line, now),
                    _script(pack, line.record),
                ),
                struck=line.record is not None and marks.is_struck(line.record),
            )
        )
    return table


def _boxes(record: SittingRecord | None) -> tuple[Cell, Cell]:
    """What is set is printed, the other column stays empty; what isn't set has both boxes."""
    if record is None or record.attendance in (Attendance.EXPECTED, Attendance.CONTRADICTED):
        return Box(), Box()
    look = STATE_LOOKS[marks.attendance_state(record)]
    if record.attendance is Attendance.PRESENT:
        mark = (
            look.paper
            if look is not STATE_LOOKS[SittingState.PENDING]
            else STATE_LOOKS[SittingState.PRESENT].paper
        )
        return Text(mark, bold=True), ""
    return "", Text("A" if record.attendance is Attendance.ABSENT else "–", bold=True, stays=True)


def _notes(pack: SessionPack, register: Register, room: RoomId, line: Line, now: datetime) -> str:
    record, zone = line.record, pack.centre.time_zone
    if record is None:
        return ""
    said: list[str] = []
    if record.attendance in (Attendance.TRANSFERRED, Attendance.WITHDRAWN, Attendance.CONTRADICTED):
        said.append(marks.attendance_words(record, pack).text)
    if record.arrived_at is not None and record.is_present and record.lateness is not Lateness.ON_TIME:
        said.append(f"came {wording.clock(record.arrived_at, zone)}")
    if record.identity in (Identity.PENDING, Identity.MISMATCH):
        said.append("? identity pending" if record.identity is Identity.PENDING else "! not this person")
    if record.place != room:
        said.append(f"sits in {wording.room_name(pack, record.place)}")
    if record.away_since is not None:
        said.append(f"out since {wording.clock(record.away_since, zone)}, back ____")
    if record.finished_at is not None:
        said.append(f"left {wording.clock(record.finished_at, zone)}")
    elif record.is_present and (own := _own_finish(pack, register, line, now)) is not None:
        said.append(f"until {own}")
    if not record.listed:
        said.append("written in")
    return " · ".join(said)


def _own_finish(pack: SessionPack, register: Register, line: Line, now: datetime) -> str | None:
    """The candidate's own finish where it is not that of the paper."""
    record, paper = line.record, pack.component(line.sitting.component_id)
    if record is None or paper is None or record.script_collected_at is not None:
        return None
    room = register.room(record.place or "")
    own = sitting_finish(paper, record, room, line.candidate.extra_time_percent, now)
    common = paper_finish(paper, room, now)
    if own is None or own == common:
        return None
    return wording.clock(own, pack.centre.time_zone)


def _script(pack: SessionPack, record: SittingRecord | None) -> Cell:
    if record is not None and record.script_collected_at is not None:
        return f"S {wording.clock(record.script_collected_at, pack.centre.time_zone)}"
    return "" if record is not None and record.attendance in SETTLED else Box()


def _out_of_the_room(area: Area) -> list[Block]:
    table = Table(
        (
            Column("Number", 20),
            Column("Seat", 16),
            Column("Out", 20),
            Column("Back", 20),
            Column("Escort, reason, incident", 106),
        ),
        least_height=8.6 * MM,
        ruled=True,
    )
    table.rows.extend(Row(("",) * 5) for _ in range(OUT_ROWS))
    return [heading("Out of the room, and anything to report", "", area), *table.blocks(area)]


def _end(lines: Sequence[Line], record: RoomRecord, area: Area) -> list[Block]:
    records = [x.record for x in lines if x.record is not None]
    present = sum(r.is_present for r in records)
    away = sum(r.attendance in SETTLED for r in records)
    scripts = sum(r.script_collected_at is not None for r in records)
    summary = (
        f"On record: {len(lines)} lines, {present} present, {away} absent, transferred or withdrawn, "
        f"{len(lines) - present - away} not set, {wording.count(scripts, 'script')} collected."
    )
    totals = (
        Field("Present at the end", 30),
        Field("Absent", 25),
        Field("Scripts", 25),
        Field("Actual finish", 30),
        Field("Stops and added minutes", 50),
    )
    person = (Field("Invigilator's name", 50), Field("Signature", 55), Field("Date and time", 35))
    return [
        gap(2 * MM),
        *paragraph(summary, area, bold=True, colour=SOFT if record.closed_at else "#171B21"),
        signature_block("Completed by hand", [totals, person, person], area),
    ]


class IndexRow(Struct, frozen=True, kw_only=True):
    """One room in the index of the folder."""

    room: str
    file: str
    made_at: datetime
    journal_seq: int
    present: int
    not_set: int
    lines: int


def draw_index(pack: SessionPack, rows: Sequence[IndexRow], held: Held, imprint: Imprint) -> bytes:
    """Which file holds which room's register, how fresh it is, and what was left open."""
    zone = pack.centre.time_zone
    head = Head(
        title="Paper registers of this folder",
        centre=pack.centre,
        place=wording.count(len(rows), "room"),
        when=wording.session_words(pack.session),
    )
    document = Document(head, imprint)
    area = document.area
    table = Table(
        (
            Column("Room", 48, bold=True),
            Column("File", 62),
            Column("Written", 18),
            Column("Up to fact", 20, align="right"),
            Column("Present", 17, align="right"),
            Column("Not set", 17, align="right"),
        )
    )
    for row in rows:
        cells = (
            row.room,
            row.file,
            wording.clock(row.made_at, zone),
            str(row.journal_seq),
            f"{row.present} of {row.lines}",
            str(row.not_set),
        )
        table.rows.append(Row(cells))
    how = (
        f"Looked through on {wording.moment(held.at, zone)}, at fact {held.journal_seq} of the hub's "
        "journal. A room with an earlier time has had nothing new since. Print the register of a room that "
        "has to go on by hand and take it there; the sheet says how."
    )
    document.flow([*paragraph(how, area), gap(2 * MM), *table.blocks(area)])
    return document.pdf()
