"""One open line to the hub: a WebSocket, or the same messages over plain HTTPS where that doesn't pass."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import websockets.asyncio.client
from websockets.exceptions import ConnectionClosed

from kiosk_app.faults import HubRefused, HubUnreachable
from kiosk_app.hub_client import HubClient
from shared.protocol.codec import (
    MalformedMessageError,
    decode_from_hub,
    decode_many_from_hub,
    encode,
    encode_many,
)
from shared.protocol.messages import (
    MAX_MESSAGE_BYTES,
    Events,
    Hello,
    HubMessage,
    Notice,
    PackAvailable,
    TabletMessage,
    Welcome,
)

POLL_SECONDS = 2.0
MOST_MESSAGES = 40
MOST_BYTES = MAX_MESSAGE_BYTES * 9 // 10
"""What one request carries beside its hello."""
MOST_HEARD = 100


class LineLost(Exception):
    """The line is gone; the text says why, in words for the person who holds the tablet, or is empty."""


class Unreadable(Exception):
    """The hub sent something that this version can't read; the line itself is fine."""


class Line(Protocol):
    """Messages out and in, in order. After ``LineLost`` it is of no further use."""

    async def send(self, message: TabletMessage) -> None:
        """Send one message. Raises LineLost."""

    async def receive(self) -> HubMessage:
        """The next message. Raises LineLost, or Unreadable for one that is skipped."""

    async def close(self) -> None:
        """Close at once; messages on the way may be lost, as on any network."""


class WebSocketLine:
    """The usual line."""

    def __init__(self, socket: websockets.asyncio.client.ClientConnection) -> None:
        self._socket = socket

    async def send(self, message: TabletMessage) -> None:
        """Send one message as a text frame."""
        try:
            await self._socket.send(encode(message), text=True)
        except (ConnectionClosed, OSError) as error:
            raise LineLost from error

    async def receive(self) -> HubMessage:
        """The next message."""
        try:
            return decode_from_hub(await self._socket.recv())
        except (ConnectionClosed, OSError) as error:
            raise LineLost from error
        except MalformedMessageError as error:
            raise Unreadable(str(error)) from error

    async def close(self) -> None:
        """Cut the TCP connection without a farewell: the hub copes with tablets that just vanish."""
        self._socket.transport.abort()
        await self._socket.wait_closed()


class PollLine:
    """Plain HTTPS: each request says hello and carries what waits, each answer what is new."""

    def __init__(self, client: HubClient, hello: Callable[[], Hello]) -> None:
        self._client = client
        self._hello = hello
        self._waiting: deque[TabletMessage] = deque()
        self._arrived: deque[HubMessage] = deque()
        self._wake = asyncio.Event()
        self._welcome: Welcome | None = None
        self._heard: list[HubMessage] = []

    async def send(self, message: TabletMessage) -> None:
        """Have the message carried by the next request, which starts at once."""
        if not isinstance(message, Hello):
            self._waiting.append(message)
        self._wake.set()

    async def receive(self) -> HubMessage:
        """The next message; asks the hub every few seconds, or at once where something is to be sent."""
        while not self._arrived:
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._wake.wait()
            self._wake.clear()
            await self._exchange()
        return self._arrived.popleft()

    async def close(self) -> None:
        """There is nothing between two requests."""

    async def _exchange(self) -> None:
        sent = self._next_load()
        try:
            answer = await self._client.sync(encode_many([self._hello(), *sent]))
            messages = decode_many_from_hub(answer)
        except (HubUnreachable, HubRefused) as error:
            raise LineLost(str(error) if isinstance(error, HubRefused) else "") from error
        except MalformedMessageError as error:
            raise Unreadable(str(error)) from error
        is_behind = any(isinstance(m, Events) and m.rows for m in messages)
        if self._waiting or is_behind:
            self._wake.set()
        self._arrived.extend(m for m in messages if not self._is_repeated(m))

    def _next_load(self) -> list[TabletMessage]:
        """As much of what waits as one request may carry."""
        load: list[TabletMessage] = []
        size = 0
        while self._waiting and len(load) < MOST_MESSAGES:
            size += len(encode(self._waiting[0]))
            if load and size > MOST_BYTES:
                break
            load.append(self._waiting.popleft())
        return load

    def _is_repeated(self, message: HubMessage) -> bool:
        """Every answer greets anew; of a greeting only what it didn't say before is news."""
        if isinstance(message, Welcome):
            before, self._welcome = self._welcome, message
            return before is not None and (
                message.journal == before.journal
                and message.acked_through >= before.acked_through
                and message.head_seq >= before.head_seq
            )
        if isinstance(message, PackAvailable | Notice):
            is_known = message in self._heard
            self._heard = [*self._heard, message][-MOST_HEARD:]
            return is_known
        return False
