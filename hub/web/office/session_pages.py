"""Pages to look at: the session list, the live overview and one room."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from hub.accounts import Account
from hub.web.office.desk import InHand
from hub.web.office.guard import Guard
from hub.web.office.overview import RoomTile
from hub.web.office.refusals import NotThere
from hub.web.office.room_view import incident_views, register_rows, seat_map
from hub.web.office.timeline import timeline
from hub.web.office.web import OfficeWeb
from shared.record.expected_duty import not_signed_in

NEWEST_FACTS = 40


def session_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    # Plain functions: FastAPI runs them in a thread, so that folding a register holds nobody up.
    @router.get("/")
    def sessions(request: Request) -> HTMLResponse:
        """The sessions whose plan is published."""
        lines = web.desk.sessions()
        context = {"lines": lines, "live": True, "revision": sum(line.revision for line in lines)}
        return web.page(request, "sessions.html", context | {"waiting_devices": web.desk.pending_devices()})

    @router.get("/sessions/{session}")
    def overview(request: Request, session: str) -> HTMLResponse:
        """The live overview: what needs a person, and every room."""
        held = web.desk.in_hand(session)
        context = {
            "board": web.desk.overview(held),
            "queue": web.desk.queue(held),
            "missing": not_signed_in(held.pack, held.register, held.now),
            "fallback": web.hub.fallback.status(),
        }
        return web.page(request, "overview.html", in_session(held, "overview") | context)

    @router.get("/sessions/{session}/rooms/{room:path}")
    def room(
        request: Request, session: str, room: str, all: bool = False, account: Account = Depends(guard.office)
    ) -> HTMLResponse:
        """One room in detail: seats, register, incidents and what was recorded."""
        held = web.desk.in_hand(session)
        known = held.pack.room(room)
        tile = next((t for t in web.desk.overview(held).tiles if t.room == room), None)
        if known is None or tile is None:
            raise NotThere(f"No room {room} is used in this session.")
        rows = register_rows(held.pack, held.register, room, held.names, held.now)
        context = {
            "tile": tile,
            "room": known,
            "record": held.register.room(room),
            "rows": rows,
            "seats": seat_map(known, rows),
            "queue": [item for item in web.desk.queue(held) if room in item.rooms],
            "incidents": incident_views(
                tuple(i for i in held.register.incidents if i.room == room),
                held.names,
                restricted=account.may_act,
            ),
            **_timeline(web, held, tile, whole=all, restricted=account.may_act),
        }
        return web.page(request, "room.html", in_session(held, "overview") | context)

    return router


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


def _timeline(
    web: OfficeWeb, held: InHand, tile: RoomTile, *, whole: bool, restricted: bool
) -> dict[str, Any]:
    here = [f for f in web.hub.live.facts(held.session) if f.envelope.room == tile.room]
    lines = timeline(here, held.names, held.zone, restricted=restricted, most=None if whole else NEWEST_FACTS)
    return {"lines": lines, "facts": len(here), "whole": whole}
