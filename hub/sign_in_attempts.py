"""Slowing down who guesses passwords, without letting them lock the officer out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct
from sqlite_utils import Database

FREE_ATTEMPTS: Final = 5
FREE_ATTEMPTS_PER_ADDRESS: Final = 20
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(minutes=30)


class TooManyAttempts(Exception):
    """No further attempt counts until ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"no further sign-in until {until.isoformat()}")
        self.until = until


class LockOut(Struct, frozen=True, kw_only=True):
    """A name (empty: every name) that may not try from one address until ``until``."""

    name: str
    address: str
    failures: int
    until: datetime


class Attempts:
    """Counts failed sign-ins per name and address, and per address.

    Never per name alone: somebody on the school's network could then keep the officer out on an exam
    morning by guessing wrong on purpose. Kept on disk, so that a restart gives no new guesses.
    """

    def __init__(self, db: Database, lock: threading.RLock, now: Callable[[], datetime]) -> None:
        self._db, self._lock, self._now = db, lock, now
        with lock, db.atomic():
            self._table.create(
                {"who": str, "failures": int, "last_at": str, "locked_until": str},
                pk="who",
                if_not_exists=True,
            )

    def begin(self, name: str, address: str) -> None:
        """Count an attempt before it is made, so that many at once don't slip through.

        Raises TooManyAttempts where there were too many before.
        """
        now = self._now()
        with self._lock, self._db.atomic():
            self._table.delete_where("last_at < ?", [(now - FORGOTTEN_AFTER).isoformat()])
            counters = ((f"{name}@{address}", FREE_ATTEMPTS), (f"@{address}", FREE_ATTEMPTS_PER_ADDRESS))
            for who, _ in counters:
                row = self._row(who)
                if row and row["locked_until"] > now.isoformat():
                    raise TooManyAttempts(datetime.fromisoformat(row["locked_until"]))
            for who, free in counters:
                self._count(who, free, now)

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of this name here; the address keeps those it made for other names."""
        with self._lock, self._db.atomic():
            row = self._row(f"{name}@{address}")
            other = self._row(f"@{address}")
            self._table.delete_where("who = ?", [f"{name}@{address}"])
            if row and other:
                left = max(0, int(other["failures"]) - int(row["failures"]))
                self._table.update(f"@{address}", {"failures": left, "locked_until": ""})

    def locked_out(self) -> tuple[LockOut, ...]:
        """Whom the hub makes wait now, longest first."""
        now = self._now().isoformat()
        with self._lock:
            rows = list(self._table.rows_where("locked_until > ?", [now], order_by="locked_until DESC"))
        return tuple(
            LockOut(
                name=row["who"].rpartition("@")[0],
                address=row["who"].rpartition("@")[2],
                failures=row["failures"],
                until=datetime.fromisoformat(row["locked_until"]),
            )
            for row in rows
        )

    def lift(self, name: str, address: str) -> bool:
        """Let them try again now; whether they were waiting at all."""
        waiting = [one for one in self.locked_out() if (one.name, one.address) == (name, address)]
        with self._lock, self._db.atomic():
            self._table.delete_where("who = ?", [f"{name}@{address}"])
        return bool(waiting)

    def _count(self, who: str, free: int, now: datetime) -> None:
        row = self._row(who)
        failures = (int(row["failures"]) if row else 0) + 1
        wait = min(FIRST_WAIT * 2 ** min(failures - free, 10), LONGEST_WAIT) if failures >= free else None
        self._table.upsert(
            {
                "who": who,
                "failures": failures,
                "last_at": now.isoformat(),
                "locked_until": (now + wait).isoformat() if wait else "",
            },
            pk="who",
        )

    def _row(self, who: str) -> dict[str, Any] | None:
        return next(iter(self._table.rows_where("who = ?", [who])), None)

    @property
    def _table(self) -> Any:  # noqa: ANN401 - sqlite-utils types a table or a view
        return self._db["attempts"]
