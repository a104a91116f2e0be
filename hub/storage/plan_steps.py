"""Changes to the plan made by hand: rooms, seats, the rota; each is one step that can be undone.

A step belongs to a scope (``rooms``, ``seating 2024-06-03-AM``); undoing takes back the newest of its scope,
and refuses where somebody changed the same records since, so that nothing newer is ever lost.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import groupby
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlite_utils import Database

from hub.storage.plan_rows import HAND_RECORDS, TABLES, HandRecord, from_row, to_row

KEPT_STEPS: Final = 500
"""Of each scope; older ones can no longer be undone."""


class HandChange(Struct, frozen=True, kw_only=True):
    """One record before and after; None where there is none."""

    before: HandRecord | None
    after: HandRecord | None

    @property
    def either(self) -> HandRecord:
        """The record that there is: the new one, or the old one where it goes."""
        found = self.after if self.after is not None else self.before
        if found is None:
            raise ValueError("a change has a record before or after")
        return found


class Step(Struct, frozen=True, kw_only=True):
    """One thing that somebody did to the plan; ``what`` tells it in a sentence."""

    id: int
    scope: str
    what: str
    actor: str
    at: datetime
    undone_at: datetime | None = None


class PlanMovedOnError(Exception):
    """The plan is no longer what this step was made for; the text says what to do."""


Writing = Callable[[], AbstractContextManager[None]]


class PlanSteps:
    """The log of steps in plan.db; writes go through the plan's own lock and transaction."""

    def __init__(self, db: Database, lock: threading.RLock, writing: Writing) -> None:
        self._db = db
        self._lock = lock
        self._writing = writing

    def take(
        self, scope: str, changes: Sequence[HandChange], *, what: str, actor: str, at: datetime
    ) -> Step | None:
        """Write the changes as one step; None where nothing changes.

        Raises PlanMovedOnError where a record is no longer what it was, and StorageError.
        """
        real = [change for change in changes if change.before != change.after]
        if not real:
            return None
        with self._writing():
            self._check(((c.either, c.before) for c in real), "Load the page again, then do it once more.")
            told = {"scope": scope, "what": what, "actor": actor, "at": at.isoformat()}
            number = int(self._db.table("steps").insert(told).last_pk or 0)
            self._db.table("step_changes").insert_all(
                _logged(number, place, c) for place, c in enumerate(real)
            )
            self._put((c.before, c.after) for c in real)
            self._forget_old(scope)
        return Step(id=number, scope=scope, what=what, actor=actor, at=at)

    def recent(self, scope: str, most: int = 20) -> tuple[Step, ...]:
        """The newest steps of this scope that stand, newest first."""
        with self._lock:
            rows = list(
                self._db.query(
                    "SELECT * FROM steps WHERE scope = ? AND undone_at IS NULL ORDER BY id DESC LIMIT ?",
                    [scope, most],
                )
            )
        return tuple(msgspec.convert(row, Step, strict=False) for row in rows)

    def undo(self, scope: str, at: datetime, *, step: int | None = None) -> Step | None:
        """Take back the newest step; None where there is none. Raises PlanMovedOnError, StorageError.

        ``step`` is the one that the page showed: where another is the newest by now, nothing is undone.
        """
        with self._writing():
            last = next(iter(self.recent(scope, 1)), None)
            if last is None:
                return None
            if step is not None and step != last.id:
                raise PlanMovedOnError(f"Meanwhile somebody did this: {last.what} Nothing was undone.")
            rows = list(self._db.query("SELECT * FROM step_changes WHERE step_id = ?", [last.id]))
            changes = [_unlogged(row) for row in rows]
            self._check(
                ((c.either, c.after) for c in changes), "It was changed since, so this can't be undone."
            )
            self._put((c.after, c.before) for c in changes)
            self._db.execute("UPDATE steps SET undone_at = ? WHERE id = ?", [at.isoformat(), last.id])
        return last

    def _check(self, expected: Iterable[tuple[HandRecord, HandRecord | None]], advice: str) -> None:
        for record, wanted in expected:
            table = TABLES[type(record)]
            rows = list(self._db.table(table).rows_where("key = ?", [record.key]))
            found = from_row(rows[0], type(record)) if rows else None
            if found != wanted:
                raise PlanMovedOnError(f"The plan was changed meanwhile ({record.key}). {advice}")

    def _put(self, pairs: Iterable[tuple[HandRecord | None, HandRecord | None]]) -> None:
        """Update where the row is, so that rooms keep the order in which they are filled."""
        kept, gone = [], []
        for before, after in pairs:
            if after is not None:
                kept.append(after)
            elif before is not None:
                gone.append(before)
        for table, records in groupby(gone, key=_table):
            keys = [(record.key,) for record in records]
            self._db.conn.executemany(f"DELETE FROM {table} WHERE key = ?", keys)  # noqa: S608 - a name of ours
        for table, records in groupby(kept, key=_table):
            self._db.table(table).upsert_all([to_row(record) for record in records], pk="key")

    def _forget_old(self, scope: str) -> None:
        old = "SELECT id FROM steps WHERE scope = ? ORDER BY id DESC LIMIT -1 OFFSET ?"
        places: list[Any] = [scope, KEPT_STEPS]
        self._db.conn.execute(f"DELETE FROM step_changes WHERE step_id IN ({old})", places)  # noqa: S608 - ours
        self._db.conn.execute(f"DELETE FROM steps WHERE id IN ({old})", places)  # noqa: S608 - ours


def _table(record: HandRecord) -> str:
    return TABLES[type(record)]


def _logged(step: int, place: int, change: HandChange) -> dict[str, Any]:
    return {
        "step_id": step,
        "place": place,
        "kind": _table(change.either),
        "before": None if change.before is None else msgspec.json.encode(change.before).decode(),
        "after": None if change.after is None else msgspec.json.encode(change.after).decode(),
    }


def _unlogged(row: dict[str, Any]) -> HandChange:
    record_type = HAND_RECORDS[row["kind"]]

    def read(text: str | None) -> HandRecord | None:
        return None if text is None else msgspec.json.decode(text, type=record_type)

    return HandChange(before=read(row["before"]), after=read(row["after"]))
