"""What a tablet asks of its hub beside syncing: access at some address, packs, photos."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from kiosk_app.clock import TabletClock
from kiosk_app.discovery import discover
from kiosk_app.faults import HubRefused, HubUnreachable, TabletFault
from kiosk_app.hub_client import HubClient
from kiosk_app.identity import Identity, PairedHub
from kiosk_app.shelf import PackCache
from kiosk_app.sync.addresses import HubAddress, in_order_of_trial
from kiosk_app.sync.opening import OpenLine, open_line, reach
from kiosk_app.texts import _
from kiosk_app.unfinished import Unfinished
from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.protocol.messages import Hello

PHOTOS_AT_ONCE = 6
T = TypeVar("T")


class HubLine:
    """The way to one paired hub, wherever it is now. Used from one event loop at a time."""

    def __init__(
        self,
        hub: PairedHub,
        identity: Identity,
        clock: TabletClock,
        *,
        typed: Sequence[str] = (),
        interfaces: Sequence[str] = (),
        is_discovering: bool = True,
        unfinished: Unfinished | None = None,
    ) -> None:
        self.hub = hub
        self._unfinished = unfinished or Unfinished()
        self._identity = identity
        self._clock = clock
        self._typed = tuple(typed)
        self._interfaces = tuple(interfaces)
        self._is_discovering = is_discovering
        self._last = ""
        self._discovered: tuple[str, ...] = ()

    async def ask(self, question: Callable[[HubClient], Awaitable[T]], *, with_access: bool = True) -> T:
        """The hub's answer to ``question``. Raises HubUnreachable or HubRefused."""
        client = await self._reach(_access if with_access else _nothing_yet)
        try:
            return await question(client)
        finally:
            await client.close()

    async def open(self, hello: Callable[[], Hello]) -> OpenLine:
        """A line for syncing. Raises HubUnreachable or HubRefused."""
        client = await self._reach(_access)
        line = None
        try:
            line = await open_line(client, hello)
        finally:
            if line is None:
                await client.close()
        return OpenLine(line, client)

    async def _reach(self, ask: Callable[[HubClient], Awaitable[object]]) -> HubClient:
        known = in_order_of_trial(self._last, self.hub.addresses, self._discovered, self._typed)
        try:
            return self._remember(await reach(known, self._client_at, ask))
        except HubUnreachable:
            if not self._is_discovering:
                raise
        found = await discover(self.hub.fingerprint, self._interfaces)
        self._discovered = tuple(address.authority for address in found)
        fresh = [address for address in found if address not in known]
        if not fresh:
            raise HubUnreachable(
                _("The hub can't be reached. Go on: everything is kept on this tablet and sent later.")
            )
        return self._remember(await reach(fresh, self._client_at, ask))

    def _client_at(self, address: HubAddress) -> HubClient:
        return HubClient.pinned(
            address, self.hub.ca_pem, self._identity, self._clock.real_now, self._unfinished
        )

    def _remember(self, client: HubClient) -> HubClient:
        self._last = client.address.authority
        return client


async def fetch_pack(client: HubClient, shelf: PackCache, session: SessionId, room: RoomId) -> SessionPack:
    """The newest pack of a room with its photos, kept on this tablet; only what changed is fetched.

    A photo that can't be had is left out: the card shows none, the room goes on.
    """
    pack = await client.pack(session, room, shelf.find(session, room))
    shelf.keep(pack, [room])
    await fetch_photos(client, shelf, pack)
    return pack


async def fetch_photos(client: HubClient, shelf: PackCache, pack: SessionPack) -> None:
    """The photos of ``pack`` that are not on this tablet yet."""
    turns = asyncio.Semaphore(PHOTOS_AT_ONCE)

    async def one(photo: str) -> None:
        async with turns:
            try:
                shelf.keep_photo(photo, await client.photo(photo))
            except HubUnreachable:
                raise
            except TabletFault:
                return

    try:
        async with asyncio.TaskGroup() as group:
            for photo in shelf.missing_photos(pack):
                group.create_task(one(photo))
    except* HubUnreachable:
        pass  # the rest is fetched with the next line


async def _access(client: HubClient) -> None:
    await client.token()


async def _nothing_yet(client: HubClient) -> None:
    """Any answer will do: what is asked needs no access."""
    try:
        await client.certificate()
    except HubRefused:
        return
