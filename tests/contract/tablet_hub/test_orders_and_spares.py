"""What the office tells real tablets: to stay locked, to forget everything, to take another one's place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from hub.web.office import device_orders as orders
from hub.web.office.refusals import NotUsable
from tests.contract.tablet_hub.served import OFFICER, ServedHub
from tests.contract.tablet_hub.tablets import Tablets, await_desk, await_sent
from tests.contract.tablet_hub.test_hub_lost import incident
from tests.contract.tablet_hub.test_room_day import is_present, present
from tests.factories import HALL, PIN, SESSION

UNDER_A_MINUTE = 60.0


async def revoked(hub: ServedHub, device_id: str) -> None:
    """Wait until the tablet's last word has come."""
    with hub.hub.devices.watchers.watching(device_id) as changed:
        while hub.hub.devices.get(device_id).status != "revoked":
            await changed.wait()


def test_a_spare_shows_what_a_dead_tablet_sent_and_the_office_knows_what_it_had_unsent(
    tmp_path: Path, tablets: Tablets
) -> None:
    with ServedHub(tmp_path / "site") as hub:
        dead, desk = tablets.desk(hub, "dead")
        desk.record(present(1))
        await_sent(desk)
        hub.on_loop(hub.hub.devices.assign(dead.device_id, OFFICER, name="Hall 1", rooms=(HALL,)))
        # It goes out of reach, works on, says so once more over a line of its own, and dies.
        health = dead.health(HALL)
        desk.sync.pause()
        desk.record(incident(1))
        desk.record(incident(2))
        assert dead.health(HALL).queue == 2
        hub.call(lambda: hub.hub.devices.board.told(dead.device_id, dead.health(HALL)))
        dead.close_room()
        assert health.queue == 0

        began = time.monotonic()
        spare = tablets.make("spare")
        spare.pair(hub.offer())
        assert hub.hub.devices.get(spare.device_id).status == "pending"
        taken = hub.on_loop(
            orders.take_over(hub.hub, dead.device_id, spare.device_id, approve=True, actor=OFFICER)
        )
        assert (taken.status, taken.rooms) == ("approved", (HALL,))
        assert spare.enrolment_status().status == "approved"
        spare.fetch_pack(SESSION, HALL)
        at_spare = spare.open_room(SESSION, HALL)
        await_desk(at_spare, lambda: is_present(at_spare, 1))
        assert at_spare.sign_in("inv-1", PIN)
        await_sent(at_spare)
        assert time.monotonic() - began < UNDER_A_MINUTE

        board = {one.device_id: one for one in hub.hub.devices.health()}
        assert board[dead.device_id].queue == 2, "what the dead one took with it"
        assert board[spare.device_id].holds == {f"{SESSION} {HALL}": 1}
        assert len(at_spare.register().incidents) == 0
        # It starts again: what it had comes by itself, and nothing is there twice.
        revived = dead.open_room(SESSION, HALL)
        await_sent(revived)
        await_desk(at_spare, lambda: len(at_spare.register().incidents) == 2)


def test_an_order_outlives_the_hub_and_a_held_tablet_opens_for_nobody(
    tmp_path: Path, tablets: Tablets
) -> None:
    site = tmp_path / "site"
    with ServedHub(site) as hub:
        tablet, desk = tablets.desk(hub)
        await_sent(desk)
        desk.sync.pause()
        hub.on_loop(orders.hold(hub.hub, tablet.device_id, locked=True, actor=OFFICER))
        port = hub.port
    with ServedHub(site, port=port) as hub:
        assert hub.hub.devices.get(tablet.device_id).command == "hold"
        desk.sync.resume()
        await_desk(desk, lambda: desk.lock_state == "held")
        assert not desk.sign_in("inv-1", PIN), "not even with the right PIN"
        desk.lock()
        assert desk.lock_state == "held", "locking itself doesn't loosen it"
        again = tablet.open_room(SESSION, HALL)
        assert again.lock_state == "held", "nor does starting again"
        hub.on_loop(orders.hold(hub.hub, tablet.device_id, locked=False, actor=OFFICER))
        await_desk(again, lambda: again.lock_state == "locked")
        assert again.sign_in("inv-1", PIN)


def test_a_wipe_loses_what_was_agreed_to_be_lost_and_no_more(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet, desk = tablets.desk(hub)
        device_id = tablet.device_id
        await_sent(desk)
        desk.sync.pause()
        desk.record(incident(1))
        hub.call(lambda: hub.hub.devices.board.told(device_id, tablet.health(HALL)))
        for typed in ("", "2", "one"):
            with pytest.raises(NotUsable, match="type 1"):
                hub.on_loop(orders.wipe(hub.hub, device_id, typed, actor=OFFICER))
        assert hub.on_loop(orders.wipe(hub.hub, device_id, "1", actor=OFFICER)) == 1
        # Meanwhile the room went on: the tablet has more than the officer agreed to, so it keeps everything.
        desk.record(incident(2))
        desk.sync.resume()
        await_desk(desk, lambda: desk.lock_state == "wiped")
        # Only once all of it had a receipt, which is more than was asked for.
        assert len(hub.register().incidents) == 2
        hub.on_loop(revoked(hub, device_id))
        gone = hub.hub.devices.get(device_id)
        assert (gone.status, gone.command) == ("revoked", "")
        assert "wiped" in gone.detail
        assert tablet.stage == "unpaired"
