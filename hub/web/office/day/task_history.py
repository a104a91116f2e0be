"""What was done about tasks: by whom, when, with which answer; read from the record, so it stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from hub.web.office.day.quarantine_pages import Held
from hub.web.office.day.reading import readable
from hub.web.office.day.reports import draft_path
from hub.web.office.day.tasks import Task, TaskKind, Who
from hub.web.office.desk import InHand
from hub.web.office.web import session_path
from hub.web.office.wording import DISCREPANCY_TITLES, HELP_TITLES, REPORT_TITLES
from shared.ids import CandidateId
from shared.record.discrepancies import discrepancy_id
from shared.record.envelope import OFFICE_DEVICE
from shared.record.events.incident import HelpClosed
from shared.record.events.office import DiscrepancySettled, ReportSent
from shared.record.fact_index import candidates_of
from shared.record.facts import Fact
from shared.record.incident_templates import Reader
from shared.record.register import Discrepancy, DiscrepancyKind
from shared.record.settling import ways_to_settle

_IDENTITY: Final = (DiscrepancyKind.IDENTITY_PENDING, DiscrepancyKind.IDENTITY_MISMATCH)


def done_tasks(held: InHand, facts: tuple[Fact, ...], reader: Reader) -> Iterator[Task]:
    """Everything of this session that the office has done."""
    by_id = {f.id: f for f in facts}
    register = {d.id: d for d in held.register.discrepancies}
    still_open = {d.id for d in held.register.open_discrepancies}
    calls = {c.help_id: c for c in held.register.help_calls}
    may = {i.incident_id for i in readable(held.register, reader)}
    for fact in facts:
        event = fact.envelope.event
        match event:
            case DiscrepancySettled() if fact.envelope.device_id == OFFICE_DEVICE:
                if event.discrepancy_id not in still_open:
                    yield _settled(held, fact, event, register.get(event.discrepancy_id), by_id)
            case HelpClosed() if event.help_id in calls:
                call = calls[event.help_id]
                yield Task(
                    key=f"done-{fact.id}",
                    kind=TaskKind.CALL,
                    title=HELP_TITLES.get(call.kind, "Help wanted"),
                    session=held.session,
                    place=held.names.room(call.room),
                    detail=call.note,
                    since=call.asked_at,
                    done_by=held.names.actor(fact.envelope.actor),
                    done_at=fact.at,
                    answer=event.note,
                )
            case ReportSent() if not event.incident_id or event.incident_id in may:
                yield _sent(held, fact, event)
            case _:
                pass


def _settled(
    held: InHand,
    fact: Fact,
    event: DiscrepancySettled,
    known: Discrepancy | None,
    by_id: dict[str, Fact],
) -> Task:
    evidence = [by_id[e] for e in event.evidence if e in by_id]
    people = known.candidate_ids if known else _people(evidence)
    kind = known.kind if known else kind_of(held, fact, event, evidence)
    way = next((w.words for w in ways_to_settle(kind) if w.id == event.way), "") if kind else ""
    return Task(
        key=f"done-{fact.id}",
        kind=_task_kind(kind),
        title=DISCREPANCY_TITLES[kind] if kind else "Discrepancy",
        session=held.session,
        place=held.names.room(fact.envelope.room),
        who=tuple(Who(name=held.names.numbered(c), session=held.session, candidate_id=c) for c in people),
        since=min((f.at for f in evidence), default=None),
        href=session_path(held.session, "discrepancies", event.discrepancy_id) if known else "",
        evidence=len(event.evidence),
        done_by=held.names.actor(fact.envelope.actor),
        done_at=fact.at,
        answer=event.answer,
        way=way,
    )


def _task_kind(kind: DiscrepancyKind | None) -> TaskKind:
    if kind in _IDENTITY:
        return TaskKind.IDENTITY
    return TaskKind.QUARANTINE if kind is DiscrepancyKind.QUARANTINED_RECORD else TaskKind.QUESTION


def _people(evidence: Iterable[Fact]) -> tuple[CandidateId, ...]:
    return tuple(dict.fromkeys(c for f in evidence for c in candidates_of(f)))


def kind_of(
    held: InHand, fact: Fact, event: DiscrepancySettled, evidence: list[Fact]
) -> DiscrepancyKind | None:
    """The kind of a question that the answer made go away: its identifier is made of kind and subject."""
    rooms = {r for r in (fact.envelope.room, *(f.envelope.room for f in evidence)) if r}
    papers = ["", *(c.id for c in held.pack.session.components)]
    abouts = [
        *((c,) for c in _people(evidence)),
        *((f"{c}|{p}",) for c in _people(evidence) for p in papers),
        *((r, p) for r in rooms for p in papers),
    ]
    for kind in DiscrepancyKind:
        if any(discrepancy_id(kind, *about) == event.discrepancy_id for about in abouts):
            return kind
    return None


def _sent(held: InHand, fact: Fact, event: ReportSent) -> Task:
    href = (
        draft_path(held.session, event.incident_id, event.report)
        if event.incident_id
        else session_path(held.session, "drafts", "very-late", event.candidate_id, event.component_id)
    )
    told = f"Sent to {event.sent_to}" if event.sent_to else "Sent"
    return Task(
        key=f"done-{fact.id}",
        kind=TaskKind.DEADLINE,
        title=REPORT_TITLES[event.report],
        session=held.session,
        place=held.names.room(fact.envelope.room),
        who=(
            (
                Who(
                    name=held.names.numbered(event.candidate_id),
                    session=held.session,
                    candidate_id=event.candidate_id,
                ),
            )
            if event.candidate_id
            else ()
        ),
        href=href,
        done_by=held.names.actor(fact.envelope.actor),
        done_at=fact.at,
        answer=f"{told}, reference {event.reference}" if event.reference else told,
    )


def quarantine_done(held: Held) -> Task:
    """An answer about a quarantined record of no published session."""
    kind = DiscrepancyKind.QUARANTINED_RECORD
    return Task(
        key=f"done-{held.about}",
        kind=TaskKind.QUARANTINE,
        title=DISCREPANCY_TITLES[kind],
        place="No published session",
        href="/quarantine",
        evidence=1,
        done_by=held.by,
        done_at=held.answered_at,
        answer=held.answer,
        way=next((w.words for w in ways_to_settle(kind) if w.id == held.way), ""),
    )
