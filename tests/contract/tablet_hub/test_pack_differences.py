"""A tablet that holds an earlier version fetches what changed, over real TLS, and ends with the same pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk_app.hub_client import HubClient
from kiosk_app.shelf import PackCache
from shared.plan.pack import SessionPack
from shared.protocol.pack_difference import document_hash
from tests.contract.tablet_hub.served import ServedHub
from tests.contract.tablet_hub.tablets import Tablets
from tests.factories import HALL, SESSION, small_pack


def published(pack: SessionPack) -> SessionPack:
    return msgspec.structs.replace(pack, published_hash=pack.content_hash)


def next_version(pack: SessionPack) -> SessionPack:
    """One candidate moves to another seat."""
    rows = list(pack.sittings)
    rows[4] = msgspec.structs.replace(rows[4], seat="Z9")
    changed = msgspec.structs.replace(pack, version=pack.version + 1, sittings=tuple(rows), published_hash="")
    return published(changed)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    with ServedHub(tmp_path / "site", published(small_pack(300))) as served:
        yield served


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many bytes each answer about a pack had, as they came off the line."""
    sizes: list[int] = []
    ask = HubClient._ask

    async def counted(client: HubClient, method: str, path: str, *args: object, **named: object) -> bytes:
        answer = await ask(client, method, path, *args, **named)  # type: ignore[arg-type]
        if "/packs/" in path:
            sizes.append(len(answer))
        return answer

    monkeypatch.setattr(HubClient, "_ask", counted)
    return iter([sizes])


def test_a_moved_seat_costs_a_tablet_hundreds_of_bytes(
    hub: ServedHub, tablets: Tablets, received: Iterator[list[int]]
) -> None:
    sizes = next(received)
    tablet = tablets.paired(hub)
    first = tablet.fetch_pack(SESSION, HALL)
    second = next_version(hub.pack)
    hub.publish(second)
    fetched = tablet.fetch_pack(SESSION, HALL)
    assert document_hash(fetched) == document_hash(second.for_rooms([HALL]))
    assert fetched.published_hash == second.content_hash
    assert first.version == 1
    whole, part = sizes
    assert part * 50 < whole
    # A version nobody published anew costs next to nothing.
    again = tablet.fetch_pack(SESSION, HALL)
    assert document_hash(again) == document_hash(fetched)
    assert sizes[-1] < 400


@pytest.mark.parametrize("trouble", ["forgotten by the hub", "changed on the tablet"])
def test_in_doubt_the_whole_pack_is_fetched(
    hub: ServedHub, tablets: Tablets, trouble: str, tmp_path: Path
) -> None:
    tablet = tablets.paired(hub)
    held = tablet.fetch_pack(SESSION, HALL)
    second = next_version(hub.pack)
    hub.publish(second)
    if trouble == "forgotten by the hub":
        (hub.site / "packs" / f"{SESSION}-v1.json").unlink()
    else:
        PackCache(tmp_path / "tablets" / "tablet").keep(
            msgspec.structs.replace(held, candidates=held.candidates[::-1]), [HALL]
        )
    fetched = tablet.fetch_pack(SESSION, HALL)
    assert document_hash(fetched) == document_hash(second.for_rooms([HALL]))


def test_a_difference_that_leads_nowhere_is_put_right_by_the_whole_pack(
    hub: ServedHub, tablets: Tablets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hub with a fault in its differences holds up no room."""
    tablet = tablets.paired(hub)
    tablet.fetch_pack(SESSION, HALL)
    hub.publish(next_version(hub.pack))
    asked: list[str] = []
    spoil(monkeypatch, asked.append)
    fetched = tablet.fetch_pack(SESSION, HALL)
    assert fetched.version == 2
    assert asked == ["difference"]


def spoil(monkeypatch: pytest.MonkeyPatch, tell: Callable[[str], None]) -> None:
    import hub.during.pack_answers as answers

    honest = answers.difference

    def wrong(old: SessionPack, new: SessionPack) -> object:
        tell("difference")
        return msgspec.structs.replace(honest(old, new), fields={"version": 77})

    monkeypatch.setattr(answers, "difference", wrong)
