"""What the exams office does: settling, sealing, dispatching, devices."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from shared.ids import CandidateId, ComponentId, DeviceId, EnvelopeId, RoomId
from shared.record.events.base import Event, Moment
from shared.record.events.candidate import Attendance


class PackPublished(Event, frozen=True):
    """A version of the session's plan was frozen."""

    version: int
    content_hash: str


class AttendanceRuling(Struct, frozen=True, kw_only=True):
    """The attendance that settles a discrepancy, where it decides one."""

    candidate_id: CandidateId
    component_id: ComponentId
    attendance: Attendance


class DiscrepancySettled(Event, frozen=True):
    """An eyes-on answer by a named person. ``evidence`` is every fact that the answer took into account.

    A fact about the same thing that is not in ``evidence`` reopens the discrepancy. ``way`` says which of
    the possible answers it was (see ``shared.record.settling``); empty where none was chosen.
    """

    discrepancy_id: str
    answer: str
    evidence: tuple[EnvelopeId, ...]
    ruling: AttendanceRuling | None = None
    way: str = ""


class EnvelopeSealed(Event, frozen=True):
    """Scripts of one component went into a script envelope, number ``number`` of ``of`` (rules 37, 39).

    ``label`` is the number of the awarding body's own label; 0 grams were not weighed. An envelope that was
    opened again and is sealed anew keeps its identifier.
    """

    script_envelope_id: str
    component_id: ComponentId
    number: int
    of: int
    candidate_ids: tuple[CandidateId, ...]
    first_number: str
    last_number: str
    label: str = ""
    weight_grams: int = 0


class ConsignmentPacked(Event, frozen=True):
    """Sealed script envelopes went into one sack or parcel; ``labels`` are the numbers scanned from it."""

    consignment_id: str
    board: str
    script_envelope_ids: tuple[str, ...]
    service: str = ""
    booking_reference: str = ""
    labels: tuple[str, ...] = ()
    weight_grams: int = 0


class ConsignmentCollected(Event, frozen=True):
    """The courier took a consignment (rules 40, 41).

    ``signature`` is what the driver drew, as the strokes of an SVG path; empty where paper was signed.
    ``handed_over_at`` is when it happened, where the office put it on record later.
    """

    consignment_id: str
    driver: str
    proof: str = ""
    signature: str = ""
    handed_over_at: Moment | None = None


class PaperDeliveryLogged(Event, frozen=True):
    """Confidential material arrived (rule 7)."""

    board: str
    boxes: int
    received_by: str


class LogBookEntryMade(Event, frozen=True):
    """An entry in the reception log book."""

    text: str


ReportKind = Literal["m1", "m2", "very_late", "special_consideration"]


class ReportSent(Event, frozen=True):
    """A report that the rules ask for went to the awarding body (rules 17, 31, 32 and 34).

    It is about the incident named, or about one candidate's sitting of one component. ``reference`` is what
    the awarding body answered with.
    """

    report: ReportKind
    incident_id: str = ""
    candidate_id: CandidateId = ""
    component_id: ComponentId = ""
    sent_to: str = ""
    reference: str = ""


class NoticeSent(Event, frozen=True):
    """The office told the envelope's room something; without a room, every room of the session.

    Every tablet of the session holds it, so it names candidates by their number at most.
    """

    notice_id: str
    text: str
    urgent: bool = False


class OfficeActed(Event, frozen=True):
    """Somebody in the office changed what has no fact of its own: plan, account, settings, export token.

    ``what`` is a sentence, ``about`` names what was changed (session, room …). Neither holds what was typed,
    so that no password and nobody's name comes here.
    """

    what: str
    about: dict[str, str] = field(default_factory=dict)


class DeviceEnrolled(Event, frozen=True):
    """The officer approved a tablet; ``public_key`` is its Ed25519 key as base64url."""

    device_id: DeviceId
    name: str
    public_key: str
    rooms: tuple[RoomId, ...] = ()


class DeviceRevoked(Event, frozen=True):
    """From now on this tablet's new facts are quarantined."""

    device_id: DeviceId
    reason: str


class RecordsCarried(Event, frozen=True):
    """Records of ``device_id`` came without its own line to the hub, read from its screen as QR codes.

    ``carrier`` is the tablet that read and forwarded them; empty where the office read them itself. The
    records ``first`` to ``last`` are signed by ``device_id`` all the same.
    """

    device_id: DeviceId
    carrier: DeviceId
    first: int
    last: int


QuarantineReason = Literal["malformed", "bad_signature", "unknown_device", "revoked_device", "broken_chain"]


class RecordQuarantined(Event, frozen=True):
    """Bytes arrived that are not authentic or not readable; they are kept under their digest."""

    quarantine_id: str
    device_id: DeviceId
    reason: QuarantineReason
    detail: str
    code_digest: str
