"""Tablets in folders of their own, and waiting for what they become without sleeping."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from kiosk_app.clock import TabletClock, real_now
from kiosk_app.desk import RoomDesk
from kiosk_app.tablet import Tablet
from shared.rehearsal import RehearsalClock
from tests.factories import HALL, PIN, SESSION
from tests.hub_house import PATIENCE_SECONDS


class AnyHub(Protocol):
    """What pairing needs of a served hub."""

    def offer(self) -> str: ...
    def approve(self, device_id: str) -> None: ...


class ShiftedClock:
    """The machine's clock, which a test may set wrong or put forward."""

    def __init__(self, shift: timedelta = timedelta()) -> None:
        self.shift = shift

    def __call__(self) -> datetime:
        return real_now() + self.shift


class Tablets:
    """Makes tablets and closes them all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[Tablet] = []

    def make(
        self,
        name: str = "tablet",
        *,
        clock: ShiftedClock | None = None,
        rehearsal: RehearsalClock | None = None,
    ) -> Tablet:
        tablet = Tablet.open(
            self._folder / name,
            name=name,
            clock=TabletClock(clock or real_now, rehearsal),
            is_discovering=False,
        )
        self._made.append(tablet)
        return tablet

    def paired(self, hub: AnyHub, name: str = "tablet", *, clock: ShiftedClock | None = None) -> Tablet:
        """A tablet that the officer has approved."""
        tablet = self.make(name, clock=clock)
        tablet.pair(hub.offer())
        hub.approve(tablet.device_id)
        assert tablet.enrolment_status().status == "approved"
        return tablet

    def desk(
        self, hub: AnyHub, name: str = "tablet", *, room: str = HALL, clock: ShiftedClock | None = None
    ) -> tuple[Tablet, RoomDesk]:
        """A paired tablet at the desk of a room, with somebody signed in and the hub on the line."""
        tablet = self.paired(hub, name, clock=clock)
        tablet.fetch_pack(SESSION, room)
        desk = tablet.open_room(SESSION, room)
        assert desk.sign_in("inv-1", PIN)
        await_desk(desk, lambda: desk.connection().online)
        return tablet, desk

    def close(self) -> None:
        for tablet in self._made:
            tablet.close()


def await_desk(desk: RoomDesk, condition: Callable[[], bool], patience: float = PATIENCE_SECONDS) -> None:
    """Wait until ``condition`` holds; asks again whenever the desk says that something changed."""
    changed = threading.Event()
    unsubscribe = desk.subscribe(changed.set)
    deadline = real_now() + timedelta(seconds=patience)
    try:
        while not condition():
            left = (deadline - real_now()).total_seconds()
            assert left > 0, f"waited {patience} s in vain; {desk.connection()}, {desk.notices()}"
            changed.wait(min(left, 0.5))
            changed.clear()
    finally:
        unsubscribe()


def await_sent(desk: RoomDesk) -> None:
    """Wait until the hub has signed for everything."""
    await_desk(desk, lambda: desk.connection().unsent == 0)
