"""A real hub for real tablets: TLS on loopback, SQLite on disk, in a thread or in a process to be killed.

``python -m tests.contract.tablet_hub.served SITE PORT`` serves until its input ends and approves every
tablet, so that a test can kill the process at any moment and start another one on the same site.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from hub.bootstrap import Hub, open_hub
from hub.server import HubServer, Ready
from shared.plan.pack import SessionPack
from shared.protocol.enrolment import write_offer
from shared.record.envelope import Envelope
from shared.record.events import KnownEvent
from shared.record.register import Register
from tests.factories import SESSION, small_pack
from tests.hub_house import CHEAP, PATIENCE_SECONDS, config_of, put_pack

ROOT = Path(__file__).parents[3]
OFFICER = "officer"
T = TypeVar("T")


class ServedHub:
    """A hub in a thread of this process; ``port`` stays the same when it is served again."""

    def __init__(
        self, site: Path, pack: SessionPack | None = None, port: int = 0, *, announce: bool = False
    ) -> None:
        self.site = site
        self.pack = pack or small_pack()
        self.port = port
        self._announce = announce
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="test-hub")
        self.hub: Hub
        self._server: HubServer
        self._loop: asyncio.AbstractEventLoop

    def __enter__(self) -> Self:
        put_pack(self.site, self.pack)
        self._thread.start()
        while not self._ready.wait(0.1):
            assert self._thread.is_alive(), "the hub did not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        self._thread.join(PATIENCE_SECONDS)
        assert not self._thread.is_alive()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        config = config_of(self.site, port=self.port, announce=self._announce, addresses=("127.0.0.1",))
        self.hub = await asyncio.to_thread(open_hub, config, hasher=CHEAP)
        try:
            self._server = HubServer(self.hub)
            await self._server.run(self._heard)
        finally:
            await asyncio.to_thread(self.hub.close)

    def _heard(self, ready: Ready) -> None:
        self.port = ready.port
        self._ready.set()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def offer(self) -> str:
        """The text of a fresh pairing code."""
        return write_offer(self.hub.devices.offer([self.address]))

    def approve(self, device_id: str, rooms: tuple[str, ...] = ()) -> None:
        self.on_loop(self.hub.devices.approve(device_id, rooms, OFFICER))

    def publish(self, pack: SessionPack) -> None:
        """A newer pack, told to every tablet that is there."""
        put_pack(self.site, pack)
        self.call(lambda: self.hub.live.publish(pack))

    def record(self, event: KnownEvent, session: str = SESSION, room: str | None = None) -> Envelope:
        """Something the office does."""
        return self.on_loop(self.hub.office.record(session, event, actor=OFFICER, room=room))

    def on_loop(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_SECONDS)

    def call(self, work: Callable[[], T]) -> T:
        """Run ``work`` on the hub's loop, where its parts expect to be called."""

        async def run() -> T:
            return work()

        return self.on_loop(run())

    def register(self, session: str = SESSION) -> Register:
        return self.hub.live.register(session)

    def digests(self) -> list[str]:
        """The signed bytes in the journal, of whatever session."""
        return [row.jws for row in self.hub.journal.rows()]


class HubProcess:
    """A hub in a process of its own, which approves every tablet."""

    def __init__(self, site: Path, port: int = 0) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.tablet_hub.served", str(site), str(port)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout
        self.port: int = json.loads(self._out.readline())

    def offer(self) -> str:
        return self._ask({"do": "offer"})

    def approve(self, device_id: str) -> None:
        self._ask({"do": "approve", "device_id": device_id})

    def kill(self) -> None:
        """As a power cut would: nothing more is written."""
        self._process.kill()
        self.close()

    def close(self) -> None:
        self._in.close()
        self._process.wait(PATIENCE_SECONDS)
        self._out.close()

    def _ask(self, line: dict[str, str]) -> str:
        self._in.write(json.dumps(line) + "\n")
        self._in.flush()
        answer: str = json.loads(self._out.readline())
        return answer


def main() -> None:
    with ServedHub(Path(sys.argv[1]), port=int(sys.argv[2])) as served:
        print(json.dumps(served.port), flush=True)
        for line in sys.stdin:
            wanted = json.loads(line)
            if wanted["do"] == "approve":
                served.approve(wanted["device_id"])
            print(json.dumps(served.offer() if wanted["do"] == "offer" else ""), flush=True)


if __name__ == "__main__":
    main()
