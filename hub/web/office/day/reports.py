"""Which reports are due of a session, by when, and which were sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from msgspec import Struct

from hub.web.office.desk import InHand
from hub.web.office.web import session_path
from shared.ids import CandidateId, ComponentId, RoomId
from shared.record.deadlines import malpractice_deadline, special_consideration_deadline, very_late_deadline
from shared.record.drafts.very_late import very_late_sittings
from shared.record.events.office import ReportKind, ReportSent
from shared.record.facts import Fact
from shared.record.incident_log import Incident
from shared.record.register import SittingRecord
from shared.record.times import Lateness

BY_STAFF = "by staff"


class Sent(Struct, frozen=True, kw_only=True):
    """When a report went, who noted it, to whom, and what was answered."""

    at: datetime
    by: str
    to: str
    reference: str


class Due(Struct, frozen=True, kw_only=True):
    """One report that the rules ask for; ``at_once`` where they name no number of days."""

    report: ReportKind
    href: str
    since: datetime | None
    detail: str
    room: RoomId | None = None
    incident_id: str = ""
    candidate_ids: tuple[CandidateId, ...] = ()
    component_id: ComponentId = ""
    due: date | None = None
    at_once: bool = False
    sent: Sent | None = None

    @property
    def key(self) -> str:
        about = self.incident_id or f"{'-'.join(self.candidate_ids)}-{self.component_id}"
        return f"{self.report}-{about}"


def reports_due(held: InHand, facts: Iterable[Fact]) -> tuple[Due, ...]:
    """Every report of the session, sent or not; a restricted incident's too: ask who may read it."""
    sent = tuple(f for f in facts if isinstance(f.envelope.event, ReportSent))
    very_late = (_very_late(held, s, sent) for s in very_late_sittings(held.register))
    of_incidents = (due for i in held.register.incidents for due in _of_incident(held, i, sent))
    return (*very_late, *of_incidents)


def _very_late(held: InHand, s: SittingRecord, sent: tuple[Fact, ...]) -> Due:
    paper = held.names.paper(s.component_id)
    doubt = " exactly on the limit: decide whether it counts" if s.lateness is Lateness.ASK_OFFICER else ""
    return Due(
        report="very_late",
        href=session_path(held.session, "drafts", "very-late", s.candidate_id, s.component_id),
        since=s.arrived_at,
        detail=f"{paper}: came very late{doubt}".strip(),
        room=s.place,
        candidate_ids=(s.candidate_id,),
        component_id=s.component_id,
        due=very_late_deadline(held.pack.session.day, held.deadline_rules),
        sent=sent_of(sent, "very_late", candidate=s.candidate_id, component=s.component_id),
    )


def _of_incident(held: InHand, incident: Incident, sent: tuple[Fact, ...]) -> Iterator[Due]:
    for report in wanted_reports(incident):
        malpractice = report in ("m1", "m2")
        last_day = malpractice_deadline if malpractice else special_consideration_deadline
        due = last_day(held.pack.session.day, held.deadline_rules)
        yield Due(
            report=report,
            href=draft_path(held.session, incident.incident_id, report),
            since=incident.happened_at,
            detail=incident.notes[0].text if incident.notes else "",
            room=incident.room,
            incident_id=incident.incident_id,
            candidate_ids=incident.candidate_ids,
            due=due,
            at_once=malpractice and due is None,
            sent=sent_of(sent, report, incident=incident.incident_id),
        )


def wanted_reports(incident: Incident) -> tuple[ReportKind, ...]:
    """What an incident asks for as it was recorded: staff or candidates, and whether anyone was affected."""
    wanted: list[ReportKind] = []
    if incident.kind == "malpractice":
        wanted.append("m2" if incident.details.get("type", "") == BY_STAFF else "m1")
    if incident.kind == "wrong_paper":
        wanted.append("m2")
    if incident.details.get("special_consideration", "").startswith("yes"):
        wanted.append("special_consideration")
    return tuple(wanted)


def sent_of(
    sent: Iterable[Fact],
    report: ReportKind,
    *,
    incident: str = "",
    candidate: CandidateId = "",
    component: ComponentId = "",
) -> Sent | None:
    """The last time that this report was noted as sent, or None."""
    found: Sent | None = None
    for fact in sent:
        event = fact.envelope.event
        if isinstance(event, ReportSent) and (
            event.report,
            event.incident_id,
            event.candidate_id,
            event.component_id,
        ) == (report, incident, candidate, component):
            found = Sent(at=fact.at, by=fact.envelope.actor, to=event.sent_to, reference=event.reference)
    return found


def draft_path(session: str, incident_id: str, report: ReportKind) -> str:
    """The page of an incident's draft."""
    return session_path(session, "incidents", incident_id, "drafts", report.replace("_", "-"))
