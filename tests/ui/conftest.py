"""A tablet in a folder of its own with its window, opened for one test and closed behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.room import RoomViewModel
from tests import factories
from tests.ui.glass import ExamClock, Glass, Tray, make_app, open_tablet, with_photos

WIDE, TALL = (1280, 800), (800, 1280)


@dataclass
class InRoom:
    """A tablet whose room is open and somebody signed in."""

    glass: Glass
    clock: ExamClock
    tray: Tray
    tablet: Tablet
    app: Any

    @property
    def room(self) -> RoomViewModel:
        room: RoomViewModel = self.app.room
        return room

    def present(self, *numbers: int) -> None:
        """These candidates were confirmed before."""
        for number in numbers:
            row = next(r for r in self.room.register.rows if r.number == f"{1000 + number}")
            self.room.scan.open(row.key).confirm()
        self.room.scan.dismiss()
        self.glass.idle(3)

    def running(self) -> None:
        """Checklist, packets and start are done."""
        exam = self.room.exam
        exam.confirm_checklist()
        for packet in exam.packets.packets:
            for person in ("inv-1", "inv-2"):
                exam.packets.check(packet.component, person, factories.PIN, packet.code)
            exam.packets.open(packet.component, 30)
        exam.read_script()
        exam.start()
        self.glass.idle(3)


OpenRoom = Callable[..., InRoom]


@pytest.fixture
def open_room(tmp_path: Path) -> Iterator[OpenRoom]:
    """Opens the hall of the small pack; ``signed_in=False`` stops at the choice of a room."""
    made: list[InRoom] = []

    def open_it(
        candidates: int = 12, *, size: tuple[int, int] = WIDE, signed_in: bool = True, **look: Any
    ) -> InRoom:
        clock, tray = ExamClock(factories.START - timedelta(minutes=20)), Tray()
        tablet = open_tablet(tmp_path / "tablet", clock)
        pack, photos = with_photos(factories.small_pack(candidates), without=1)
        tablet.adopt_pack(pack, photos)
        app = make_app(tablet, tmp_path, open_frames=lambda: tray, run=lambda job: job(), **look)
        glass = Glass(app, size)
        made.append(InRoom(glass, clock, tray, tablet, app))
        if signed_in:
            app.choice.choose(factories.SESSION, factories.HALL)
            glass.until(lambda: app.room is not None)
            app.room.sign_in.sign_in("inv-1", factories.PIN)
            glass.until(lambda: hasattr(app.screen, "section"))
        return made[-1]

    yield open_it
    for opened in made:
        opened.glass.close()
        opened.tablet.close()
