"""plan.db: candidates, entries, timetable, rooms, arrangements, invigilators and who sits where.

One connection behind one lock: the plan is small and changes rarely. Each import and each seating is
one transaction that begins by taking the write lock, so two programs on one site never interleave.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec
from sqlite_utils import Database

from hub.before.changes import Change, Changes
from hub.before.importing.profiles import ImportProfile
from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    DutyRecord,
    EntryRecord,
    InvigilatorRecord,
    Kind,
    PlanRecord,
    RoomRecord,
    SeatingRecord,
    TimetableRecord,
    UnavailabilityRecord,
)
from hub.before.seating.options import SeatingOptions
from hub.before.session_plan import SessionPlan, Timetabling
from hub.storage.plan_imports import ImportEntry, PlanChangedError, PlanImports
from hub.storage.plan_migrations import plan_migrations
from hub.storage.plan_release import PlanReleases
from hub.storage.plan_rows import RECORDS, TABLES, from_row, to_row
from hub.storage.plan_steps import PlanSteps
from hub.storage.writer import StorageError
from shared.ids import RoomId, SessionId
from shared.plan.centre import Centre
from shared.plan.pack import SessionPack, TagKeys
from shared.rules.profile import RulesProfile

Record = TypeVar("Record", bound=msgspec.Struct)
WAIT_FOR_LOCK_SECONDS = 30.0
__all__ = ["ImportEntry", "PlanChangedError", "PlanStore"]


class PlanStore:
    """The plan of one site. Safe to use from several threads; close it when done."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._lock = threading.RLock()
        self._db = Database(connection)
        plan_migrations.apply(self._db)
        self._imports = PlanImports(self._db, self._lock, self._writing)
        self.steps = PlanSteps(self._db, self._lock, self._writing)
        self.releases = PlanReleases(self._db, self._lock, self._writing)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The store in this file, made when it isn't there yet. Raises StorageError."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with ExitStack() as opening:
            try:
                connection = sqlite3.connect(path, check_same_thread=False, timeout=WAIT_FOR_LOCK_SECONDS)
                opening.callback(connection.close)
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
                store = cls(connection)
            except sqlite3.Error as error:
                raise StorageError(f"{path} can't be used as a plan: {error}") from error
            opening.pop_all()
        return store

    @classmethod
    def open_existing(cls, path: Path) -> Self:
        """As :meth:`open`, but a folder that is no site yet is told and stays as it is."""
        if not path.is_file():
            raise StorageError(f"There is no plan in {path.parent}: import one first, or check --site.")
        return cls.open(path)

    @classmethod
    def in_memory(cls) -> Self:
        """A store that is gone when closed: a dry run on a site that has no plan yet."""
        return cls(sqlite3.connect(":memory:", check_same_thread=False))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- reading

    def centre(self) -> Centre | None:
        with self._lock:
            rows = list(self._db.table("centre").rows)
        return msgspec.convert(rows[0], Centre) if rows else None

    def candidates(self) -> dict[str, CandidateRecord]:
        """By candidate number; withdrawn ones are told by their flag."""
        return {r.key: r for r in self._read(CandidateRecord)}

    def timetable(self) -> dict[str, TimetableRecord]:
        return {r.key: r for r in self._read(TimetableRecord)}

    def entries(self) -> dict[str, EntryRecord]:
        return {r.key: r for r in self._read(EntryRecord)}

    def rooms(self) -> dict[str, RoomRecord]:
        """In the order in which they are filled: by position, those without one last."""
        return {r.key: r for r in self._read(RoomRecord, order="position = 0, position, rowid")}

    def arrangements(self) -> dict[str, ArrangementRecord]:
        return {r.key: r for r in self._read(ArrangementRecord)}

    def invigilators(self) -> dict[str, InvigilatorRecord]:
        return {r.key: r for r in self._read(InvigilatorRecord)}

    def seatings(self, session: SessionId) -> tuple[SeatingRecord, ...]:
        return tuple(self._read(SeatingRecord, "session = ?", [session]))

    def seating_options(self, session: SessionId) -> SeatingOptions:
        """How this session was seated last; the usual choices where it never was."""
        with self._lock:
            rows = list(self._db.table("seating_options").rows_where("session = ?", [session]))
        return msgspec.json.decode(rows[0]["options"], type=SeatingOptions) if rows else SeatingOptions()

    def duties(self, session: SessionId | None = None) -> tuple[DutyRecord, ...]:
        """Who invigilates where, in one session or in all of them."""
        where = (None, []) if session is None else ("session = ?", [session])
        return tuple(self._read(DutyRecord, *where))

    def unavailability(self) -> tuple[UnavailabilityRecord, ...]:
        """Who can't come when."""
        return tuple(self._read(UnavailabilityRecord))

    def seatings_in(self, room: RoomId) -> tuple[SeatingRecord, ...]:
        """Who is seated in a room, in whichever session."""
        return tuple(self._read(SeatingRecord, "room_id = ?", [room]))

    def seats_taken(self) -> dict[tuple[SessionId, RoomId], int]:
        """How many seats of a room a session takes, where it takes any."""
        counted = "SELECT session, room_id, COUNT(DISTINCT seat) FROM seatings GROUP BY session, room_id"
        with self._lock:
            rows = list(self._db.conn.execute(counted))
        return {(session, room): taken for session, room, taken in rows}

    def known(self, kind: Kind) -> dict[str, PlanRecord]:
        """Everything the plan holds of one kind, by key."""
        return {record.key: record for record in self._read(RECORDS[kind])}

    def imports(self) -> tuple[ImportEntry, ...]:
        """Newest first."""
        return self._imports.entries()

    def import_profiles(self) -> tuple[ImportProfile, ...]:
        """Saved header profiles by kind and name."""
        return self._imports.profiles()

    def changes_of(self, entry: ImportEntry) -> tuple[Change[PlanRecord], ...]:
        """Before and after of every record that an import changed, by key."""
        return self._imports.changes_of(entry)

    def photos_of(self, entry: ImportEntry) -> set[str]:
        """The photos that an import brought, by their SHA-256."""
        return self._imports.photos_of(entry)

    def photos_needed(self) -> set[str]:
        """The photos that a candidate has, or would have again if imports that stand were taken back."""
        return self._imports.photos_needed()

    # --- a session's plan

    def timetabling(self, day: str = "") -> Timetabling:
        """Which sessions there are and who is entered for what; with ``day`` (ISO date) for that day only.

        Entries are by far the most of a plan: who works on one session leaves the others' where they are.
        """
        of_day = "withdrawn = 0 AND component_id IN (SELECT key FROM timetable WHERE day = ?)"
        entries = self._read(EntryRecord, of_day, [day]) if day else self._read(EntryRecord, "withdrawn = 0")
        return Timetabling(
            timetable=tuple(self.timetable().values()),
            entries=tuple(entries),
            candidates=self.candidates(),
            arrangements=tuple(self.arrangements().values()),
        )

    def session_plan(self, session: SessionId, timetabling: Timetabling | None = None) -> SessionPlan:
        """Everything about one session; whoever asks for many reads the ``timetabling`` once."""
        with self._lock:
            return SessionPlan(
                session=session,
                timetabling=timetabling or self.timetabling(session[:10]),
                rooms=tuple(self.rooms().values()),
                invigilators=tuple(self.invigilators().values()),
                seatings=self.seatings(session),
                duties=self.duties(session),
            )

    def draft_pack(
        self, session: SessionId, *, centre: Centre, rules: RulesProfile, tag_keys: TagKeys, now: datetime
    ) -> SessionPack:
        """The session's pack as the plan stands, version 0 until it is published."""
        return self.session_plan(session).draft_pack(centre=centre, rules=rules, tag_keys=tag_keys, now=now)

    # --- writing

    def set_centre(self, centre: Centre) -> None:
        with self._writing():
            self._db.execute("DELETE FROM centre")
            self._db.table("centre").insert(msgspec.to_builtins(centre))

    def apply(self, changes: Changes[Any], *, file: str, at: datetime, actor: str = "") -> int:
        """Write one import in one transaction and log it, so that it can be undone. The import's number.

        Raises PlanChangedError when the plan is no longer the one the import was compared with.
        """
        return self._imports.apply(changes, file=file, at=at, actor=actor)

    def undo_last_import(self, at: datetime) -> ImportEntry | None:
        """Put back what the last import replaced; None when there is nothing to undo.

        Raises PlanChangedError where one of its records was changed since: nothing newer is lost.
        """
        return self._imports.undo_last(at)

    def save_import_profile(self, kind: Kind, name: str, mapping: Mapping[str, str]) -> ImportProfile:
        """Keep what the headings of one source mean (heading → field, empty where it isn't used).

        One of the same name is replaced. Raises ProfileNameError.
        """
        return self._imports.save_profile(kind, name, mapping)

    def remove_import_profile(self, kind: Kind, name: str) -> bool:
        """Whether there was one."""
        return self._imports.remove_profile(kind, name)

    def keep_invigilators(self, people: Sequence[InvigilatorRecord]) -> None:
        """Write people as they are now, all or none: with a PIN that was set by hand."""
        with self._writing():
            self._db.table("invigilators").upsert_all((to_row(one) for one in people), pk="key")

    def seat(self, session: SessionId, seatings: Sequence[SeatingRecord]) -> None:
        """Replace the session's whole seating."""
        with self._writing():
            self._db.execute("DELETE FROM seatings WHERE session = ?", [session])
            self._db.table("seatings").insert_all(to_row(s) for s in seatings)

    def set_seating_options(self, session: SessionId, options: SeatingOptions) -> None:
        with self._writing():
            row = {"session": session, "options": msgspec.json.encode(options).decode()}
            self._db.table("seating_options").upsert(row, pk="session")

    def assign(self, session: SessionId, duties: Sequence[DutyRecord]) -> None:
        """Replace the session's whole rota."""
        with self._writing():
            self._db.execute("DELETE FROM duties WHERE session = ?", [session])
            self._db.table("duties").insert_all(to_row(duty) for duty in duties)

    def _read(
        self,
        record_type: type[Record],
        where: str | None = None,
        args: Sequence[str] = (),
        order: str = "key",
    ) -> list[Record]:
        with self._lock:
            rows = list(self._db.table(TABLES[record_type]).rows_where(where, list(args), order_by=order))
        return [from_row(row, record_type) for row in rows]

    @contextmanager
    def _writing(self) -> Generator[None]:
        """One transaction; all of it is written or nothing. Raises StorageError."""
        with self._lock:
            try:
                self._db.conn.execute("BEGIN IMMEDIATE")
                yield
                self._db.conn.commit()
            except sqlite3.Error as error:
                self._db.rollback()
                raise StorageError(f"the disk did not take it ({error}): nothing was written") from error
            except BaseException:
                self._db.rollback()
                raise
