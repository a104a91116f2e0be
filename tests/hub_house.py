"""A real hub in the test's own event loop, and a bare tablet that speaks its protocol over real TLS.

The tablet here is not ExamDay's: it says exactly what a test wants said, right or wrong.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import argon2
import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect

from hub.bootstrap import Hub, open_hub
from hub.config import HubConfig
from hub.server import HubServer, Ready
from shared.plan.pack import SessionPack
from shared.protocol.codec import decode_from_hub, encode
from shared.protocol.enrolment import HUB_HOST_NAME, EnrolmentRequest, Proof, sign_proof
from shared.protocol.messages import Hello, HubMessage, Push, Receipt, TabletMessage
from tests.factories import Device, small_pack

OFFICER = "Ms Officer"
CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Real hashes of passwords, but quick ones: what a guess costs by default has a test of its own."""
PATIENCE_SECONDS = 30.0
"""How long a test waits for what is bound to come: a busy machine is no fault."""


class RealClock:
    """The real clock of a hub, which a test may put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def config_of(site: Path, **changes: Any) -> HubConfig:
    """A hub on loopback, any free ports, silent on the network."""
    settings: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": 0,
        "office_port": 0,
        "interfaces": ("127.0.0.1",),
        "announce": False,
    }
    return HubConfig(site=site, **(settings | changes))


def put_pack(site: Path, pack: SessionPack) -> None:
    """Lay a published pack on the site's shelf, as publishing would."""
    folder = site / "packs"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{pack.session.id}-v{pack.version}.json").write_bytes(msgspec.json.encode(pack))


@dataclass
class House:
    """A running hub and where it listens."""

    hub: Hub
    ready: Ready
    clock: RealClock
    stop: Callable[[], None]
    _open: AsyncExitStack

    def http(self, *, token: str = "") -> httpx.AsyncClient:
        """A client that trusts the site's authority only."""
        return http_to(self.ready.url, self.hub.authority.ca_pem, token)

    async def tablet(self, name: str, *, rooms: Iterable[str] = (), room: str = "hall") -> Line:
        """A tablet that was paired, approved and proved itself."""
        line = Line(Device(name, room=room), self.ready.url, self.hub.authority.ca_pem)
        offer = self.hub.devices.offer([self.ready.url])
        async with self.http() as client:
            await line.enrol(client, offer.token)
            await self.hub.devices.approve(name, rooms, OFFICER)
            await line.prove(client)
        self._open.push_async_callback(line.hang_up)
        return line


def http_to(url: str, ca_pem: bytes, token: str = "") -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(
        base_url=url, verify=trusting(ca_pem), headers=headers, trust_env=False, timeout=PATIENCE_SECONDS
    )


def trusting(ca_pem: bytes) -> ssl.SSLContext:
    """TLS that believes this authority and nobody else."""
    return ssl.create_default_context(cadata=ca_pem.decode())


@dataclass
class Line:
    """One tablet's side of the protocol."""

    device: Device
    url: str
    ca_pem: bytes
    token: str = ""
    socket: ClientConnection | None = None
    heard: list[HubMessage] = field(default_factory=list)
    inbox: list[HubMessage] = field(default_factory=list)

    def request(self, token: str) -> EnrolmentRequest:
        return EnrolmentRequest(
            token=token,
            device_id=self.device.device_id,
            name=self.device.device_id.title(),
            public_key=self.device.key.public.text,
            app_version="test",
        )

    async def enrol(self, client: httpx.AsyncClient, token: str) -> dict[str, Any]:
        answer = await client.post("/api/device/enrol", content=msgspec.json.encode(self.request(token)))
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told

    async def prove(self, client: httpx.AsyncClient) -> None:
        asked = await client.post("/api/device/challenge", json={"device_id": self.device.device_id})
        asked.raise_for_status()
        proof = Proof(device_id=self.device.device_id, **asked.json())
        given = await client.post("/api/device/token", json={"proof": sign_proof(proof, self.device.key)})
        given.raise_for_status()
        self.token = given.json()["token"]

    async def dial(self) -> ClientConnection:
        """Open the WebSocket, checking the hub's own name as tablets do."""
        self.socket = await connect(
            f"{self.url.replace('https', 'wss')}/api/device/sync",
            ssl=trusting(self.ca_pem),
            server_hostname=HUB_HOST_NAME,
            additional_headers={"Authorization": f"Bearer {self.token}"},
            proxy=None,
            max_size=4_000_000,
            open_timeout=PATIENCE_SECONDS,
        )
        return self.socket

    async def hang_up(self) -> None:
        if self.socket is not None:
            await self.socket.close()

    async def say(self, message: TabletMessage) -> None:
        assert self.socket is not None
        await self.socket.send(encode(message).decode())

    async def hear(self, wanted: type[HubMessage] | Callable[[HubMessage], bool]) -> Any:
        """The next message that is wanted and was not asked for before; others wait their turn."""
        assert self.socket is not None
        fits = (lambda m: isinstance(m, wanted)) if isinstance(wanted, type) else wanted
        while True:
            for message in self.inbox:
                if fits(message):
                    self.inbox.remove(message)
                    return message
            message = decode_from_hub(await asyncio.wait_for(self.socket.recv(), PATIENCE_SECONDS))
            self.heard.append(message)
            self.inbox.append(message)

    async def greet(self, *, journal: str = "", seen: int = 0) -> None:
        await self.say(
            Hello(
                session=self.device.session,
                journal=journal,
                seen=seen,
                device_seq=self.device.seq,
                app_version="test",
            )
        )

    async def push(self) -> Receipt:
        """Push all that was written and wait for the receipt."""
        return await self.push_slice(0, len(self.device.written))

    async def push_slice(self, first: int, end: int) -> Receipt:
        """Push a part of it."""
        await self.say(Push(envelopes=tuple(self.device.written[first:end])))
        receipt: Receipt = await self.hear(Receipt)
        return receipt


@asynccontextmanager
async def house(
    site: Path, *, packs: Iterable[SessionPack] | None = None, **changes: Any
) -> AsyncIterator[House]:
    """A hub that listens, with the small pack published; closed when the block ends."""
    for pack in (small_pack(),) if packs is None else packs:
        put_pack(site, pack)
    clock = RealClock()
    hub = await asyncio.to_thread(open_hub, config_of(site, **changes), real_now=clock, hasher=CHEAP)
    try:
        server = HubServer(hub)
        listening: asyncio.Future[Ready] = asyncio.get_running_loop().create_future()
        running = asyncio.create_task(server.run(listening.set_result))
        await asyncio.wait({running, listening}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        try:
            async with AsyncExitStack() as opened:
                yield House(hub, listening.result(), clock, server.stop, opened)
        finally:
            server.stop()
            await running
    finally:
        hub.close()
