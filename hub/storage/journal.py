"""The hub's journal: every signed fact verbatim, in the order of arrival, chained, append-only.

Work that reads and then appends (is this envelope new? does it follow its predecessor?) runs as one
transaction over a :class:`JournalUnit`, so that the answer can't be outdated when it is written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from msgspec import Struct
from sqlite_utils import Database

from hub.storage.journal_release import ReleasingUnit
from hub.storage.schema import JOURNAL
from hub.storage.writer import LARGEST_GROUP, Writer, reading
from shared.canonical import GENESIS, digest
from shared.protocol.signing import payload_of
from shared.record.chain import JournalRow, link_row, row_hash
from shared.record.envelope import Envelope, decode_envelope

T = TypeVar("T")


class Entry(Struct, frozen=True, kw_only=True):
    """An envelope to append: its signed bytes, and what they say."""

    jws: str
    envelope: Envelope


class Committed(Struct, frozen=True, kw_only=True):
    """A journal row on disk, and what it says."""

    row: JournalRow
    envelope: Envelope


class Tail(Struct, frozen=True, kw_only=True):
    """How far one device's record is accounted for; ``link`` is what its next ``prev`` must be.

    An empty ``link`` means that nobody can say: the envelope before it could not be read.
    """

    received_through: int = 0
    link: str = GENESIS


class QuarantineRecord(Struct, frozen=True, kw_only=True):
    """Bytes that are not in the record, and why. ``quarantine_id`` is their SHA-256."""

    quarantine_id: str
    device_id: str
    device_seq: int
    session: str
    reason: str
    detail: str
    received_at: datetime
    data: bytes


class DamagedJournalError(Exception):
    """A row's hash does not follow from the row before it: the file was changed outside of ExamDay."""


class JournalUnit(ReleasingUnit):
    """One transaction's view of the journal. Only valid while the work that got it runs."""

    def __init__(self, db: Database, now: datetime, journal_id: str) -> None:
        self._db = db
        self.now = now
        self.journal_id = journal_id
        self.added: list[Committed] = []
        self.head_seq, self.head_hash = _head(db)

    def tail(self, device_id: str) -> Tail:
        """How far the record of ``device_id`` is accounted for."""
        found = self._db.execute(
            "SELECT received_through, tail FROM tails WHERE device_id = ?", [device_id]
        ).fetchone()
        return Tail(received_through=found[0], link=found[1]) if found else Tail()

    def move_tail(self, device_id: str, tail: Tail) -> None:
        """The device's record is now accounted for through ``tail``."""
        self._db.execute(
            "INSERT INTO tails (device_id, received_through, tail) VALUES (?, ?, ?) "
            "ON CONFLICT (device_id) DO UPDATE SET received_through = excluded.received_through, "
            "tail = excluded.tail",
            [device_id, tail.received_through, tail.link],
        )

    def taken(self, device_id: str, device_seq: int) -> str | None:
        """The digest of the envelope that holds this idempotency key, or None."""
        found = self._db.execute(
            "SELECT jws, jws_digest FROM journal WHERE device_id = ? AND device_seq = ?",
            [device_id, device_seq],
        ).fetchone()
        return (digest(found[0]) if found[0] else str(found[1])) if found else None

    def add(self, entry: Entry) -> JournalRow:
        """Append one envelope. The table's unique key refuses a second one of the same number."""
        row = link_row(self.head_hash, self.head_seq + 1, self.now, entry.jws)
        envelope = entry.envelope
        self._db.execute(
            "INSERT INTO journal (hub_seq, received_at, jws, row_hash, device_id, device_seq, session) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                row.hub_seq,
                row.received_at.isoformat(),
                row.jws,
                row.row_hash,
                envelope.device_id,
                envelope.device_seq,
                envelope.session,
            ],
        )
        self.head_seq, self.head_hash = row.hub_seq, row.row_hash
        self.added.append(Committed(row=row, envelope=envelope))
        return row

    def beside(self, work: Callable[[Database], T]) -> T:
        """Have something done to another table of the file, with the rows or not at all."""
        return work(self._db)

    def quarantined_of(self, device_id: str) -> int:
        """How many records of this device lie in quarantine."""
        return self._db.table("quarantine").count_where("device_id = ?", [device_id])

    def quarantine(self, record: QuarantineRecord) -> bool:
        """Keep the bytes; False where exactly these are kept already."""
        done = self._db.execute(
            "INSERT INTO quarantine (quarantine_id, device_id, device_seq, session, reason, detail, "
            "received_at, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (quarantine_id) DO NOTHING",
            [
                record.quarantine_id,
                record.device_id,
                record.device_seq,
                record.session,
                record.reason,
                record.detail,
                record.received_at.isoformat(),
                record.data,
            ],
        )
        return done.rowcount == 1


class Journal:
    """journal.db with its writer. ``journal_id`` is made when the file is, and names this very record."""

    def __init__(self, writer: Writer, journal_id: str, now: Callable[[], datetime]) -> None:
        self.writer = writer
        self.journal_id = journal_id
        self._now = now
        self._follower: Callable[[Sequence[Committed]], None] | None = None

    @classmethod
    def open(
        cls,
        file: Path,
        *,
        now: Callable[[], datetime],
        draw: Callable[[int], bytes],
        largest_group: int = LARGEST_GROUP,
    ) -> Journal:
        """Open or make the journal at ``file``. Raises StorageError where the file can't be used."""
        fresh = str(UUID(bytes=draw(16), version=4))

        def prepare(db: Database) -> None:
            JOURNAL.apply(db)
            db.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('journal_id', ?)", [fresh])

        file.parent.mkdir(parents=True, exist_ok=True)
        writer = Writer(file, prepare, largest_group=largest_group)
        with reading(file) as db:
            journal_id = str(db.table("meta").get("journal_id")["value"])
        return cls(writer, journal_id, now)

    def close(self) -> None:
        """Write what waits and close the file."""
        self.writer.close()

    def follow(self, follower: Callable[[Sequence[Committed]], None]) -> None:
        """Call ``follower`` with every committed group of rows, in journal order, in the writer's thread."""
        self._follower = follower

    async def transact(self, work: Callable[[JournalUnit], T]) -> T:
        """Do ``work`` in one transaction and wait until it is on disk."""
        result, _ = await asyncio.wrap_future(self._submit(work))
        return result

    def transact_in_thread(self, work: Callable[[JournalUnit], T]) -> T:
        """The same for a thread of its own, never for the hub's loop."""
        result, _ = self._submit(work).result()
        return result

    def _submit(self, work: Callable[[JournalUnit], T]) -> Future[tuple[T, list[Committed]]]:
        def on_database(db: Database) -> tuple[T, list[Committed]]:
            unit = JournalUnit(db, self._now().astimezone(UTC), self.journal_id)
            return work(unit), unit.added

        def committed(done: tuple[T, list[Committed]]) -> None:
            if self._follower is not None and done[1]:
                self._follower(done[1])

        return self.writer.submit(on_database, committed)

    async def append(self, jws: Sequence[str]) -> tuple[JournalRow, ...]:
        """Append envelopes that were verified elsewhere; durable when this returns."""
        entries = [Entry(jws=text, envelope=decode_envelope(payload_of(text))) for text in jws]
        return await self.transact(lambda unit: tuple(unit.add(entry) for entry in entries))

    def rows(self, after: int = 0, session: str | None = None, limit: int | None = None) -> list[JournalRow]:
        """Rows behind ``after`` in order, of one session or of all."""
        where = "hub_seq > ?" + ("" if session is None else " AND session = ?")
        values = [after] if session is None else [after, session]
        with reading(self.writer.file) as db:
            found = db.table("journal").rows_where(
                where,
                values,
                order_by="hub_seq",
                limit=limit,
            )
            return [journal_row(row) for row in found]

    def head(self) -> tuple[int, str]:
        """Sequence and hash of the last row."""
        with reading(self.writer.file) as db:
            return _head(db)

    def received_through(self, device_id: str) -> int:
        """Through which of its envelopes the hub has this device's record."""
        with reading(self.writer.file) as db:
            found = db.execute(
                "SELECT received_through FROM tails WHERE device_id = ?", [device_id]
            ).fetchone()
        return int(found[0]) if found else 0

    def quarantine(self, limit: int = 500) -> list[QuarantineRecord]:
        """What lies in quarantine, newest first."""
        with reading(self.writer.file) as db:
            found = list(db.table("quarantine").rows_where(order_by="rowid desc", limit=limit))
        return [
            QuarantineRecord(**(row | {"received_at": datetime.fromisoformat(row["received_at"])}))
            for row in found
        ]


def _head(db: Database) -> tuple[int, str]:
    found = db.execute("SELECT hub_seq, row_hash FROM journal ORDER BY hub_seq DESC LIMIT 1").fetchone()
    return (found[0], found[1]) if found else (0, GENESIS)


def journal_row(stored: Mapping[str, Any]) -> JournalRow:
    """A row as its table holds it; the one of an earlier version has no column for the digest."""
    return JournalRow(
        hub_seq=stored["hub_seq"],
        received_at=datetime.fromisoformat(stored["received_at"]),
        jws=stored["jws"],
        row_hash=stored["row_hash"],
        jws_digest=stored.get("jws_digest", ""),
    )


def read_back(rows: Iterable[JournalRow]) -> list[Committed]:
    """What the rows of a whole journal say, without those whose content was erased.

    Raises DamagedJournalError where the chain is broken.
    """
    previous, committed = GENESIS, []
    for number, row in enumerate(rows, start=1):
        expected = row_hash(previous, number, row.received_at, row.content_digest)
        if row.hub_seq != number or row.row_hash != expected:
            raise DamagedJournalError(
                f"journal row {row.hub_seq} does not follow from row {number - 1}: the file was changed "
                "outside of ExamDay. Keep it as it is, and start from a back-up or an empty site folder; "
                "every paired tablet will deliver its record again"
            )
        if not row.is_released:
            committed.append(Committed(row=row, envelope=decode_envelope(payload_of(row.jws))))
        previous = row.row_hash
    return committed
