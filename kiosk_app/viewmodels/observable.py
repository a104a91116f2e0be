"""How a view-model tells that it changed, how it refuses, and how it lets work run elsewhere."""

from __future__ import annotations

from collections.abc import Callable

Run = Callable[[Callable[[], None]], None]
"""Runs a job that may block: at once in a script or test, on a thread behind a screen."""


def at_once(job: Callable[[], None]) -> None:
    """The plain ``Run``: the caller waits."""
    job()


class NotPossible(ValueError):
    """A command that makes no sense now: ``what`` is the matter and ``advice`` what to do about it."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(f"{what} {advice}".strip())
        self.what = what
        self.advice = advice


class Observable:
    """Something with listeners; they are called in whichever thread the change happened."""

    def __init__(self) -> None:
        self.changed: list[Callable[[], None]] = []

    def tell(self) -> None:
        for listener in tuple(self.changed):
            listener()
