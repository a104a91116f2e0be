"""A room may be left at any moment: no thread, no socket and no record is left behind."""

from __future__ import annotations

import random
import threading
from pathlib import Path

from kiosk_app.clock import real_now
from tests.contract.tablet_hub.served import ServedHub
from tests.contract.tablet_hub.tablets import Tablets, await_desk, await_sent
from tests.factories import HALL, SESSION


def test_leaving_at_any_moment_of_connecting_leaves_nothing_open(tmp_path: Path, tablets: Tablets) -> None:
    """The guard in tests/conftest.py looks afterwards; the moments are spread over a whole connection."""
    chance, never = random.Random(5), threading.Event()
    with ServedHub(tmp_path / "site") as hub:
        tablet = tablets.paired(hub)
        tablet.fetch_pack(SESSION, HALL)
        for _ in range(25):
            desk = tablet.open_room(SESSION, HALL)
            never.wait(chance.uniform(0, 0.12))
            if chance.random() < 0.5:
                desk.sync.pause()
            tablet.close_room()
            assert not any(thread.name == "examday-sync" for thread in threading.enumerate())
        desk = tablet.open_room(SESSION, HALL)
        await_desk(desk, lambda: desk.connection().online)
        await_sent(desk)


def test_leaving_is_quick_with_the_hub_on_and_off(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet, _ = tablets.desk(hub)
        began = real_now()
        tablet.close_room()
        tablet.open_room(SESSION, HALL)
    tablet.close_room()
    tablet.open_room(SESSION, HALL)
    tablet.close_room()
    assert (real_now() - began).total_seconds() < 12
