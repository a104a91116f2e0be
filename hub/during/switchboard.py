"""The tablets that are connected now: what concerns them is handed to their connection, never waited for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

from msgspec import Struct

from hub.during.devices import Devices
from hub.during.live import LiveRegisters
from hub.during.notices import notices_of, unread_by
from hub.storage.device_store import Device
from shared.canonical import b64url
from shared.plan.pack import SessionPack
from shared.protocol.messages import DeviceCommand, HubMessage, Notice, PackAvailable, Refusal

MOST_WAITING: Final = 64
"""Messages that wait for one slow tablet; beyond that the connection ends and starts anew."""
MOST_NOTICES: Final = 50


class Line:
    """What waits for one connection. Rows of the journal are not kept here but read behind its cursor."""

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id
        self.session = ""
        self.room = ""
        self.ended: Refusal | None = None
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[HubMessage] = deque()
        self._changed = asyncio.Event()

    def put(self, message: HubMessage) -> None:
        """Hand over a message, from any thread."""
        self._soon(self._put, message)

    def end(self, refusal: Refusal) -> None:
        """Tell the tablet why, then close. From any thread."""
        self._soon(self._end, refusal)

    def wake(self) -> None:
        """There may be rows. On the hub's loop."""
        self._changed.set()

    async def wait(self) -> list[HubMessage]:
        """Wait for something to do; the messages that wait (none: look for rows)."""
        await self._changed.wait()
        self._changed.clear()
        waiting = list(self._waiting)
        self._waiting.clear()
        return waiting

    def _put(self, message: HubMessage) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self._end(Refusal(reason="too_slow", detail="the tablet did not keep up: it connects again"))
            return
        self._waiting.append(message)
        self._changed.set()

    def _end(self, refusal: Refusal) -> None:
        self.ended = self.ended or refusal
        self._changed.set()

    def _soon(self, call: Callable[..., None], *values: object) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call, *values)


class PostedNotice(Struct, frozen=True, kw_only=True):
    """A notice and whom it is for; an empty ``room`` is the whole session."""

    session: str
    room: str
    notice: Notice


class Switchboard:
    """Every open line, and the notices that those who come later must still hear."""

    def __init__(self, devices: Devices, live: LiveRegisters, draw: Callable[[int], bytes]) -> None:
        self._live = live
        self._draw = draw
        self._lines: set[Line] = set()
        self._notices: deque[PostedNotice] = deque(maxlen=MOST_NOTICES)
        self._commands: dict[str, DeviceCommand] = {}
        self._devices = devices
        devices.on_revoked(self._revoked)
        devices.on_order(self._ordered)
        live.on_publish(self._published)

    @contextmanager
    def line(self, device_id: str) -> Generator[Line]:
        """A line for as long as the connection lasts."""
        line = Line(device_id)
        self._lines = self._lines | {line}
        try:
            yield line
        finally:
            self._lines = self._lines - {line}

    def notify(self, session: str, text: str, *, room: str = "", urgent: bool = False) -> Notice:
        """Tell the invigilators of a session, or of one room of it, off the record and until a restart."""
        notice = self.draft(text, urgent=urgent)
        self._notices.append(PostedNotice(session=session, room=room, notice=notice))
        self.post(session, notice, room=room)
        return notice

    def draft(self, text: str, *, urgent: bool = False) -> Notice:
        """A notice with a number of its own, to be recorded before it is posted."""
        return Notice(notice_id=b64url(self._draw(9)), text=text, urgent=urgent)

    def post(self, session: str, notice: Notice, *, room: str = "") -> None:
        """Hand a notice to the tablets that are connected now; those that come later find it on record."""
        for line in self._lines:
            if line.session == session and room in ("", line.room):
                line.put(notice)

    def notices(self, session: str, room: str = "", *, device_id: str = "") -> tuple[Notice, ...]:
        """What the whole session, or one room only, was told and wasn't put away on this tablet."""
        recorded = unread_by(device_id, notices_of(self._live.facts(session)), room or None)
        passing = (p.notice for p in self._notices if (p.session, p.room) == (session, room))
        return (*recorded, *passing)

    def command(self, device_id: str, command: DeviceCommand) -> None:
        """Have a tablet lock itself or wipe itself: now, or when it comes back."""
        told = [line for line in self._lines if line.device_id == device_id]
        for line in told:
            line.put(command)
        if not told:
            self._commands[device_id] = command

    def waiting_command(self, device_id: str) -> DeviceCommand | None:
        """What the office told this tablet to do and it hasn't said that it did; else what waits, once."""
        device = next((d for d in self._devices.all() if d.device_id == device_id), None)
        if device is not None and device.command:
            return DeviceCommand(command=device.command, losing=device.losing)
        return self._commands.pop(device_id, None)

    def _ordered(self, device: Device) -> None:
        if device.command:
            command = DeviceCommand(command=device.command, losing=device.losing)
            for line in self._lines:
                if line.device_id == device.device_id:
                    line.put(command)

    def _revoked(self, device_id: str, why: str) -> None:
        for line in self._lines:
            if line.device_id == device_id:
                line.end(Refusal(reason="device_revoked", detail=why))

    def _published(self, pack: SessionPack) -> None:
        offer = PackAvailable(
            session=pack.session.id,
            version=pack.version,
            content_hash=self._live.pack_hash(pack.session.id),
        )
        for line in self._lines:
            if line.session == pack.session.id:
                line.put(offer)
