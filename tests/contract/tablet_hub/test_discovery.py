"""A hub whose address changed is found by its announcement, and only the right one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest

from kiosk_app.discovery import discover
from kiosk_app.faults import HubUnreachable
from kiosk_app.sync.addresses import AddressFault, HubAddress
from kiosk_app.tablet import Tablet
from tests.contract.tablet_hub.served import ServedHub
from tests.contract.tablet_hub.tablets import Tablets
from tests.factories import SESSION
from tests.hub_house import PATIENCE_SECONDS

LOOPBACK = ("127.0.0.1",)
T = TypeVar("T")


def test_the_hub_of_this_fingerprint_is_found_and_no_other(tmp_path: Path) -> None:
    with ServedHub(tmp_path / "site", announce=True) as hub:
        fingerprint = hub.hub.authority.fingerprint
        found = asyncio.run(discover(fingerprint, LOOPBACK, seconds=PATIENCE_SECONDS))
        assert found == (HubAddress("127.0.0.1", hub.port),)
        assert asyncio.run(discover("0" * 64, LOOPBACK, seconds=0.3)) == ()


def test_a_tablet_finds_its_hub_after_the_port_changed(tmp_path: Path) -> None:
    tablet = Tablet.open(tmp_path / "tablet", name="tablet", interfaces=LOOPBACK)
    try:
        with ServedHub(tmp_path / "site") as hub:
            tablet.pair(hub.offer())
            hub.approve(tablet.device_id)
            old = hub.port
        with ServedHub(tmp_path / "site", announce=True) as hub:
            assert hub.port != old
            assert asked_until_found(tablet.enrolment_status).status == "approved"
            assert [offer.session for offer in asked_until_found(tablet.sessions)] == [SESSION]
    finally:
        tablet.close()


def asked_until_found(ask: Callable[[], T]) -> T:
    """A busy machine may be late with its announcement: then the person presses once more."""
    for _ in range(10):
        with suppress(HubUnreachable):
            return ask()
    return ask()


def test_a_typed_address_is_tried_too(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet = tablets.paired(hub)
        old = hub.port
    with ServedHub(tmp_path / "site") as hub:
        assert hub.port != old
        with pytest.raises(AddressFault, match="no address of a hub"):
            tablet.add_address("the laptop over there")
        tablet.add_address(f"https://{hub.address}/")
        assert [offer.session for offer in tablet.sessions()] == [SESSION]
