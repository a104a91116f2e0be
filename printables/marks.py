"""How a sitting's state is written on paper, and what stands beside it."""

from __future__ import annotations

import msgspec

from printables import wording
from printables.table import Text
from shared.look import STATE_LOOKS
from shared.plan.pack import SessionPack
from shared.record.events.candidate import Attendance
from shared.record.register import SittingRecord, SittingState
from shared.record.register_codes import register_code
from shared.rules.profile import BoardRules


def attendance_state(record: SittingRecord) -> SittingState:
    """The state as a register says it: a collected script and a walk to the toilet have their own places."""
    return msgspec.structs.replace(record, script_collected_at=None, away_since=None).state


def attendance_words(record: SittingRecord, pack: SessionPack) -> Text:
    """Letter, word and time: ``✓ present 08:41``, ``L late 09:14``, ``A absent (abs)``."""
    state = attendance_state(record)
    look = STATE_LOOKS[state]
    component = pack.component(record.component_id)
    board = pack.rules.board(component.component.board if component else "")
    said = look.label
    if record.attendance is Attendance.WITHDRAWN:
        return Text("– withdrawn", bold=True, stays=True)
    written = register_code(record, board)
    if record.attendance is Attendance.TRANSFERRED:
        return Text(f"{written.code} {written.note}", bold=True)
    if state is SittingState.EXPECTED:
        return Text("not set", colour=look.light)
    if record.attendance is Attendance.CONTRADICTED:
        said = "contradicted: " + " or ".join(record.claimed)
    elif state is SittingState.ALARM:
        said = "not this person"
    elif state is SittingState.ABSENT:
        said = look.label if written.code == look.paper else f"{look.label} ({written.code})"
    elif record.arrived_at is not None:
        said = f"{look.label} {wording.clock(record.arrived_at, pack.centre.time_zone)}"
    return Text(f"{look.paper} {said}", bold=state is not SittingState.PRESENT, colour=look.light)


def seat_words(record: SittingRecord) -> str:
    """Where the candidate sat; a move keeps the planned seat beside it."""
    sat, planned = record.seat or "", record.planned_seat or ""
    if sat and planned and sat != planned:
        return f"{sat}\n(plan {planned})"
    return sat or planned


def is_struck(record: SittingRecord) -> bool:
    """A withdrawn candidate is struck through (rule 22)."""
    return register_code(record, BoardRules()).struck
