"""The hub away, killed, replaced or put back: the room never stops and nothing is ever lost or doubled."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk_app.faults import UnsentRecords
from shared.protocol.messages import DeviceCommand
from shared.record.events.candidate import CandidateMarkedPresent
from shared.record.events.incident import IncidentRecorded
from tests.contract.tablet_hub.served import HubProcess, ServedHub
from tests.contract.tablet_hub.tablets import ShiftedClock, Tablets, await_desk, await_sent
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, PIN, SESSION, START, candidate_id


def incident(number: int) -> IncidentRecorded:
    return IncidentRecorded(
        incident_id=f"incident-{number}", kind="disturbance", happened_at=START, text=f"Noise {number}."
    )


def present(number: int, component: str = MATHS) -> CandidateMarkedPresent:
    return CandidateMarkedPresent(candidate_id=candidate_id(number), component_id=component)


def test_half_an_hour_without_the_hub_arrives_once_and_in_order(tmp_path: Path, tablets: Tablets) -> None:
    clock = ShiftedClock()
    with ServedHub(tmp_path / "site") as hub:
        tablet, desk = tablets.desk(hub, clock=clock)
        await_sent(desk)
        desk.sync.pause()
        await_desk(desk, lambda: not desk.connection().online)
        left_at = desk.connection().offline_since
        for number in range(30):
            clock.shift += timedelta(minutes=1)
            desk.record(incident(number))
        told = desk.connection()
        assert (told.unsent, told.offline_since) == (30, left_at)
        assert len(desk.register().incidents) == 30
        desk.sync.resume()
        await_sent(desk)
        assert hub.digests()[-30:] == list(tablet.own_envelopes()[-30:])
        # A second replay changes nothing.
        desk.sync.pause()
        desk.sync.resume()
        await_desk(desk, lambda: desk.connection().online)
        assert len(hub.digests()) == len(set(hub.digests()))


def test_a_wipe_is_refused_while_records_are_unsent_and_says_how_many(
    tmp_path: Path, tablets: Tablets
) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet, desk = tablets.desk(hub)
        await_sent(desk)
        desk.sync.pause()
        for number in (1, 2):
            desk.record(incident(number))
        for refused in (tablet.wipe, tablet.unpair):
            with pytest.raises(UnsentRecords, match="2 records have not reached the hub yet"):
                refused()
        # The command waits at the hub; the tablet, back, hears it before its records are receipted.
        hub.call(lambda: hub.hub.switchboard.command(tablet.device_id, DeviceCommand(command="wipe")))
        desk.sync.resume()
        await_desk(desk, lambda: any("wiped" in notice.text for notice in desk.notices()))
        await_sent(desk)
        assert len(tablet.own_envelopes()) == 3


def test_a_killed_hub_comes_back_and_both_sides_go_on(tmp_path: Path, tablets: Tablets) -> None:
    site = tmp_path / "site"
    process = HubProcess(site)
    try:
        tablet, desk = tablets.desk(process)
        desk.record(incident(1))
        await_sent(desk)
        process.kill()
        await_desk(desk, lambda: not desk.connection().online)
        for number in range(2, 6):
            desk.record(incident(number))
        assert desk.connection().unsent == 4
        process = HubProcess(site, process.port)
        await_sent(desk)
    finally:
        process.close()
    with ServedHub(site) as hub:
        assert [row for row in hub.digests() if row in tablet.own_envelopes()] == list(tablet.own_envelopes())


def test_an_empty_hub_in_place_of_the_lost_one_gets_everything_again(
    tmp_path: Path, tablets: Tablets
) -> None:
    """The office laptop is stolen; its keys were backed up, its journal was not."""
    with ServedHub(tmp_path / "lost") as lost:
        hall_tablet, hall = tablets.desk(lost, "hall")
        annexe_tablet, annexe = tablets.desk(lost, "annexe", room=ANNEXE)
        hall.record(present(1))
        annexe.record(present(4))
        await_sent(hall)
        await_sent(annexe)
        port = lost.port
        for desk in (hall, annexe):
            desk.sync.pause()
    shutil.copytree(tmp_path / "lost" / "keys", tmp_path / "new" / "keys")
    with ServedHub(tmp_path / "new", port=port) as new:
        hall.record(present(3, IGCSE))
        for tablet, desk in ((hall_tablet, hall), (annexe_tablet, annexe)):
            tablet.pair(new.offer())
            new.approve(tablet.device_id)
            desk.sync.resume()
        for desk in (hall, annexe):
            await_desk(desk, lambda desk=desk: desk.connection().online)
            await_sent(desk)
        everything = {*hall_tablet.own_envelopes(), *annexe_tablet.own_envelopes()}
        assert everything <= set(new.digests())
        assert len(new.digests()) == len(set(new.digests()))
        register = new.register()
        for desk in (hall, annexe):
            await_desk(desk, lambda desk=desk: desk.register() == register)


def test_a_hub_put_back_to_an_older_copy_gets_what_it_had_forgotten(tmp_path: Path, tablets: Tablets) -> None:
    """The same journal identifier with fewer rows: receipts for the lost rows no longer count."""
    site, copy = tmp_path / "site", tmp_path / "copy"
    with ServedHub(site) as hub:
        tablet, desk = tablets.desk(hub)
        await_sent(desk)
        desk.sync.pause()
        port = hub.port
    shutil.copytree(site, copy)
    with ServedHub(site, port=port) as hub:
        desk.sync.resume()
        for number in range(5):
            desk.record(incident(number))
        await_sent(desk)
        desk.sync.pause()
    shutil.rmtree(site)
    shutil.copytree(copy, site)
    with ServedHub(site, port=port) as hub:
        desk.sync.resume()
        await_desk(desk, lambda: desk.connection().online)
        await_sent(desk)
        assert set(tablet.own_envelopes()) <= set(hub.digests())
        assert len(hub.register().incidents) == 5
        await_desk(desk, lambda: desk.register() == hub.register())


def test_a_dead_tablets_room_is_rebuilt_on_a_spare(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet, desk = tablets.desk(hub, "first")
        desk.record(present(1))
        await_sent(desk)
        tablet.close()
        _, spare = tablets.desk(hub, "spare")
        await_desk(spare, lambda: spare.register() == hub.register())
        sitting = spare.register().sitting(candidate_id(1), MATHS)
        assert sitting is not None
        assert sitting.is_present


def test_a_restart_in_the_dark_shows_what_was_known(tmp_path: Path, tablets: Tablets) -> None:
    """Hub off, tablet restarted: own facts, the other room's facts and the unsent count are all there."""
    with ServedHub(tmp_path / "site") as hub:
        tablet, hall = tablets.desk(hub, "hall")
        _, annexe = tablets.desk(hub, "annexe", room=ANNEXE)
        annexe.record(present(4))
        await_sent(annexe)
        await_desk(hall, lambda: hall.register() == hub.register())
    hall.record(present(1))
    register, facts = hall.register(), len(tablet.own_envelopes())
    tablet.close()
    again = tablets.make("hall")
    desk = again.open_room(SESSION, HALL)
    assert desk.register() == register
    assert desk.connection().unsent == 1
    assert len(again.own_envelopes()) == facts
    assert desk.sign_in("inv-1", PIN)
