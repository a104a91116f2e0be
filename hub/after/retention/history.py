"""What was done with the record of each session: from the site's own facts, which stay for good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from msgspec import Struct

from shared.ids import SessionId
from shared.record.envelope import OFFICE_DEVICE
from shared.record.events.keeping import (
    KeptReleased,
    RecordsReleased,
    ReleaseHeld,
    ReleaseHoldLifted,
    ReviewsClosed,
    SessionArchived,
)
from shared.record.facts import Fact


class Archived(Struct, frozen=True, kw_only=True):
    """One archive that was written and opened again."""

    at: datetime
    by: str
    event: SessionArchived


class Hold(Struct, frozen=True, kw_only=True):
    """Why nothing may go, and who says so."""

    at: datetime
    by: str
    reason: str


class Released(Struct, frozen=True, kw_only=True):
    """What somebody let go."""

    at: datetime
    by: str
    event: KeptReleased


class KeepingHistory(Struct, frozen=True, kw_only=True):
    """Everything on record about keeping one session; of the site itself where the session is empty."""

    session: SessionId
    archives: tuple[Archived, ...] = ()
    reviews_until: date | None = None
    reviews_source: str = ""
    hold: Hold | None = None
    released: tuple[Released, ...] = ()
    erased: int = 0

    @property
    def record_released(self) -> Released | None:
        """The first time that the record itself was released, or None."""
        return next((r for r in self.released if "record" in r.event.kinds), None)


def histories(facts: Iterable[Fact]) -> dict[SessionId, KeepingHistory]:
    """By session, from the facts of the site in journal order; only the office's own count."""
    found: dict[SessionId, KeepingHistory] = {}
    for fact in facts:
        envelope = fact.envelope
        event = envelope.event
        if envelope.device_id != OFFICE_DEVICE or not isinstance(event, _KEEPING):
            continue
        before = found.get(event.about) or KeepingHistory(session=event.about)
        found[event.about] = _after(before, event, fact.at, envelope.actor)
    return found


def history_of(facts: Iterable[Fact], session: SessionId) -> KeepingHistory:
    """The history of one session."""
    return histories(facts).get(session) or KeepingHistory(session=session)


_Keeping = SessionArchived | ReviewsClosed | ReleaseHeld | ReleaseHoldLifted | KeptReleased | RecordsReleased
_KEEPING = (SessionArchived, ReviewsClosed, ReleaseHeld, ReleaseHoldLifted, KeptReleased, RecordsReleased)


def _after(before: KeepingHistory, event: _Keeping, at: datetime, by: str) -> KeepingHistory:
    change = msgspec.structs.replace
    match event:
        case SessionArchived():
            return change(before, archives=(*before.archives, Archived(at=at, by=by, event=event)))
        case ReviewsClosed():
            return change(before, reviews_until=event.until, reviews_source=event.source)
        case ReleaseHeld():
            return change(before, hold=Hold(at=at, by=by, reason=event.reason))
        case ReleaseHoldLifted():
            return change(before, hold=None)
        case KeptReleased():
            return change(before, released=(*before.released, Released(at=at, by=by, event=event)))
        case RecordsReleased():
            return change(before, erased=before.erased + event.rows)
