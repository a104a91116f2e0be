"""Group commit is a matter of speed only: however many pieces share a commit, the journal says the same."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.during.ingest import Ingest, Taken
from hub.during.office import Office
from hub.storage.journal import Journal, read_back
from hub.storage.writer import LARGEST_GROUP
from shared.protocol.signing import VerifyKey
from shared.record.events.room import InvigilatorSignedIn
from tests.factories import Device, office

NOW = datetime(2024, 6, 3, 8, 0, tzinfo=UTC)
TABLETS, EACH = 12, 10
SIZES = (1, 2, 7, LARGEST_GROUP)


class Approved:
    def __init__(self, devices: list[Device]) -> None:
        self._keys = {device.device_id: device.key.public for device in devices}

    def key_of(self, device_id: str) -> VerifyKey | None:
        return self._keys.get(device_id)

    def is_revoked(self, device_id: str) -> bool:
        return device_id not in self._keys


def tablets() -> list[Device]:
    devices = [Device(f"tab-{number:02d}") for number in range(TABLETS)]
    for device in devices:
        for _ in range(EACH):
            device.write(InvigilatorSignedIn(invigilator_id="inv-1"))
    return devices


@asynccontextmanager
async def hub(folder: Path, size: int, devices: list[Device]) -> AsyncIterator[tuple[Journal, Ingest]]:
    journal = Journal.open(
        folder / "journal.db", now=lambda: NOW, draw=secrets.token_bytes, largest_group=size
    )
    try:
        key = office().key
        yield journal, Ingest(journal, Office(journal, key), Approved(devices), key, lambda: NOW)
    finally:
        journal.close()


@pytest.mark.parametrize("size", SIZES)
async def test_every_envelope_is_there_once_in_its_devices_order_and_chained(
    tmp_path: Path, size: int
) -> None:
    """Twelve tablets at once, each pushing twice what it wrote, with rubbish between."""
    devices = tablets()
    async with hub(tmp_path, size, devices) as (journal, ingest):

        async def push(device: Device) -> Taken:
            for first in range(0, EACH, 3):
                batch = device.written[first : first + 3]
                await ingest.take(device.device_id, batch)
                await ingest.take(device.device_id, batch)
            return await ingest.take(device.device_id, [f"rubbish of {device.device_id}"])

        done = await asyncio.gather(*(push(device) for device in devices))
        committed = read_back(journal.rows())
        for device, last in zip(devices, done, strict=True):
            own = [c.row.jws for c in committed if c.envelope.device_id == device.device_id]
            assert own == device.written
            assert last.acked_through == EACH + 1
        assert len(committed) == TABLETS * EACH + TABLETS
        assert len(journal.quarantine()) == TABLETS


async def test_under_load_the_disk_is_waited_for_far_less_often_than_envelopes_come(tmp_path: Path) -> None:
    counted = {}
    for size in (1, LARGEST_GROUP):
        devices = tablets()
        async with hub(tmp_path / str(size), size, devices) as (journal, ingest):
            before = journal.writer.commits
            pushes = [
                [ingest.take(device.device_id, [device.written[number]]) for device in devices]
                for number in range(EACH)
            ]
            for together in pushes:
                await asyncio.gather(*together)
            counted[size] = journal.writer.commits - before
    assert counted[1] == TABLETS * EACH
    assert counted[LARGEST_GROUP] < counted[1] / 2
