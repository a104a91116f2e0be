"""Incidents and calls for help."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from shared.ids import CandidateId, InvigilatorId
from shared.record.events.base import Event, Moment

IncidentKind = Literal[
    "late",
    "very_late",
    "malpractice",
    "illness",
    "evacuation",
    "disturbance",
    "leaving_room",
    "wrong_paper",
    "intruder",
    "other",
]


class PersonInvolved(Struct, frozen=True, kw_only=True):
    """Somebody other than a candidate or an invigilator of the plan, with what they did there."""

    name: str
    role: str = ""


class IncidentRecorded(Event, frozen=True):
    """Something that belongs into the incident log (rule 30); restricted ones only the officer reads.

    ``details`` answers the fields of the kind's template (see ``shared.record.incident_templates``).
    """

    incident_id: str
    kind: IncidentKind
    happened_at: Moment
    text: str
    candidate_ids: tuple[CandidateId, ...] = ()
    witnesses: tuple[InvigilatorId, ...] = ()
    action: str = ""
    restricted: bool = False
    until: Moment | None = None
    people: tuple[PersonInvolved, ...] = ()
    details: dict[str, str] = field(default_factory=dict)


class IncidentAmended(Event, frozen=True):
    """More was said about an incident; the earlier text stays, and nobody named before drops out."""

    incident_id: str
    text: str
    action: str = ""
    until: Moment | None = None
    details: dict[str, str] = field(default_factory=dict)
    candidate_ids: tuple[CandidateId, ...] = ()
    witnesses: tuple[InvigilatorId, ...] = ()
    people: tuple[PersonInvolved, ...] = ()


HelpKind = Literal["officer", "first_aid", "escort", "papers", "technician"]


class HelpRequested(Event, frozen=True):
    """A room calls for somebody (rule 5: without leaving the room)."""

    help_id: str
    kind: HelpKind
    note: str = ""


class HelpAcknowledged(Event, frozen=True):
    """Somebody is on the way."""

    help_id: str
    note: str = ""


class HelpClosed(Event, frozen=True):
    """The call was answered."""

    help_id: str
    note: str = ""
