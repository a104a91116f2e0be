"""The rows of an attendance register, the same for a room and for a component."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from printables import marks, wording
from printables.document import Area, Block, gap
from printables.pen import MM, SOFT
from printables.signature import Field, signature_block
from printables.table import Box, Cell, Column, Row, Table, Text, paragraph
from shared.ids import CandidateId, RoomId
from shared.plan.candidates import Candidate
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting
from shared.record.events.candidate import Attendance
from shared.record.register import Register, SittingRecord

WRITE_IN_ROWS: Final = 3
_BLANK_HEIGHT: Final = 7.6 * MM


@dataclass(frozen=True)
class Line:
    """One sitting with its candidate, and with its record where there is one."""

    sitting: Sitting
    candidate: Candidate
    record: SittingRecord | None

    @property
    def number(self) -> str:
        return self.candidate.number


def lines_of(pack: SessionPack, sittings: Iterable[Sitting], records: Iterable[SittingRecord]) -> list[Line]:
    """Planned sittings and recorded ones as lines in candidate-number order; unlisted sitters last."""
    people = {c.id: c for c in pack.candidates}
    recorded = {r.key: r for r in records}
    planned = {(s.candidate_id, s.component_id): s for s in sittings}
    for record in recorded.values():
        planned.setdefault(record.key, _sitting_of(record))
    lines = [
        Line(sitting, _person(people, key[0], recorded.get(key)), recorded.get(key))
        for key, sitting in planned.items()
    ]
    return sorted(lines, key=lambda line: (_is_unlisted(line), line.number, line.candidate.id))


def _sitting_of(record: SittingRecord) -> Sitting:
    return Sitting(
        candidate_id=record.candidate_id,
        component_id=record.component_id,
        room_id=record.planned_room,
        seat=record.planned_seat,
    )


def _person(
    people: dict[CandidateId, Candidate], who: CandidateId, record: SittingRecord | None
) -> Candidate:
    if record is not None and not record.listed:
        return Candidate(id=who, number=record.unlisted_number, surname=record.unlisted_name)
    return people.get(who) or Candidate(id=who, surname=f"(candidate {who}: not in this pack)")


def _is_unlisted(line: Line) -> bool:
    return line.record is not None and not line.record.listed


def blank_table(lines: Iterable[Line], pack: SessionPack, *, rooms: bool) -> Table:
    """A register to be filled in by hand."""
    table = Table(
        (
            Column("Number", 16, bold=True),
            Column("Name", 58),
            *((Column("Room", 26),) if rooms else ()),
            Column("Seat", 13),
            Column("Arrangements", 25),
            Column("Present", 16, align="centre"),
            Column("Absent", 16, align="centre"),
            Column("Time if late, notes", 36),
        ),
        least_height=_BLANK_HEIGHT,
    )
    for line in lines:
        place = (_room_words(pack, line.sitting.room_id),) if rooms else ()
        table.rows.append(
            Row(
                (
                    line.number,
                    line.candidate.register_name,
                    *place,
                    line.sitting.seat or "",
                    line.candidate.arrangement_codes,
                    Box(),
                    Box(),
                    "",
                )
            )
        )
    return table


def write_in_table() -> Table:
    """Empty rows for people who are on no list."""
    table = Table(
        (
            Column("Number", 22),
            Column("Name of anybody who sits but is not listed", 92),
            Column("Seat", 18),
            Column("Time", 18),
            Column("Paper", 34),
        ),
        least_height=8.6 * MM,
    )
    table.rows.extend(Row(("",) * 5) for _ in range(WRITE_IN_ROWS))
    return table


def recorded_table(
    lines: Iterable[Line], pack: SessionPack, register: Register, room: RoomId | None = None
) -> Table:
    """A register as it was recorded; with ``room`` None each line names its room."""
    everywhere = room is None
    table = Table(
        (
            Column("Number", 16, bold=True),
            Column("Name", 62),
            *((Column("Room", 25),) if everywhere else ()),
            Column("Seat", 23 if everywhere else 20),
            Column("Arrangements", 24),
            Column("Attendance", 40),
            Column("Script", 17, align="centre"),
        )
    )
    doubts = _doubts(register)
    for line in lines:
        record = line.record
        place: tuple[Cell, ...] = ()
        if everywhere:
            place = (_room_words(pack, record.place if record else line.sitting.room_id),)
        table.rows.append(
            Row(
                (
                    line.number or "–",
                    line.candidate.register_name,
                    *place,
                    marks.seat_words(record) if record else line.sitting.seat or "",
                    line.candidate.arrangement_codes,
                    marks.attendance_words(record, pack) if record else Text("not set"),
                    _script(record, pack),
                ),
                struck=record is not None and marks.is_struck(record),
                note=_note(line, pack, doubts, room),
            )
        )
    return table


def _room_words(pack: SessionPack, room: RoomId | None) -> Text:
    """The room; one away from the main hall is marked on the main register (rule 25)."""
    found = pack.room(room) if room else None
    name = wording.room_name(pack, room)
    return Text(name) if found is None or found.kind == "main" else Text(f"{name}\n({found.kind})", bold=True)


def _script(record: SittingRecord | None, pack: SessionPack) -> Text:
    if record is None or record.script_collected_at is None:
        return Text("missing", bold=True) if record is not None and record.is_present else Text("")
    return Text(f"S {wording.clock(record.script_collected_at, pack.centre.time_zone)}")


def _doubts(register: Register) -> dict[CandidateId, list[str]]:
    found: dict[CandidateId, list[str]] = {}
    for discrepancy in register.open_discrepancies:
        for who in discrepancy.candidate_ids:
            found.setdefault(who, []).append(discrepancy.kind.replace("_", " "))
    return found


def _note(line: Line, pack: SessionPack, doubts: dict[CandidateId, list[str]], room: RoomId | None) -> str:
    said: list[str] = []
    record = line.record
    if _is_unlisted(line):
        said.append("Written in: on no list, a formal entry has to follow.")
    if room is not None and record is not None and record.place != room:
        said.append(f"Sits in {wording.room_name(pack, record.place)}.")
    elif record is not None and record.listed and record.planned_room not in (None, record.place):
        said.append(f"Planned in {wording.room_name(pack, record.planned_room)}.")
    if record is not None and record.from_centre:
        said.append(f"Transferred in from centre {record.from_centre}: goes on a register of its own.")
    if line.candidate.id in doubts:
        said.append("! Open: " + ", ".join(dict.fromkeys(doubts[line.candidate.id])) + ".")
    return " ".join(said)


def codes_used(pack: SessionPack, boards: Iterable[str], area: Area, *, by_hand: bool) -> list[Block]:
    """How these boards want a register coded (rule 24), and what is done by hand (rules 22 and 23)."""
    said = [
        f"{board}: absent {rules.absent_code}, transferred {rules.transferred_code}"
        for board in dict.fromkeys(boards)
        for rules in (pack.rules.board(board),)
    ]
    if by_hand and said:
        said.append("strike a withdrawn candidate through")
        said.append("write in whoever sits unlisted; complete before the examination ends")
    return paragraph(" · ".join(said), area, colour=SOFT)


def totals(lines: Iterable[Line], area: Area, *, recorded: bool) -> list[Block]:
    """How many are listed, present, absent and open; or lines to write these on."""
    rows = list(lines)
    if not recorded:
        fields = (
            Field("Listed", 20, str(len(rows))),
            Field("Present", 20),
            Field("Absent", 20),
            Field("Written in", 20),
            Field("Scripts collected", 25),
        )
        return [signature_block("Totals", [fields], area)]
    records = [line.record for line in rows if line.record is not None]
    present = sum(r.is_present for r in records)
    away = sum(
        r.attendance in (Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN) for r in records
    )
    listed = len(rows) - sum(not r.listed for r in records)
    parts = [
        f"{listed} listed",
        f"{present} present",
        f"{away} absent, transferred or withdrawn",
        f"{sum(r.script_collected_at is not None for r in records)} scripts collected",
    ]
    if written_in := len(rows) - listed:
        parts.insert(1, f"{written_in} written in")
    if open_ones := len(rows) - present - away:
        parts.append(f"{open_ones} not decided")
    return [gap(2 * MM), *paragraph(" · ".join(parts), area, bold=True)]
