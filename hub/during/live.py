"""The registers in memory: folded fact by fact as they are committed, rebuilt from the journal at start."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Sequence

from hub.during.office import SITE
from hub.during.session_log import SessionLog
from hub.during.watching import Watchers
from hub.storage.journal import Committed
from shared.canonical import GENESIS
from shared.plan.pack import SessionPack
from shared.protocol.messages import EVENTS_BATCH, Events
from shared.record.facts import Fact
from shared.record.register import Register


class NoPackError(LookupError):
    """The session has no published pack, so that nothing can be held against a plan."""


class LiveRegisters:
    """One :class:`SessionLog` a session. May be asked from any thread."""

    def __init__(self, journal_id: str) -> None:
        self.journal_id = journal_id
        self.watchers = Watchers()
        self._lock = threading.Lock()
        self._logs: dict[str, SessionLog] = {}
        self._head_seq = 0
        self._head_hash = GENESIS
        self._changes = 0
        self._published: list[Callable[[SessionPack], None]] = []

    def take(self, committed: Sequence[Committed]) -> None:
        """Take committed rows in journal order: at start from the journal, then from its writer."""
        by_session: dict[str, list[Committed]] = {}
        for one in committed:
            by_session.setdefault(one.envelope.session, []).append(one)
        for session, rows in by_session.items():
            self._log(session).take(rows)
        with self._lock:
            if committed:
                self._head_seq = committed[-1].row.hub_seq
                self._head_hash = committed[-1].row.row_hash
            self._changes += 1
        for session in by_session:
            self.watchers.changed(session)

    def publish(self, pack: SessionPack) -> None:
        """A new pack version: fold again, tell browsers and tablets."""
        self._log(pack.session.id).publish(pack)
        with self._lock:
            self._changes += 1
        self.watchers.changed(pack.session.id)
        for listener in self._published:
            listener(pack)

    def forget(self, session: str) -> None:
        """The session's record was released: nothing of it is held any more; whoever watches is told."""
        with self._lock:
            self._logs.pop(session, None)
            self._changes += 1
        self.watchers.changed(session)

    def on_publish(self, listener: Callable[[SessionPack], None]) -> None:
        """Have ``listener`` called with every pack that is published from now on."""
        self._published.append(listener)

    def sessions(self) -> tuple[str, ...]:
        """Every session with a pack or a fact, in order of their day."""
        with self._lock:
            return tuple(sorted(session for session in self._logs if session != SITE))

    def pack(self, session: str) -> SessionPack | None:
        """The session's latest published pack, or None."""
        log = self._logs.get(session)
        return log.pack if log else None

    def pack_hash(self, session: str) -> str:
        """Its content hash; empty without a pack."""
        log = self._logs.get(session)
        return log.pack_hash if log else ""

    def register(self, session: str) -> Register:
        """The register as it stands. Raises NoPackError."""
        log = self._logs.get(session)
        register = log.register() if log else None
        if register is None:
            raise NoPackError(f"no pack was published for session {session!r}")
        return register

    def facts(self, session: str) -> tuple[Fact, ...]:
        """Every fact of the session in journal order; ``""`` are the facts of the site."""
        log = self._logs.get(session)
        return log.facts() if log else ()

    def revision(self, session: str) -> int:
        """Rises with every change of the session's record or plan; the same after a restart."""
        log = self._logs.get(session)
        return log.revision if log else 0

    async def watch(self, session: str | None) -> AsyncIterator[int]:
        """The revision now and after every change, until the hub closes; None follows all sessions."""
        with self.watchers.watching(session) as signal:
            while not self.watchers.closed:
                yield self._changes if session is None else self.revision(session)
                await signal.wait()

    def events_after(self, session: str, after: int, limit: int = EVENTS_BATCH) -> tuple[Events, bool]:
        """What a tablet that has everything through ``after`` lacks, and whether that is all there is."""
        with self._lock:
            # Taken first: rows that are committed meanwhile are then sent twice at worst, never left out.
            head = self._head_seq
        log = self._logs.get(session)
        rows, complete = log.rows_after(after, limit) if log else ((), True)
        last = rows[-1].hub_seq if rows else after
        covered = max(last, head) if complete else last
        return Events(journal=self.journal_id, after=after, rows=rows, head_seq=max(covered, after)), complete

    @property
    def head_seq(self) -> int:
        """The last journal sequence that was folded."""
        with self._lock:
            return self._head_seq

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last journal row that was folded; registers hold at least as much."""
        with self._lock:
            return self._head_seq, self._head_hash

    def close(self) -> None:
        """End every watch."""
        self.watchers.close()

    def _log(self, session: str) -> SessionLog:
        with self._lock:
            return self._logs.setdefault(session, SessionLog(self.journal_id))
