"""All sessions of the series, published or not: what a candidate's own timetable is drawn from."""

from __future__ import annotations

from datetime import datetime

from hub.before.packs import PackShelf
from hub.storage.plan_store import PlanStore
from shared.plan.pack import SessionPack


def series_packs(plan: PlanStore, shelf: PackShelf, now: datetime) -> tuple[SessionPack, ...]:
    """The latest pack of every session; where none is published yet, the plan as it stands.

    Raises PackError.
    """
    published = set(shelf.sessions())
    packs = []
    for session in sorted(published | set(plan.timetabling().sessions())):
        pack = shelf.latest(session) if session in published else None
        packs.append(pack or shelf.draft(session, now))
    return tuple(packs)
