"""Sync over a WebSocket, and the same messages as JSON arrays where WebSockets don't pass."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Final

from fastapi import APIRouter, Depends, Request, WebSocket
from starlette.responses import Response
from starlette.types import Message
from starlette.websockets import WebSocketDisconnect

from hub.bootstrap import Hub
from hub.during.access import AccessRefused
from hub.during.conversation import Conversation, Hung
from hub.during.switchboard import Line
from hub.web.device_routes import admitted, tls_only
from hub.web.problems import Problem
from shared.protocol.codec import (
    MalformedMessageError,
    decode_from_tablet,
    decode_many_from_tablet,
    encode,
    encode_many,
)
from shared.protocol.messages import HubMessage, Refusal

MOST_MESSAGES: Final = 50
REFUSED: Final = 4403
ENDED: Final = 4400
CLOSING: Final = 1012


def sync_router(hub: Hub) -> APIRouter:
    """The WebSocket and its HTTPS twin."""
    router = APIRouter(prefix="/api/device")

    @router.post("/sync", dependencies=[Depends(tls_only)])
    async def sync(request: Request) -> Response:
        """Sync by plain HTTPS: a tablet's messages as an array, the hub's as the answer."""
        device = admitted(hub, request)
        answers = await _exchange(hub, device.device_id, await request.body(), hub.now())
        return Response(
            encode_many(answers), media_type="application/json", headers={"Cache-Control": "no-store"}
        )

    @router.websocket("/sync")
    async def sync_socket(socket: WebSocket) -> None:
        """Sync: one WebSocket for each tablet, a message in each text frame."""
        try:
            tls_only(socket)
            device = admitted(hub, socket)
        except Problem as problem:
            await socket.send_denial_response(problem.response(socket.url.path))
            return
        await socket.accept()
        await _Talk(hub, socket, device.device_id).run()

    return router


async def _exchange(hub: Hub, device_id: str, body: bytes, arrived_at: datetime) -> list[HubMessage]:
    try:
        messages = decode_many_from_tablet(body)
    except MalformedMessageError as error:
        raise Problem(400, f"the messages can't be read: {error}", kind="malformed") from error
    if len(messages) > MOST_MESSAGES:
        raise Problem(400, f"at most {MOST_MESSAGES} messages in one request", kind="too-many-messages")
    conversation = hub.conversations.open(device_id)
    answers: list[HubMessage] = []
    try:
        for message in messages:
            answers += await conversation.answer(message, arrived_at)
    except Hung as hung:
        return [*answers, hung.refusal]
    # One batch: the whole answer must stay below the size of a message. Who is far behind asks again.
    events = conversation.rows()
    return answers if events is None else [*answers, events]


class _Talk:
    """One tablet's WebSocket: a task that listens, and one that sends whatever waits for this tablet.

    Rows are read behind the tablet's own cursor, so a slow tablet holds up nothing but itself.
    """

    def __init__(self, hub: Hub, socket: WebSocket, device_id: str) -> None:
        self._hub = hub
        self._socket = socket
        self._device_id = device_id
        self._conversation: Conversation = hub.conversations.open(device_id)
        self._sending = asyncio.Lock()

    async def run(self) -> None:
        """Talk until either side ends it."""
        board = self._hub.devices.board
        board.connected(self._device_id)
        try:
            with self._hub.switchboard.line(self._device_id) as line:
                await self._talk(line)
        finally:
            board.disconnected(self._device_id)

    async def _talk(self, line: Line) -> None:
        tasks = [
            asyncio.create_task(self._listen(line)),
            asyncio.create_task(self._tell(line)),
            asyncio.create_task(self._follow(line)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
        for error in ended:
            if isinstance(error, Exception) and not isinstance(error, WebSocketDisconnect):
                raise error

    async def _listen(self, line: Line) -> None:
        while True:
            frame = await self._socket.receive()
            arrived_at = self._hub.now()
            if frame["type"] == "websocket.disconnect":
                return None
            try:
                self._hub.access.still_permitted(self._device_id)
                answers = await self._conversation.answer(decode_from_tablet(_text(frame)), arrived_at)
            except Hung as hung:
                return await self._end(hung.refusal, ENDED)
            except MalformedMessageError as error:
                return await self._end(Refusal(reason="malformed", detail=str(error)), ENDED)
            except AccessRefused as error:
                return await self._end(Refusal(reason=error.reason, detail=str(error)), REFUSED)
            line.session, line.room = self._conversation.session, self._conversation.room
            await self._send(answers)
            line.wake()

    async def _tell(self, line: Line) -> None:
        while True:
            await self._send(await line.wait())
            if line.ended is not None:
                return await self._end(line.ended, REFUSED)
            while (events := self._conversation.rows()) is not None:
                await self._send([events])

    async def _follow(self, line: Line) -> None:
        async for _ in self._hub.live.watch(None):
            line.wake()
        # Following ends when the hub does: the tablet connects again as soon as somebody answers.
        async with self._sending:
            await self._socket.close(CLOSING, "the hub is closing")

    async def _send(self, messages: list[HubMessage]) -> None:
        async with self._sending:
            for message in messages:
                try:
                    await self._socket.send_text(encode(message).decode())
                except RuntimeError as error:
                    # The server closed the line meanwhile, because it is closing itself.
                    raise WebSocketDisconnect(code=1006) from error

    async def _end(self, refusal: Refusal, code: int) -> None:
        await self._send([refusal])
        await self._socket.close(code, refusal.reason)


def _text(frame: Message) -> str:
    """The frame's text. Raises MalformedMessageError for a binary one."""
    text = frame.get("text")
    if not isinstance(text, str):
        raise MalformedMessageError("messages travel in text frames")
    return text
