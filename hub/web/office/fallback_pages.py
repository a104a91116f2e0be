"""Where the paper registers of a running session are written, and how that goes."""

from __future__ import annotations

import asyncio
import os
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.config import remember_fallback
from hub.during.fallback_folder import KEEP_EARLIER
from hub.web.office.api import answer
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotUsable
from hub.web.office.web import OfficeWeb, go_to

ON_A_STICK: Final = "ExamDay registers"
_MOUNTED: Final = ("/media/*/*", "/media/*", "/run/media/*/*", "/Volumes/*")
MOST_CHARACTERS: Final = 400


def fallback_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    fallback = web.hub.fallback

    @router.get("/fallback")
    async def page(request: Request) -> HTMLResponse:
        """The paper registers: how they are, and where to write them."""
        return await _page(web, request, fallback.status().folder, "")

    @router.post("/fallback")
    async def choose(request: Request) -> Response:
        """Write paper registers to a folder or stick from now on, or nowhere."""
        form = await read_form(request)
        typed = "" if form.text("off") else form.text("folder").strip() or form.text("place")
        try:
            folder = _folder(typed) if typed else None
            if folder is None and not form.text("off"):
                raise NotUsable("Choose a stick, or type the whole path of a folder.")
            await asyncio.to_thread(remember_fallback, web.hub.config.site, str(folder or ""))
        except NotUsable as error:
            return await _page(web, request, typed, str(error), 422)
        except OSError as error:
            told = f"The choice can't be kept in hub.toml: {error.strerror}."
            return await _page(web, request, typed, told, 409)
        await fallback.use(folder)
        return go_to("/fallback", done="fallback")

    @router.get("/api/office/fallback")
    def status() -> Response:
        """The paper registers: folder, fault, and each room's file with its place in the journal."""
        return answer(fallback.status())

    return router


async def _page(web: OfficeWeb, request: Request, typed: str, error: str, status: int = 200) -> HTMLResponse:
    places = await asyncio.to_thread(lambda: tuple(_places()))
    told = await asyncio.to_thread(web.hub.fallback.status)
    live = web.hub.live
    context = {
        "status": told,
        "places": places,
        "typed": "" if typed in places else typed,
        "example": "E:\\ExamDay registers" if os.name == "nt" else "/media/usb/ExamDay registers",
        "error": error,
        "earlier": KEEP_EARLIER,
        "live": not error,
        "revision": sum(live.revision(s) for s in live.sessions()),
    }
    return web.page(request, "fallback.html", context, status=status)


def _folder(typed: str) -> Path:
    """Raises NotUsable for what can't be a folder of this machine."""
    if len(typed) > MOST_CHARACTERS or any(ord(c) < 32 for c in typed):
        raise NotUsable("That is no path of a folder.")
    folder = Path(typed)
    if not folder.is_absolute():
        raise NotUsable(f"Type the whole path, from the drive or from / on: {typed} could be anywhere.")
    if not folder.parent.is_dir():
        raise NotUsable(f"{folder.parent} is not there. Plug the stick in, or choose a folder that is there.")
    if folder.exists() and not folder.is_dir():
        raise NotUsable(f"{folder} is a file, not a folder.")
    return folder


def _places() -> Iterator[str]:
    """Sticks and disks that are plugged in, with a folder of our own on each."""
    if os.name == "nt":
        drives = (Path(f"{letter}:\\") for letter in string.ascii_uppercase[3:])
        yield from (str(drive / ON_A_STICK) for drive in drives if drive.is_dir())
        return
    for pattern in _MOUNTED:
        for found in sorted(Path("/").glob(pattern.lstrip("/"))):
            if found.is_dir() and found.is_mount():
                yield str(found / ON_A_STICK)
