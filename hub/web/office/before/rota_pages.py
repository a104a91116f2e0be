"""The rota: every session's needs against who is expected, proposed and changed by hand."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.web.office.before.rota_keeping import LONGEST_NOTE, ROLES, RotaKeeping
from hub.web.office.before.rota_view import GRAVE, reserves, rota_lines, rota_people, rota_rooms
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.web import OfficeWeb, go_to

PATH: Final = "/plan/rota"
LONGEST_FIELD: Final = 80


def rota_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    keeping = RotaKeeping(web.hub)
    _add_reading(router, web, keeping)
    _add_proposing_and_undoing(router, guard, keeping)
    _add_duties(router, guard, keeping)
    return router


def _add_reading(router: APIRouter, web: OfficeWeb, keeping: RotaKeeping) -> None:
    @router.get(PATH)
    def rota(request: Request) -> HTMLResponse:
        """Every seated session: who is needed, who is expected, what is lacking."""
        state = keeping.state()
        context = {
            "lines": rota_lines(state),
            "steps": keeping.recent(),
            "people": state.people,
            "shares": state.shares(),
        }
        return web.page(request, "before/rota.html", context)

    @router.get(PATH + "/{session}")
    def session(request: Request, session: str, room: str = "") -> HTMLResponse:
        """One session's rota, room by room, with everybody's availability and share."""
        state = keeping.state()
        timetabling = web.hub.plan.timetabling()
        if session not in timetabling.sessions():
            raise NotThere(f"The timetable has nothing in {session[:20]}.")
        names = {one.id: one.name for one in web.hub.plan.rooms().values()}
        context = {
            "of": session,
            "needs": state.needs.get(session),
            "rooms": rota_rooms(state, session, names),
            "reserves": reserves(state, session),
            "people": rota_people(state, session, names),
            "doubts": [d for d in state.doubts if d.session == session],
            "grave": GRAVE,
            "steps": keeping.recent(),
            "options": state.options,
            "roles": ROLES,
            "names": names,
            "room": room,
            "longest_note": LONGEST_NOTE,
            "base": f"{PATH}/{session}",
        }
        return web.page(request, "before/rota_session.html", context)


def _add_proposing_and_undoing(router: APIRouter, guard: Guard, keeping: RotaKeeping) -> None:
    @router.post(PATH + "/propose")
    async def propose_all(account: Account = Depends(guard.office)) -> Response:
        """Fill what is open in every seated session."""

        def work() -> None:
            keeping.propose(tuple(keeping.state().needs), account.display_name)

        await asyncio.to_thread(work)
        return go_to(PATH)

    @router.post(PATH + "/undo")
    async def undo(request: Request) -> Response:
        """Take back the newest change to the rota."""
        form = await read_form(request)
        await asyncio.to_thread(keeping.undo, form.text("step"))
        return go_to(PATH)

    @router.post(PATH + "/{session}/propose")
    async def propose(session: str, account: Account = Depends(guard.office)) -> Response:
        """Fill what is open in this session; duties set by hand stay."""
        await asyncio.to_thread(keeping.propose, (session,), account.display_name)
        return go_to(f"{PATH}/{session}")

    @router.post(PATH + "/{session}/undo")
    async def undo_here(request: Request, session: str) -> Response:
        """Take back the newest change to the rota, and stay with this session."""
        form = await read_form(request)
        await asyncio.to_thread(keeping.undo, form.text("step"))
        return go_to(f"{PATH}/{session}")


def _add_duties(router: APIRouter, guard: Guard, keeping: RotaKeeping) -> None:
    @router.post(PATH + "/{session}/give")
    async def give(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Give somebody a duty in a room, or as a reserve."""
        form = await read_form(request)
        person, room, role, report = (_short(form, name) for name in ("person", "room", "role", "report"))
        await asyncio.to_thread(keeping.give, session, person, room, role, report, account.display_name)
        return go_to(f"{PATH}/{session}")

    @router.post(PATH + "/{session}/release")
    async def release(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Take somebody's duty back."""
        form = await read_form(request)
        await asyncio.to_thread(keeping.release, session, _short(form, "person"), account.display_name)
        return go_to(f"{PATH}/{session}")

    @router.post(PATH + "/{session}/exchange")
    async def exchange(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Two people exchange their duties."""
        form = await read_form(request)
        one, other = _short(form, "one"), _short(form, "other")
        await asyncio.to_thread(keeping.exchange, session, one, other, account.display_name)
        return go_to(f"{PATH}/{session}")

    @router.post(PATH + "/{session}/available")
    async def available(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Note who can't come to this session, or that they can after all."""
        form = await read_form(request)
        person, note, can = _short(form, "person"), form.text("note"), form.text("can") == "yes"
        await asyncio.to_thread(
            lambda: keeping.set_available(session, person, note, account.display_name, can=can)
        )
        return go_to(f"{PATH}/{session}")


def _short(form: Form, name: str) -> str:
    return form.text(name).strip()[:LONGEST_FIELD]
