"""Incidents and calls for help."""

from __future__ import annotations

from typing import Literal

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


class IncidentRecorded(Event, frozen=True):
    """Something that belongs into the incident log (rule 30); restricted ones only the officer reads."""

    incident_id: str
    kind: IncidentKind
    happened_at: Moment
    text: str
    candidate_ids: tuple[CandidateId, ...] = ()
    witnesses: tuple[InvigilatorId, ...] = ()
    action: str = ""
    restricted: bool = False


class IncidentAmended(Event, frozen=True):
    """More was said about an incident; the earlier text stays."""

    incident_id: str
    text: str
    action: str = ""


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
