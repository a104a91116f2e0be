"""Changes told across threads: writers say that something changed, readers on an event loop wait for it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager


class Signal:
    """Set from any thread; several sets before the wait is over are one."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def set(self) -> None:
        """Wake who waits. From any thread; nothing happens once the loop is gone."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self) -> None:
        """Wait for the next change since the last wait."""
        await self._event.wait()
        self._event.clear()


class Watchers:
    """Who waits for changes of what; ``None`` waits for changes of anything."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._signals: dict[Signal, str | None] = {}
        self.closed = False

    def changed(self, what: str) -> None:
        """Tell those who wait for ``what`` or for anything."""
        with self._lock:
            for signal, wanted in self._signals.items():
                if wanted is None or wanted == what:
                    signal.set()

    def close(self) -> None:
        """Wake everybody for the last time: the hub is closing."""
        self.closed = True
        with self._lock:
            for signal in self._signals:
                signal.set()

    @contextmanager
    def watching(self, what: str | None) -> Generator[Signal]:
        """A signal for as long as the block lasts."""
        signal = Signal()
        with self._lock:
            self._signals[signal] = what
        try:
            yield signal
        finally:
            with self._lock:
                del self._signals[signal]
