"""Several officers at once: who has just answered what, and who has something open before them right now."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from hub.during.watching import Watchers
from hub.web.office.timeline import in_words
from hub.web.office.wording import Names
from shared.ids import EnvelopeId, RoomId, SessionId
from shared.record.envelope import OFFICE_DEVICE
from shared.record.events import incident, office
from shared.record.facts import Fact

LOOKS_FOR: Final = timedelta(minutes=5)
"""How long somebody counts as answering after they opened the question: they may have been called away."""
MOMENT_AGO: Final = timedelta(minutes=15)
MOST_ANSWERS: Final = 4
_ANSWERS: Final = (incident.HelpAcknowledged, incident.HelpClosed, office.DiscrepancySettled)


class Answer(Struct, frozen=True, kw_only=True):
    """What somebody in the office answered a moment ago."""

    id: EnvelopeId
    by: str
    at: datetime
    room: RoomId | None
    text: str


class Acknowledged(Struct, frozen=True, kw_only=True):
    """Who told a room that somebody is on the way, and when."""

    by: str
    at: datetime


def answers_lately(
    facts: Iterable[Fact], names: Names, zone: str, now: datetime, *, most: int = MOST_ANSWERS
) -> tuple[Answer, ...]:
    """The office's answers of the last minutes, the latest first."""
    told = [
        f
        for f in facts
        if isinstance(f.envelope.event, _ANSWERS)
        and f.envelope.device_id == OFFICE_DEVICE
        and now - f.envelope.occurred_at <= MOMENT_AGO
    ]
    told.sort(key=lambda f: f.order, reverse=True)
    return tuple(
        Answer(
            id=f.id,
            by=f.envelope.actor,
            at=f.envelope.occurred_at,
            room=f.envelope.room,
            text=in_words(f.envelope.event, names, zone),
        )
        for f in told[:most]
    )


def acknowledgements(facts: Iterable[Fact], names: Names) -> dict[str, Acknowledged]:
    """Who answered each call for help first."""
    found: dict[str, Acknowledged] = {}
    for fact in facts:
        event = fact.envelope.event
        if isinstance(event, incident.HelpAcknowledged):
            one = Acknowledged(by=names.actor(fact.envelope.actor), at=fact.envelope.occurred_at)
            found.setdefault(event.help_id, one)
    return found


class AtWork:
    """Who has which question open. In memory: it is about this moment. Asked from any thread."""

    def __init__(self, real_now: Callable[[], datetime]) -> None:
        self.watchers = Watchers()
        self._real_now = real_now
        self._lock = threading.Lock()
        self._open: dict[tuple[SessionId, str], dict[str, datetime]] = {}

    def opened(self, session: SessionId, item: str, who: str) -> None:
        """Somebody looks at a question with the answer form before them."""
        with self._lock:
            self._open.setdefault((session, item), {})[who] = self._real_now()
            self._forget()
        self.watchers.changed(session)

    def answered(self, session: SessionId, item: str) -> None:
        """The question is settled: nobody works on it any more."""
        with self._lock:
            self._open.pop((session, item), None)
        self.watchers.changed(session)

    def on(self, session: SessionId) -> dict[str, tuple[str, ...]]:
        """For every question that somebody has open: who."""
        with self._lock:
            self._forget()
            return {item: tuple(sorted(who)) for (at, item), who in self._open.items() if at == session}

    def others(self, session: SessionId, item: str, me: str) -> tuple[str, ...]:
        """Who else has this question open."""
        return tuple(who for who in self.on(session).get(item, ()) if who != me)

    def _forget(self) -> None:
        oldest = self._real_now() - LOOKS_FOR
        for key, looking in list(self._open.items()):
            current = {who: at for who, at in looking.items() if at >= oldest}
            if current:
                self._open[key] = current
            else:
                del self._open[key]
