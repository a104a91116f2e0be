"""Telling how far a long import is, to whoever waits for it."""

from __future__ import annotations

from typing import Final, Protocol

EVERY_ROWS: Final = 500
"""How often progress is told: often enough to move smoothly, seldom enough to cost nothing."""


class Progress(Protocol):
    """Called now and then, in the thread that imports; ``total`` 0 means that nobody knows yet."""

    def __call__(self, step: str, done: int, total: int, /) -> None: ...
