"""A pack that is cut off on its way: the old one is kept, and what is missing is fetched again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from kiosk_app.faults import HubUnreachable
from kiosk_app.shelf import PackCache
from kiosk_app.tablet import Tablet
from tests.contract.tablet_hub.served import ServedHub
from tests.contract.tablet_hub.tablets import Tablets
from tests.factories import HALL, SESSION, small_pack
from tests.simulation.tablet_cut.cutting_proxy import CuttingProxy

ROOT = Path(__file__).parents[3]


@pytest.fixture
def tablets(tmp_path: Path) -> Iterator[Tablets]:
    made = Tablets(tmp_path / "tablets")
    yield made
    made.close()


def test_a_pack_cut_off_in_the_middle_leaves_the_old_one(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site", small_pack(120)) as served, CuttingProxy(served.port) as network:
        tablet = tablets.paired(served)
        through_proxy(tablet, network)
        network.cut_after = 12_000
        with pytest.raises(HubUnreachable, match="cut off"):
            tablet.fetch_pack(SESSION, HALL)
        assert network.cuts >= 2, "it is tried again at once, before anybody is bothered"
        assert not list((tablet.home / "packs").iterdir()), "half a plan is no plan"

        network.cut_after = None
        assert tablet.fetch_pack(SESSION, HALL).version == 1
        served.publish(small_pack(400, version=2))
        network.cut_after = 12_000
        assert tablet.fetch_pack(SESSION, HALL).version == 1, "the room goes on with what it has"
        assert tablet.open_room(SESSION, HALL).pack.version == 1
        network.cut_after = None
        assert tablet.fetch_pack(SESSION, HALL).version == 2


def test_a_line_that_never_holds_for_a_whole_pack_brings_it_piece_by_piece(
    tmp_path: Path, tablets: Tablets
) -> None:
    """Each connection is cut after less than a third of the pack: begun anew, it would never be here."""
    pack = small_pack(300)
    whole = len(msgspec.json.encode(pack.for_rooms([HALL])))
    with ServedHub(tmp_path / "site", pack) as served, CuttingProxy(served.port) as network:
        tablet = tablets.paired(served)
        through_proxy(tablet, network)
        network.cut_after = whole // 3
        fetched = None
        tries = 0
        while fetched is None and tries < 6:
            tries += 1
            with suppress(HubUnreachable):
                fetched = tablet.fetch_pack(SESSION, HALL)
        assert fetched == pack.for_rooms([HALL])
        assert network.cuts >= 3


def through_proxy(tablet: Tablet, network: CuttingProxy) -> None:
    """Let the tablet know the hub by the proxy's address only."""
    assert tablet._hub is not None
    tablet._use_hub(msgspec.structs.replace(tablet._hub, addresses=(f"127.0.0.1:{network.port}",)))


@pytest.mark.parametrize("after", [1, 3, 7])
def test_killed_while_a_pack_comes_in_there_is_the_old_one_or_the_new(tmp_path: Path, after: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.simulation.tablet_cut.keeping", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    kept = 0
    for line in process.stdout:
        kept = int(line)
        if kept >= after:
            break
    process.kill()
    kept = max([kept, *map(int, process.stdout.read().split())])
    process.stdout.close()
    process.wait(20)
    shelf = PackCache(tmp_path)
    found = shelf.find(SESSION, HALL)
    assert found is not None
    assert kept <= found.version <= kept + 1
    assert found.candidates == small_pack(40).candidates
    assert not list(tmp_path.rglob("*.part"))
