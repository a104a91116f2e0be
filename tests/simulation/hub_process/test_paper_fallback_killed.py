"""The hub's process dies while it writes paper registers: what lies on the stick can be printed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from shared.rehearsal import RehearsalClock
from tests.factories import START, small_pack
from tests.hub_house import put_pack
from tests.hub_process import hub_process
from tests.paper_reader import squeezed, text


async def test_the_last_whole_register_is_readable_after_the_hub_was_killed(tmp_path: Path) -> None:
    """It is killed as soon as one register is there: in the middle of writing the others."""
    site, stick = tmp_path / "site", tmp_path / "stick"
    put_pack(site, small_pack(40))
    shown = RehearsalClock(anchor=datetime.now(UTC), shown=START, rate=1)
    options = ("--fallback", str(stick), "--rehearse", shown.text, "--verbose")
    async with hub_process(site, *options) as hub:
        assert hub.process.stderr is not None
        async with asyncio.timeout(60):
            while b"paper register written" not in await hub.process.stderr.readline():
                pass
        await hub.kill()
    written = sorted(stick.rglob("*.pdf"))
    assert written
    for path in written:
        words = squeezed(text(path.read_bytes()))
        assert "Page1of" in words, path.name
