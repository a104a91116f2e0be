"""The tablet's journal: its own signed facts, what the hub sent, and the hub's receipts, on disk."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from kiosk_app.faults import JournalFault, UnsentRecords
from kiosk_app.journal_schema import open_or_set_aside
from kiosk_app.texts import _
from shared.canonical import GENESIS, digest
from shared.ids import SessionId
from shared.record.chain import JournalRow

FILE_NAME = "journal.db"
_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
"""SQLite tells a file that may not grow any more as an input/output error."""


class OwnRecord(Struct, frozen=True):
    """One of this tablet's envelopes as it was signed."""

    device_seq: int
    session: SessionId
    jws: str


class KeptRow(Struct, frozen=True):
    """A row of a hub journal; ``is_current`` False: of a journal that the hub no longer has."""

    journal: str
    row: JournalRow
    is_current: bool


class Standing(Struct, frozen=True, kw_only=True):
    """Where this tablet stands with its hub's journal, for one session."""

    journal: str
    seen: int
    device_seq: int
    acked_through: int


class TabletJournal:
    """One SQLite file, one connection, one lock: the screen writes facts, the sync thread rows.

    Every method is one transaction that is on disk when it returns (WAL, synchronous=FULL). A write
    takes a few milliseconds, so neither thread waits noticeably for the other.
    """

    def __init__(self, file: Path, connection: sqlite3.Connection, set_aside: Path | None) -> None:
        self._file = file
        self._connection = connection
        self._lock = threading.RLock()
        self.set_aside = set_aside
        """The unreadable file that was found and kept, if there was one."""

    @classmethod
    def open(cls, home: Path, now: datetime) -> Self:
        """The journal in ``home``, made if there is none. Raises JournalFault."""
        connection, aside = open_or_set_aside(home / FILE_NAME, now)
        return cls(home / FILE_NAME, connection, aside)

    def close(self) -> None:
        """Close the file; afterwards nothing can be recorded."""
        with self._lock:
            self._connection.close()

    def append(self, session: SessionId, sign: Callable[[int, str], str]) -> OwnRecord:
        """Commit this tablet's next fact; ``sign(device_seq, prev)`` gives its signed bytes.

        Raises JournalFault if it could not be saved: then it was not recorded.
        """
        with self.transaction() as db:
            last = db.execute("SELECT device_seq, jws FROM own ORDER BY device_seq DESC LIMIT 1").fetchone()
            seq, prev = (last[0] + 1, digest(last[1])) if last else (1, GENESIS)
            record = OwnRecord(seq, session, sign(seq, prev))
            db.execute("INSERT INTO own VALUES (?, ?, ?)", (seq, session, record.jws))
        return record

    def own(self, session: SessionId) -> tuple[OwnRecord, ...]:
        """This tablet's facts of one session, in its order."""
        rows = self.read(
            "SELECT device_seq, session, jws FROM own WHERE session = ? ORDER BY device_seq", session
        )
        return tuple(OwnRecord(*row) for row in rows)

    def between(self, first: int, last: int) -> tuple[str, ...]:
        """The signed bytes of this tablet's facts ``first`` to ``last``, both included, of any session."""
        rows = self.read(
            "SELECT jws FROM own WHERE device_seq BETWEEN ? AND ? ORDER BY device_seq", first, last
        )
        return tuple(row[0] for row in rows)

    def store_rows(self, session: SessionId, journal: str, rows: Sequence[JournalRow], seen: int) -> None:
        """Keep rows of the hub's journal and that everything through ``seen`` was received."""
        with self.transaction() as db:
            db.executemany(
                "INSERT INTO hub_row VALUES (?, ?, ?, ?, ?, ?, 1)"
                " ON CONFLICT (row_hash) DO UPDATE SET is_current = 1",
                [(r.row_hash, session, journal, r.hub_seq, r.received_at.isoformat(), r.jws) for r in rows],
            )
            db.execute(
                "INSERT INTO seen VALUES (?, ?)"
                " ON CONFLICT (session) DO UPDATE SET hub_seq = excluded.hub_seq",
                (session, seen),
            )

    def rows(self, session: SessionId) -> tuple[KeptRow, ...]:
        """Every row kept of one session, those of the hub's current journal first."""
        rows = self.read(
            "SELECT journal, hub_seq, received_at, jws, row_hash, is_current FROM hub_row"
            " WHERE session = ? ORDER BY is_current DESC, hub_seq",
            session,
        )
        return tuple(
            KeptRow(
                journal,
                JournalRow(hub_seq=seq, received_at=datetime.fromisoformat(at), jws=jws, row_hash=row_hash),
                bool(current),
            )
            for journal, seq, at, jws, row_hash, current in rows
        )

    def standing(self, session: SessionId) -> Standing:
        """What the sync of a session starts from."""
        with self._lock:
            journal = self.note("journal")
            seen = self.read("SELECT hub_seq FROM seen WHERE session = ?", session)
            return Standing(
                journal=journal,
                seen=seen[0][0] if seen else 0,
                device_seq=self.last_seq(),
                acked_through=self.acked_through(journal),
            )

    def last_seq(self) -> int:
        """The last ``device_seq`` recorded, 0 before the first."""
        return int(self.read("SELECT coalesce(max(device_seq), 0) FROM own")[0][0])

    def acked_through(self, journal: str) -> int:
        """Through which of this tablet's facts the hub with this journal has signed a receipt."""
        found = self.read(
            "SELECT coalesce(max(acked_through), 0) FROM receipt WHERE journal = ? AND NOT is_void", journal
        )
        return int(found[0][0])

    def unsent(self) -> int:
        """How many of this tablet's facts have no receipt of the hub it is paired with."""
        with self._lock:
            return self.last_seq() - self.acked_through(self.note("journal"))

    def carried(self) -> int:
        """How many series of other tablets are here that the hub has no receipt for."""
        return int(self.read("SELECT count(*) FROM carried WHERE receipt = ''")[0][0])

    def store_receipt(self, journal: str, acked_through: int, signed: str) -> None:
        """Keep a receipt of the hub whose signature was checked."""
        with self.transaction() as db:
            db.execute(
                "INSERT INTO receipt (journal, acked_through, signed) VALUES (?, ?, ?)",
                (journal, acked_through, signed),
            )

    def receipts(self) -> tuple[str, ...]:
        """Every receipt as the hub signed it, oldest first."""
        return tuple(row[0] for row in self.read("SELECT signed FROM receipt ORDER BY id"))

    def follow(self, journal: str) -> None:
        """The hub keeps this journal: the first one met, or another than before.

        Earlier receipts and rows stay on disk, but say nothing about what this hub has.
        """
        with self.transaction() as db:
            if self.note("journal"):
                db.execute("UPDATE receipt SET is_void = 1")
                db.execute("UPDATE hub_row SET is_current = 0")
                db.execute("DELETE FROM seen")
            self._put("journal", journal)

    def destroy(self, clear: Callable[[], None], *, losing: int = 0) -> None:
        """Have the rest cleared, then close and remove the journal, which knows last what this tablet was.

        Raises UnsentRecords while more than ``losing`` records have no receipt; then nothing was removed.
        """
        with self._lock:
            unsent, carried = self.unsent(), self.carried()
            if unsent > losing or carried:
                raise UnsentRecords(unsent, carried)
            clear()
            self._connection.close()
            for suffix in ("", "-wal", "-shm"):
                self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)

    def note(self, name: str) -> str:
        """A small fact about the tablet itself; empty where none was kept."""
        found = self.read("SELECT value FROM meta WHERE name = ?", name)
        return str(found[0][0]) if found else ""

    def keep_notes(self, **notes: str) -> None:
        """Keep small facts about the tablet itself, all or none."""
        with self.transaction():
            for name, value in notes.items():
                self._put(name, value)

    def _put(self, name: str, value: str) -> None:
        self._connection.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    def read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises JournalFault."""
        with self._lock, _told():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, on disk when the block has ended. Raises JournalFault."""
        with self._lock, _told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _NO_ROOM:
            full = _(
                "The tablet's storage takes nothing more ({error}): this was NOT saved."
                " Go on on paper, tell the officer and free some space. What was green before is safe."
            )
            raise JournalFault(full.format(error=error)) from error
        not_saved = _("This was NOT saved on the tablet ({error}). Use paper for now and tell the officer.")
        raise JournalFault(not_saved.format(error=error)) from error
