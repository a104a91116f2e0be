"""What a register says: sittings, rooms, incidents, calls, scripts and open questions, as values."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from shared.ids import CandidateId, ComponentId, EnvelopeId, InvigilatorId, RoomId, SessionId
from shared.plan.candidates import Arrangement
from shared.record.component_sign_off import ComponentSignOff
from shared.record.consignment import Booking, Consignment
from shared.record.corrections import Correction
from shared.record.custody import PaperCustody
from shared.record.events.candidate import Attendance, Identity, LateArrivalAdmitted
from shared.record.incident_log import HelpCall, Incident
from shared.record.room_steps import SkippedStep, StepOverride
from shared.record.script_envelopes import Reopening, ScriptEnvelope
from shared.record.stretches import SupervisionChain
from shared.record.times import Lateness


class Stop(Struct, frozen=True, kw_only=True):
    """Writing stopped from ``began`` to ``ended`` (None: still stopped), in a room or for one candidate."""

    reason: str
    began: datetime
    ended: datetime | None = None


class SittingRecord(Struct, frozen=True, kw_only=True):
    """What is recorded of one candidate and one component.

    ``planned_room`` and ``planned_seat`` come from the pack, ``room`` and ``seat`` from the record
    (None before anything was recorded). ``claimed`` holds every attendance that still stands: more
    than one means ``attendance`` is ``CONTRADICTED``. ``from_centre`` and ``to_centre`` are the other centre
    of a transferred candidate, ``corrections`` everything that was changed, oldest first.
    """

    candidate_id: CandidateId
    component_id: ComponentId
    planned_room: RoomId | None = None
    planned_seat: str | None = None
    listed: bool = True
    unlisted_name: str = ""
    unlisted_number: str = ""
    attendance: Attendance = Attendance.EXPECTED
    claimed: tuple[Attendance, ...] = ()
    room: RoomId | None = None
    seat: str | None = None
    identity: Identity = Identity.UNDECIDED
    arrived_at: datetime | None = None
    lateness: Lateness = Lateness.ON_TIME
    away_since: datetime | None = None
    breaks: tuple[Stop, ...] = ()
    granted: tuple[Arrangement, ...] = ()
    finished_at: datetime | None = None
    script_collected_at: datetime | None = None
    script_room: RoomId | None = None
    cover_sheets: tuple[str, ...] = ()
    sealed_in: str = ""
    evidence: tuple[EnvelopeId, ...] = ()
    identity_evidence: tuple[EnvelopeId, ...] = ()
    script_evidence: tuple[EnvelopeId, ...] = ()
    corrections: tuple[Correction, ...] = ()
    from_centre: str = ""
    to_centre: str = ""
    admission: LateArrivalAdmitted | None = None

    @property
    def key(self) -> tuple[CandidateId, ComponentId]:
        """What identifies a sitting."""
        return (self.candidate_id, self.component_id)

    @property
    def place(self) -> RoomId | None:
        """The room in which to look for the candidate: recorded if known, else planned."""
        return self.room or self.planned_room

    @property
    def is_present(self) -> bool:
        """Whether the register counts the candidate as sitting this component."""
        return self.attendance is Attendance.PRESENT

    @property
    def state(self) -> SittingState:
        """The one state that tablet, page and paper show (see ``shared.look``)."""
        return _state(self)


class SittingState(StrEnum):
    """The states of the look, in the order in which they are counted and drawn."""

    EXPECTED = "expected"
    PRESENT = "present"
    LATE = "late"
    VERY_LATE = "very_late"
    ABSENT = "absent"
    PENDING = "pending"
    ALARM = "alarm"
    AWAY = "away"
    COLLECTED = "collected"


def _state(record: SittingRecord) -> SittingState:
    if record.attendance is Attendance.CONTRADICTED or record.identity is Identity.MISMATCH:
        return SittingState.ALARM
    if record.attendance is Attendance.EXPECTED:
        return SittingState.PENDING if record.identity is Identity.PENDING else SittingState.EXPECTED
    if record.attendance is not Attendance.PRESENT:
        return SittingState.ABSENT
    if record.identity is Identity.PENDING:
        return SittingState.PENDING
    if record.away_since is not None:
        return SittingState.AWAY
    if record.script_collected_at is not None:
        return SittingState.COLLECTED
    if record.lateness in (Lateness.VERY_LATE, Lateness.ASK_OFFICER):
        return SittingState.VERY_LATE
    return SittingState.LATE if record.lateness is Lateness.LATE else SittingState.PRESENT


class PackHandedOver(Struct, frozen=True, kw_only=True):
    """When a room's scripts and papers went to the office, and from whom to whom."""

    at: datetime
    given_by: InvigilatorId
    taken_by: str
    scripts: dict[ComponentId, int]
    items: tuple[str, ...] = ()


class RoomRecord(Struct, frozen=True, kw_only=True):
    """What is recorded of one room.

    ``evidence`` lists the facts behind each topic: ``duty``, ``close``, ``packet|component`` and
    ``count|component``, so that an answer about one is not reopened by another.
    """

    room_id: RoomId
    on_duty: tuple[InvigilatorId, ...] = ()
    served: tuple[InvigilatorId, ...] = ()
    checklist: tuple[str, ...] = ()
    packets_checked: dict[ComponentId, tuple[InvigilatorId, ...]] = {}
    packets_opened: tuple[ComponentId, ...] = ()
    packet_mismatches: tuple[ComponentId, ...] = ()
    started_at: dict[ComponentId, datetime] = {}
    stops: tuple[Stop, ...] = ()
    finished_at: dict[ComponentId, datetime] = {}
    counted: dict[ComponentId, int] = {}
    count_claims: dict[ComponentId, tuple[int, ...]] = {}
    unused: dict[ComponentId, int] = {}
    signed_by: tuple[InvigilatorId, ...] = ()
    signed_at: datetime | None = None
    signed_digest: str = ""
    closed_at: datetime | None = None
    refused_scans: int = 0
    script_read: dict[ComponentId, tuple[str, ...]] = {}
    overrides: tuple[StepOverride, ...] = ()
    skipped: tuple[SkippedStep, ...] = ()
    custody: tuple[PaperCustody, ...] = ()
    handed_over: PackHandedOver | None = None
    evidence: dict[str, tuple[EnvelopeId, ...]] = {}

    @property
    def sign_off(self) -> SignOff:
        """How far the room's register is signed off."""
        if self.closed_at is not None:
            return SignOff.CLOSED
        return SignOff.OPEN if self.signed_at is None else SignOff.SIGNED


class SignOff(StrEnum):
    """From ``SIGNED`` on, a correction needs a second signature (see ``shared.record.corrections``)."""

    OPEN = "open"
    SIGNED = "signed"
    CLOSED = "closed"


class ScriptBalance(Struct, frozen=True, kw_only=True):
    """One component across all rooms: who sat it, whose script is there, what is sealed."""

    component_id: ComponentId
    expected: int
    present: int
    absent: int
    undecided: int
    collected: int
    sealed: int
    missing: tuple[CandidateId, ...] = ()
    surplus: tuple[CandidateId, ...] = ()

    @property
    def is_balanced(self) -> bool:
        """Present equals collected, by name, and nobody is undecided."""
        return not self.missing and not self.surplus and self.undecided == 0


class DiscrepancyKind(StrEnum):
    """What does not add up (design: discrepancies)."""

    ATTENDANCE_CONTRADICTED = "attendance_contradicted"
    ATTENDANCE_NOT_SET = "attendance_not_set"
    TWO_PLACES = "two_places"
    SEAT_TAKEN_TWICE = "seat_taken_twice"
    IDENTITY_PENDING = "identity_pending"
    IDENTITY_MISMATCH = "identity_mismatch"
    UNLISTED_SITTER = "unlisted_sitter"
    PRESENT_WITHOUT_SCRIPT = "present_without_script"
    SCRIPT_WITHOUT_PRESENCE = "script_without_presence"
    COUNTS_DIFFER = "counts_differ"
    PACKET_MISMATCH = "packet_mismatch"
    PACKET_OPENED_BY_ONE = "packet_opened_by_one"
    REGISTER_UNSIGNED = "register_unsigned"
    CLOCK_SUSPECT = "clock_suspect"
    RATIO_BREACHED = "ratio_breached"
    QUARANTINED_RECORD = "quarantined_record"
    STEP_SKIPPED = "step_skipped"
    START_OUTSIDE_WINDOW = "start_outside_window"
    SUPERVISION_GAP = "supervision_gap"
    CORRECTION_UNCOUNTERSIGNED = "correction_uncountersigned"
    PAPERS_DIFFER = "papers_differ"


class Discrepancy(Struct, frozen=True, kw_only=True):
    """A task with a place, people and evidence, closed by an eyes-on answer.

    ``rooms`` names all of them where it has to be looked at in more than ``room`` alone.
    """

    id: str
    kind: DiscrepancyKind
    room: RoomId | None = None
    rooms: tuple[RoomId, ...] = ()
    component_id: ComponentId | None = None
    candidate_ids: tuple[CandidateId, ...] = ()
    seat: str | None = None
    detail: str = ""
    evidence: tuple[EnvelopeId, ...] = ()
    answer: str = ""
    settled_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return not self.settled_by

    @property
    def places(self) -> tuple[RoomId, ...]:
        """Every room in which it has to be looked at."""
        return self.rooms or ((self.room,) if self.room else ())


class Register(Struct, frozen=True, kw_only=True):
    """Everything a session's record says at one revision.

    ``revision`` is the number of facts folded; sittings stand in pack order, unlisted sitters behind.
    """

    session: SessionId
    pack_version: int
    revision: int
    sittings: tuple[SittingRecord, ...]
    rooms: tuple[RoomRecord, ...]
    incidents: tuple[Incident, ...]
    help_calls: tuple[HelpCall, ...]
    balances: tuple[ScriptBalance, ...]
    script_envelopes: tuple[ScriptEnvelope, ...]
    discrepancies: tuple[Discrepancy, ...]
    consignments: tuple[Consignment, ...] = ()
    supervision: tuple[SupervisionChain, ...] = ()
    unknown_events: int = 0
    sign_offs: tuple[ComponentSignOff, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    bookings: tuple[Booking, ...] = ()

    def sitting(self, candidate: CandidateId, component: ComponentId) -> SittingRecord | None:
        """The record of one sitting, or None."""
        return next((s for s in self.sittings if s.key == (candidate, component)), None)

    def room(self, wanted: RoomId) -> RoomRecord:
        """The record of one room; an empty one where nothing was recorded yet."""
        return next((r for r in self.rooms if r.room_id == wanted), RoomRecord(room_id=wanted))

    def in_room(self, room: RoomId) -> tuple[SittingRecord, ...]:
        """The register of one room: planned here or recorded here."""
        return tuple(s for s in self.sittings if room in (s.place, s.planned_room))

    def of_component(self, component: ComponentId) -> tuple[SittingRecord, ...]:
        """The register of one component across all rooms (rule 25)."""
        return tuple(s for s in self.sittings if s.component_id == component)

    def transferred_in(self, component: ComponentId) -> tuple[SittingRecord, ...]:
        """The separate register of those who are entered at another centre (rule 23)."""
        return tuple(s for s in self.of_component(component) if s.from_centre)

    def own_entries(self, component: ComponentId) -> tuple[SittingRecord, ...]:
        """The component's register without those who are transferred in."""
        return tuple(s for s in self.of_component(component) if not s.from_centre)

    def balance(self, component: ComponentId) -> ScriptBalance | None:
        """The script balance of one component, or None."""
        return next((b for b in self.balances if b.component_id == component), None)

    def sign_off(self, component: ComponentId) -> ComponentSignOff | None:
        """The officer's last signature under the component's register, or None."""
        return next((s for s in self.sign_offs if s.component_id == component), None)

    @property
    def open_discrepancies(self) -> tuple[Discrepancy, ...]:
        """What still waits for somebody."""
        return tuple(d for d in self.discrepancies if d.is_open)
