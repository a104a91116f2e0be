"""Seating: the sessions, one session's rooms as seat maps, and candidates moved from seat to seat."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.web.office.before.rooms_view import walls
from hub.web.office.before.seating_keeping import Ask, SeatingKeeping
from hub.web.office.before.seating_proposal import CHOICES, SWITCHES
from hub.web.office.before.seating_proposal_pages import add_proposals
from hub.web.office.before.seating_sessions import seated_sessions, session_lines
from hub.web.office.before.seating_view import MOST_UNSEATED, seating_view
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow
from hub.web.office.web import OfficeWeb, go_to

PATH: Final = "/plan/seating"
LONGEST_FIELD: Final = 60


def seating_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    keeping = SeatingKeeping(web.hub)
    _add_reading(router, web, keeping)
    _add_moving(router, web, guard, keeping)
    _add_steps(router, guard, keeping)
    add_proposals(router, web, guard, keeping)
    return router


def _add_reading(router: APIRouter, web: OfficeWeb, keeping: SeatingKeeping) -> None:
    @router.get(PATH)
    def sessions(request: Request) -> HTMLResponse:
        """Every session of the timetable: who is entered, who has a seat."""
        return web.page(request, "before/seating_sessions.html", {"lines": session_lines(web.hub)})

    @router.get(PATH + "/{session}")
    def seating(
        request: Request, session: str, room: str = "", pick: str = "", find: str = ""
    ) -> HTMLResponse:
        """One session: a room as a seat map, the rooms with their counts, who has no seat."""
        return _page(web, keeping, request, session, room=room, pick=pick, find=find[:LONGEST_FIELD])


def _add_moving(router: APIRouter, web: OfficeWeb, guard: Guard, keeping: SeatingKeeping) -> None:
    @router.post(PATH + "/{session}/move")
    async def move(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Seat a candidate somewhere else; where that is doubtful, ask first."""
        form = await read_form(request)
        number, room = _short(form, "number").zfill(4), _short(form, "room")
        seat = (_short(form, "put") or _short(form, "seat")).upper()

        def work() -> Response:
            held = keeping.held(session)
            try:
                ask = keeping.move(held, number, room, seat, form.text("agreed"), account.display_name)
            except NotNow as refusal:
                return _page(web, keeping, request, session, room=room, pick=_pick(form), told=refusal.what)
            if ask is not None:
                return _page(web, keeping, request, session, room=room, pick=number, ask=ask)
            return go_to(f"{PATH}/{session}", room=room, find=number)

        return await asyncio.to_thread(work)

    @router.post(PATH + "/{session}/swap")
    async def swap(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Two candidates change places; where that is doubtful, ask first."""
        form = await read_form(request)
        number, other, room = (_short(form, name) for name in ("number", "other", "room"))

        def work() -> Response:
            held = keeping.held(session)
            ask = keeping.swap(held, number, other, form.text("agreed"), account.display_name)
            if ask is not None:
                return _page(web, keeping, request, session, room=room, pick=number, ask=ask)
            return go_to(f"{PATH}/{session}", room=room, find=number)

        return await asyncio.to_thread(work)


def _add_steps(router: APIRouter, guard: Guard, keeping: SeatingKeeping) -> None:
    @router.post(PATH + "/{session}/unseat")
    async def unseat(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Take a candidate off their seat."""
        form = await read_form(request)
        held = await asyncio.to_thread(keeping.held, session)
        await asyncio.to_thread(keeping.unseat, held, _short(form, "number"), account.display_name)
        return go_to(f"{PATH}/{session}", room=_short(form, "room"))

    @router.post(PATH + "/{session}/hold")
    async def hold(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Hold a candidate's seat fast, or let it go, for the next proposal."""
        form = await read_form(request)
        held = await asyncio.to_thread(keeping.held, session)
        number, keep = _short(form, "number"), form.text("hold") == "yes"
        await asyncio.to_thread(keeping.pin, held, number, account.display_name, hold=keep)
        return go_to(f"{PATH}/{session}", room=_short(form, "room"), pick=number)

    @router.post(PATH + "/{session}/clear")
    async def clear(session: str, account: Account = Depends(guard.office)) -> Response:
        """Take everybody off their seats; can be undone."""
        held = await asyncio.to_thread(keeping.held, session)
        await asyncio.to_thread(keeping.clear, held, account.display_name)
        return go_to(f"{PATH}/{session}")

    @router.post(PATH + "/{session}/undo")
    async def undo(request: Request, session: str) -> Response:
        """Take back the newest change to this session's seating."""
        form = await read_form(request)
        await asyncio.to_thread(keeping.undo, session, form.text("step"))
        return go_to(f"{PATH}/{session}", **({"room": room} if (room := _short(form, "room")) else {}))


def _page(
    web: OfficeWeb,
    keeping: SeatingKeeping,
    request: Request,
    session: str,
    *,
    room: str = "",
    pick: str = "",
    find: str = "",
    ask: Ask | None = None,
    told: str = "",
) -> HTMLResponse:
    """The seating page; 409 where it asks or tells why nothing was done."""
    held = keeping.held(session)
    view = seating_view(held, room=room, find=find, pack=web.hub.live.pack(session))
    chosen = view.people.get(pick)
    hits = {person.number for person in view.found}
    alone = view.found[0] if len(view.found) == 1 else None
    if alone and not room and alone.room:
        view = seating_view(held, room=alone.room, find=find, pack=web.hub.live.pack(session))
    context: dict[str, Any] = {
        "of": session,
        "view": view,
        "held": held,
        "pack": web.hub.live.pack(session),
        "pick": chosen,
        "find": find,
        "hits": hits,
        "ask": ask,
        "told": told,
        "steps": keeping.recent(session),
        "walls": walls(view.room.front, view.room.doors) if view.room else {},
        "options": held.options,
        "choices": CHOICES,
        "switches": SWITCHES,
        "others": seated_sessions(web.hub, session),
        "most_unseated": MOST_UNSEATED,
        "base": f"{PATH}/{session}",
    }
    return web.page(request, "before/seating.html", context, status=409 if ask or told else 200)


def _pick(form: Form) -> str:
    return _short(form, "number").zfill(4)


def _short(form: Form, name: str) -> str:
    return form.text(name).strip()[:LONGEST_FIELD]
