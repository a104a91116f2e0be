"""What happens to a room: who is there, its papers, its clock, its signature."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from shared.ids import CandidateId, ComponentId, Half, InvigilatorId
from shared.record.events.base import Event, Moment


class InvigilatorSignedIn(Event, frozen=True):
    """An invigilator takes up duty in the envelope's room."""

    invigilator_id: InvigilatorId


class InvigilatorSignedOut(Event, frozen=True):
    """An invigilator leaves duty in the envelope's room."""

    invigilator_id: InvigilatorId


class ChecklistConfirmed(Event, frozen=True):
    """The room checklist was gone through; ``items`` names what was confirmed.

    The three facts that a malpractice report asks for (rule 31) are items of their own:
    ``warning_displayed``, ``information_issued``, ``candidates_reminded``.
    """

    items: tuple[str, ...]


class PacketIdentity(Struct, frozen=True, kw_only=True):
    """What stands on a packet's label, as far as it was read; nothing is filled in from the plan."""

    board: str = ""
    code: str = ""
    tier: str = ""
    day: date | None = None
    half: Half | None = None
    papers: int | None = None
    label: str = ""


class PacketChecked(Event, frozen=True):
    """One person compared a question-paper packet with the timetable (rule 8); two are needed.

    ``packet`` holds what was read field by field, ``read_from_packet`` what was read in one line.
    """

    component_id: ComponentId
    checked_by: InvigilatorId
    matches: bool = True
    read_from_packet: str = ""
    packet: PacketIdentity | None = None


class PacketOpened(Event, frozen=True):
    """The packet's seal was broken; ``label`` tells several packets of one component apart."""

    component_id: ComponentId
    papers: int = 0
    label: str = ""


class PacketResealed(Event, frozen=True):
    """A packet opened by mistake was sealed again (rule 9)."""

    component_id: ComponentId
    reason: str
    label: str = ""


class StartScriptRead(Event, frozen=True):
    """The words before the start were read to the room; ``items`` names the lines, one by one.

    ``component_ids`` says to whose candidates; none means everybody in the room.
    """

    items: tuple[str, ...]
    component_ids: tuple[ComponentId, ...] = ()


class ExamStarted(Event, frozen=True):
    """The actual start written on the board, for these components of the room (rule 3)."""

    component_ids: tuple[ComponentId, ...]
    actual_start: Moment


StopReason = Literal["evacuation", "interruption"]


class ClockStopped(Event, frozen=True):
    """Writing stopped for everybody in the room (rule 29)."""

    reason: StopReason
    note: str = ""


class ClockResumed(Event, frozen=True):
    """Writing went on."""

    note: str = ""


class RollCalled(Event, frozen=True):
    """Candidates counted outside the room or on coming back; ``here`` are those who were ticked by name."""

    counted: int
    where: Literal["out", "back"]
    here: tuple[CandidateId, ...] = ()


class ExamFinished(Event, frozen=True):
    """Writing ended for these components of the room."""

    component_ids: tuple[ComponentId, ...]


class DrawnSignature(Struct, frozen=True, kw_only=True):
    """What somebody drew with a finger, as the strokes of an SVG path (see ``shared.record.drawn``)."""

    by: str
    path: str


class RegisterSigned(Event, frozen=True):
    """The room's register as it stood, signed by the invigilators named.

    ``register_digest`` is the digest of the room's register (see ``room_register_digest``), so that
    the signature says exactly what was signed. Who is in ``drawn`` signed with a finger, the others
    with their PIN.
    """

    signed_by: tuple[InvigilatorId, ...]
    register_digest: str
    present: int
    absent: int
    drawn: tuple[DrawnSignature, ...] = ()


class RoomClosed(Event, frozen=True):
    """Nothing more happens in the room in this session."""

    note: str = ""


class ScanRefused(Event, frozen=True):
    """A code was scanned and refused; ``code_digest`` is the SHA-256 of what was read."""

    reason: str
    code_digest: str


class StepOverridden(Event, frozen=True):
    """The officer lets the envelope's room pass over a step of its day, and says why.

    Only the office records it, and only for steps that the rules leave to it; anything else is told.
    """

    step: str
    reason: str


class NoticeRead(Event, frozen=True):
    """Somebody in the envelope's room read what the office told it, and put it away."""

    notice_id: str
