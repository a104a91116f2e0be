"""Pairing with a real hub: who trusts whom, and what a person reads when it doesn't work."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from kiosk_app.faults import HubRefused, HubUnreachable, PairingFault
from shared.protocol.enrolment import read_offer, write_offer
from tests.contract.tablet_hub.served import OFFICER, ServedHub
from tests.contract.tablet_hub.tablets import ShiftedClock, Tablets


def test_a_tablet_is_paired_once_the_officer_has_compared_the_code(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet = tablets.make("Hall 1")
        assert tablet.stage == "unpaired"
        answer = tablet.pair(hub.offer())
        assert (answer.status, tablet.stage) == ("pending", "pending")
        waiting = hub.hub.devices.pending()[0]
        assert (waiting.device_id, waiting.name) == (tablet.device_id, "Hall 1")
        assert hub.hub.devices.answer(tablet.device_id).code == answer.code

        hub.approve(tablet.device_id)
        assert tablet.enrolment_status().status == "approved"
        assert tablet.stage == "paired"
        assert tablet.centre_name == hub.hub.centre.name


def test_what_was_paired_stays_paired_after_a_restart_without_the_hub(
    tmp_path: Path, tablets: Tablets
) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet = tablets.paired(hub, "kept")
    device_id = tablet.device_id
    tablet.close()
    again = tablets.make("kept")
    assert (again.device_id, again.stage) == (device_id, "paired")


def test_a_code_that_is_not_good_is_told_why(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        used = hub.offer()
        tablets.make("first").pair(used)
        with pytest.raises(HubRefused, match="used already"):
            tablets.make("second").pair(used)
        made_up = write_offer(msgspec.structs.replace(read_offer(hub.offer()), token="guessed"))
        with pytest.raises(HubRefused, match="did not make the pairing code"):
            tablets.make("third").pair(made_up)


def test_a_hub_with_another_certificate_than_the_codes_learns_nothing(
    tmp_path: Path, tablets: Tablets
) -> None:
    """Somebody puts a machine of their own on the address of the hub."""
    with ServedHub(tmp_path / "true") as true, ServedHub(tmp_path / "false") as false:
        offer = read_offer(true.offer())
        lured = write_offer(msgspec.structs.replace(offer, addresses=(false.address,)))
        tablet = tablets.make()
        with pytest.raises(PairingFault, match="its certificate is another"):
            tablet.pair(lured)
        assert tablet.stage == "unpaired"
        assert false.hub.devices.all() == ()
        # The true hub's address further down in the same code still works.
        both = write_offer(msgspec.structs.replace(offer, addresses=(false.address, true.address)))
        assert tablet.pair(both).status == "pending"


def test_a_paired_tablet_does_not_talk_to_a_stranger_on_the_hubs_address(
    tmp_path: Path, tablets: Tablets
) -> None:
    with ServedHub(tmp_path / "true") as true:
        tablet = tablets.paired(true)
        port = true.port
    with (
        ServedHub(tmp_path / "false", port=port),
        pytest.raises(HubUnreachable, match="another machine answers there"),
    ):
        tablet.sessions()


def test_a_tablet_that_was_turned_away_reads_the_officers_reason(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet = tablets.make()
        tablet.pair(hub.offer())
        hub.on_loop(hub.hub.devices.refuse(tablet.device_id, OFFICER, "not one of ours"))
        answer = tablet.enrolment_status()
        assert (answer.status, answer.detail, tablet.stage) == ("refused", "not one of ours", "unpaired")


@pytest.mark.parametrize("text", ["", "hello", "XDP1:", "XDP1:%%%%", "https://example.org"])
def test_a_code_that_is_none_is_told_as_such(tablets: Tablets, text: str) -> None:
    with pytest.raises(PairingFault, match=r"[Pp]airing code"):
        tablets.make().pair(text)


def test_nobody_at_any_address_names_them(tablets: Tablets, tmp_path: Path) -> None:
    with ServedHub(tmp_path / "site") as hub:
        offer = hub.offer()
    with pytest.raises(HubUnreachable, match=r"127\.0\.0\.1:\d+.*scan the code again"):
        tablets.make().pair(offer)


def test_a_tablet_with_the_wrong_date_is_told_by_the_hub_only(tmp_path: Path, tablets: Tablets) -> None:
    """Whether a code is too old decides the hub's clock, not a tablet's that may be years off."""
    with ServedHub(tmp_path / "site") as hub:
        tablet = tablets.make(clock=ShiftedClock(timedelta(days=365)))
        assert tablet.pair(hub.offer()).status == "pending"
