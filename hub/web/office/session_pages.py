"""Pages to look at: the session list and the live board, of one session or of a whole day."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.web.office.desk import InHand
from hub.web.office.during.board import (
    Board,
    BoardFilter,
    board_context,
    board_filter,
    board_of,
    day_of,
    sessions_of,
    wall_columns,
)
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.web import OfficeWeb, go_to
from shared.plan.days import day_in_words


def session_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    # Plain functions: FastAPI runs them in a thread, so that folding a register holds nobody up.
    @router.get("/")
    def sessions(request: Request) -> Response:
        """The sessions whose plan is published; a wall screen goes on to today's board."""
        today = web.hub.now().astimezone(ZoneInfo(web.zone)).date()
        if _is_wall(request) and sessions_of(web.desk, today):
            return go_to(f"/day/{today.isoformat()}")
        lines = web.desk.sessions()
        context = {"lines": lines, "live": True, "revision": sum(line.revision for line in lines)}
        return web.page(request, "sessions.html", context | {"waiting_devices": web.desk.pending_devices()})

    @router.get("/sessions/{session}")
    def overview(
        request: Request, session: str, show: str = "", component: str = "", q: str = "", wall: bool = False
    ) -> HTMLResponse:
        """The live board of one session: what needs a person, and every room; ``wall`` for a big screen."""
        held = web.desk.in_hand(session)
        wanted = board_filter(show, component, q)
        board = board_of(web.desk, held, wanted, web.at_work.on(session))
        context = in_session(held, "overview") | _board(web, (board,), wanted)
        return web.page(request, "wall.html" if wall or _is_wall(request) else "overview.html", context)

    @router.get("/day/{day}")
    def whole_day(
        request: Request, day: date, show: str = "", component: str = "", q: str = "", wall: bool = False
    ) -> HTMLResponse:
        """The live board of every session of a day."""
        sessions = sessions_of(web.desk, day)
        if not sessions:
            raise NotThere(f"No plan was published for {day_in_words(day)}.")
        wanted = board_filter(show, component, q)
        boards = tuple(
            board_of(web.desk, web.desk.in_hand(session), wanted, web.at_work.on(session))
            for session in sessions
        )
        # Follows all sessions, so that its revision is that of all of them together.
        revision = sum(web.hub.live.revision(s) for s in web.hub.live.sessions())
        context = {"live": True, "revision": revision, "tab": "day"} | _board(web, boards, wanted)
        return web.page(request, "wall.html" if wall or _is_wall(request) else "day.html", context)

    return router


def _is_wall(request: Request) -> bool:
    account: Account = request.state.account
    return account.wall


def _board(web: OfficeWeb, boards: tuple[Board, ...], wanted: BoardFilter) -> dict[str, Any]:
    rooms = sum(len(board.tiles) for board in boards)
    day = day_of(boards[0].session)
    return board_context(boards, wanted) | {
        "day": day,
        "day_sessions": sessions_of(web.desk, day),
        "columns": wall_columns(rooms),
        "rooms": rooms,
        "fallback": web.hub.fallback.status(),
    }


def in_session(held: InHand, tab: str) -> dict[str, Any]:
    """What every page of one session knows."""
    return {
        "held": held,
        "session": held.session,
        "names": held.names,
        "live": True,
        "revision": held.revision,
        "tab": tab,
    }
