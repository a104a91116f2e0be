"""A published pack becomes the live plan, and that it did becomes a fact.

``examday publish`` writes packs while the hub may be running. So the hub looks at the shelf when it starts
and now and then, and takes what it finds there: the shelf is the truth, the fact says since when it counted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from hub.during.live import LiveRegisters
from hub.during.office import HUB_ACTOR, Office
from shared.ids import SessionId
from shared.plan.pack import SessionPack
from shared.record.events.office import PackPublished

LOOK_EVERY_SECONDS: Final = 3.0


class Shelf(Protocol):
    """Where published packs stand (``hub.before.packs``)."""

    def sessions(self) -> tuple[SessionId, ...]:
        """Sessions with a published pack."""

    def versions(self, session: SessionId) -> tuple[int, ...]:
        """The versions of one, in order."""

    def load(self, session: SessionId, version: int) -> SessionPack:
        """One version as it was published."""

    def publish(self, session: SessionId, now: datetime) -> SessionPack:
        """Freeze the session's plan as its next version."""


class Publisher:
    """Takes packs from the shelf into the live registers and onto the record."""

    def __init__(
        self, shelf: Shelf, live: LiveRegisters, office: Office, now: Callable[[], datetime]
    ) -> None:
        self._shelf = shelf
        self._live = live
        self._office = office
        self._now = now
        self._one_at_a_time = asyncio.Lock()

    async def publish(self, session: SessionId, actor: str) -> SessionPack:
        """Publish the session's plan as it is now. Raises what the shelf raises."""
        async with self._one_at_a_time:
            pack = await asyncio.to_thread(self._shelf.publish, session, self._now())
            await self._take(pack, actor)
            return pack

    async def look(self) -> None:
        """Take what was published by others since the last look."""
        async with self._one_at_a_time:
            for session in await asyncio.to_thread(self._shelf.sessions):
                version = self._shelf.versions(session)[-1]
                if self._recorded(session) < version:
                    pack = await asyncio.to_thread(self._shelf.load, session, version)
                    await self._take(pack, HUB_ACTOR)

    async def _take(self, pack: SessionPack, actor: str) -> None:
        session = pack.session.id
        live = self._live.pack(session)
        if live is None or live.version != pack.version:
            await asyncio.to_thread(self._live.publish, pack)
        if self._recorded(session) < pack.version:
            event = PackPublished(version=pack.version, content_hash=self._live.pack_hash(session))
            await self._office.record(session, event, actor=actor)

    def _recorded(self, session: SessionId) -> int:
        """The latest version that is on record."""
        events = (fact.envelope.event for fact in self._live.facts(session))
        return max((e.version for e in events if isinstance(e, PackPublished)), default=0)
