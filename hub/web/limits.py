"""How much a request may carry, and how often a stranger may be wrong."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.web.problems import Problem
from shared.protocol.messages import MAX_MESSAGE_BYTES

SMALL_BODY: Final = 16_384
LARGEST_BODY: Final = 16_000_000
"""For everything else: the officer's forms."""
UPLOAD_BODY: Final = 1_100_000_000
"""For the files of an import: photos of a whole school in one zip."""
_LIMITS: Final = (
    ("/api/device/sync", MAX_MESSAGE_BYTES),
    ("/api/device/handover", MAX_MESSAGE_BYTES),
    ("/api/device/", SMALL_BODY),
    ("/plan/import/", UPLOAD_BODY),
    ("/", LARGEST_BODY),
)


class BodyLimit:
    """Answers 413 before a body that is too large is read, whatever its header claims."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = next(limit for start, limit in _LIMITS if scope["path"].startswith(start))
        claimed = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if claimed.isdigit() and int(claimed) > most:
            await _too_large(most).response(scope["path"])(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise _too_large(most)
            return message

        await self._app(scope, counted, send)


def _too_large(most: int) -> Problem:
    return Problem(413, f"a request to this address carries at most {most} bytes", kind="too-large")


class WrongTries:
    """Who was wrong too often in the last minute waits; who is right never counts.

    ``told`` says what there was too much of, where that is something else.
    """

    def __init__(
        self,
        real_now: Callable[[], datetime],
        *,
        most: int = 20,
        within: timedelta = timedelta(minutes=1),
        told: str = "too many refused requests from this address",
    ) -> None:
        self._told = told
        self._real_now = real_now
        self._most = most
        self._within = within
        self._tries: OrderedDict[str, deque[datetime]] = OrderedDict()

    def check(self, address: str) -> None:
        """Raises Problem (429) while ``address`` has to wait."""
        tries = self._recent(address)
        if len(tries) >= self._most:
            wait = max(1, round((tries[0] + self._within - self._real_now()).total_seconds()))
            raise Problem(
                429,
                f"{self._told}: try again in {wait} s",
                kind="too-many-tries",
                headers={"Retry-After": str(wait)},
            )

    def count(self, address: str) -> None:
        """One more wrong try."""
        tries = self._tries.setdefault(address, deque(maxlen=self._most))
        tries.append(self._real_now())
        self._tries.move_to_end(address)
        while len(self._tries) > 1000:
            self._tries.popitem(last=False)

    def _recent(self, address: str) -> deque[datetime]:
        tries = self._tries.get(address, deque[datetime]())
        while tries and tries[0] < self._real_now() - self._within:
            tries.popleft()
        return tries
