"""What single facts say of a sitting's attendance, and which of them replaces which."""

from __future__ import annotations

from shared.ids import CandidateId, ComponentId
from shared.record.events import candidate as ev
from shared.record.events import office
from shared.record.events.candidate import Attendance
from shared.record.facts import Fact, had_seen


def attendance_said(fact: Fact, candidate: CandidateId, component: ComponentId) -> Attendance | None:
    """What a fact says of this sitting's attendance, or None where it says nothing."""
    event = fact.envelope.event
    if isinstance(event, office.DiscrepancySettled):
        ruling = event.ruling
        applies = ruling is not None and (ruling.candidate_id, ruling.component_id) == (candidate, component)
        return ruling.attendance if ruling is not None and applies else None
    if (getattr(event, "candidate_id", None), getattr(event, "component_id", None)) != (candidate, component):
        return None
    match event:
        case ev.CandidateMarkedPresent() | ev.LateArrivalAdmitted() | ev.UnlistedCandidateAdded():
            return Attendance.PRESENT
        case ev.CandidateMarkedAbsent() | ev.LateArrivalRefused():
            return Attendance.ABSENT
        case ev.CandidateMarkedTransferred():
            return Attendance.TRANSFERRED
        case ev.CandidateMarkedWithdrawn():
            return Attendance.WITHDRAWN
        case ev.AttendanceCorrected():
            return event.new
        case _:
            return None


def replaces(later: Fact, earlier: Fact, candidate: CandidateId, component: ComponentId) -> bool:
    """Whether ``later`` may stand in for ``earlier``: it had seen it, and agrees or gives its reason."""
    if not had_seen(later, earlier):
        return False
    said, before = (attendance_said(fact, candidate, component) for fact in (later, earlier))
    # Where something was taken back nothing is said any more: the next decision is a first one again.
    if before in (said, Attendance.EXPECTED):
        return True
    match later.envelope.event:
        case ev.AttendanceCorrected() | office.DiscrepancySettled():
            return True
        case ev.LateArrivalAdmitted():
            return before is Attendance.ABSENT
        case _:
            return False
