"""Letting go of what the plan holds: seats and rota of a session, people, what imports replaced."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from typing import Any, Final

from sqlite_utils import Database

Writing = Callable[[], AbstractContextManager[None]]
_OF_SESSION: Final = ("seatings", "duties", "seating_options", "unavailability")
_OF_CANDIDATE: Final = ("entries", "arrangements", "seatings")
_PORTION: Final = 500


class PlanReleases:
    """Deleting for good; writes go through the plan's own lock and transaction."""

    def __init__(self, db: Database, lock: threading.RLock, writing: Writing) -> None:
        self._db = db
        self._lock = lock
        self._writing = writing

    def seating_rows(self, session: str) -> int:
        """How many rows say who sits or invigilates where in a session, steps that can be undone included."""
        with self._lock:
            rows = sum(self._db.table(t).count_where("session = ?", [session]) for t in _OF_SESSION)
            return rows + self._db.table("steps").count_where("scope LIKE ?", [f"% {session}"])

    def release_seating(self, session: str) -> None:
        """Delete seats, rota and every step towards them."""
        with self._writing():
            for table in _OF_SESSION:
                self._db.execute(f"DELETE FROM {table} WHERE session = ?", [session])  # noqa: S608 - ours
            of_session = "SELECT id FROM steps WHERE scope LIKE ?"
            self._db.execute(
                f"DELETE FROM step_changes WHERE step_id IN ({of_session})",  # noqa: S608 - ours
                [f"% {session}"],
            )
            self._db.execute("DELETE FROM steps WHERE scope LIKE ?", [f"% {session}"])

    def release_candidates(self, numbers: Collection[str]) -> None:
        """Delete candidates with everything that the plan knows of them."""
        with self._writing():
            for portion in _portions(numbers):
                marks = ", ".join("?" for _ in portion)
                for table in ("candidates", *_OF_CANDIDATE):
                    self._db.execute(f"DELETE FROM {table} WHERE number IN ({marks})", portion)  # noqa: S608

    def release_arrangements(self, numbers: Collection[str]) -> None:
        """Delete the access arrangements of these candidates."""
        with self._writing():
            for portion in _portions(numbers):
                marks = ", ".join("?" for _ in portion)
                self._db.execute(f"DELETE FROM arrangements WHERE number IN ({marks})", portion)  # noqa: S608

    def forget_photos(self, photos: Collection[str]) -> None:
        """Candidates no longer name these photos."""
        with self._writing():
            for portion in _portions(photos):
                marks = ", ".join("?" for _ in portion)
                self._db.execute(f"UPDATE candidates SET photo = '' WHERE photo IN ({marks})", portion)  # noqa: S608

    def undo_copies(self) -> int:
        """How many copies of records are kept so that imports and steps can be taken back."""
        with self._lock:
            return sum(self._db.table(table).count for table in ("import_changes", "step_changes"))

    def release_undo_copies(self) -> None:
        """Delete what imports and steps replaced, and their lists: nothing can be taken back any more."""
        with self._writing():
            for table in ("import_changes", "imports", "step_changes", "steps"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - ours


def _portions(values: Iterable[str]) -> Iterable[list[Any]]:
    every = sorted(values)
    for start in range(0, len(every), _PORTION):
        yield every[start : start + _PORTION]
