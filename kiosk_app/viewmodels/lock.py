"""Shared tablets: locked when nobody touches them, and handed from one person to the next with a PIN."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import Observable
from shared.ids import InvigilatorId

WARNED = timedelta(seconds=20)
"""So long before it locks the screen says so: one touch and it stays."""


class LockViewModel(Observable):
    """Screens call ``touched`` at every touch and key, and ``look`` about once a second."""

    def __init__(self, book: RoomBook, is_deciding: Callable[[], bool], minutes: Callable[[], float]) -> None:
        super().__init__()
        self._book = book
        self._is_deciding = is_deciding
        self._minutes = minutes
        self._touched: datetime | None = None
        self._left: timedelta | None = None

    @property
    def is_locked(self) -> bool:
        """Nobody is signed in here: the room is hidden until somebody is."""
        return self._book.desk.signed_in is None

    @property
    def warning(self) -> str:
        """Shortly before the tablet locks; empty otherwise."""
        if self._left is None or self._left > WARNED:
            return ""
        return _("Locks in {n} s. Touch to stay.").format(n=max(1, round(self._left.total_seconds())))

    @property
    def people(self) -> tuple[tuple[InvigilatorId, str], ...]:
        """Whom to offer first when the tablet changes hands: who worked here last, and who is on duty."""
        return tuple((i, self._book.person(i)) for i in self._book.desk.recent_people)

    def touched(self, real_now: datetime) -> None:
        """Somebody is there."""
        self._touched = real_now
        self._set_left(None)

    def look(self, real_now: datetime) -> bool:
        """Lock if nobody touched the tablet for so long; whether it locked now. Never during a decision."""
        if self.is_locked or not self._minutes():
            self._set_left(None)
            return False
        if self._touched is None or self._is_deciding():
            # A decision that is open counts as somebody who is there.
            self.touched(real_now)
            return False
        left = self._touched + timedelta(minutes=self._minutes()) - real_now
        if left > timedelta():
            self._set_left(left)
            return False
        self.lock()
        return True

    def lock(self) -> None:
        """Hide the room at once; duty goes on."""
        self._touched = None
        self._left = None
        self._book.desk.lock()
        self.tell()

    def switch(self, invigilator: InvigilatorId, pin: str) -> bool:
        """Hand the tablet over: from now on facts carry this person's name. Wrong PINs change nothing."""
        done = self._book.desk.sign_in(invigilator, pin)
        self.tell()
        return done

    def _set_left(self, left: timedelta | None) -> None:
        before, self._left = self.warning, left
        if before != self.warning:
            self.tell()
