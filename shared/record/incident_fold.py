"""Incidents and calls for help, with everything said about them since."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from shared.record.events import incident as ev
from shared.record.facts import Fact, in_order
from shared.record.register import HelpCall, Incident, IncidentNote


def fold_incidents(facts: Sequence[Fact]) -> tuple[Incident, ...]:
    """The incident log in the order in which things happened."""
    incidents: dict[str, Incident] = {}
    for fact in in_order(facts):
        event, envelope = fact.envelope.event, fact.envelope
        match event:
            case ev.IncidentRecorded():
                first = IncidentNote(
                    at=envelope.occurred_at, actor=envelope.actor, text=event.text, action=event.action
                )
                earlier = incidents.get(event.incident_id)
                incidents[event.incident_id] = Incident(
                    incident_id=event.incident_id,
                    kind=event.kind,
                    room=envelope.room,
                    happened_at=event.happened_at,
                    candidate_ids=event.candidate_ids,
                    witnesses=event.witnesses,
                    restricted=event.restricted,
                    notes=(first, *(earlier.notes if earlier else ())),
                )
            case ev.IncidentAmended():
                note = IncidentNote(
                    at=envelope.occurred_at, actor=envelope.actor, text=event.text, action=event.action
                )
                known = incidents.get(event.incident_id)
                if known is None:
                    # The amendment came first by its clock: keep it under a heading of its own.
                    known = Incident(
                        incident_id=event.incident_id,
                        kind="other",
                        room=envelope.room,
                        happened_at=envelope.occurred_at,
                    )
                incidents[event.incident_id] = msgspec.structs.replace(known, notes=(*known.notes, note))
            case _:
                pass
    return tuple(sorted(incidents.values(), key=lambda i: (i.happened_at, i.incident_id)))


def fold_help_calls(facts: Sequence[Fact]) -> tuple[HelpCall, ...]:
    """Calls for help, oldest first."""
    calls: dict[str, HelpCall] = {}
    for fact in in_order(facts):
        event, at = fact.envelope.event, fact.envelope.occurred_at
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
