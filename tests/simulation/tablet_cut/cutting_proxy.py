"""A proxy that cuts a connection after so many bytes from the hub, as a failing wireless network does."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Self

PATIENCE = 30.0


class CuttingProxy:
    """Listens on loopback in a thread of its own; ``cut_after`` None lets everything through."""

    def __init__(self, port: int) -> None:
        self._hub_port = port
        self.port = 0
        self.cut_after: int | None = None
        self.cuts = 0
        self._ready = threading.Event()
        self._stop: asyncio.Event
        self._loop: asyncio.AbstractEventLoop
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="cutting-proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE)

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        talking: set[asyncio.Task[None]] = set()

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            talking.add(task)
            try:
                await self._carry(reader, writer)
            finally:
                talking.discard(task)

        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await self._stop.wait()
            for task in tuple(talking):
                task.cancel()
            await asyncio.gather(*talking, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hub_reader, hub_writer = await asyncio.open_connection("127.0.0.1", self._hub_port)
        ways = [
            asyncio.create_task(self._pump(reader, hub_writer, None)),
            asyncio.create_task(self._pump(hub_reader, writer, self.cut_after)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for end in (hub_writer, writer):
                end.transport.abort()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: int | None
    ) -> None:
        while data := await reader.read(4096):
            if left is not None and len(data) >= left:
                writer.write(data[:left])
                await writer.drain()
                self.cuts += 1
                return
            left = None if left is None else left - len(data)
            writer.write(data)
            await writer.drain()
