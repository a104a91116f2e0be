"""What a tablet does not believe, and what it is told when the hub does not want it."""

from __future__ import annotations

from pathlib import Path

from shared.record.events.incident import IncidentRecorded
from tests.contract.tablet_hub.served import OFFICER, ServedHub
from tests.contract.tablet_hub.tablets import Tablets, await_desk, await_sent
from tests.factories import ANNEXE, START


def incident(number: int, text: str = "Noise.") -> IncidentRecorded:
    return IncidentRecorded(incident_id=f"incident-{number}", kind="other", happened_at=START, text=text)


def test_a_receipt_by_another_key_lets_nothing_leave_the_outbox(tmp_path: Path, tablets: Tablets) -> None:
    """The hub's certificate is right, but its signing key was made anew: its receipts can't be checked."""
    site = tmp_path / "site"
    with ServedHub(site) as hub:
        tablet, desk = tablets.desk(hub)
        await_sent(desk)
        desk.sync.pause()
        desk.record(incident(1))
        port = hub.port
    (site / "keys" / "hub.key").unlink()
    with ServedHub(site, port=port) as hub:
        desk.sync.resume()
        await_desk(desk, lambda: "not signed by the hub" in desk.connection().refusal)
        assert desk.connection().unsent == 1
        assert not desk.connection().online
        # Paired again, the tablet knows the new key and sends its whole record to it.
        tablet.pair(hub.offer())
        await_desk(desk, lambda: desk.connection().online)
        await_sent(desk)
        assert set(tablet.own_envelopes()) <= set(hub.digests())


def test_a_revoked_tablet_reads_why_and_keeps_its_records(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet, desk = tablets.desk(hub)
        await_sent(desk)
        hub.on_loop(hub.hub.devices.revoke(tablet.device_id, OFFICER, "left in the corridor"))
        await_desk(desk, lambda: "left in the corridor" in desk.connection().refusal)
        desk.record(incident(1))
        assert desk.connection().unsent == 1
        assert len(desk.register().incidents) == 1


def test_long_texts_from_one_room_reach_the_other(tmp_path: Path, tablets: Tablets) -> None:
    """More than fits into one message, recorded while the line was cut."""
    with ServedHub(tmp_path / "site") as hub:
        _, hall = tablets.desk(hub, "hall")
        _, annexe = tablets.desk(hub, "annexe", room=ANNEXE)
        hall.sync.pause()
        annexe.sync.pause()
        for number in range(220):
            hall.record(incident(number, "What exactly happened. " * 600))
        hall.sync.resume()
        await_sent(hall)
        annexe.sync.resume()
        await_desk(annexe, lambda: annexe.register() == hub.register())
        assert len(annexe.register().incidents) == 220
