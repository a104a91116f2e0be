"""One tablet stops reading, as a machine does that is busy or out of reach: the others notice nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

from shared.protocol.codec import encode
from shared.protocol.messages import MAX_MESSAGE_BYTES, Events, Welcome
from shared.record.events.office import LogBookEntryMade
from tests.hub_house import house

ENVELOPES = 900
TEXT = "x" * 9_000


async def test_a_tablet_that_does_not_read_holds_up_nobody_and_gets_everything_later(tmp_path: Path) -> None:
    """Ten megabytes of rows: more than all buffers on the way, and far more than fits in one message."""
    async with house(tmp_path) as h:
        writer, slow, quick = [await h.tablet(name) for name in ("tab-writer", "tab-slow", "tab-quick")]
        for line in (writer, slow, quick):
            await line.dial()
            await line.greet()
            await line.hear(Welcome)
        for _ in range(ENVELOPES):
            writer.device.write(LogBookEntryMade(text=TEXT))

        reading = asyncio.create_task(_all(quick))
        also = asyncio.create_task(_all(writer))
        for first in range(0, ENVELOPES, 50):
            await h.hub.ingest.take("tab-writer", writer.device.written[first : first + 50])
        assert await reading == await also == writer.device.written
        assert [m for m in slow.heard if isinstance(m, Events) and len(m.rows) > 1] == []

        assert await _all(slow) == writer.device.written
        sizes = [len(encode(m)) for m in slow.heard]
        assert max(sizes) < MAX_MESSAGE_BYTES


async def _all(line) -> list[str]:
    rows: dict[int, str] = {}
    while len(rows) < ENVELOPES + 1:
        rows |= {row.hub_seq: row.jws for row in (await line.hear(Events)).rows}
    return [jws for _, jws in sorted(rows.items())][-ENVELOPES:]
