"""Everything one tablet is, without a screen: its home folder, its identity, its packs and its desk."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

import msgspec
from msgspec.structs import replace

from kiosk_app import pairing
from kiosk_app.clock import TabletClock
from kiosk_app.connection import HOLD_NOTE
from kiosk_app.desk import DeskParts, NoSync, RoomDesk
from kiosk_app.diagnostics import CameraState
from kiosk_app.faults import HubRefused, HubUnreachable, NotFetched, PairingFault, UnsentRecords
from kiosk_app.handover.desk import HandoverDesk
from kiosk_app.health import measure_health
from kiosk_app.hub_client import HubClient
from kiosk_app.identity import PairedHub, Stage, keep_hub, own_identity, paired_hub
from kiosk_app.journal import TabletJournal
from kiosk_app.journal_schema import set_aside_note
from kiosk_app.line_to_hub import HubLine, fetch_pack
from kiosk_app.pin_guard import PinGuard
from kiosk_app.recorder import Recorder
from kiosk_app.room_pack import RoomPack
from kiosk_app.session_record import SessionRecord
from kiosk_app.shelf import PackCache
from kiosk_app.sync.addresses import read_address
from kiosk_app.sync.carrier import CLOCK_NOTE, Carrier
from kiosk_app.sync.worker import SyncWorker
from kiosk_app.texts import N_, _
from kiosk_app.unfinished import Unfinished
from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.protocol.clock import ClockEstimate
from shared.protocol.enrolment import EnrolmentAnswer, SessionOffer
from shared.protocol.messages import Health

NOT_PAIRED = N_("This tablet is not paired with a hub yet. Scan the officer's pairing code.")


class Tablet:
    """One tablet and its home folder. Pairing and fetching block: a screen calls them from a thread."""

    def __init__(
        self,
        home: Path,
        *,
        name: str,
        clock: TabletClock,
        draw: Callable[[int], bytes],
        interfaces: Sequence[str],
        is_discovering: bool,
    ) -> None:
        self.home = home
        self.name = name
        self.clock = clock
        self.has_camera = False
        self.camera: Callable[[], CameraState] = lambda: "resting" if self.has_camera else "none"
        """How the camera is, asked anew each time; whether there is one is told to the office."""
        self._draw = draw
        self._interfaces = tuple(interfaces)
        self._is_discovering = is_discovering
        self._shelf = PackCache(home, draw)
        self._unfinished = Unfinished()
        self._desk: RoomDesk | None = None
        self._record: SessionRecord | None = None
        self._begin()

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        name: str,
        clock: TabletClock | None = None,
        draw: Callable[[int], bytes] = secrets.token_bytes,
        interfaces: Sequence[str] = (),
        is_discovering: bool = True,
    ) -> Self:
        """The tablet in ``home``, made if there is none. Raises JournalFault.

        ``interfaces`` limits where a hub is looked for by multicast; empty means everywhere.
        """
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(
            home,
            name=name,
            clock=clock or TabletClock(),
            draw=draw,
            interfaces=interfaces,
            is_discovering=is_discovering,
        )

    def _begin(self) -> None:
        self._journal = TabletJournal.open(self.home, self.clock.real_now())
        self._identity = own_identity(self._journal, self._draw)
        self._hub = paired_hub(self._journal)
        self.handover = HandoverDesk(
            self._journal, self.device_id, self._need_hub, self._ask, self.clock.real_now
        )
        kept = self._journal.note(CLOCK_NOTE)
        if kept:
            self.clock.restore(msgspec.json.decode(kept, type=ClockEstimate))

    def close(self) -> None:
        """Close the desk and the journal."""
        self.close_room()
        self._journal.close()

    @property
    def device_id(self) -> str:
        """What every fact of this tablet names as its origin."""
        return self._identity.device_id

    @property
    def stage(self) -> Stage:
        """How far pairing got."""
        if self._hub is None:
            return "unpaired"
        return "paired" if self._hub.is_approved else "pending"

    @property
    def centre_name(self) -> str:
        """Whose tablet this is; empty before pairing."""
        return self._hub.centre_name if self._hub else ""

    @property
    def opening_note(self) -> str:
        """What the person must know of how the tablet started; usually empty."""
        return set_aside_note(self._journal.set_aside)

    def own_envelopes(self) -> tuple[str, ...]:
        """Everything this tablet ever signed, in its order."""
        return self._journal.between(1, self._journal.last_seq())

    @property
    def desk(self) -> RoomDesk | None:
        """The desk of the room that is open, if one is."""
        return self._desk

    @property
    def records(self) -> int:
        """How many facts this tablet ever signed."""
        return self._journal.last_seq()

    def receipts(self) -> tuple[str, ...]:
        """Every receipt as the hub signed it, oldest first."""
        return self._journal.receipts()

    def pair(self, offer_text: str) -> EnrolmentAnswer:
        """Ask the hub of a scanned pairing code to take this tablet; the officer then approves it.

        A tablet may be paired again, with another hub too: that one then receives its whole record.
        Raises PairingFault, HubUnreachable, or HubRefused with the hub's own words.
        """
        answer, hub = asyncio.run(pairing.pair(offer_text, self._identity, self.name, self.clock.real_now))
        if self._hub is not None and self._hub.hub_key != hub.hub_key:
            self._journal.follow("")
        self._use_hub(hub)
        return answer

    def enrolment_status(self) -> EnrolmentAnswer:
        """How the officer has decided. Raises PairingFault before pairing, HubUnreachable, HubRefused."""
        hub = self._need_hub()

        async def question(client: HubClient) -> EnrolmentAnswer:
            return await client.enrolment()

        told = asyncio.run(self._line(hub).ask(question, with_access=False))
        if told.hub_key != hub.hub_key:
            raise PairingFault(_("The hub has another key than when this tablet was paired. Pair it again."))
        answer = pairing.with_own_code(told, self._identity)
        if answer.status == "refused":
            self._use_hub(None)
        elif (answer.status == "approved") != hub.is_approved:
            self._use_hub(replace(hub, is_approved=answer.status == "approved"))
        return answer

    def unpair(self) -> None:
        """Forget the hub and its plans. Raises UnsentRecords while it lacks records of this tablet."""
        unsent, carried = self._journal.unsent(), self._journal.carried()
        if unsent or carried:
            raise UnsentRecords(unsent, carried)
        self._use_hub(None)
        self._forget_plans()

    def add_address(self, text: str) -> None:
        """An address that a person typed, tried after all others. Raises AddressFault."""
        address = read_address(text).authority
        self._journal.keep_notes(typed_addresses="\n".join(dict.fromkeys((*self._typed(), address))))
        self._use_hub(self._hub)

    def sessions(self) -> tuple[SessionOffer, ...]:
        """The sessions that can be fetched or opened: from the hub, or what is on this tablet.

        Raises HubUnreachable or HubRefused only where there is nothing on the tablet either.
        """
        here = self._shelf.offers()
        if self._hub is None:
            return here

        async def question(client: HubClient) -> tuple[SessionOffer, ...]:
            return await client.sessions()

        try:
            return asyncio.run(self._line(self._hub).ask(question))
        except (HubUnreachable, HubRefused):
            if here:
                return here
            raise

    def fetch_pack(self, session: SessionId, room: RoomId) -> SessionPack:
        """The newest pack of a room with its photos; with the hub off, the one on this tablet.

        Raises HubRefused, or HubUnreachable if there is none here either.
        """

        async def question(client: HubClient) -> SessionPack:
            return await fetch_pack(client, self._shelf, session, room)

        kept = self._shelf.find(session, room)
        if self._hub is None and kept is not None:
            return kept
        try:
            return asyncio.run(self._line(self._need_hub()).ask(question))
        except HubUnreachable:
            if kept is None:
                raise
            return kept

    def adopt_pack(
        self,
        pack: SessionPack,
        photos: Mapping[str, bytes] | None = None,
        rooms: Iterable[RoomId] | None = None,
    ) -> None:
        """Keep a pack and its photos; ``rooms`` are those whose candidates it names (None: all)."""
        self._shelf.keep_photos(photos or {})
        self._shelf.keep(pack, [room.id for room in pack.rooms] if rooms is None else rooms)

    def open_room(self, session: SessionId, room: RoomId) -> RoomDesk:
        """The desk of a room from the pack on this tablet; a desk that was open is closed.

        Raises NotFetched if there is no pack of it here.
        """
        pack = self._shelf.find(session, room)
        if pack is None or pack.room(room) is None:
            nothing = _(
                "Nothing of {session} is on this tablet for room {room}. Fetch it from the hub first."
            )
            raise NotFetched(nothing.format(session=session, room=room))
        self.close_room()
        self._record = SessionRecord(self._journal, pack)
        parts = DeskParts(
            record=self._record,
            recorder=Recorder(self.device_id, self._identity.key, self._journal, self.clock),
            clock=self.clock,
            photo=self._shelf.photo,
            unsent=self._unsent,
            pins=PinGuard(self._journal, self.clock.real_now),
        )
        self._desk = RoomDesk(parts, room)
        if self._journal.note(HOLD_NOTE):
            self._desk.lock("held")
        self._start_sync()
        return self._desk

    def close_room(self) -> None:
        """End the line to the hub and leave the room's desk."""
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def health(self, room: RoomId) -> Health:
        """How the tablet is, for the office's device board."""
        has_camera = self.camera() in ("open", "resting")
        lock = self._desk.lock_state if self._desk is not None else ""
        return measure_health(self.home, self._journal.unsent(), camera=has_camera, room=room, lock=lock)

    def wipe(self, losing: int = 0) -> None:
        """Remove everything but records that could not be read. Raises UnsentRecords; then nothing is."""
        self._journal.destroy(self._forget_plans, losing=losing)
        self._begin()

    def _forget_plans(self) -> None:
        self._unfinished.clear()
        self._shelf.clear()

    def _unsent(self) -> int:
        # Asked anew each time: after a wipe there is another journal.
        return self._journal.unsent()

    def _start_sync(self) -> None:
        desk, record, hub = self._desk, self._record, self._hub
        if desk is None or record is None or hub is None:
            return
        carrier = Carrier(
            journal=self._journal,
            record=record,
            desk=desk,
            clock=self.clock,
            hub=hub,
            device_id=self.device_id,
            duties=self,
        )

        plan = RoomPack(self._shelf, record, desk.room_id, desk.changed)
        worker = SyncWorker(carrier, self._line(hub).open, plan, self.handover.forward_on)
        desk.sync = worker
        worker.start()

    def _use_hub(self, hub: PairedHub | None) -> None:
        """Remember the hub; a desk that is open gets its line anew."""
        if self._desk is not None:
            self._desk.sync.stop()
            self._desk.sync = NoSync()
        keep_hub(self._journal, hub)
        self._hub = hub
        self._start_sync()

    def _line(self, hub: PairedHub) -> HubLine:
        return HubLine(
            hub,
            self._identity,
            self.clock,
            typed=self._typed(),
            interfaces=self._interfaces,
            is_discovering=self._is_discovering,
            unfinished=self._unfinished,
        )

    def _typed(self) -> tuple[str, ...]:
        return tuple(self._journal.note("typed_addresses").split())

    def _ask(self, question: Callable[[HubClient], Awaitable[None]]) -> None:
        asyncio.run(self._line(self._need_hub()).ask(question))

    def _need_hub(self) -> PairedHub:
        if self._hub is None:
            raise PairingFault(_(NOT_PAIRED))
        return self._hub
