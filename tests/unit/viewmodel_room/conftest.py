"""A tablet's own room desk, with its journal on disk and no hub, under the view-models of one room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk_app.clock import TabletClock
from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.card import CardViewModel
from kiosk_app.viewmodels.room import RoomViewModel
from shared.plan.pack import SessionPack
from shared.protocol.tags import Tag, TagKind, write_tag
from shared.record.envelope import OFFICE_DEVICE
from shared.record.events import KnownEvent
from shared.record.events.room import PacketChecked
from shared.record.register import SittingRecord
from tests.factories import (
    HALL,
    JOURNAL,
    PIN,
    SESSION,
    START,
    Device,
    MemoryJournal,
    candidate_id,
    small_pack,
    tag_key,
)


class Room:
    """The view-models, and a clock that a test sets."""

    def __init__(self, home: Path, pack: SessionPack, room: str) -> None:
        self.now = START - timedelta(minutes=20)
        self._tablet = Tablet.open(home, name="t", clock=TabletClock(lambda: self.now), is_discovering=False)
        self._tablet.adopt_pack(pack)
        self.vm = RoomViewModel(self._tablet.open_room(SESSION, room))
        self._devices: dict[str, Device] = {}
        self._journal = MemoryJournal()

    def sign_in(self, who: str = "inv-1") -> None:
        assert self.vm.sign_in.sign_in(who, PIN)

    def at(self, minutes: float) -> datetime:
        """Minutes after the published start."""
        self.now = START + timedelta(minutes=minutes)
        return self.now

    def key(self, number: int) -> Key:
        return self.sitting(number).key

    def sitting(self, number: int) -> SittingRecord:
        return next(s for s in self.vm.book.sittings if s.candidate_id == candidate_id(number))

    def card(self, number: int, *, scanned: bool = False) -> CardViewModel:
        return self.vm.scan.open(self.key(number), scanned=scanned)

    def present(self, *numbers: int) -> None:
        for number in numbers:
            self.card(number).confirm()

    def prepare(self) -> None:
        """Checklist and packets, recorded as if done: working PINs out is slow on purpose."""
        self.vm.exam.confirm_checklist()
        for packet in self.vm.exam.packets.packets:
            for person in ("inv-1", "inv-2"):
                self.vm.desk.record(PacketChecked(component_id=packet.component, checked_by=person))
            self.vm.exam.packets.open(packet.component)
        self.vm.exam.read_script()

    def start(self, minutes: float = 0) -> None:
        self.prepare()
        self.at(minutes)
        self.vm.exam.start()

    def hears(self, event: KnownEvent, *, by: str = OFFICE_DEVICE, room: str = HALL) -> None:
        """The hub has what was recorded here, and sends on what the office or another tablet says now."""
        known = {row.jws for row in self._journal.rows}
        for jws in self._tablet.own_envelopes():
            if jws not in known:
                self._journal.append(jws)
        device = self._devices.setdefault(by, Device(device_id=by, actor="officer"))
        device.write(event, at=self.now, room=room)
        self._journal.take(device)
        record = self._tablet._record
        assert record is not None
        record.take_rows(JOURNAL, self._journal.rows, len(self._journal.rows))
        self.vm.tell()

    def close(self) -> None:
        self.vm.close()
        self._tablet.close()


def tag(number: int, *, issue: int = 1) -> str:
    """The seat tag of the small pack's candidate ``number``."""
    made = Tag(kind=TagKind.SEAT, key_id=1, candidate_id=candidate_id(number), session=SESSION, issue=issue)
    return write_tag(made, tag_key())


OpenRoom = Callable[..., Room]


@pytest.fixture
def open_room(tmp_path: Path) -> Iterator[OpenRoom]:
    made: list[Room] = []

    def open_it(pack: SessionPack | None = None, room: str = HALL, *, signed_in: bool = True) -> Room:
        made.append(Room(tmp_path / f"tablet-{len(made)}", pack or small_pack(6), room))
        if signed_in:
            made[-1].sign_in()
        return made[-1]

    yield open_it
    for room in made:
        room.close()


@pytest.fixture
def room(open_room: OpenRoom) -> Room:
    """The hall with candidates 1, 2, 3, 5 and 6, signed in, twenty minutes before the start."""
    return open_room()
