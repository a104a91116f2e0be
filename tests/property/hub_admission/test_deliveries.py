"""However a tablet's record is split, repeated and cut short on its way, the journal ends up with it all."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.during.ingest import Ingest
from hub.during.office import Office
from hub.storage.journal import Journal, read_back
from shared.protocol.signing import VerifyKey
from shared.record.events.room import InvigilatorSignedIn
from tests.factories import Device, office

NOW = datetime(2024, 6, 3, 8, 0, tzinfo=UTC)
COUNT = 12
TABLET = Device("tab-1")
for _ in range(COUNT):
    TABLET.write(InvigilatorSignedIn(invigilator_id="inv-1"))

pushes = st.lists(
    st.tuples(st.integers(0, COUNT - 1), st.integers(1, COUNT)).map(lambda p: (p[0], min(COUNT, sum(p)))),
    max_size=8,
)


class OneTablet:
    def key_of(self, device_id: str) -> VerifyKey | None:
        return TABLET.key.public if device_id == TABLET.device_id else None

    def is_revoked(self, device_id: str) -> bool:
        return device_id != TABLET.device_id


async def deliver(folder: Path, slices: list[tuple[int, int]]) -> None:
    journal = Journal.open(folder / "journal.db", now=lambda: NOW, draw=secrets.token_bytes)
    try:
        key = office().key
        ingest = Ingest(journal, Office(journal, key), OneTablet(), key, lambda: NOW)
        acked = 0
        for first, end in slices:
            taken = await ingest.take("tab-1", TABLET.written[first:end])
            # A receipt never goes back, never covers what is not there, and a push that fits is taken whole.
            assert taken.acked_through >= acked
            if first <= acked:
                assert taken.acked_through >= end
            acked = taken.acked_through
        last = await ingest.take("tab-1", TABLET.written[acked:])
        assert last.acked_through == COUNT
        await ingest.take("tab-1", TABLET.written)
        own = [c.row.jws for c in read_back(journal.rows()) if c.envelope.device_id == "tab-1"]
        assert sorted(own) == sorted(TABLET.written)
        assert journal.quarantine() == []
    finally:
        journal.close()


@settings(max_examples=40)
@given(pushes)
def test_every_delivery_ends_with_the_whole_record_once(slices: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(deliver(Path(folder), slices))
