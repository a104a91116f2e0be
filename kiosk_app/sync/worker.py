"""The sync worker: one thread with its own event loop that keeps the line to the hub."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn, Protocol, TypeVar

from kiosk_app.faults import HubUnreachable, JournalFault, TabletFault
from kiosk_app.health import app_version
from kiosk_app.hub_client import HubClient
from kiosk_app.sync.carrier import Carrier, NotGenuine, in_pushes
from kiosk_app.sync.line import LineLost, Unreadable
from kiosk_app.sync.opening import Opener, OpenLine
from kiosk_app.texts import _
from shared.protocol.messages import ClockRequest, Hello, HubMessage, Message, PackAvailable, Welcome
from shared.protocol.sync_state import (
    MAX_BACKOFF,
    Action,
    ApplyRows,
    Connected,
    Disconnected,
    FetchPack,
    Input,
    Reconnect,
    Recorded,
    SendClockRequest,
    SendHealth,
    SendHello,
    SendPush,
    Tick,
    step,
)

TICK_SECONDS = 1.0
GRACE_SECONDS = 2.0
PATIENCE_SECONDS = 10.0
"""How long stopping and cutting may take before it counts as a defect."""

T = TypeVar("T")
Errands = Callable[[HubClient], Awaitable[None]]
"""What else is to be brought to the hub whenever it is reached."""


class Plan(Protocol):
    """The open room's pack (:class:`kiosk_app.room_pack.RoomPack`)."""

    def strangers(self) -> Collection[str]:
        """Who is in the room by the record and has no name in the pack."""

    async def refresh(self, client: HubClient, offer: PackAvailable) -> None:
        """Fetch the pack that the hub offers unless it is here, and whatever is missing of it."""


class _Over(Exception):
    """The tablet was wiped: there is nothing left to sync."""


class SyncWorker:
    """Feeds the pure state machine and carries out its actions, until stopped. Made and used by one desk."""

    def __init__(self, carrier: Carrier, opener: Opener, plan: Plan, errands: Errands) -> None:
        self._carrier = carrier
        self._open = opener
        self._plan = plan
        self._errands = errands
        self._state = carrier.start()
        self._recorded_through = self._state.device_seq
        self._said = ""
        self._is_stopping = False
        self._is_unsure = False
        self._offer: PackAvailable | None = None
        self._offered: PackAvailable | None = None
        self._refreshing: asyncio.Task[None] | None = None
        self._running: asyncio.Task[None] | None = None
        self._attempt: asyncio.Task[None] | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._main, name="examday-sync", daemon=True)

    def start(self) -> None:
        """Start the thread; returns when it listens."""
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """End for good; returns when thread and sockets are gone."""
        self._tell_loop(self._end)
        if threading.current_thread() is not self._thread:
            self._thread.join(PATIENCE_SECONDS)

    def pause(self) -> None:
        """Cut the line as a failing network would, and keep it cut; returns when it is."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(PATIENCE_SECONDS)

    def resume(self) -> None:
        """Let the line be opened again, at once."""
        self._tell_loop(self._hurry_up)

    def recorded(self, device_seq: int) -> None:
        """The tablet's journal now ends at ``device_seq``."""
        self._tell_loop(self._note_recorded, device_seq)

    def _tell_loop(self, callback: Callable[..., None], *arguments: object) -> None:
        with suppress(RuntimeError):  # the loop has ended: nobody is left to be told
            self._loop.call_soon_threadsafe(callback, *arguments)

    def _main(self) -> None:
        asyncio.run(self._run())

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._wanted, self._hurry, self._news = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._wanted.set()
        self._ready.set()
        while not self._is_stopping:
            self._attempt = asyncio.create_task(self._keep_line())
            with suppress(asyncio.CancelledError):
                await self._attempt
            self._note_cut()
            if not self._is_stopping:
                await self._wanted.wait()

    def _end(self) -> None:
        self._is_stopping = True
        self._wanted.set()
        if self._attempt is not None:
            self._attempt.cancel()

    def _hurry_up(self) -> None:
        self._wanted.set()
        self._hurry.set()

    def _note_recorded(self, device_seq: int) -> None:
        self._recorded_through = max(self._recorded_through, device_seq)
        self._news.set()

    async def _cut(self) -> None:
        self._wanted.clear()
        if self._attempt is not None:
            self._attempt.cancel()
            await asyncio.wait([self._attempt])
        self._note_cut()

    def _note_cut(self) -> None:
        if self._state.connected:
            self._lost("")

    async def _keep_line(self) -> None:
        """Open, talk until the line is lost, wait, open again: until cancelled."""
        while not self._is_stopping:
            try:
                wait = await self._one_line()
            except _Over:
                self._is_stopping = True
                return
            self._hurry.clear()
            # Not wait_for: until Python 3.12 it may swallow a cancellation.
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._hurry.wait()

    async def _one_line(self) -> float:
        """One line from its opening to its end; how long to wait before the next one."""
        try:
            if self._is_unsure:
                self._state, self._is_unsure = self._carrier.start(), False
            opened = await self._opened()
        except HubUnreachable:
            return self._lost("")
        except TabletFault as fault:
            return self._lost(str(fault))
        try:
            await self._talk(opened)
        except LineLost as lost:
            return self._lost(str(lost))
        except NotGenuine as doubt:
            self._lost(str(doubt))
            return MAX_BACKOFF.total_seconds()
        except JournalFault as fault:
            # What the state believes may not be on disk: begin again from what is.
            self._is_unsure = True
            self._carrier.tell("journal", str(fault), urgent=True)
            return max(self._lost(""), TICK_SECONDS)
        finally:
            await self._stop_beside()
            await _close(opened)

    async def _opened(self) -> OpenLine:
        opening = asyncio.ensure_future(self._open(self._hello))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            if await _ended(opening) and opening.exception() is None:
                await _close(opening.result())
            raise

    async def _talk(self, opened: OpenLine) -> NoReturn:
        receiving: asyncio.Task[HubMessage] | None = None
        waking = asyncio.create_task(self._news.wait())
        try:
            await self._feed(Recorded(self._recorded_through), opened)
            await self._feed(Connected(), opened)
            ticked = self._loop.time()
            while True:
                receiving = receiving or asyncio.create_task(opened.line.receive())
                await asyncio.wait(
                    {receiving, waking}, timeout=TICK_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
                if waking.done():
                    self._news.clear()
                    waking = asyncio.create_task(self._news.wait())
                    await self._feed(Recorded(self._recorded_through), opened)
                if receiving.done():
                    arrived, receiving = receiving, None
                    await self._hear(arrived, opened)
                if self._loop.time() - ticked >= TICK_SECONDS:
                    ticked = self._loop.time()
                    await self._feed(Tick(), opened)
        finally:
            tasks = [task for task in (waking, receiving) if task is not None]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hear(self, arrived: asyncio.Task[HubMessage], opened: OpenLine) -> None:
        try:
            message = arrived.result()
        except Unreadable as error:
            unread = _(
                "The hub said something that this version of ExamDay can't read ({error})."
                " Go on; the tablet needs an update."
            )
            self._carrier.tell("unreadable", unread.format(error=error))
            return
        await self._feed(self._carrier.check(message, self._state), opened)
        if isinstance(message, Welcome) and (self._running is None or self._running.done()):
            self._running = asyncio.create_task(self._run_errands(opened.client))

    async def _feed(self, told: Input, opened: OpenLine) -> None:
        before = self._state
        self._state, actions = step(before, told, self._carrier.clock.real_now())
        self._carrier.meet(before, self._state)
        for action in actions:
            if not self._carrier.carry_out(action, self._state):
                await self._send(action, opened)
        self._carrier.saw(before, self._state)
        if any(isinstance(action, ApplyRows) for action in actions):
            self._ask_for_names(opened.client)
        self._said = "" if self._state.is_online else self._said
        self._tell_desk(contact=isinstance(told, Message))
        if self._carrier.desk.lock_state == "wiped":
            # Its last word, over the line that it has still: the office sees that nothing is left on it.
            await self._send(SendHealth(), opened)
            raise _Over

    async def _send(self, action: Action, opened: OpenLine) -> None:
        match action:
            case SendHello():
                await opened.line.send(self._hello())
            case SendPush(first=first, last=last):
                for push in in_pushes(self._carrier.envelopes(first, last)):
                    await opened.line.send(push)
            case SendClockRequest():
                await opened.line.send(ClockRequest(sent_at=self._carrier.clock.device_now()))
            case SendHealth():
                await opened.line.send(self._carrier.health())
            case FetchPack(offer=offer):
                self._start_refreshing(opened.client, offer)

    def _hello(self) -> Hello:
        return Hello(
            session=self._state.session,
            journal=self._state.journal,
            seen=self._state.seen,
            device_seq=self._state.device_seq,
            app_version=app_version(),
        )

    def _lost(self, said: str) -> float:
        self._state, actions = step(self._state, Disconnected(), self._carrier.clock.real_now())
        self._said = said or self._said
        self._tell_desk(contact=False)
        return max((a.wait.total_seconds() for a in actions if isinstance(a, Reconnect)), default=0.0)

    def _tell_desk(self, *, contact: bool) -> None:
        self._carrier.desk.connection_changed(
            online=self._state.is_online, contact=contact, refusal=self._state.refusal or self._said
        )

    def _ask_for_names(self, client: HubClient) -> None:
        """Somebody was moved here whose name this room did not need before: the hub gives it now."""
        if self._offered is not None and self._plan.strangers():
            self._start_refreshing(client, self._offered)

    def _start_refreshing(self, client: HubClient, offer: PackAvailable) -> None:
        self._offer = self._offered = offer
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh_quietly(client))

    async def _refresh_quietly(self, client: HubClient) -> None:
        # What can't be fetched now is offered again with the next line; the room goes on with what it has.
        while self._offer is not None:
            offer, self._offer = self._offer, None
            with self._noted():
                await self._plan.refresh(client, offer)

    async def _run_errands(self, client: HubClient) -> None:
        # What doesn't get through now is tried again with the next line.
        with self._noted():
            await self._errands(client)

    @contextmanager
    def _noted(self) -> Iterator[None]:
        try:
            yield
        except TabletFault as fault:
            self._carrier.desk.note_fault(str(fault))

    async def _stop_beside(self) -> None:
        """End what runs beside the line."""
        self._offer = self._offered = None
        for task in (self._refreshing, self._running):
            if task is not None:
                await _ended(task)
        self._refreshing = self._running = None


async def _ended(task: asyncio.Future[T]) -> bool:
    """Let a task that connects come to its own end, within limits; whether it did.

    Cancelled at the moment in which its connection is made, the HTTP library would lose the open socket.
    """
    await asyncio.wait({task}, timeout=GRACE_SECONDS)
    if task.done():
        return not task.cancelled()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return False


async def _close(opened: OpenLine) -> None:
    await opened.line.close()
    await opened.client.close()
