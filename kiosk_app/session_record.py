"""One session's record on one tablet: the facts it has, the register they make, and what was seen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from kiosk_app.received import lost_fact, own_facts, row_fact
from kiosk_app.recorder import Seen
from shared.ids import SessionId
from shared.plan.pack import SessionPack
from shared.record.chain import JournalRow
from shared.record.envelope import Envelope
from shared.record.facts import Fact
from shared.record.fold import RegisterFold
from shared.record.register import Register


class Kept(Protocol):
    """A row of a hub journal as it was kept."""

    @property
    def journal(self) -> str: ...
    @property
    def row(self) -> JournalRow: ...
    @property
    def is_current(self) -> bool: ...


class Own(Protocol):
    """One of this tablet's facts as it was kept."""

    @property
    def jws(self) -> str: ...


class Stood(Protocol):
    """Where the tablet stood with its hub."""

    @property
    def journal(self) -> str: ...
    @property
    def seen(self) -> int: ...


class SessionStore(Protocol):
    """What is durable of a session (:class:`kiosk_app.journal.TabletJournal`)."""

    def own(self, session: SessionId) -> Sequence[Own]: ...
    def rows(self, session: SessionId) -> Sequence[Kept]: ...
    def standing(self, session: SessionId) -> Stood: ...


class SessionRecord:
    """Folds own facts and the hub's rows into the register. Thread-safe; what it takes is already on disk."""

    def __init__(self, store: SessionStore, pack: SessionPack) -> None:
        self._store = store
        self._lock = threading.RLock()
        self._session = pack.session.id
        self._revision = 0
        self._drawn: tuple[int, Register] | None = None
        self._fold, self._seen, self._unreadable = self._folded(pack)

    @property
    def pack(self) -> SessionPack:
        """The plan in use."""
        with self._lock:
            return self._fold.pack

    @property
    def revision(self) -> int:
        """Rises with everything that may change the register."""
        with self._lock:
            return self._revision

    @property
    def unreadable(self) -> int:
        """Rows of the hub that this version can't read; they are kept all the same."""
        with self._lock:
            return self._unreadable

    def facts(self) -> tuple[Fact, ...]:
        """Every fact of the session that this tablet has."""
        with self._lock:
            return self._fold.facts()

    def register(self) -> Register:
        """The register as it stands, folded again only after a change."""
        with self._lock:
            if self._drawn is None or self._drawn[0] != self._revision:
                self._drawn = (self._revision, self._fold.register())
            return self._drawn[1]

    def record(self, write: Callable[[Seen], Envelope]) -> Envelope:
        """Take the fact that ``write`` commits, knowing what stood behind the screen until then."""
        with self._lock:
            envelope = write(self._seen)
            self._fold.take(Fact(envelope=envelope))
            self._revision += 1
        return envelope

    def take_rows(self, journal: str, rows: Sequence[JournalRow], seen: int) -> None:
        """Take rows that are already on disk; only from now on ``seen`` counts as seen."""
        facts = [row_fact(journal, row) for row in rows]
        with self._lock:
            self._fold.take_all(fact for fact in facts if fact is not None)
            self._unreadable += facts.count(None)
            self._seen = Seen(journal, seen)
            self._revision += bool(rows)

    def use_pack(self, pack: SessionPack) -> None:
        """Hold the same facts against a newer plan."""
        with self._lock:
            fold = RegisterFold(pack)
            fold.take_all(self._fold.facts())
            self._fold = fold
            self._revision += 1

    def reload(self) -> None:
        """Fold from disk again: the hub follows another journal now."""
        with self._lock:
            self._fold, self._seen, self._unreadable = self._folded(self._fold.pack)
            self._revision += 1

    def _folded(self, pack: SessionPack) -> tuple[RegisterFold, Seen, int]:
        standing, kept = self._store.standing(self._session), self._store.rows(self._session)
        fold = RegisterFold(pack)
        fold.take_all(own_facts(record.jws for record in self._store.own(self._session)))
        here = [row_fact(k.journal, k.row) for k in kept if k.is_current]
        lost = [lost_fact(k.row) for k in kept if not k.is_current]
        fold.take_all(fact for fact in (*here, *lost) if fact is not None)
        return fold, Seen(standing.journal, standing.seen), here.count(None)
