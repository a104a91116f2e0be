"""What the hub holds about one candidate, gathered from the plan and from every session that is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from hub.after.retention.survey import kept_sessions, released_sessions
from hub.after.subject_access import (
    Blanking,
    Detail,
    NamedIncident,
    RecordedLine,
    SatPaper,
    SubjectAccess,
)
from hub.web.office.clock import hours_minutes
from hub.web.office.day.candidate_view import corrections_of, facts_about, person_of, sittings_of
from hub.web.office.desk import InHand, OfficeDesk
from hub.web.office.refusals import NotThere
from hub.web.office.timeline import timeline
from hub.web.office.wording import INCIDENT_TITLES
from shared.ids import CandidateId, SessionId
from shared.plan.candidates import Arrangement
from shared.record.incident_log import Incident

if TYPE_CHECKING:
    from hub.before.records import CandidateRecord
    from hub.bootstrap import Hub

_IDENTIFIERS: Final = (
    ("UCI", "uci"),
    ("UPN", "upn"),
    ("Admission number", "admission_number"),
    ("ULN", "uln"),
    ("Transferred from centre", "from_centre"),
)


def sessions_with(desk: OfficeDesk, who: CandidateId) -> tuple[InHand, ...]:
    """Every kept session that knows the candidate, the earliest first."""
    hub = desk.hub
    held = (desk.in_hand(s) for s in sorted(kept_sessions(hub)) if hub.live.pack(s) is not None)
    return tuple(one for one in held if person_of(one, who) is not None)


def restricted_incidents(held: InHand, who: CandidateId) -> tuple[Incident, ...]:
    """Those that name her and that only officers read: the officer decides whether she gets the text."""
    return tuple(i for i in held.register.incidents if i.restricted and who in i.candidate_ids)


def subject_access_of(
    desk: OfficeDesk, who: CandidateId, *, included: Collection[str], by: str
) -> tuple[SubjectAccess, bytes | None]:
    """The whole answer and her photo; ``included`` are restricted incidents whose text she gets.

    Raises NotThere where neither plan nor record knows her.
    """
    hub = desk.hub
    sessions = sessions_with(desk, who)
    planned = next((c for c in hub.plan.candidates().values() if c.id == who), None)
    if not sessions and planned is None:
        raise NotThere("Neither the plan nor a session that is kept knows this candidate.")
    person = person_of(sessions[-1], who) if sessions else None
    photos = [p.photo for one in sessions if (p := person_of(one, who)) and p.photo]
    photo = _photo(hub, [*([planned.photo] if planned and planned.photo else []), *reversed(photos)])
    centre = hub.centre
    answer = SubjectAccess(
        candidate_id=who,
        name=person.name if person else f"{planned.surname}, {planned.forenames}" if planned else "",
        number=person.number if person else planned.number if planned else "",
        centre=f"{centre.name} ({centre.number})",
        time_zone=centre.time_zone,
        made_at=hub.now(),
        made_by=by,
        person=tuple(_person(hub, sessions, planned, who)),
        papers=tuple(paper for held in sessions for paper in _papers(held, who)),
        record=tuple(line for held in sessions for line in _record(hub, held, who, included)),
        incidents=tuple(one for held in sessions for one in _incidents(held, who, included)),
        gone=tuple(history.session for history in released_sessions(hub)),
        has_photo=photo is not None,
    )
    return answer, photo


def _person(
    hub: Hub, sessions: tuple[InHand, ...], planned: CandidateRecord | None, who: CandidateId
) -> Iterator[Detail]:
    people = [p for held in sessions if (p := person_of(held, who))]
    names = dict.fromkeys([*(p.name for p in people), *([planned.surname] if planned and not people else [])])
    yield Detail(what="Name", says="; ".join(names))
    numbers = dict.fromkeys([*(p.number for p in people), *([planned.number] if planned else [])])
    yield Detail(what="Candidate number", says="; ".join(n for n in numbers if n))
    for what, field in _IDENTIFIERS:
        found = dict.fromkeys([*(getattr(p, field, "") for p in people), getattr(planned, field, "")])
        if says := "; ".join(str(value) for value in found if value):
            yield Detail(what=what, says=says)
    granted = [*(a.label for p in people for a in (*p.planned, *p.granted))]
    if planned is not None:
        mine = [a for a in hub.plan.arrangements().values() if a.number == planned.number]
        granted += [Arrangement(kind=a.kind, percent=a.percent).label for a in mine]
        notes = [a.note for a in mine if a.note]
        entries = [e for e in hub.plan.entries().values() if e.number == planned.number]
        told = [
            f"{e.component_id.replace(':', ' ', 1)}{' (withdrawn)' if e.withdrawn else ''}" for e in entries
        ]
        yield Detail(what="Entries in the plan", says=", ".join(told) or "none")
        if notes:
            yield Detail(what="Notes on arrangements", says="; ".join(notes))
    yield Detail(what="Access arrangements", says=", ".join(dict.fromkeys(granted)) or "none")
    tags = max((p.may_reissue for p in people), default=0)
    if tags:
        yield Detail(what="Name tag", says=f"issue {tags}")


def _papers(held: InHand, who: CandidateId) -> Iterator[SatPaper]:
    blank = _blanking(held, who)
    for view in sittings_of(held, who):
        record = view.record
        yield SatPaper(
            session=held.session,
            day=held.pack.session.day,
            paper=view.paper,
            title=view.title,
            room=view.where,
            seat=view.seat,
            attendance=record.attendance.value,
            arrived=record.arrived_at,
            lateness=view.lateness,
            identity=view.identity,
            finished=record.finished_at,
            script=view.script,
            corrections=tuple(
                blank(f"Corrected {hours_minutes(one.at, held.zone)} by {one.actor}: {one.text}")
                for one in corrections_of(held, [view])
            ),
        )


def _record(hub: Hub, held: InHand, who: CandidateId, included: Collection[str]) -> Iterator[RecordedLine]:
    withheld = {i.incident_id for i in restricted_incidents(held, who)} - set(included)
    blank = _blanking(held, who)
    facts = facts_about(
        hub.live.facts(held.session), who, held.register.incidents, held.register.discrepancies
    )
    told = [f for f in facts if getattr(f.envelope.event, "incident_id", None) not in withheld]
    for line in reversed(timeline(told, held.names, held.zone, restricted=True)):
        yield RecordedLine(
            session=held.session,
            at=line.at,
            place=held.names.room(line.room),
            recorded_by=line.actor,
            what=blank(f"{line.text} ({line.note})" if line.note else line.text),
            fact=line.id,
        )


def _incidents(held: InHand, who: CandidateId, included: Collection[str]) -> Iterator[NamedIncident]:
    blank = _blanking(held, who)
    for one in held.register.incidents:
        if who not in one.candidate_ids:
            continue
        withheld = one.restricted and one.incident_id not in included
        texts = [
            f"{hours_minutes(note.at, held.zone)} {held.names.actor(note.actor)}: {note.text}"
            f"{f' Action: {note.action}.' if note.action else ''}"
            for note in one.notes
        ]
        texts += [f"{question.replace('_', ' ')}: {says}" for question, says in one.details.items() if says]
        yield NamedIncident(
            session=held.session,
            incident_id=one.incident_id,
            at=one.happened_at,
            kind=INCIDENT_TITLES.get(one.kind, one.kind),
            room=held.names.room(one.room),
            restricted=one.restricted,
            withheld=withheld,
            texts=() if withheld else tuple(blank(text) for text in texts),
        )


def _blanking(held: InHand, who: CandidateId) -> Blanking:
    unlisted = [s.unlisted_name for s in held.register.sittings if s.candidate_id != who and s.unlisted_name]
    hers = held.pack.candidate(who)
    return Blanking(hers, (c for c in held.pack.candidates if c.id != who), unlisted)


def _photo(hub: Hub, wanted: list[str]) -> bytes | None:
    files = (hub.config.photos / f"{photo}.jpg" for photo in wanted)
    return next((file.read_bytes() for file in files if file.is_file()), None)


def kept_of(desk: OfficeDesk, session: SessionId, who: CandidateId) -> InHand:
    """The session from whose page somebody asks. Raises NotThere."""
    held = desk.in_hand(session)
    if person_of(held, who) is None:
        raise NotThere("There is no such candidate in this session.")
    return held
