"""A tablet with the small pack on it and no hub anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk_app.clock import TabletClock
from kiosk_app.desk import RoomDesk
from kiosk_app.tablet import Tablet
from tests.factories import HALL, SESSION, START, small_pack


class HandClock:
    """Time that moves when a test says so."""

    def __init__(self, start: datetime = START) -> None:
        self.time = start.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **amount: float) -> None:
        self.time += timedelta(**amount)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def tablet(tmp_path: Path, clock: HandClock) -> Iterator[Tablet]:
    made = Tablet.open(tmp_path / "home", name="Hall", clock=TabletClock(clock), is_discovering=False)
    made.adopt_pack(small_pack())
    yield made
    made.close()


@pytest.fixture
def desk(tablet: Tablet) -> RoomDesk:
    return tablet.open_room(SESSION, HALL)
