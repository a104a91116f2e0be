"""From typed paper to facts: what will be recorded, what the record says already, and what contradicts it.

Nothing is decided here that the kernel decides (decision 26): a typed line stands beside what tablets
recorded, and only paper that is typed again replaces paper, with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from hub.after.paper_course import course_facts, written_in
from hub.after.paper_lines import Lines, clock_words
from hub.after.paper_movements import Movements
from hub.after.paper_plan import PaperFact, PaperPlan, Verdict
from hub.after.paper_reading import Reading
from hub.after.paper_sheet import Fault, TypedSheet
from shared.ids import CandidateId, RoomId
from shared.plan.pack import SessionPack
from shared.record.events import room as ev
from shared.record.events import scripts
from shared.record.events.candidate import Attendance
from shared.record.facts import Fact
from shared.record.register import Register, RoomRecord
from shared.record.room_steps import lines_unread


def plan_paper(
    sheet: TypedSheet,
    room: RoomId,
    pack: SessionPack,
    register: Register,
    facts: Sequence[Fact],
    *,
    now: datetime,
    typist: str,
    new_id: Callable[[], CandidateId],
) -> PaperPlan:
    """Hold a typed sheet against the plan and the record."""
    reading, record = Reading(pack, now), register.room(room)
    signer = reading.signer(sheet.signed_by)
    written = reading.clock(sheet.written, "written", "the time under the paper")
    lines = Lines(sheet, room, pack, register, facts, reading)
    made = list(lines.facts())
    made += written_in(sheet, pack, register, reading, new_id, lines.taken)
    made += [
        _against_record(PaperFact(event=e, at=at, about=about, says=says), record, facts, pack)
        for e, at, about, says in course_facts(sheet, room, pack, register, reading, written)
    ]
    made += Movements(room, pack, register, facts, reading).facts(sheet)
    if written is None:
        reading.faults.setdefault("written", "Type the time that stands under the paper, for instance 12:10.")
    lines.check_totals()
    reading.check_second_person(sheet.compared_by, typist)
    signs = () if record.signed_by == sheet.register_signed_by else sheet.register_signed_by
    return PaperPlan(
        room=room,
        signer=signer,
        facts=tuple(made),
        faults=tuple(Fault(field=field, what=what) for field, what in reading.faults.items()),
        blank=lines.blank,
        present=lines.counts[Attendance.PRESENT],
        absent=lines.counts[Attendance.ABSENT],
        scripts=lines.scripts,
        signed_at=written,
        register_signed_by=reading.invigilators(signs, "register_signed_by"),
        closes=sheet.closed and record.closed_at is None,
    )


def _against_record(
    planned: PaperFact, room: RoomRecord, facts: Sequence[Fact], pack: SessionPack
) -> PaperFact:
    """What the room's record says already is not recorded again; what it has otherwise is told."""
    for fact in facts:
        if fact.envelope.room == room.room_id and fact.envelope.event == planned.event:
            same = Verdict.KEYED_IN if fact.is_from_paper else Verdict.AGREES
            return msgspec.structs.replace(planned, verdict=same)
    verdict, note = _standing(planned, room, pack)
    return msgspec.structs.replace(planned, verdict=verdict, note=note)


def _standing(planned: PaperFact, room: RoomRecord, pack: SessionPack) -> tuple[Verdict, str]:
    agrees = False
    match planned.event:
        case ev.ExamStarted() as event:
            return _time(room.started_at.get(event.component_ids[0]), planned.at, pack)
        case ev.ExamFinished() as event:
            return _time(room.finished_at.get(event.component_ids[0]), planned.at, pack)
        case scripts.ScriptsCounted() as event:
            counted = room.counted.get(event.component_id, event.count)
            if counted != event.count:
                return Verdict.CONTRADICTS, f"the record counts {counted}"
            agrees = event.component_id in room.counted
        case ev.ChecklistConfirmed() as event:
            agrees = set(event.items) <= set(room.checklist)
        case ev.StartScriptRead() as event:
            agrees = bool(event.component_ids) and not any(
                lines_unread(room.script_read, c) for c in event.component_ids
            )
        case ev.PacketOpened() as event:
            agrees = event.component_id in room.packets_opened
        case ev.PacketChecked() as event:
            agrees = event.checked_by in room.packets_checked.get(event.component_id, ())
        case ev.InvigilatorSignedIn() as event:
            agrees = event.invigilator_id in room.served
        case _:
            pass
    return (Verdict.AGREES if agrees else Verdict.NEW), ""


def _time(recorded: datetime | None, typed: datetime, pack: SessionPack) -> tuple[Verdict, str]:
    if recorded is None:
        return Verdict.NEW, ""
    if clock_words(recorded, pack) == clock_words(typed, pack):
        return Verdict.AGREES, ""
    return Verdict.BESIDE, f"the record has {clock_words(recorded, pack)}; the earlier one counts"
