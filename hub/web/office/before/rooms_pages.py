"""Rooms: the list, the editor in which a room is drawn, and what can be undone."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.web.office.before.rooms_check import check_room, room_lines
from hub.web.office.before.rooms_draft import (
    DOORS,
    FRONTS,
    LONGEST_NAME,
    MEASURES,
    RoomDraft,
    draft_of,
    read_draft,
)
from hub.web.office.before.rooms_drawing import (
    LABEL_WORDS,
    MARK_WORDS,
    MOST_COLUMNS,
    MOST_ROWS,
    NEXT_MARK,
    Mark,
)
from hub.web.office.before.rooms_keeping import Losing, RoomKeeping
from hub.web.office.before.rooms_view import SIDES, drawn_rows, walls
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb, go_to
from shared.plan.candidates import ArrangementKind

KIND_WORDS: Final = {"main": "main", "satellite": "satellite", "separate": "separate invigilation"}


def rooms_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    keeping = RoomKeeping(web.hub)
    _add_list(router, web, keeping)
    _add_editor(router, web, guard, keeping)
    return router


def _add_list(router: APIRouter, web: OfficeWeb, keeping: RoomKeeping) -> None:
    @router.get("/plan/rooms")
    def rooms(request: Request) -> HTMLResponse:
        """Every room: its seats, its spacing, whom it serves and which sessions use it."""
        context = {
            "lines": room_lines(keeping.rooms(), keeping.rules(), keeping.usage()),
            "steps": keeping.recent(),
            "kinds": KIND_WORDS,
        }
        return web.page(request, "before/rooms.html", context)

    @router.post("/plan/rooms/undo")
    async def undo(request: Request) -> Response:
        """Take back the last change to a room."""
        await asyncio.to_thread(keeping.undo, (await read_form(request)).text("step"))
        return go_to("/plan/rooms")


def _add_editor(router: APIRouter, web: OfficeWeb, guard: Guard, keeping: RoomKeeping) -> None:
    @router.get("/plan/new-room")
    def new(request: Request) -> HTMLResponse:
        """A room that is not there yet."""
        return _editor(web, keeping, request, draft_of(keeping.blank()))

    @router.post("/plan/new-room")
    async def make(request: Request, account: Account = Depends(guard.office)) -> Response:
        """Draw the new room, or keep it."""
        form = await read_form(request)
        draft = read_draft(form, draft_of(keeping.blank()))
        if form.text("do") != "save":
            return _editor(web, keeping, request, draft)
        if draft.faults:
            return _editor(web, keeping, request, draft, tell=True)
        made = await asyncio.to_thread(keeping.make, draft, account.display_name)
        return go_to(f"/plan/rooms/{made.id}")

    @router.get("/plan/rooms/{room}")
    def edit(request: Request, room: str) -> HTMLResponse:
        """One room, drawn, with everything about it."""
        return _editor(web, keeping, request, draft_of(keeping.room(room)), room)

    @router.post("/plan/rooms/{room}")
    async def keep(request: Request, room: str, account: Account = Depends(guard.office)) -> Response:
        """Draw the room, or keep it as drawn; told who would lose their seat before anybody does."""
        form = await read_form(request)
        draft = read_draft(form, draft_of(keeping.room(room)))
        saving = form.text("do") == "save"
        if not saving or draft.faults:
            return _editor(web, keeping, request, draft, room, tell=saving)
        losing = keeping.losing(room, draft)
        if losing and form.text("agreed") != losing.digest:
            return _editor(web, keeping, request, draft, room, losing=losing)
        await asyncio.to_thread(keeping.keep, room, draft, account.display_name)
        return go_to(f"/plan/rooms/{room}")

    @router.post("/plan/rooms/{room}/copy")
    def copy(room: str, account: Account = Depends(guard.office)) -> Response:
        """Make another room laid out like this one."""
        return go_to(f"/plan/rooms/{keeping.copy(room, account.display_name).id}")

    @router.post("/plan/rooms/{room}/delete")
    def delete(room: str, account: Account = Depends(guard.office)) -> Response:
        """Take a room away in which nobody is seated."""
        keeping.delete(room, account.display_name)
        return go_to("/plan/rooms")


def _editor(
    web: OfficeWeb,
    keeping: RoomKeeping,
    request: Request,
    draft: RoomDraft,
    room: str = "",
    *,
    tell: bool = False,
    losing: Losing | None = None,
) -> HTMLResponse:
    """The page of one room; 422 where it was to be kept and can't be, 409 where a yes is needed first."""
    record = draft.record(keeping.room(room) if room else keeping.blank())
    context = {
        "draft": draft,
        "room": room,
        "record": record,
        "drawn": drawn_rows(record.rows, record.columns, draft.front, draft.column_aisles, draft.row_aisles),
        "walls": walls(draft.front, draft.doors),
        "check": check_room(record, keeping.rules()),
        "uses": keeping.uses(room) if room else (),
        "losing": losing,
        "tell": tell,
        "steps": keeping.recent() if room else (),
        "kinds": KIND_WORDS,
        "label_words": LABEL_WORDS,
        "mark_words": MARK_WORDS,
        "next_mark": NEXT_MARK,
        "Mark": Mark,
        "measures": MEASURES,
        "fronts": FRONTS,
        "sides": SIDES,
        "doors": DOORS,
        "arrangements": tuple(ArrangementKind),
        "limits": {"name": LONGEST_NAME, "rows": MOST_ROWS, "columns": MOST_COLUMNS},
    }
    status = 422 if tell and draft.faults else 409 if losing else 200
    return web.page(request, "before/room.html", context, status=status)
