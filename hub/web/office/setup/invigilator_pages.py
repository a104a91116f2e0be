"""Invigilators: who can sign in on a tablet, and their PINs, which leave the hub only as hashes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from msgspec import Struct

from hub.before.pins import PinError, drawn_pin, with_pin
from hub.before.records import InvigilatorRecord
from hub.bootstrap import Hub
from hub.web.office.device_view import natural
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.web import OfficeWeb
from shared.plan.days import session_in_words


class Handout(Struct, frozen=True, kw_only=True):
    """One PIN, to be shown on this one answer and nowhere else."""

    name: str
    pin: str


def invigilator_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    """For officers only: see ``hub.web.office.roles``."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    hub = web.hub

    async def page(request: Request, *, error: str = "", drawn: Sequence[Handout] = ()) -> Response:
        people = await asyncio.to_thread(hub.plan.invigilators)
        context: dict[str, Any] = {
            "people": sorted(people.values(), key=lambda p: natural(p.name)),
            "without": sum(not p.pin_hash for p in people.values()),
            "waiting": waiting_for_pins(hub, people.values()),
            "drawn": drawn,
            "error": error,
        }
        return web.page(request, "setup/invigilators.html", context, status=422 if error else 200)

    async def keep(people: Sequence[InvigilatorRecord], pins: Sequence[str]) -> list[Handout]:
        def write() -> list[Handout]:
            kept = [with_pin(one, pin, hub.draw) for one, pin in zip(people, pins, strict=True)]
            hub.plan.keep_invigilators(kept)
            return [Handout(name=one.name, pin=pin) for one, pin in zip(people, pins, strict=True)]

        return await asyncio.to_thread(write)

    @router.get("/setup/invigilators")
    async def invigilators(request: Request) -> Response:
        """Who can sign in on a tablet, and which published plans don't have their PIN yet."""
        return await page(request)

    @router.post("/setup/invigilators/pins")
    async def draw_missing(request: Request) -> Response:
        """Draw a PIN for everybody who has none; they are shown once, to be handed out."""
        people = await asyncio.to_thread(hub.plan.invigilators)
        without = [one for one in people.values() if not one.pin_hash]
        return await page(request, drawn=await keep(without, [drawn_pin(hub.draw) for _ in without]))

    @router.post("/setup/invigilators/{person}/pin")
    async def set_pin(request: Request, person: str) -> Response:
        """Give one person a new PIN: the one that was typed, or a drawn one."""
        typed = (await read_form(request)).text("pin").strip()
        one = (await asyncio.to_thread(hub.plan.invigilators)).get(person)
        if one is None:
            raise NotThere("There is no such invigilator in the plan.")
        try:
            return await page(request, drawn=await keep([one], [typed or drawn_pin(hub.draw)]))
        except PinError as error:
            return await page(request, error=f"{one.name}: {error}")

    return router


def waiting_for_pins(hub: Hub, people: Any) -> tuple[str, ...]:  # noqa: ANN401 - a view of records
    """The published sessions, in words, whose tablets don't have everybody's present PIN."""
    hashes = {one.id: one.pin_hash for one in people}
    found = []
    for session in hub.live.sessions():
        pack = hub.live.pack(session)
        if pack is not None and any(hashes.get(p.id, p.pin_hash) != p.pin_hash for p in pack.invigilators):
            found.append(session_in_words(session))
    return tuple(found)
