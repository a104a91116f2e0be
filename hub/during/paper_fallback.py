"""The paper fallback: each room's register as an up-to-date PDF in a folder, so that it can go on by hand.

It follows the record: soon after a change, at most once in ``every``, it draws the rooms that changed, one
after the other in a thread. Taking facts in never waits for it, and what can't be written now is told and
tried again until it can.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from hub.during.fallback_folder import FallbackFolder, FolderFault
from hub.during.fallback_values import FallbackStatus, Mark, RoomSheet, Sheets
from hub.during.live import LiveRegisters
from hub.during.watching import Watchers
from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.record.events.candidate import Attendance
from shared.record.register import Register, SittingRecord

log = logging.getLogger(__name__)
EVERY: Final = timedelta(minutes=1)
AGAIN: Final = timedelta(seconds=5)
INDEX: Final = "00-rooms.pdf"


class _Room(NamedTuple):
    """One room as it is to be drawn."""

    pack: SessionPack
    register: Register
    room: RoomId

    @property
    def key(self) -> tuple[SessionId, RoomId]:
        return self.pack.session.id, self.room

    @property
    def sittings(self) -> tuple[SittingRecord, ...]:
        return self.register.in_room(self.room)

    def seen(self) -> tuple[object, ...]:
        """Everything that its sheet shows: as long as this is equal, nothing needs to be written."""
        return (
            self.pack.version,
            self.register.room(self.room),
            self.sittings,
            tuple(i for i in self.register.incidents if i.room == self.room),
            tuple(c for c in self.register.help_calls if c.room == self.room),
        )


class PaperFallback:
    """Keeps the folder. :meth:`run` on the hub's loop, :meth:`status` from any thread.

    ``watchers`` tell whoever waits for "" that a look is over, whatever came of it.
    """

    def __init__(
        self,
        live: LiveRegisters,
        sheets: Sheets,
        *,
        now: Callable[[], datetime],
        site: Path,
        folder: Path | None = None,
        every: timedelta = EVERY,
        again: timedelta = AGAIN,
    ) -> None:
        self._live, self._sheets, self._now, self._site = live, sheets, now, site
        self._every, self._again = every, again
        self._folder = FallbackFolder(folder) if folder else None
        self._fault = ""
        self._since: datetime | None = None
        self._looked_at: datetime | None = None
        self._same_disk = False
        self._free_bytes: int | None = None
        self._seen: dict[tuple[SessionId, RoomId], tuple[object, ...]] = {}
        self._written: dict[tuple[SessionId, RoomId], RoomSheet] = {}
        self._one_at_a_time = asyncio.Lock()
        self.watchers = Watchers()

    def status(self) -> FallbackStatus:
        """How it was at the last look. Asks no disk: a stick that hangs must never hold the board up."""
        folder = self._folder
        return FallbackStatus(
            folder=str(folder.path) if folder else "",
            fault=self._fault,
            since=self._since,
            looked_at=self._looked_at,
            same_disk=self._same_disk and not self._fault,
            free_bytes=None if self._fault else self._free_bytes,
            sheets=tuple(sorted(self._written.values(), key=lambda s: (s.session, s.name.casefold()))),
        )

    async def use(self, folder: Path | None) -> None:
        """From now on write there, beginning at once; None writes nothing. A fault is in the status."""
        async with self._one_at_a_time:
            self._folder = FallbackFolder(folder) if folder else None
            self._seen, self._written = {}, {}
            self._fault, self._since, self._looked_at = "", None, None
            self._same_disk, self._free_bytes = False, None
        await self.look()

    async def run(self, stopping: asyncio.Event) -> None:
        """Follow the record until ``stopping`` is set: after a change, but at most once in ``every``."""
        stop = asyncio.ensure_future(stopping.wait())
        with self._live.watchers.watching(None) as signal:
            change = asyncio.ensure_future(signal.wait())
            try:
                while not stop.done():
                    await self.look(stop)
                    if self._fault:
                        await asyncio.wait({stop}, timeout=self._again.total_seconds())
                        continue
                    pause = self._every.total_seconds()
                    await asyncio.wait({stop}, timeout=pause)
                    # Without a change it still looks now and then: a stick that is pulled out says nothing.
                    await asyncio.wait({stop, change}, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
                    if change.done():
                        change = asyncio.ensure_future(signal.wait())
            finally:
                stop.cancel()
                change.cancel()

    def ended(self) -> None:
        """Nothing follows the record any more."""
        self._failed(
            "The paper registers have stopped: print the rooms' registers yourself, restart the hub."
        )

    async def look(self, stop: asyncio.Future[Any] | None = None) -> None:
        """Write every room that changed since it was last written, one after the other."""
        async with self._one_at_a_time:
            folder = self._folder
            if folder is None:
                return
            try:
                await asyncio.to_thread(folder.open)
                mark, rooms = await asyncio.to_thread(self._changed, folder)
                for room in rooms:
                    if stop is not None and stop.done():
                        return
                    await asyncio.to_thread(self._write_room, folder, room, mark)
                for pack in {room.pack.session.id: room.pack for room in rooms}.values():
                    await asyncio.to_thread(self._write_index, folder, pack, mark)
            except FolderFault as fault:
                self._failed(str(fault))
            else:
                await asyncio.to_thread(self._measure, folder)
                self._went_well(mark.at)
        self.watchers.changed("")

    def _changed(self, folder: FallbackFolder) -> tuple[Mark, list[_Room]]:
        """The rooms of today whose sheet would look different, or is gone."""
        # The head first: a register asked for afterwards holds at least as much.
        seq, head = self._live.head
        mark = Mark(seq=seq, head=head, at=self._now())
        rooms = [room for session in self._live.sessions() for room in self._in_use(session, mark.at)]
        return mark, [
            room
            for room in rooms
            if self._seen.get(room.key) != room.seen() or not folder.has(room.key[0], self._file(room))
        ]

    def _in_use(self, session: SessionId, at: datetime) -> list[_Room]:
        pack = self._live.pack(session)
        if pack is None or pack.session.day != at.astimezone(ZoneInfo(pack.centre.time_zone)).date():
            return []
        register = self._live.register(session)
        used = {s.room_id for s in pack.sittings} | {s.place for s in register.sittings}
        return [_Room(pack, register, room.id) for room in pack.rooms if room.id in used]

    def _file(self, room: _Room) -> str:
        return self._sheets.name(room.pack, room.room)

    def _write_room(self, folder: FallbackFolder, room: _Room, mark: Mark) -> None:
        data = self._sheets.register(room.pack, room.register, room.room, mark)
        name, version = self._file(room), f"{mark.seq:07d}_{mark.at.astimezone(UTC):%H%M%S}"
        folder.write(room.key[0], name, version, data)
        sittings = room.sittings
        place = room.pack.room(room.room)
        self._written[room.key] = RoomSheet(
            session=room.key[0],
            room=room.room,
            name=place.name if place else room.room,
            file=name,
            mark=mark,
            present=sum(s.is_present for s in sittings),
            not_set=sum(s.attendance is Attendance.EXPECTED for s in sittings),
            lines=len(sittings),
        )
        # Last: what could not be written is still to be written.
        self._seen[room.key] = room.seen()
        log.info("paper register written: %s, %s", room.key[0], room.room)

    def _write_index(self, folder: FallbackFolder, pack: SessionPack, mark: Mark) -> None:
        sheets = [sheet for (session, _), sheet in self._written.items() if session == pack.session.id]
        ordered = sorted(sheets, key=lambda s: s.name.casefold())
        folder.write_index(pack.session.id, INDEX, self._sheets.index(pack, ordered, mark))

    def _measure(self, folder: FallbackFolder) -> None:
        self._same_disk, self._free_bytes = folder.is_on_disk_of(self._site), folder.free_bytes()

    def _failed(self, fault: str) -> None:
        if fault != self._fault:
            log.warning("paper registers: %s", fault)
            self._fault, self._since = fault, self._now()
        # Whatever comes back may be another stick, or the same with less on it.
        self._seen = {}

    def _went_well(self, at: datetime) -> None:
        if self._fault:
            log.warning("paper registers: written again")
        self._fault, self._since, self._looked_at = "", None, at
