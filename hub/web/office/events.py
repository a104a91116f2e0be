"""Server-sent events: which revision a session's record has, whenever it changes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Final

import msgspec
from fastapi import APIRouter, Depends, Request
from starlette.responses import StreamingResponse

from hub.accounts import SIGN_INS, Account
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb
from hub.web.problems import Problem
from hub.web.security.cookies import read_token

TICK_SECONDS: Final = 10.0
"""How often a page without news looks anyway: minutes pass and tablets fall silent."""
MOST_STREAMS: Final = 64
MOST_OF_ONE: Final = 16
"""Of one account: nobody, with however many tabs, leaves the others without a live board."""


def events_router(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.following)])
    streams = _Streams(web)

    @router.get("/events")
    async def events(
        request: Request, session: str | None = None, account: Account = Depends(guard.following)
    ) -> StreamingResponse:
        """Server-sent events: the revision of a session (or of all) whenever it changes."""
        if streams.open.total() >= MOST_STREAMS or streams.open[account.name] >= MOST_OF_ONE:
            raise Problem(503, "Too many pages follow the hub. Close some.", headers={"Retry-After": "10"})
        followed = streams.follow(session, read_token(request) or "", account.name)
        return StreamingResponse(followed, media_type="text/event-stream")

    return router


class _Streams:
    def __init__(self, web: OfficeWeb) -> None:
        self._hub = web.hub
        self._at_work = web.at_work
        self.open: Counter[str] = Counter()

    async def follow(self, session: str | None, token: str, name: str) -> AsyncIterator[bytes]:
        """The revision now, after every change, and a tick now and then: until sign-in or hub end."""
        live, devices = self._hub.live, self._hub.devices
        self.open[name] += 1
        try:
            with ExitStack() as stack:
                record = stack.enter_context(live.watchers.watching(session))
                signals = {
                    "revision": record,
                    "tablets": stack.enter_context(devices.watchers.watching(None)),
                    "officers": stack.enter_context(self._at_work.watchers.watching(session)),
                    "sign-ins": stack.enter_context(self._hub.accounts.ended.watching(SIGN_INS)),
                }
                waiting = {asyncio.ensure_future(one.wait()): kind for kind, one in signals.items()}
                stack.callback(lambda: [task.cancel() for task in waiting])
                yield self._revision(session)
                while True:
                    done, _ = await asyncio.wait(
                        waiting, timeout=TICK_SECONDS, return_when=asyncio.FIRST_COMPLETED
                    )
                    if live.watchers.closed:
                        return
                    if not await self._is_signed_in(token):
                        # The page asks for itself at once, and says what became of the sign-in.
                        yield b"event: signed-out\ndata: {}\n\n"
                        return
                    kinds = {waiting.pop(task) for task in done}
                    waiting |= {asyncio.ensure_future(signals[kind].wait()): kind for kind in kinds}
                    if "revision" in kinds:
                        yield self._revision(session)
                    else:
                        yield b"event: tick\ndata: {}\n\n"
        finally:
            self.open[name] -= 1
            self.open += Counter()

    async def _is_signed_in(self, token: str) -> bool:
        # A stream is no sign of somebody being there: it doesn't keep the sign-in open.
        return await asyncio.to_thread(self._hub.accounts.signed_in, token, used=False) is not None

    def _revision(self, session: str | None) -> bytes:
        live = self._hub.live
        revision = live.revision(session) if session else sum(live.revision(s) for s in live.sessions())
        return b"data: " + msgspec.json.encode({"session": session, "revision": revision}) + b"\n\n"
