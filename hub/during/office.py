"""The office's own device: what the exams officer does is signed by the hub, into the same journal."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Final

from hub.storage.begun import all_begun, forget_begun, keep_begun
from hub.storage.journal import Entry, Journal, JournalUnit, Tail
from shared.canonical import digest
from shared.protocol.signing import SigningKey, sign_envelope
from shared.record.envelope import OFFICE_DEVICE, Envelope, Live, Source
from shared.record.events import KnownEvent
from shared.record.events.office import OfficeActed

LIVE: Final = Live()
SITE = ""
"""The session of facts that belong to the site and not to one session: devices, deliveries."""
HUB_ACTOR = "hub"
"""Who is named where nobody acted: the hub noticed something itself."""
CUT_OFF = "The hub was cut off before it could tell whether this was done."
_noted: ContextVar[list[Envelope] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Generator[list[Envelope]]:
    """What the office records while the block lasts, in the task that runs it and those it starts."""
    recorded: list[Envelope] = []
    token = _noted.set(recorded)
    try:
        yield recorded
    finally:
        _noted.reset(token)


class Office:
    """Signs with the hub's key; its chain continues where the journal left it."""

    def __init__(self, journal: Journal, key: SigningKey) -> None:
        self._journal = journal
        self._key = key

    async def record(
        self,
        session: str,
        event: KnownEvent,
        *,
        actor: str,
        room: str | None = None,
        seen: int | None = None,
        source: Source = LIVE,
    ) -> Envelope:
        """Record ``event``; durable when this returns.

        ``seen`` is the last journal row that the person had before their eyes; None: everything there is.
        ``source`` names paper that is keyed in; then ``actor`` is who keyed it.
        """
        recorded = await self._journal.transact(
            lambda unit: self.write(unit, session, event, actor=actor, room=room, seen=seen, source=source)
        )
        self.note(recorded)
        return recorded

    def note(self, recorded: Envelope) -> None:
        """Something was recorded in the task at hand; :meth:`record` says so itself."""
        noted = _noted.get()
        if noted is not None:
            noted.append(recorded)

    def record_with(
        self, session: str, event: KnownEvent, actor: str, write: Callable[[JournalUnit], None]
    ) -> Envelope:
        """Record ``event`` and what ``write`` does in one transaction; in a thread, not on the hub's loop."""

        def work(unit: JournalUnit) -> Envelope:
            write(unit)
            return self.write(unit, session, event, actor=actor)

        return self._journal.transact_in_thread(work)

    async def begin(self, actor: str, what: str, about: dict[str, str]) -> int:
        """Put on disk what somebody is about to change in another file than the journal; its number."""
        return await self._journal.transact(
            lambda unit: unit.beside(lambda db: keep_begun(db, unit.now, actor, what, about))
        )

    async def end(self, begun_id: int | None, event: OfficeActed | None, *, actor: str) -> None:
        """What was begun is over: its fact, where it has one, takes its place in one transaction."""

        def work(unit: JournalUnit) -> Envelope | None:
            if begun_id is not None:
                unit.beside(partial(forget_begun, begun_id=begun_id))
            return self.write(unit, SITE, event, actor=actor) if event else None

        recorded = await self._journal.transact(work)
        if recorded is not None:
            self.note(recorded)

    async def tell_unended(self) -> int:
        """After a stop: put on record what was begun and may have been done; how many there were."""

        def work(unit: JournalUnit) -> int:
            left = unit.beside(all_begun)
            for begun in left:
                about = begun.about | {"begun_at": begun.began_at.isoformat()}
                event = OfficeActed(what=f"{begun.what} {CUT_OFF}", about=about)
                self.write(unit, SITE, event, actor=begun.actor)
                unit.beside(partial(forget_begun, begun_id=begun.begun_id))
            return len(left)

        return await self._journal.transact(work)

    def write(
        self,
        unit: JournalUnit,
        session: str,
        event: KnownEvent,
        *,
        actor: str,
        room: str | None = None,
        seen: int | None = None,
        source: Source = LIVE,
    ) -> Envelope:
        """The same within a transaction that has more to write."""
        tail = unit.tail(OFFICE_DEVICE)
        envelope = Envelope(
            device_id=OFFICE_DEVICE,
            device_seq=tail.received_through + 1,
            prev=tail.link,
            session=session,
            room=room,
            journal=unit.journal_id,
            # The office looks at the hub itself: nothing is unseen but what came while somebody decided.
            seen=unit.head_seq if seen is None else seen,
            occurred_at=unit.now,
            actor=actor,
            source=source,
            schema_version=event.schema_version,
            event=event,
        )
        jws = sign_envelope(envelope, self._key)
        unit.add(Entry(jws=jws, envelope=envelope))
        unit.move_tail(OFFICE_DEVICE, Tail(received_through=envelope.device_seq, link=digest(jws)))
        return envelope
