"""One session in memory: its rows for the tablets, its fold for everybody who looks."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from hub.storage.journal import Committed
from shared.plan.pack import SessionPack
from shared.protocol.messages import MAX_MESSAGE_BYTES
from shared.record.chain import JournalRow
from shared.record.facts import Fact
from shared.record.fold import RegisterFold
from shared.record.register import Register

MOST_CHARACTERS: Final = MAX_MESSAGE_BYTES // 2
"""Rows in one message: it must stay below what a tablet is willing to read, other answers beside it."""
ROW_FRAME: Final = 200
"""What a row's number, time and hash add."""


class SessionLog:
    """Facts that arrive before the session has a pack are kept and folded once it is published."""

    def __init__(self, journal_id: str) -> None:
        self._journal_id = journal_id
        self._lock = threading.Lock()
        self._rows: list[JournalRow] = []
        self._facts: list[Fact] = []
        self._fold: RegisterFold | None = None
        self._folded: Register | None = None
        self._pack_hash = ""

    @property
    def pack(self) -> SessionPack | None:
        """The published plan, or None."""
        fold = self._fold
        return fold.pack if fold else None

    @property
    def pack_hash(self) -> str:
        """The content hash of the published pack; empty without one."""
        return self._pack_hash

    @property
    def revision(self) -> int:
        """Rises with every fact and every pack version, and is the same after a restart."""
        with self._lock:
            return len(self._rows) + (self._fold.pack.version if self._fold else 0)

    @property
    def last_seq(self) -> int:
        """The journal sequence of the session's last row."""
        with self._lock:
            return self._rows[-1].hub_seq if self._rows else 0

    def take(self, committed: Sequence[Committed]) -> None:
        """Take rows in journal order."""
        facts = [
            Fact(envelope=c.envelope, journal=self._journal_id, hub_seq=c.row.hub_seq) for c in committed
        ]
        with self._lock:
            self._rows += [c.row for c in committed]
            self._facts += facts
            self._folded = None
            if self._fold is not None:
                self._fold.take_all(facts)

    def publish(self, pack: SessionPack) -> None:
        """Hold the facts against this pack from now on."""
        pack_hash = pack.published_hash or pack.content_hash
        with self._lock:
            self._fold = RegisterFold(pack)
            self._fold.take_all(self._facts)
            self._folded = None
            self._pack_hash = pack_hash

    def register(self) -> Register | None:
        """The register as it stands; None without a pack. Worked out once for each state of the record."""
        with self._lock:
            if self._folded is None and self._fold is not None:
                self._folded = self._fold.register()
            return self._folded

    def facts(self) -> tuple[Fact, ...]:
        """Every fact, in journal order."""
        with self._lock:
            return tuple(self._facts)

    def rows_after(self, after: int, limit: int) -> tuple[tuple[JournalRow, ...], bool]:
        """At most ``limit`` rows behind ``after``, and whether these are all there are."""
        with self._lock:
            first = bisect_right(self._rows, after, key=lambda row: row.hub_seq)
            last, room = first, MOST_CHARACTERS
            for row in self._rows[first : first + limit]:
                room -= len(row.jws) + ROW_FRAME
                if room < 0 and last > first:
                    break
                last += 1
            return tuple(self._rows[first:last]), last == len(self._rows)
