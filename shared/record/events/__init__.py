"""Every event ExamDay knows, as one tagged union."""

from __future__ import annotations

from typing import Final, TypeAlias

from shared.record.events import candidate, dispatch, incident, keeping, office, room, scripts
from shared.record.events.base import Event, UnknownEvent

RoomEvent: TypeAlias = (
    room.InvigilatorSignedIn
    | room.InvigilatorSignedOut
    | room.ChecklistConfirmed
    | room.PacketChecked
    | room.PacketOpened
    | room.PacketResealed
    | room.StartScriptRead
    | room.ExamStarted
    | room.ClockStopped
    | room.ClockResumed
    | room.RollCalled
    | room.ExamFinished
    | room.RegisterSigned
    | room.RoomClosed
    | room.ScanRefused
    | room.StepOverridden
    | room.NoticeRead
)
CandidateEvent: TypeAlias = (
    candidate.IdentityDecided
    | candidate.CandidateMarkedPresent
    | candidate.CandidateMarkedAbsent
    | candidate.CandidateMarkedTransferred
    | candidate.CandidateMarkedWithdrawn
    | candidate.LateArrivalAdmitted
    | candidate.LateArrivalRefused
    | candidate.AttendanceCorrected
    | candidate.UnlistedCandidateAdded
    | candidate.SeatChanged
    | candidate.CandidateLeftRoom
    | candidate.CandidateReturned
    | candidate.CandidateFinished
    | candidate.RestBreakStarted
    | candidate.RestBreakEnded
    | candidate.ArrangementGranted
    | candidate.SupervisionHandedOver
)
IncidentEvent: TypeAlias = (
    incident.IncidentRecorded
    | incident.IncidentAmended
    | incident.HelpRequested
    | incident.HelpAcknowledged
    | incident.HelpClosed
)
ScriptEvent: TypeAlias = (
    scripts.ScriptCollected
    | scripts.ScriptsCounted
    | scripts.UnusedPapersCounted
    | scripts.CoverSheetAttached
    | scripts.RoomPackHandedOver
)
OfficeEvent: TypeAlias = (
    office.PackPublished
    | office.DiscrepancySettled
    | office.EnvelopeSealed
    | office.ConsignmentPacked
    | office.ConsignmentCollected
    | office.PaperDeliveryLogged
    | office.LogBookEntryMade
    | office.NoticeSent
    | office.ReportSent
    | office.OfficeActed
    | office.DeviceEnrolled
    | office.DeviceRevoked
    | office.RecordQuarantined
    | office.RecordsCarried
    | dispatch.ComponentSignedOff
    | dispatch.EnvelopeReopened
    | dispatch.EnvelopesStored
    | dispatch.EnvelopesTakenOut
    | dispatch.CollectionBooked
    | dispatch.CollectionCancelled
    | dispatch.ConsignmentOpened
    | keeping.SessionArchived
    | keeping.ReviewsClosed
    | keeping.ReleaseHeld
    | keeping.ReleaseHoldLifted
    | keeping.KeptReleased
    | keeping.RecordsReleased
)
KnownEvent: TypeAlias = RoomEvent | CandidateEvent | IncidentEvent | ScriptEvent | OfficeEvent
AnyEvent: TypeAlias = KnownEvent | UnknownEvent

EVENT_TYPES: Final[tuple[type[Event], ...]] = tuple(KnownEvent.__args__)
"""The event classes, for documentation and tests that walk all of them."""

__all__ = [
    "EVENT_TYPES",
    "AnyEvent",
    "CandidateEvent",
    "Event",
    "IncidentEvent",
    "KnownEvent",
    "OfficeEvent",
    "RoomEvent",
    "ScriptEvent",
    "UnknownEvent",
]
