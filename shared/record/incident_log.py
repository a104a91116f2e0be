"""The incident log and the calls for help, as values."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shared.ids import CandidateId, InvigilatorId, RoomId
from shared.record.events.incident import PersonInvolved


class IncidentNote(Struct, frozen=True, kw_only=True):
    """One paragraph of an incident with its author and time."""

    at: datetime
    actor: str
    text: str
    action: str = ""


class Incident(Struct, frozen=True, kw_only=True):
    """An incident with everything said about it since.

    ``details`` answers its template's questions: the first answer, and whatever else was said behind it.
    """

    incident_id: str
    kind: str
    room: RoomId | None
    happened_at: datetime
    candidate_ids: tuple[CandidateId, ...] = ()
    witnesses: tuple[InvigilatorId, ...] = ()
    restricted: bool = False
    notes: tuple[IncidentNote, ...] = ()
    until: datetime | None = None
    people: tuple[PersonInvolved, ...] = ()
    details: dict[str, str] = {}

    @property
    def authors(self) -> tuple[InvigilatorId, ...]:
        """Who wrote it and added to it, each once."""
        return tuple(dict.fromkeys(note.actor for note in self.notes))


class HelpCall(Struct, frozen=True, kw_only=True):
    """A call for help and how far it got."""

    help_id: str
    kind: str
    room: RoomId | None
    asked_at: datetime
    note: str = ""
    acknowledged_at: datetime | None = None
    closed_at: datetime | None = None
