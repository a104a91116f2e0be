"""A published pack becomes the live plan, and that it did becomes a fact.

``examday publish`` writes packs while the hub may be running. So the hub looks at the shelf when it starts
and now and then, and takes what it finds there: the shelf is the truth, the fact says since when it counted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from hub.before.packs import PackError
from hub.during.live import LiveRegisters
from hub.during.office import HUB_ACTOR, Office
from shared.ids import SessionId
from shared.plan.pack import SessionPack
from shared.record.envelope import OFFICE_DEVICE
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
            faults: list[PackError | OSError] = []
            for session, version in await asyncio.to_thread(self._newest):
                if self._recorded(session) >= version:
                    continue
                try:
                    pack = await asyncio.to_thread(self._shelf.load, session, version)
                except (PackError, OSError) as error:
                    # A pack that can't be read must not keep the sessions behind it from their tablets.
                    faults.append(error)
                else:
                    await self._take(pack, HUB_ACTOR)
            if faults:
                raise faults[0]

    def _newest(self) -> list[tuple[SessionId, int]]:
        return [(session, self._shelf.versions(session)[-1]) for session in self._shelf.sessions()]

    async def _take(self, pack: SessionPack, actor: str) -> None:
        session = pack.session.id
        live = self._live.pack(session)
        if live is None or live.version != pack.version:
            await asyncio.to_thread(self._live.publish, pack)
        if self._recorded(session) < pack.version:
            event = PackPublished(version=pack.version, content_hash=self._live.pack_hash(session))
            await self._office.record(session, event, actor=actor)

    def _recorded(self, session: SessionId) -> int:
        """The latest version that the hub put on record; what a tablet says of it doesn't count."""
        told = (f.envelope for f in self._live.facts(session) if f.envelope.device_id == OFFICE_DEVICE)
        return max((e.event.version for e in told if isinstance(e.event, PackPublished)), default=0)
