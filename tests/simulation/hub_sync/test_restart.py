"""What the hub says after a restart is what it said before, and what folding the journal says."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path

import msgspec
import pytest

from hub import server
from hub.bootstrap import open_hub
from hub.config import write_config
from hub.during.live import LiveRegisters
from hub.server import HubServer, ListenError
from hub.storage.journal import read_back
from hub.storage.plan_store import PlanStore
from shared.plan.pack import SessionPack
from shared.record.events.candidate import CandidateMarkedPresent
from shared.record.fold import project
from tests.factories import MATHS, SESSION, START, Device, candidate_id, small_pack
from tests.hub_house import House, Line, config_of, house


def mark_present(device: Device, number: int) -> None:
    device.write(
        CandidateMarkedPresent(candidate_id=candidate_id(number), component_id=MATHS, seat="A1"), at=START
    )


async def test_after_a_restart_the_register_is_the_same(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        for number in (1, 4, 7):
            mark_present(line.device, number)
        await h.hub.ingest.take("tab-1", [*line.device.written, "rubbish"])
        register, revision = h.hub.live.register(SESSION), h.hub.live.revision(SESSION)
        facts = h.hub.live.facts(SESSION)
    async with house(tmp_path, packs=()) as again:
        assert again.hub.live.register(SESSION) == register == project(small_pack(), facts)
        assert again.hub.live.revision(SESSION) == revision
        assert [d.device_id for d in again.hub.devices.approved()] == ["tab-1"]
        # The tablet's old token ended with the old process; its key still opens the door.
        assert await _status(again, line) == 401
        async with again.http() as client:
            line.url = again.ready.url
            await line.prove(client)
        assert await _status(again, line) == 200


async def _status(h: House, line: Line) -> int:
    async with h.http(token=line.token) as client:
        return (await client.get("/api/device/sessions")).status_code


async def test_a_replay_from_any_half_way_point_equals_the_live_register(tmp_path: Path) -> None:
    """What the live fold says after each fact is what folding the journal so far from nothing says."""
    async with house(tmp_path) as h:
        line = await h.tablet("tab-1")
        pack: SessionPack = small_pack()
        for number in range(1, 8):
            mark_present(line.device, number)
            await h.hub.ingest.take("tab-1", line.device.written[-1:])
            fresh = LiveRegisters(h.hub.journal.journal_id)
            fresh.publish(pack)
            fresh.take(read_back(h.hub.journal.rows()))
            assert msgspec.json.encode(fresh.register(SESSION)) == msgspec.json.encode(
                h.hub.live.register(SESSION)
            )


@pytest.mark.parametrize("first", ["the hub", "an import", "its settings"])
async def test_a_new_site_is_closed_to_other_accounts_of_the_machine(tmp_path: Path, first: str) -> None:
    """Whatever makes the folder: it holds photos, names and PIN hashes."""
    config = config_of(tmp_path / "school" / "site")
    if first == "an import":
        PlanStore.open(config.plan_file).close()
    elif first == "its settings":
        write_config(config)
    else:
        (await asyncio.to_thread(open_hub, config)).close()
    assert config.site.is_dir()
    if os.name == "posix":
        assert config.site.stat().st_mode & 0o077 == 0


async def test_a_hub_that_can_not_listen_says_so_instead_of_waiting_for_ever(tmp_path: Path) -> None:
    hub = await asyncio.to_thread(open_hub, config_of(tmp_path))
    try:
        hub.authority.server_key.write_bytes(b"no key")
        with pytest.raises(ListenError, match="restore the folder keys"):
            await asyncio.wait_for(HubServer(hub).run(), 20)
    finally:
        hub.close()


def test_an_answer_is_sent_at_once_and_never_held_back_for_more() -> None:
    with (
        server._bind("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as connection,
    ):
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
