"""The incident log as its reader may see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from hub.web.office.day.reports import Sent, draft_path, sent_of
from hub.web.office.desk import InHand
from hub.web.office.wording import INCIDENT_TITLES, REPORT_TITLES
from shared.ids import CandidateId
from shared.record.events.office import ReportSent
from shared.record.facts import Fact
from shared.record.incident_log import Incident
from shared.record.incident_templates import template_for, unanswered


class NoteView(Struct, frozen=True, kw_only=True):
    """One paragraph with its author and time."""

    at: datetime
    actor: str
    text: str
    action: str


class DraftLink(Struct, frozen=True, kw_only=True):
    """A report that can be drafted of an incident, and whether it went."""

    title: str
    href: str
    sent: Sent | None


class IncidentDetail(Struct, frozen=True, kw_only=True):
    """An incident with everything said about it since."""

    incident_id: str
    kind: str
    title: str
    place: str
    at: datetime
    until: datetime | None
    restricted: bool
    candidates: tuple[tuple[CandidateId, str], ...]
    people: tuple[str, ...]
    details: tuple[tuple[str, str], ...]
    unanswered: tuple[str, ...]
    notes: tuple[NoteView, ...]
    drafts: tuple[DraftLink, ...]

    def holds(self, words: Iterable[str]) -> bool:
        """Whether every word stands somewhere in it."""
        told = " ".join(
            (
                self.title,
                self.place,
                *(name for _, name in self.candidates),
                *self.people,
                *(f"{n.text} {n.action} {n.actor}" for n in self.notes),
                *(value for _, value in self.details),
            )
        ).casefold()
        return all(word in told for word in words)


def detail_of(held: InHand, incident: Incident, facts: Iterable[Fact]) -> IncidentDetail:
    """One incident in words."""
    names, template = held.names, template_for(incident.kind)
    sent = tuple(f for f in facts if isinstance(f.envelope.event, ReportSent))
    witnesses = (f"{names.actor(w)}, witness" for w in incident.witnesses)
    others = (f"{p.name}, {p.role}" if p.role else p.name for p in incident.people)
    labels = {f.key: f.label for f in template.fields}
    return IncidentDetail(
        incident_id=incident.incident_id,
        kind=incident.kind,
        title=INCIDENT_TITLES.get(incident.kind, "Incident"),
        place=names.room(incident.room),
        at=incident.happened_at,
        until=incident.until,
        restricted=incident.restricted,
        candidates=tuple((c, names.numbered(c)) for c in incident.candidate_ids),
        people=(*witnesses, *others),
        details=tuple((labels.get(key, key.replace("_", " ")), v) for key, v in incident.details.items()),
        unanswered=tuple(f.label for f in unanswered(incident.kind, incident.details)),
        notes=tuple(
            NoteView(at=n.at, actor=names.actor(n.actor), text=n.text, action=n.action)
            for n in incident.notes
        ),
        drafts=tuple(
            DraftLink(
                title=REPORT_TITLES[report],
                href=draft_path(held.session, incident.incident_id, report),
                sent=sent_of(sent, report, incident=incident.incident_id),
            )
            for report in template.drafts
            if report != "very_late"
        ),
    )
