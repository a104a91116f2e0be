"""Draft of the list for special consideration: who was affected by what, and for how long (rule 34)."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from shared.plan.pack import SessionPack
from shared.record.deadlines import special_consideration_deadline
from shared.record.drafts.particulars import Particulars, Person, candidate_of, particulars
from shared.record.incident_log import Incident
from shared.record.incident_templates import SPECIAL_CONSIDERATION_REASONS
from shared.record.register import Register, SittingRecord

_TRIGGERS = {"illness": "illness", "disturbance": "disturbance", "evacuation": "disturbance"}


class SpecialConsiderationDraft(Struct, frozen=True, kw_only=True):
    """One incident and everybody it touched; ``reason`` is one of the triggers, empty where none fits."""

    head: Particulars
    candidates: tuple[Person, ...]
    reason: str
    began: datetime
    ended: datetime | None
    minutes_lost: str
    description: tuple[str, ...]
    due: date | None = None


def draft_special_consideration(
    pack: SessionPack, register: Register, incident: Incident
) -> SpecialConsiderationDraft:
    """The draft of one incident. Without named candidates it touched everybody present in its room."""
    sittings = _touched(register, incident)
    told = incident.details.get("reason", "")
    return SpecialConsiderationDraft(
        head=particulars(pack, (s.component_id for s in sittings)),
        candidates=tuple(
            candidate_of(pack, register, who) for who in dict.fromkeys(s.candidate_id for s in sittings)
        ),
        reason=told if told in SPECIAL_CONSIDERATION_REASONS else _TRIGGERS.get(incident.kind, ""),
        began=incident.happened_at,
        ended=incident.until,
        minutes_lost=incident.details.get("minutes_lost", ""),
        description=tuple(note.text for note in incident.notes),
        due=special_consideration_deadline(pack.session.day, pack.rules),
    )


def _touched(register: Register, incident: Incident) -> tuple[SittingRecord, ...]:
    present = [s for s in register.sittings if s.is_present]
    if incident.candidate_ids:
        return tuple(s for s in present if s.candidate_id in incident.candidate_ids)
    return tuple(s for s in present if incident.room is not None and s.place == incident.room)
