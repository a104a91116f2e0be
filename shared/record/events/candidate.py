"""What happens to a candidate: identity, attendance, movements, arrangements."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from shared.ids import CandidateId, ComponentId, InvigilatorId, RoomId
from shared.plan.candidates import Arrangement
from shared.record.events.base import Event, Moment


class Attendance(StrEnum):
    """What the register says of one sitting; ``CONTRADICTED`` waits for an eyes-on answer."""

    EXPECTED = "expected"
    PRESENT = "present"
    ABSENT = "absent"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    CONTRADICTED = "contradicted"


class Identity(StrEnum):
    """What was decided of who the person is."""

    UNDECIDED = "undecided"
    CONFIRMED = "confirmed"
    PENDING = "pending"
    MISMATCH = "mismatch"


IdentityMethod = Literal["tag_and_photo", "document", "known_to_staff", "none"]


class IdentityDecided(Event, frozen=True):
    """An invigilator looked at the person and decided (rule 21). A tag alone proves only a seat."""

    candidate_id: CandidateId
    decision: Identity
    method: IdentityMethod
    note: str = ""


class CandidateMarkedPresent(Event, frozen=True):
    """The candidate sits in the envelope's room for this component."""

    candidate_id: CandidateId
    component_id: ComponentId
    seat: str | None = None


class CandidateMarkedAbsent(Event, frozen=True):
    """The candidate did not come."""

    candidate_id: CandidateId
    component_id: ComponentId


class CandidateMarkedTransferred(Event, frozen=True):
    """The candidate sits at another centre (rule 23)."""

    candidate_id: CandidateId
    component_id: ComponentId
    to_centre: str


class CandidateMarkedWithdrawn(Event, frozen=True):
    """The candidate was withdrawn and is struck through on the register (rule 22)."""

    candidate_id: CandidateId
    component_id: ComponentId


class LateArrivalAdmitted(Event, frozen=True):
    """A candidate came after the start and was let in with the full time (rule 15).

    ``supervised_from`` is when staff took charge of the candidate and ``travel`` how they came: a very-late
    report asks for both (rule 17).
    """

    candidate_id: CandidateId
    component_id: ComponentId
    arrived_at: Moment
    seat: str | None = None
    reason: str = ""
    warned_may_be_refused: bool = False
    supervised_from: Moment | None = None
    travel: str = ""


class LateArrivalRefused(Event, frozen=True):
    """A candidate came late and was not let in."""

    candidate_id: CandidateId
    component_id: ComponentId
    arrived_at: Moment
    reason: str


class AttendanceCorrected(Event, frozen=True):
    """Somebody who had seen the earlier fact says that it was wrong.

    Once the room's register is signed, a second person signs beside it: ``countersigned_by``.
    """

    candidate_id: CandidateId
    component_id: ComponentId
    old: Attendance
    new: Attendance
    reason: str
    countersigned_by: InvigilatorId = ""


class UnlistedCandidateAdded(Event, frozen=True):
    """Somebody who is on no list sits the component (rule 22); a formal entry has to follow.

    With ``from_centre`` the candidate is transferred in and belongs on a separate register (rule 23).
    """

    candidate_id: CandidateId
    component_id: ComponentId
    name: str
    number: str = ""
    seat: str | None = None
    reason: str = ""
    from_centre: str = ""


class SeatChanged(Event, frozen=True):
    """A move during the exam, recorded on the plan (rule 2).

    ``room`` is where the new seat is when the office moves somebody to another room; None: the same room.
    """

    candidate_id: CandidateId
    component_id: ComponentId
    old: str | None
    new: str
    reason: str = ""
    room: RoomId | None = None


Purpose = Literal["toilet", "illness", "other"]


class CandidateLeftRoom(Event, frozen=True):
    """A candidate left the room under escort (rule 30)."""

    candidate_id: CandidateId
    escort: str
    purpose: Purpose = "toilet"


class CandidateReturned(Event, frozen=True):
    """A candidate came back."""

    candidate_id: CandidateId


class CandidateFinished(Event, frozen=True):
    """A candidate finished writing and was dismissed."""

    candidate_id: CandidateId
    component_id: ComponentId


class RestBreakStarted(Event, frozen=True):
    """The candidate's own clock stopped for a supervised rest break (rule 26)."""

    candidate_id: CandidateId


class RestBreakEnded(Event, frozen=True):
    """The candidate's own clock runs again."""

    candidate_id: CandidateId


class ArrangementGranted(Event, frozen=True):
    """The officer granted an arrangement on the day."""

    candidate_id: CandidateId
    arrangement: Arrangement
    reason: str


class SupervisionHandedOver(Event, frozen=True):
    """Between two papers of a clash somebody else supervises the candidate from now on.

    An empty ``to_supervisor`` lets the candidate go: nobody supervises from then on.
    """

    candidate_id: CandidateId
    to_supervisor: InvigilatorId
    to_room: RoomId | None = None
