"""Incidents recorded in the office, and what is added to them: the earlier text always stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, get_args

from msgspec import Struct

from hub.web.office.acting import LONGEST_LINE, LONGEST_TEXT, SHORTEST_ANSWER, Acting, text_of
from hub.web.office.desk import InHand
from hub.web.office.refusals import NotThere, NotUsable
from shared.canonical import digest
from shared.ids import CandidateId, ComponentId, InvigilatorId, RoomId, SessionId
from shared.plan.timetable import in_zone
from shared.record.deadlines import day_of
from shared.record.events.incident import IncidentAmended, IncidentKind, IncidentRecorded, PersonInvolved
from shared.record.events.office import ReportKind, ReportSent
from shared.record.incident_templates import template_for

KINDS: Final[tuple[IncidentKind, ...]] = get_args(IncidentKind)
MOST_PEOPLE: Final = 200
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_SLACK: Final = timedelta(minutes=2)


class Told(Struct, frozen=True, kw_only=True):
    """What a form says of an incident, before it is looked at."""

    text: str
    action: str = ""
    candidates: str = ""
    people: str = ""
    witnesses: tuple[InvigilatorId, ...] = ()
    until: str = ""
    details: Mapping[str, str] = {}


class Report(Struct, frozen=True, kw_only=True):
    """A report that went to an awarding body."""

    report: ReportKind
    incident_id: str = ""
    candidate_id: CandidateId = ""
    component_id: ComponentId = ""
    sent_to: str = ""
    reference: str = ""
    room: RoomId | None = None


class IncidentActions(Acting):
    """What the office writes into the incident log of a session."""

    async def record(
        self,
        session: SessionId,
        kind: str,
        at: str,
        room: RoomId,
        told: Told,
        *,
        restricted: bool,
        actor: str,
    ) -> str:
        """Write a new incident; returns its identifier. Raises NotThere, NotUsable."""
        known = next((k for k in KINDS if k == kind), None)
        if known is None:
            raise NotUsable("Choose what sort of incident it was.")
        text = text_of(told.text, "what happened", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        async with self._one_at_a_time:
            held = await self._held(session)
            if room and held.pack.room(room) is None:
                raise NotUsable("That room is not in this session.")
            happened = moment_of(held, at, "the time")
            if happened is None:
                raise NotUsable("Say when it happened, for instance 09:40.")
            event = IncidentRecorded(
                incident_id=digest(f"{session}|{held.seen}|{happened.isoformat()}|{text}")[:12],
                kind=known,
                happened_at=happened,
                text=text,
                candidate_ids=candidates_of(held, told.candidates),
                witnesses=witnesses_of(held, told.witnesses),
                action=text_of(told.action, "what was done", most=LONGEST_TEXT),
                restricted=restricted or template_for(known).restricted,
                until=moment_of(held, told.until, "the end"),
                people=people_of(told.people),
                details=answers_of(known, told.details),
            )
            await self._record(held, event, actor, room=room or None)
        return event.incident_id

    async def amend(self, session: SessionId, incident_id: str, told: Told, *, actor: str) -> None:
        """Add to an incident. Raises NotThere, NotUsable."""
        text = text_of(told.text, "what is to be added", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        async with self._one_at_a_time:
            held = await self._held(session)
            known = next((i for i in held.register.incidents if i.incident_id == incident_id), None)
            if known is None:
                raise NotThere("There is no such incident.")
            event = IncidentAmended(
                incident_id=incident_id,
                text=text,
                action=text_of(told.action, "what was done", most=LONGEST_TEXT),
                until=moment_of(held, told.until, "the end"),
                details=answers_of(known.kind, told.details),
                candidate_ids=candidates_of(held, told.candidates),
                witnesses=witnesses_of(held, told.witnesses),
                people=people_of(told.people),
            )
            await self._record(held, event, actor, room=known.room)

    async def sent(self, session: SessionId, report: Report, *, actor: str) -> None:
        """Note that a report went. Raises NotUsable."""
        to = text_of(report.sent_to, "to whom it went", most=LONGEST_LINE, least=1)
        reference = text_of(report.reference, "the reference", most=LONGEST_LINE)
        async with self._one_at_a_time:
            held = await self._held(session)
            event = ReportSent(
                report=report.report,
                incident_id=report.incident_id,
                candidate_id=report.candidate_id,
                component_id=report.component_id,
                sent_to=to,
                reference=reference,
            )
            await self._record(held, event, actor, room=report.room)


def moment_of(held: InHand, text: str, what: str) -> datetime | None:
    """A time on the session's day; None where nothing is filled in. Raises NotUsable."""
    if not text.strip():
        return None
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise NotUsable(f"Write {what} as hours and minutes, for instance 09:40.")
    moment = in_zone(held.pack.session.day, int(match[1]), int(match[2]), held.zone)
    if moment > held.now + _SLACK and day_of(held.now, held.zone) <= held.pack.session.day:
        raise NotUsable(f"{text.strip()} has not come yet: write when it happened.")
    return moment


def candidates_of(held: InHand, text: str) -> tuple[CandidateId, ...]:
    """Candidates by their numbers. Raises NotUsable naming the first number that nobody has."""
    numbers = text.replace(",", " ").replace(";", " ").split()
    if len(numbers) > MOST_PEOPLE:
        raise NotUsable(f"At most {MOST_PEOPLE} candidates are named in one entry.")
    known = {c.number: c.id for c in held.pack.candidates if c.number}
    known |= {s.unlisted_number: s.candidate_id for s in held.register.sittings if s.unlisted_number}
    unknown = [n for n in numbers if n not in known]
    if unknown:
        raise NotUsable(f"Nobody in this session has the number {unknown[0]}. Write candidate numbers.")
    return tuple(dict.fromkeys(known[n] for n in numbers))


def witnesses_of(held: InHand, chosen: tuple[InvigilatorId, ...]) -> tuple[InvigilatorId, ...]:
    """Invigilators of the session. Raises NotUsable."""
    if any(held.pack.invigilator(one) is None for one in chosen):
        raise NotUsable("A witness is chosen from the list; write others under other people.")
    return tuple(dict.fromkeys(chosen))


def people_of(text: str) -> tuple[PersonInvolved, ...]:
    """One person a line: ``N. Nurse, first aider``. Raises NotUsable."""
    people = []
    for line in text.splitlines():
        name, _, role = line.partition(",")
        if name.strip():
            name = text_of(name, "a name", most=LONGEST_LINE)
            people.append(PersonInvolved(name=name, role=text_of(role, "a role", most=LONGEST_LINE)))
    return tuple(dict.fromkeys(people))


def answers_of(kind: str, details: Mapping[str, str]) -> dict[str, str]:
    """Answers to the questions of this kind, those left empty left out. Raises NotUsable."""
    answers = {}
    for field in template_for(kind).fields:
        answer = text_of(details.get(field.key, ""), field.label.lower(), most=LONGEST_TEXT)
        if answer and field.choices and answer not in field.choices:
            raise NotUsable(f"{field.label}: choose one of {', '.join(field.choices)}.")
        if answer:
            answers[field.key] = answer
    return answers
