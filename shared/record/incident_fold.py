"""Incidents and calls for help, with everything said about them since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from shared.record.events import incident as ev
from shared.record.facts import Fact, in_order
from shared.record.incident_log import HelpCall, Incident, IncidentNote


def fold_incidents(facts: Sequence[Fact]) -> tuple[Incident, ...]:
    """The incident log in the order in which things happened."""
    incidents: dict[str, Incident] = {}
    for fact in in_order(facts):
        event, envelope = fact.envelope.event, fact.envelope
        match event:
            case ev.IncidentRecorded():
                earlier = incidents.get(event.incident_id)
                recorded = Incident(
                    incident_id=event.incident_id,
                    kind=event.kind,
                    room=envelope.room,
                    happened_at=event.happened_at,
                    candidate_ids=event.candidate_ids,
                    witnesses=event.witnesses,
                    restricted=event.restricted,
                    notes=(_note(fact, event),),
                    until=event.until,
                    people=event.people,
                    details=event.details,
                )
                incidents[event.incident_id] = _joined(recorded, earlier) if earlier else recorded
            case ev.IncidentAmended():
                known = incidents.get(event.incident_id)
                if known is None:
                    # The amendment came first by its clock: keep it under a heading of its own.
                    known = Incident(
                        incident_id=event.incident_id,
                        kind="other",
                        room=envelope.room,
                        happened_at=fact.at,
                    )
                incidents[event.incident_id] = msgspec.structs.replace(
                    known,
                    notes=(*known.notes, _note(fact, event)),
                    until=event.until or known.until,
                    details=_answers(known.details, event.details),
                    candidate_ids=tuple(dict.fromkeys((*known.candidate_ids, *event.candidate_ids))),
                    witnesses=tuple(dict.fromkeys((*known.witnesses, *event.witnesses))),
                    people=tuple(dict.fromkeys((*known.people, *event.people))),
                )
            case _:
                pass
    return tuple(sorted(incidents.values(), key=lambda i: (i.happened_at, i.incident_id)))


def _note(fact: Fact, event: ev.IncidentRecorded | ev.IncidentAmended) -> IncidentNote:
    return IncidentNote(at=fact.at, actor=fact.envelope.actor, text=event.text, action=event.action)


def _joined(recorded: Incident, earlier: Incident) -> Incident:
    """The record, with what was said about it before: nobody named drops out, and restricted it stays."""
    return msgspec.structs.replace(
        recorded,
        candidate_ids=tuple(dict.fromkeys((*recorded.candidate_ids, *earlier.candidate_ids))),
        witnesses=tuple(dict.fromkeys((*recorded.witnesses, *earlier.witnesses))),
        people=tuple(dict.fromkeys((*recorded.people, *earlier.people))),
        restricted=recorded.restricted or earlier.restricted,
        notes=(*recorded.notes, *earlier.notes),
        until=recorded.until or earlier.until,
        details=_answers(earlier.details, recorded.details),
    )


def _answers(known: Mapping[str, str], added: Mapping[str, str]) -> dict[str, str]:
    """Every answer to every question; a second, different one stands behind the first."""
    answers = dict(known)
    for key, answer in added.items():
        given = answers.get(key, "")
        if answer and answer not in given.split("; "):
            answers[key] = f"{given}; {answer}" if given else answer
    return answers


def fold_help_calls(facts: Sequence[Fact]) -> tuple[HelpCall, ...]:
    """Calls for help, oldest first."""
    calls: dict[str, HelpCall] = {}
    for fact in in_order(facts):
        event, at = fact.envelope.event, fact.at
        match event:
            case ev.HelpRequested():
                calls.setdefault(
                    event.help_id,
                    HelpCall(
                        help_id=event.help_id,
                        kind=event.kind,
                        room=fact.envelope.room,
                        asked_at=at,
                        note=event.note,
                    ),
                )
            case ev.HelpAcknowledged() if event.help_id in calls:
                calls[event.help_id] = msgspec.structs.replace(calls[event.help_id], acknowledged_at=at)
            case ev.HelpClosed() if event.help_id in calls:
                calls[event.help_id] = msgspec.structs.replace(calls[event.help_id], closed_at=at)
            case _:
                pass
    return tuple(sorted(calls.values(), key=lambda c: (c.asked_at, c.help_id)))
