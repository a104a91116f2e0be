"""What somebody typed from a room's paper register, as it was typed: nothing is believed of it yet."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import Final, get_args

from msgspec import Struct

from shared.ids import CandidateId, ComponentId, InvigilatorId
from shared.plan.pack import SessionPack
from shared.plan.timetable import in_zone
from shared.record.events.candidate import Attendance, IdentityMethod, Purpose
from shared.record.events.room import StopReason
from shared.record.register import Register, SittingRecord


class Mark(StrEnum):
    """The letter beside a name on a paper register."""

    NOTHING = ""
    PRESENT = "P"
    LATE = "L"
    ABSENT = "A"
    WITHDRAWN = "W"
    TRANSFERRED = "T"


SAYS: Final = {
    Mark.PRESENT: Attendance.PRESENT,
    Mark.LATE: Attendance.PRESENT,
    Mark.ABSENT: Attendance.ABSENT,
    Mark.WITHDRAWN: Attendance.WITHDRAWN,
    Mark.TRANSFERRED: Attendance.TRANSFERRED,
}
"""What each letter says of attendance."""


class TypedLine(Struct, frozen=True, kw_only=True):
    """One line of the register; ``note`` is a time, or for T the number of the other centre."""

    candidate_id: CandidateId
    component_id: ComponentId
    mark: str = ""
    note: str = ""
    identity: bool = False
    script: bool = False


class TypedWriteIn(Struct, frozen=True, kw_only=True):
    """Somebody who was written in by hand."""

    number: str = ""
    name: str = ""
    seat: str = ""
    time: str = ""
    component_id: ComponentId = ""


class TypedPaper(Struct, frozen=True, kw_only=True):
    """One component in the room: times on the board, packet, and what was counted."""

    component_id: ComponentId
    started: str = ""
    finished: str = ""
    checked_by: tuple[InvigilatorId, ...] = ()
    opened: str = ""
    counted: str = ""
    unused: str = ""
    spoiled: str = ""


class TypedDuty(Struct, frozen=True, kw_only=True):
    """Who was on duty in the room, from when to when."""

    invigilator_id: InvigilatorId = ""
    came: str = ""
    left: str = ""


class TypedIncident(Struct, frozen=True, kw_only=True):
    """A line of the incident form; ``numbers`` are candidate numbers."""

    at: str = ""
    kind: str = "other"
    numbers: str = ""
    text: str = ""


OUT_KINDS: Final = (*get_args(Purpose), "rest_break")
STOP_KINDS: Final = get_args(StopReason)


class TypedOuting(Struct, frozen=True, kw_only=True):
    """A line of *Left the room*: one candidate out and back, or a rest break; nobody goes alone."""

    number: str = ""
    kind: str = "toilet"
    left: str = ""
    back: str = ""
    escort: str = ""


class TypedStop(Struct, frozen=True, kw_only=True):
    """A time at which writing stopped for the whole room."""

    kind: str = "interruption"
    began: str = ""
    ended: str = ""
    note: str = ""


class TypedSheet(Struct, frozen=True, kw_only=True):
    """All that was typed from one room's paper.

    ``signed_by`` and ``written`` are the name and the time under the paper. ``rest`` is the letter of the
    lines without one. Totals are those written on the paper; empty ones are not compared.
    """

    signed_by: str = ""
    written: str = ""
    taken: str = ""
    rest: str = ""
    identity_method: IdentityMethod = "document"
    every_identity: bool = False
    every_script: bool = False
    checklist: bool = False
    script_read: bool = False
    register_signed_by: tuple[InvigilatorId, ...] = ()
    closed: bool = False
    total_present: str = ""
    total_absent: str = ""
    total_scripts: str = ""
    compared_by: str = ""
    reason: str = ""
    lines: tuple[TypedLine, ...] = ()
    written_in: tuple[TypedWriteIn, ...] = ()
    papers: tuple[TypedPaper, ...] = ()
    duties: tuple[TypedDuty, ...] = ()
    incidents: tuple[TypedIncident, ...] = ()
    outings: tuple[TypedOuting, ...] = ()
    stops: tuple[TypedStop, ...] = ()


class Fault(Struct, frozen=True, kw_only=True):
    """What can't be used as it stands, in which field, and what to do."""

    field: str
    what: str


def register_lines(pack: SessionPack, register: Register, room: str) -> tuple[SittingRecord, ...]:
    """The lines of the room's register in the order of the printed one: by paper, then by number."""
    papers = {c.id: place for place, c in enumerate(pack.session.components)}
    numbers = {c.id: c.number for c in pack.candidates}

    def order(record: SittingRecord) -> tuple[int, bool, str, str]:
        number = numbers.get(record.candidate_id) if record.listed else record.unlisted_number
        place = papers.get(record.component_id, len(papers))
        return (place, not record.listed, number or "", record.candidate_id)

    return tuple(sorted(register.in_room(room), key=order))


_CLOCK: Final = re.compile(r"(\d{1,2})[:.h ]?(\d{2})")


def read_clock(text: str, pack: SessionPack) -> datetime | None:
    """``9:05``, ``09.05`` or ``0905`` on the day of the session; None where it is no time of a clock."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2])
    if hours > 23 or minutes > 59:
        return None
    return in_zone(pack.session.day, hours, minutes, pack.centre.time_zone)


def field_of(what: str, who: CandidateId, component: ComponentId) -> str:
    """The field of one line, as pages and refusals name it."""
    return f"{what}|{who}|{component}"
