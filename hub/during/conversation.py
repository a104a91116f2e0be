"""What the hub answers to each message of a tablet; the same over WebSocket and over plain HTTPS."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from hub.during.admission import QuarantineFullError
from hub.during.devices import Devices
from hub.during.ingest import Ingest
from hub.during.live import LiveRegisters
from hub.during.switchboard import Switchboard
from hub.storage.journal import Journal
from hub.storage.writer import StorageError
from shared.ids import parse_session_id
from shared.protocol.messages import (
    PROTOCOL_VERSION,
    PUSH_BATCH,
    ClockRequest,
    DeviceCommand,
    Events,
    Health,
    Hello,
    HubMessage,
    PackAvailable,
    Push,
    Refusal,
    TabletMessage,
    TimeBeacon,
    Welcome,
)


class Hung(Exception):
    """The hub ends the conversation with this refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


class Conversations:
    """Opens a :class:`Conversation` for each connection."""

    def __init__(
        self,
        *,
        hub_id: str,
        journal: Journal,
        ingest: Ingest,
        live: LiveRegisters,
        devices: Devices,
        switchboard: Switchboard,
        now: Callable[[], datetime],
    ) -> None:
        self.hub_id = hub_id
        self.journal = journal
        self.ingest = ingest
        self.live = live
        self.devices = devices
        self.switchboard = switchboard
        self.now = now

    def open(self, device_id: str) -> Conversation:
        """A conversation with an admitted tablet."""
        return Conversation(self, device_id)


class Conversation:
    """One tablet's connection. ``session`` is empty until the tablet said hello."""

    def __init__(self, hub: Conversations, device_id: str) -> None:
        self._hub = hub
        self._device_id = device_id
        self.session = ""
        self.room = ""
        self._cursor = 0

    async def answer(self, message: TabletMessage, arrived_at: datetime) -> list[HubMessage]:
        """What to say to ``message``. Raises Hung where the hub does not go on."""
        match message:
            case Hello():
                return self._hello(message)
            case Push():
                return await self._push(message)
            case Health():
                return await self._health(message)
            case ClockRequest():
                return [
                    TimeBeacon(
                        request_sent_at=message.sent_at,
                        received_at=arrived_at.astimezone(UTC),
                        sent_at=self._hub.now().astimezone(UTC),
                    )
                ]

    def rows(self) -> Events | None:
        """The next rows that the tablet lacks, or None: it has them all. Moves the cursor on."""
        if not self.session:
            return None
        events, _ = self._hub.live.events_after(self.session, self._cursor)
        if not events.rows:
            return None
        self._cursor = events.head_seq
        return events

    async def _health(self, health: Health) -> list[HubMessage]:
        self._hub.devices.board.told(self._device_id, health)
        await self._hub.devices.obeyed(self._device_id, health.lock)
        again = self._refused_wipe(health.queue)
        if health.room in ("", self.room):
            return again
        self.room = health.room
        return [*again, *self._hub.switchboard.notices(self.session, self.room, device_id=self._device_id)]

    def _refused_wipe(self, unsent: int) -> list[HubMessage]:
        """A tablet that kept its unsent records and has a receipt for all of them by now is told again."""
        waiting = self._hub.devices.get(self._device_id)
        if waiting.command != "wipe" or unsent > waiting.losing:
            return []
        return [DeviceCommand(command="wipe", losing=waiting.losing)]

    def _hello(self, hello: Hello) -> list[HubMessage]:
        hub = self._hub
        if hello.protocol != PROTOCOL_VERSION:
            newer = "hub" if hello.protocol < PROTOCOL_VERSION else "tablet"
            detail = f"hub and tablet speak different versions; the {newer} is newer: update the other"
            raise Hung(Refusal(reason="protocol", detail=detail))
        try:
            parse_session_id(hello.session)
        except ValueError as error:
            raise Hung(Refusal(reason="session", detail=str(error))) from error
        self.session = hello.session
        # Rows of another journal say nothing here: such a tablet starts from the first row.
        self._cursor = hello.seen if hello.journal == hub.journal.journal_id else 0
        acked = hub.journal.received_through(self._device_id)
        hub.devices.board.greeted(self._device_id, hello.session, acked)
        answers: list[HubMessage] = [
            Welcome(
                hub_id=hub.hub_id,
                journal=hub.journal.journal_id,
                head_seq=hub.live.head_seq,
                acked_through=acked,
                hub_time=hub.now().astimezone(UTC),
            )
        ]
        pack = hub.live.pack(hello.session)
        if pack is not None:
            content_hash = hub.live.pack_hash(hello.session)
            answers.append(
                PackAvailable(session=hello.session, version=pack.version, content_hash=content_hash)
            )
        answers += hub.switchboard.notices(hello.session, device_id=self._device_id)
        command = hub.switchboard.waiting_command(self._device_id)
        return [*answers, command] if command else answers

    async def _push(self, push: Push) -> list[HubMessage]:
        if len(push.envelopes) > PUSH_BATCH:
            detail = f"a push has at most {PUSH_BATCH} envelopes, not {len(push.envelopes)}"
            raise Hung(Refusal(reason="too_many", detail=detail))
        try:
            taken = await self._hub.ingest.take(self._device_id, push.envelopes)
        except StorageError as error:
            # No receipt: the tablet keeps everything and sends it again.
            raise Hung(Refusal(reason="storage", detail=str(error))) from error
        except QuarantineFullError as error:
            raise Hung(Refusal(reason="quarantine_full", detail=str(error))) from error
        self._hub.devices.board.pushed(self._device_id, taken.acked_through, taken.last)
        return [*taken.quarantined, taken.receipt, *self._refused_wipe(0)]
