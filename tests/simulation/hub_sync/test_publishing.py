"""Packs come onto the record: at start, and when another program publishes beside the running hub."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace
from websockets.exceptions import ConnectionClosed

from hub.before.packs import PackError
from shared.protocol.messages import PackAvailable, Welcome
from shared.record.events.office import PackPublished
from tests.factories import SESSION, small_pack
from tests.hub_house import House, house, put_pack


def published(h: House) -> list[tuple[int, str]]:
    events = [fact.envelope.event for fact in h.hub.live.facts(SESSION)]
    return [(e.version, e.content_hash) for e in events if isinstance(e, PackPublished)]


async def test_each_version_is_put_on_record_once_however_often_the_hub_starts(tmp_path: Path) -> None:
    first = small_pack()
    for _ in range(2):
        async with house(tmp_path, packs=[first]) as h:
            assert published(h) == [(1, first.content_hash)]
            await h.hub.publisher.look()
            assert published(h) == [(1, first.content_hash)]


async def test_a_version_published_beside_the_running_hub_reaches_its_tablets(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        await line.dial()
        await line.greet()
        await line.hear(PackAvailable)
        second = small_pack(candidates=12, version=2)
        put_pack(tmp_path, second)
        # Nobody tells the hub: it looks by itself.
        offer = await line.hear(PackAvailable)
        assert (offer.version, offer.content_hash) == (2, second.content_hash)
        assert len(h.hub.live.register(SESSION).sittings) == 12


async def test_a_damaged_pack_on_the_shelf_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house(tmp_path) as h:
        told = asyncio.Event()
        loop = asyncio.get_running_loop()
        monkeypatch.setattr("hub.server.log.warning", lambda *words: loop.call_soon(heard, *words))

        def heard(text: str, *values: object) -> None:
            words.append(text % values)
            told.set()

        words: list[str] = []
        (tmp_path / "packs" / f"{SESSION}-v2.json").write_bytes(b"half a pa")
        await asyncio.wait_for(told.wait(), 20)
        assert "v2.json can't be read" in words[0]
        pack = h.hub.live.pack(SESSION)
        assert pack is not None
        assert pack.version == 1


async def test_a_hub_that_closes_lets_its_tablets_know(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        await line.dial()
        await line.greet()
        await line.hear(Welcome)
        h.stop()
        with pytest.raises(ConnectionClosed) as closed:
            await line.hear(lambda _: False)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012


async def test_a_damaged_pack_keeps_no_other_session_from_its_tablets(tmp_path: Path) -> None:
    """The hub says which file it is, and takes the sessions behind it all the same."""
    async with house(tmp_path) as h:
        (tmp_path / "packs" / "2024-06-01-AM-v1.json").write_bytes(b"{")
        later = small_pack(session="2024-06-04-AM")
        put_pack(tmp_path, replace(later, published_hash=later.content_hash))
        with pytest.raises(PackError, match=r"2024-06-01-AM-v1\.json can't be read"):
            await h.hub.publisher.look()
        assert h.hub.live.pack("2024-06-04-AM") is not None


async def test_what_a_tablet_says_of_versions_does_not_hold_up_the_next_one(tmp_path: Path) -> None:
    """Only the hub publishes; a stolen tablet must not be able to stop a new plan."""
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        line.device.write(PackPublished(version=99, content_hash="ab" * 32))
        await h.hub.ingest.take("tab-1", line.device.written)
        second = small_pack(candidates=12, version=2)
        put_pack(tmp_path, replace(second, published_hash=second.content_hash))
        await h.hub.publisher.look()
        pack = h.hub.live.pack(SESSION)
        assert pack is not None
        assert pack.version == 2
