"""Where a fact must be found in the register that took it, and what may end a contradiction."""

from __future__ import annotations

from shared.record.discrepancies import discrepancy_id
from shared.record.events import AnyEvent, candidate, incident, office, room, scripts
from shared.record.facts import Fact
from shared.record.register import DiscrepancyKind, Register

PASSING = (
    candidate.SeatChanged,
    candidate.CandidateLeftRoom,
    candidate.CandidateReturned,
    candidate.CandidateFinished,
    room.ClockResumed,
    incident.HelpAcknowledged,
    office.ConsignmentCollected,
    candidate.SupervisionHandedOver,
)
"""Of these only the last counts, or only where there is what they are about; the rest are facts in a list."""

ENDS: dict[DiscrepancyKind, tuple[type, ...]] = {
    DiscrepancyKind.ATTENDANCE_CONTRADICTED: (
        office.DiscrepancySettled,
        candidate.AttendanceCorrected,
        candidate.LateArrivalAdmitted,
    ),
    DiscrepancyKind.TWO_PLACES: (
        office.DiscrepancySettled,
        candidate.AttendanceCorrected,
        # Somebody who knew of both rooms says where the candidate is.
        candidate.CandidateMarkedPresent,
        candidate.LateArrivalAdmitted,
        candidate.UnlistedCandidateAdded,
    ),
    DiscrepancyKind.IDENTITY_PENDING: (office.DiscrepancySettled, candidate.IdentityDecided),
    DiscrepancyKind.IDENTITY_MISMATCH: (office.DiscrepancySettled, candidate.IdentityDecided),
    DiscrepancyKind.PACKET_MISMATCH: (office.DiscrepancySettled,),
    DiscrepancyKind.QUARANTINED_RECORD: (office.DiscrepancySettled,),
    DiscrepancyKind.CLOCK_SUSPECT: (office.DiscrepancySettled,),
}
"""By kind, the facts that may make it go away. Nothing else does: no later mark, no clock, no signature."""


def evidence_of(register: Register) -> set[str]:
    """Every fact that some row, room or discrepancy names."""
    named: set[str] = set()
    for sitting in register.sittings:
        named.update(sitting.evidence, sitting.identity_evidence, sitting.script_evidence)
    for record in register.rooms:
        named.update(*record.evidence.values(), *(custody.evidence for custody in record.custody))
    for chain in register.supervision:
        named.update(chain.evidence)
    for discrepancy in register.discrepancies:
        named.update(discrepancy.evidence)
    return named


def is_told(register: Register, fact: Fact, named: set[str]) -> bool:
    """Whether the register shows this fact: as evidence, or by what it says in its place."""
    return fact.id in named or _shows(register, fact.envelope.room, fact.envelope.event)


def _shows(register: Register, where: str | None, event: AnyEvent) -> bool:
    here = register.room(where or "")
    match event:
        case room.ExamStarted():
            return set(event.component_ids) <= here.started_at.keys()
        case room.ExamFinished():
            return set(event.component_ids) <= here.finished_at.keys()
        case room.ClockStopped():
            return bool(here.stops)
        case scripts.RoomPackHandedOver():
            return here.handed_over is not None
        case incident.IncidentRecorded() | incident.IncidentAmended():
            return any(
                event.text in {note.text for note in kept.notes}
                for kept in register.incidents
                if kept.incident_id == event.incident_id
            )
        case incident.HelpRequested():
            return event.help_id in {call.help_id for call in register.help_calls}
        case office.EnvelopeSealed():
            return event.script_envelope_id in {e.script_envelope_id for e in register.script_envelopes}
        case office.ConsignmentPacked():
            return event.consignment_id in {c.consignment_id for c in register.consignments}
        case office.RecordQuarantined():
            # The same bytes twice are one task.
            found = discrepancy_id(DiscrepancyKind.QUARANTINED_RECORD, event.quarantine_id)
            return found in {d.id for d in register.discrepancies}
        case office.DiscrepancySettled():
            # An answer that did not know of everything leaves the question as open as it was.
            return event.ruling is None
        case _:
            return isinstance(event, PASSING)
