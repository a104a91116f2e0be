"""Who types wrong PINs waits, longer each time; a restart of the tablet doesn't shorten it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

import msgspec
from msgspec import Struct

from kiosk_app.faults import JournalFault
from shared.plan.centre import Invigilator

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=8)
NOTE = "wrong_pins"


class Notebook(Protocol):
    """Small durable facts (:class:`kiosk_app.journal.TabletJournal`)."""

    def note(self, name: str) -> str: ...
    def keep_notes(self, **notes: str) -> None: ...


class WrongPins(Struct, frozen=True, kw_only=True):
    """Since the last right PIN, whoever typed them: a tablet is tried with everybody's name in turn."""

    wrong: int = 0
    opens_at: datetime | None = None


class PinGuard:
    """Looks at PINs for one tablet. May be asked from any thread."""

    def __init__(self, notes: Notebook, real_now: Callable[[], datetime]) -> None:
        self._notes = notes
        self._real_now = real_now
        self._lock = threading.Lock()
        kept = notes.note(NOTE)
        self._tried = msgspec.json.decode(kept, type=WrongPins) if kept else WrongPins()

    @property
    def opens_at(self) -> datetime | None:
        """Until when (real time) no PIN is looked at; None: now. Never longer than the longest wait."""
        with self._lock:
            opens, now = self._tried.opens_at, self._real_now()
            return opens if opens is not None and now < opens <= now + LONGEST_WAIT else None

    def accepts(self, person: Invigilator, pin: str) -> bool:
        """Whether this is the person's PIN; while somebody has to wait, every answer is no."""
        if self.opens_at is not None:
            return False
        right = person.accepts_pin(pin)
        with self._lock:
            if not right:
                self._keep(self._one_more())
            elif self._tried.wrong:
                self._keep(WrongPins())
        return right

    def _one_more(self) -> WrongPins:
        wrong = self._tried.wrong + 1
        if wrong < FREE_TRIES:
            return WrongPins(wrong=wrong)
        wait = min(FIRST_WAIT * 2 ** min(wrong - FREE_TRIES, 10), LONGEST_WAIT)
        return WrongPins(wrong=wrong, opens_at=self._real_now() + wait)

    def _keep(self, tried: WrongPins) -> None:
        self._tried = tried
        # On a full disk the wait holds until the tablet is switched off.
        with suppress(JournalFault):
            self._notes.keep_notes(**{NOTE: msgspec.json.encode(tried).decode()})
