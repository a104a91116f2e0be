"""Long work beside the answers to browsers: a page tells how far it is, and nobody waits for a request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

SHORT_SECONDS: Final = 1.5
"""What takes no longer is waited for, so that the next page shows what came of it."""


class Working:
    """Work that was begun; the event loop waits for its thread when the hub closes."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self, work: Callable[[], object]) -> None:
        """Run ``work`` in a thread, and wait for it a moment."""

        async def run() -> None:
            await asyncio.to_thread(work)

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        done, _ = await asyncio.wait({task}, timeout=SHORT_SECONDS)
        for finished in done:
            finished.result()
