"""The hub's process dies in the middle of the morning: nothing that it acknowledged may be gone."""

from __future__ import annotations

import asyncio
from pathlib import Path

from websockets.exceptions import ConnectionClosed

from hub.bootstrap import open_hub
from hub.storage.journal import read_back
from shared.protocol.messages import Welcome
from shared.record.events.room import InvigilatorSignedIn
from tests.factories import HALL, SESSION, Device, small_pack
from tests.hub_house import Line, config_of, http_to, put_pack
from tests.hub_process import HubProcess, hub_process

TABLETS = 4
EACH = 400
ENOUGH = 150
"""Acknowledged envelopes in all when the power fails."""


async def pair(site: Path) -> tuple[list[Line], bytes]:
    """Approve the tablets while nobody listens."""
    hub = open_hub(config_of(site))
    try:
        lines = []
        for number in range(TABLETS):
            line = Line(Device(f"tab-{number}", room=HALL), "", hub.authority.ca_pem)
            hub.devices.enrol(line.request(hub.devices.offer([]).token))
            await hub.devices.approve(line.device.device_id, [HALL], "Ms Officer")
            for _ in range(EACH):
                line.device.write(InvigilatorSignedIn(invigilator_id="inv-1"))
            lines.append(line)
        return lines, hub.authority.ca_pem
    finally:
        hub.close()


async def connect(line: Line, hub: HubProcess) -> int:
    """Prove and greet anew; through which envelope the hub says that it has the record."""
    line.url = hub.ready["url"]
    async with http_to(line.url, line.ca_pem) as client:
        await line.prove(client)
    await line.dial()
    line.inbox.clear()
    await line.greet()
    welcome: Welcome = await line.hear(Welcome)
    return welcome.acked_through


async def test_no_acknowledged_envelope_is_lost_when_the_hub_is_killed_in_mid_push(tmp_path: Path) -> None:
    put_pack(tmp_path, small_pack())
    lines, _ = await pair(tmp_path)
    acked = dict.fromkeys(range(TABLETS), 0)
    enough = asyncio.Event()

    async def push_on(number: int, line: Line) -> None:
        for first in range(0, EACH, 5):
            try:
                receipt = await line.push_slice(first, first + 5)
            except ConnectionClosed:
                return
            acked[number] = receipt.acked_through
            if sum(acked.values()) >= ENOUGH:
                enough.set()

    async with hub_process(tmp_path) as hub:
        for line in lines:
            await connect(line, hub)
        pushing = [asyncio.create_task(push_on(number, line)) for number, line in enumerate(lines)]
        await asyncio.wait_for(enough.wait(), 60)
        await hub.kill()
        await asyncio.gather(*pushing)
        for line in lines:
            await line.hang_up()

    # The test means something only if the power failed in the middle.
    assert ENOUGH <= sum(acked.values()) < TABLETS * EACH

    async with hub_process(tmp_path) as again:
        for number, line in enumerate(lines):
            has = await connect(line, again)
            assert has >= acked[number]
            for first in range(has, EACH, 100):
                receipt = await line.push_slice(first, first + 100)
            assert receipt.acked_through == EACH
            await line.hang_up()

    hub_again = open_hub(config_of(tmp_path))
    try:
        committed = read_back(hub_again.journal.rows(session=None))
        for line in lines:
            own = [c.row.jws for c in committed if c.envelope.device_id == line.device.device_id]
            assert own == line.device.written
        assert hub_again.journal.quarantine() == []
        assert hub_again.live.register(SESSION).revision == TABLETS * EACH + 1
    finally:
        hub_again.close()
