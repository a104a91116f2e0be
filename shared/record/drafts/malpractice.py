"""Drafts of the two malpractice reports: JCQ/M1 about candidates (rule 31), JCQ/M2 about staff (rule 32)."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from shared.plan.pack import SessionPack
from shared.record.deadlines import day_of, malpractice_deadline
from shared.record.drafts.particulars import (
    Particulars,
    Person,
    SittingFacts,
    candidate_of,
    particulars,
    sitting_facts,
    sittings_of,
    staff_of,
)
from shared.record.incident_log import Incident
from shared.record.register import Register


class M1Draft(Struct, frozen=True, kw_only=True):
    """Suspected malpractice of candidates: who, how and when, and the three facts of the sitting."""

    head: Particulars
    candidates: tuple[Person, ...]
    invigilators: tuple[Person, ...]
    witnesses: tuple[Person, ...]
    type: str
    how: str
    when: datetime
    accounts: tuple[str, ...]
    action: str
    item_kept: str
    candidate_said: str
    facts: SittingFacts
    due: date | None = None


class M2Draft(Struct, frozen=True, kw_only=True):
    """Suspected malpractice or maladministration of staff."""

    head: Particulars
    staff: tuple[Person, ...]
    reported_on: date
    when: datetime
    description: tuple[str, ...]
    effect: str
    planned_steps: str


def draft_m1(pack: SessionPack, register: Register, incident: Incident) -> M1Draft:
    """The M1 report of an incident, as far as the record knows it."""
    sittings = sittings_of(register, incident.candidate_ids, incident.room)
    room = register.room(incident.room) if incident.room else None
    return M1Draft(
        head=particulars(pack, (s.component_id for s in sittings)),
        candidates=tuple(candidate_of(pack, register, who) for who in incident.candidate_ids),
        invigilators=staff_of(pack, (*(room.served if room else ()), *incident.authors)),
        witnesses=(*staff_of(pack, incident.witnesses), *_others(incident)),
        type=incident.details.get("type", ""),
        how=incident.details.get("how", ""),
        when=incident.happened_at,
        accounts=tuple(note.text for note in incident.notes),
        action=_actions(incident),
        item_kept=incident.details.get("item_kept", ""),
        candidate_said=incident.details.get("candidate_said", ""),
        facts=sitting_facts(register, incident.room),
        due=malpractice_deadline(pack.session.day, pack.rules),
    )


def draft_m2(pack: SessionPack, register: Register, incident: Incident) -> M2Draft:
    """The M2 report of an incident; the unit is the papers of its candidates, or else of its room."""
    sittings = sittings_of(register, incident.candidate_ids, incident.room)
    components = [s.component_id for s in sittings]
    if not components and incident.room is not None:
        components = [paper.id for paper in pack.components_in(incident.room)]
    named = incident.details.get("staff", "")
    return M2Draft(
        head=particulars(pack, components),
        staff=(Person(name=named),) if named else (),
        reported_on=day_of(
            min((note.at for note in incident.notes), default=incident.happened_at), pack.centre.time_zone
        ),
        when=incident.happened_at,
        description=tuple(note.text for note in incident.notes),
        effect=incident.details.get("effect", ""),
        planned_steps=incident.details.get("planned_steps", ""),
    )


def _others(incident: Incident) -> tuple[Person, ...]:
    return tuple(Person(name=person.name, role=person.role) for person in incident.people)


def _actions(incident: Incident) -> str:
    return "; ".join(note.action for note in incident.notes if note.action)
