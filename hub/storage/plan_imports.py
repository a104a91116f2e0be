"""The log of imports in plan.db, each with the records it replaced, and the saved header profiles."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import msgspec
from sqlite_utils import Database

from hub.before.changes import Change, Changes
from hub.before.importing.profiles import MOST_HEADINGS, ImportProfile, ProfileNameError, profile_name
from hub.before.records import Kind, PlanRecord
from hub.storage.plan_rows import RECORDS, TABLES, from_row, to_row

MOST_PROFILES = 200


class ImportEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One import as the log tells it; ``actor`` is empty where it came by command."""

    id: int
    kind: Kind
    file: str
    at: datetime
    added: int
    changed: int
    withdrawn: int
    undone_at: datetime | None = None
    actor: str = ""


class PlanChangedError(Exception):
    """The plan is no longer as an import was compared with it, or left it; the text says what to do."""


Writing = Callable[[], AbstractContextManager[None]]
Pair = tuple[PlanRecord | None, PlanRecord | None]


class PlanImports:
    """Imports and profiles; writes go through the plan's own lock and transaction."""

    def __init__(self, db: Database, lock: threading.RLock, writing: Writing) -> None:
        self._db = db
        self._lock = lock
        self._writing = writing

    def entries(self) -> tuple[ImportEntry, ...]:
        """Newest first."""
        with self._lock:
            rows = list(self._db.query("SELECT * FROM imports ORDER BY id DESC"))
        return tuple(msgspec.convert(row, ImportEntry, strict=False) for row in rows)

    def apply(self, changes: Changes[Any], *, file: str, at: datetime, actor: str) -> int:
        """See :meth:`PlanStore.apply`."""
        record_type = RECORDS[changes.kind]
        with self._writing():
            self._check(
                record_type,
                ((change.key, change.before) for change in changes.all),
                "nothing was written. Import it again.",
            )
            number = self._db.table("imports").insert(
                {
                    "kind": changes.kind.value,
                    "file": file,
                    "at": at.isoformat(),
                    "added": len(changes.added),
                    "changed": len(changes.changed),
                    "withdrawn": len(changes.withdrawn),
                    "actor": actor,
                }
            )
            import_id = int(number.last_pk or 0)
            self._db.conn.executemany(
                "INSERT INTO import_changes (import_id, key, before, after) VALUES (?, ?, ?, ?)",
                ((import_id, c.key, _as_json(c.before), _as_json(c.after)) for c in changes.all),
            )
            self._put(TABLES[record_type], ((c.before, c.after) for c in changes.all))
        return import_id

    def undo_last(self, at: datetime) -> ImportEntry | None:
        """See :meth:`PlanStore.undo_last_import`."""
        with self._writing():
            last = next((entry for entry in self.entries() if entry.undone_at is None), None)
            if last is None:
                return None
            record_type = RECORDS[last.kind]
            pairs = list(self._replaced(last))
            self._check(
                record_type,
                ((_key(before, after), after) for before, after in pairs),
                "the import can't be taken back any more.",
            )
            self._put(TABLES[record_type], ((after, before) for before, after in pairs))
            self._db.execute("UPDATE imports SET undone_at = ? WHERE id = ?", [at.isoformat(), last.id])
        return last

    def changes_of(self, entry: ImportEntry) -> tuple[Change[PlanRecord], ...]:
        """Before and after of every record that an import changed, by key."""
        found = [
            Change(key=_key(before, after), before=before, after=after)
            for before, after in self._replaced(entry)
        ]
        return tuple(sorted(found, key=lambda change: change.key))

    def photos_of(self, entry: ImportEntry) -> set[str]:
        """The photos that an import brought."""
        query = (
            "SELECT DISTINCT json_extract(after, '$.photo') AS photo FROM import_changes WHERE import_id = ?"
        )
        with self._lock:
            return {row["photo"] for row in self._db.query(query, [entry.id]) if row["photo"]}

    def photos_needed(self) -> set[str]:
        """The photos that a candidate has, or would have again if imports that stand were taken back."""
        query = (
            "SELECT photo FROM candidates UNION "
            "SELECT json_extract(c.before, '$.photo') FROM import_changes c "
            "JOIN imports i ON i.id = c.import_id WHERE i.undone_at IS NULL AND c.before IS NOT NULL"
        )
        with self._lock:
            return {photo for (photo,) in self._db.execute(query).fetchall() if photo}

    def profiles(self) -> tuple[ImportProfile, ...]:
        """Saved header profiles by kind and name."""
        with self._lock:
            rows = list(self._db.query("SELECT * FROM import_profiles ORDER BY kind, name"))
        return tuple(
            ImportProfile(
                kind=Kind(row["kind"]),
                name=row["name"],
                mapping=msgspec.json.decode(row["mapping"], type=dict[str, str]),
            )
            for row in rows
        )

    def save_profile(self, kind: Kind, name: str, mapping: Mapping[str, str]) -> ImportProfile:
        """See :meth:`PlanStore.save_import_profile`."""
        profile = ImportProfile(kind=kind, name=profile_name(name), mapping=dict(mapping))
        if not any(mapping.values()) or len(mapping) > MOST_HEADINGS:
            raise ProfileNameError(f"A profile keeps from 1 to {MOST_HEADINGS} headings and a field for one.")
        with self._writing():
            row = {"kind": kind.value, "name": profile.name, "mapping": msgspec.json.encode(mapping).decode()}
            same = [kind.value, profile.name]
            self._db.execute("DELETE FROM import_profiles WHERE kind = ? AND lower(name) = lower(?)", same)
            if self._db.table("import_profiles").count >= MOST_PROFILES:
                raise ProfileNameError(f"There are {MOST_PROFILES} profiles already; remove one first.")
            self._db.table("import_profiles").insert(row)
        return profile

    def remove_profile(self, kind: Kind, name: str) -> bool:
        """Whether there was one."""
        with self._writing():
            done = self._db.execute(
                "DELETE FROM import_profiles WHERE kind = ? AND lower(name) = lower(?)", [kind.value, name]
            )
            return bool(done.rowcount)

    def _replaced(self, entry: ImportEntry) -> Iterable[Pair]:
        """Before and after of every record that an import changed."""
        record_type = RECORDS[entry.kind]
        rows = list(self._db.query("SELECT * FROM import_changes WHERE import_id = ?", [entry.id]))
        for row in rows:
            yield _from_json(row["before"], record_type), _from_json(row["after"], record_type)

    def _check(
        self, record_type: type[PlanRecord], expected: Iterable[tuple[str, PlanRecord | None]], advice: str
    ) -> None:
        rows = self._db.table(TABLES[record_type]).rows
        known = {row["key"]: from_row(row, record_type) for row in rows}
        for key, wanted in expected:
            if known.get(key) != wanted:
                raise PlanChangedError(f"The plan was changed meanwhile ({key}): {advice}")

    def _put(self, table: str, pairs: Iterable[Pair]) -> None:
        kept, gone = [], []
        for before, after in pairs:
            if after is not None:
                kept.append(to_row(after))
            elif before is not None:
                gone.append((before.key,))
        # Names of ours, never a file's.
        self._db.conn.executemany(f"DELETE FROM {table} WHERE key = ?", gone)  # noqa: S608
        if kept:
            columns = ", ".join(f'"{name}"' for name in kept[0])
            places = ", ".join("?" for _ in kept[0])
            fresh = ", ".join(f'"{name}" = excluded."{name}"' for name in kept[0])
            self._db.conn.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT(key) DO UPDATE SET {fresh}",  # noqa: S608
                (tuple(row.values()) for row in kept),
            )


def _key(before: PlanRecord | None, after: PlanRecord | None) -> str:
    found = after if after is not None else before
    if found is None:
        raise ValueError("a change has a record before or after")
    return found.key


def _as_json(record: PlanRecord | None) -> str | None:
    return None if record is None else msgspec.json.encode(record).decode()


def _from_json(text: str | None, record_type: type[PlanRecord]) -> PlanRecord | None:
    return None if text is None else msgspec.json.decode(text, type=record_type)
