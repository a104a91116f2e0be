"""A hub as its own process, started as a person would start it; it can be killed like one."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass
class HubProcess:
    """``examday hub`` and what it said once it listened."""

    process: asyncio.subprocess.Process
    ready: dict[str, Any]

    async def kill(self) -> None:
        """As a power cut would end it."""
        self.process.kill()
        await self.process.wait()


async def examday(*arguments: str) -> asyncio.subprocess.Process:
    """The command, with its output to be read."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "hub.cli.app",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@asynccontextmanager
async def hub_process(site: Path, *options: str) -> AsyncIterator[HubProcess]:
    """A hub on loopback that listens; ended in order when the block ends, unless it was killed."""
    settings = ("--host", "127.0.0.1", "--port", "0", "--office-port", "0", "--silent")
    process = await examday("hub", "--site", str(site), *settings, *options)
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 60)
    try:
        if not line:
            _, told = await process.communicate()
            raise AssertionError(f"the hub did not start: {told.decode()}")
        yield HubProcess(process, json.loads(line))
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.communicate(), 30)
