"""Reading in a tablet's records when no network comes back: typed by a scanner, pasted, or photographed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from msgspec import Struct

from hub.accounts import Account
from hub.during.handover import Delivery, HandoverDesk, SeriesRead
from hub.web.office.api import BASE, answer
from hub.web.office.forms import read_form, read_json
from hub.web.office.guard import Guard
from hub.web.office.handover_pictures import PictureFault, codes_in, pictures_of
from hub.web.office.refusals import NotUsable
from hub.web.office.web import OfficeWeb, go_to
from shared.protocol.handover import PREFIX, HandoverError, write_receipt_code

MOST_CODES: Final = 60
"""In one request; a whole series may take two."""


class Codes(Struct, frozen=True, kw_only=True):
    """What was read, one text a code."""

    codes: tuple[str, ...]


class Read(Struct, frozen=True, kw_only=True):
    """How far each series is, and what was taken meanwhile."""

    reading: tuple[SeriesRead, ...]
    delivered: tuple[Delivery, ...]


def handover_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    """The page. Records are taken in the name of the tablet that signed them; who read them is recorded."""
    router = APIRouter()
    acting = [Depends(guard.acting)]
    desk = web.hub.handovers

    def show(request: Request, fault: str = "") -> Response:
        context = {
            "reading": desk.reading(),
            "delivered": desk.delivered(),
            "receipt_code": write_receipt_code,
            "fault": fault,
        }
        return web.page(request, "handover.html", context, status=422 if fault else 200)

    @router.get("/handover", dependencies=acting)
    def page(request: Request) -> Response:
        """Read in the records of a tablet that has no network, and show it the receipt."""
        return show(request)

    @router.post("/handover")
    async def typed(request: Request, account: Account = Depends(guard.acting)) -> Response:
        """Take codes that a scanner typed or somebody pasted, one a line."""
        codes = in_lines((await read_form(request)).text("codes"))
        fault = await _take(desk, codes, account) if codes else "No code was typed. Scan one first."
        return show(request, fault) if fault else go_to("/handover")

    @router.post("/handover/pictures")
    async def pictures(request: Request, account: Account = Depends(guard.sending_pictures)) -> Response:
        """Take codes from photos or screenshots of the tablet's screen."""
        try:
            found = await asyncio.to_thread(codes_in, await pictures_of(request))
        except PictureFault as error:
            return show(request, str(error))
        fault = await _take(desk, found, account)
        return show(request, fault) if fault else go_to("/handover")

    @router.post("/handover/{series}/forget", dependencies=acting)
    async def forget(series: str) -> Response:
        """Begin reading a series anew."""
        desk.forget(series)
        return go_to("/handover")

    return router


def handover_api(web: OfficeWeb, guard: Guard) -> APIRouter:
    """The same for programs."""
    router = APIRouter()
    desk = web.hub.handovers

    @router.get(f"{BASE}/handover", dependencies=[Depends(guard.acting)])
    def how_far() -> Response:
        """How far each series of codes is read, and what was taken."""
        return answer(Read(reading=desk.reading(), delivered=desk.delivered()))

    @router.post(f"{BASE}/handover")
    async def read(request: Request, account: Account = Depends(guard.acting)) -> Response:
        """Take codes read from a tablet's screen; what is whole is taken at once."""
        sent = await read_json(request, Codes)
        if not 1 <= len(sent.codes) <= MOST_CODES:
            raise NotUsable(f"Send 1 to {MOST_CODES} codes at once.")
        fault = await _take(desk, sent.codes, account)
        if fault:
            raise NotUsable(fault)
        return answer(Read(reading=desk.reading(), delivered=desk.delivered()))

    return router


async def _take(desk: HandoverDesk, codes: Iterable[str], account: Account) -> str:
    """Read the codes and take what is whole; what was wrong with some of them, in words."""
    faults: dict[str, None] = {}
    for code in codes:
        try:
            desk.read(code)
        except HandoverError as error:
            faults[str(error)] = None
    try:
        await desk.take_whole(account.display_name)
    except HandoverError as error:
        faults[str(error)] = None
    return " ".join(faults)


def in_lines(text: str) -> Sequence[str]:
    """The codes in a pasted text: one a line, or one behind the other as some scanners type them."""
    before, *codes = text.split(PREFIX)
    # What stands before the first code is no code, and is told as such.
    return [*filter(None, [before.strip()]), *(f"{PREFIX}{code.strip()}" for code in codes)]
