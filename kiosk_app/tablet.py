"""Everything one tablet is, without a screen: its home folder, its identity, its packs and its desk."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Self

from kiosk_app.clock import TabletClock
from kiosk_app.desk import DeskParts, RoomDesk
from kiosk_app.faults import NotFetched, PairingFault
from kiosk_app.identity import Stage, own_identity, paired_hub
from kiosk_app.journal import TabletJournal
from kiosk_app.recorder import Recorder
from kiosk_app.session_record import SessionRecord
from kiosk_app.shelf import PackCache
from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.protocol.enrolment import EnrolmentAnswer, SessionOffer


class Tablet:
    """One tablet and its home folder. Pairing and fetching block: a screen calls them from a thread."""

    def __init__(self, home: Path, *, name: str, clock: TabletClock, draw: Callable[[int], bytes]) -> None:
        self.home = home
        self.name = name
        self.clock = clock
        self._draw = draw
        self._shelf = PackCache(home)
        self._desk: RoomDesk | None = None
        self._start()

    def _start(self) -> None:
        self._journal = TabletJournal.open(self.home, self.clock.real_now())
        self._identity = own_identity(self._journal, self._draw)
        self._hub = paired_hub(self._journal)

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        name: str,
        clock: TabletClock | None = None,
        draw: Callable[[int], bytes] = secrets.token_bytes,
    ) -> Self:
        """The tablet in ``home``, made if there is none. Raises JournalFault."""
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(home, name=name, clock=clock or TabletClock(), draw=draw)

    def close(self) -> None:
        """Close the desk and the journal."""
        if self._desk is not None:
            self._desk.close()
            self._desk = None
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
    def opening_note(self) -> str:
        """What the person must know of how the tablet started; usually empty."""
        aside = self._journal.set_aside
        if aside is None:
            return ""
        return (
            f"This tablet's journal could not be read. It was kept as {aside.name} and a new one was begun."
            " Pair the tablet again and tell the officer: records may have to be recovered."
        )

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
            raise NotFetched(
                f"Nothing of {session} is on this tablet for room {room}. Fetch it from the hub first."
            )
        if self._desk is not None:
            self._desk.close()
        parts = DeskParts(
            record=SessionRecord(self._journal, pack),
            recorder=Recorder(self.device_id, self._identity.key, self._journal, self.clock),
            clock=self.clock,
            photo=self._shelf.photo,
            unsent=self._journal.unsent,
        )
        self._desk = RoomDesk(parts, room)
        return self._desk

    def sessions(self) -> tuple[SessionOffer, ...]:
        """The sessions that can be opened: from the hub, or what is on this tablet."""
        return self._shelf.offers()

    def pair(self, offer_text: str) -> EnrolmentAnswer:
        """Ask the hub of a scanned pairing code to take this tablet."""
        raise PairingFault("This tablet has no line to a hub.")
