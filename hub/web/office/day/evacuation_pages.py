"""The evacuation's page: lives on the screen, prints as rolls to tick."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.web.office.acting import Acting
from hub.web.office.api import BASE, answer
from hub.web.office.day.evacuation_view import evacuation
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere, NotUsable
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path
from shared.ids import RoomId, SessionId
from shared.record.events.room import RollCalled


class RollActions(Acting):
    """A count that reached the office by voice or on paper."""

    async def counted(self, session: SessionId, room: RoomId, number: str, where: str, *, actor: str) -> None:
        """Put a count on record. Raises NotThere, NotUsable."""
        if not number.strip().isdecimal() or len(number.strip()) > 4:
            raise NotUsable("Write how many were counted, as a number.")
        if where not in ("out", "back"):
            raise NotUsable("Say whether they were counted outside or on coming back.")
        async with self._one_at_a_time:
            held = await self._held(session)
            if held.pack.room(room) is None:
                raise NotThere(f"There is no room {room} in this session.")
            event = RollCalled(counted=int(number), where="out" if where == "out" else "back")
            await self._record(held, event, actor, room=room)


def evacuation_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    actions = RollActions(web.desk)

    @router.get("/sessions/{session}/evacuation")
    def page(request: Request, session: str, rooms: str = "") -> HTMLResponse:
        """The roll of every room: out and back, and how many are missing."""
        return _page(web, request, session, rooms, "")

    @router.post("/sessions/{session}/evacuation")
    async def counted(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Put a roll call on record that reached the office by voice or on paper."""
        form = await read_form(request)
        try:
            await actions.counted(
                session,
                form.text("room"),
                form.text("counted"),
                form.text("where"),
                actor=account.display_name,
            )
        except NotUsable as error:
            return _page(web, request, session, "", str(error), 422)
        return go_to(session_path(session, "evacuation"), done="recorded")

    @router.get(f"{BASE}/sessions/{{session}}/evacuation")
    def rolls(session: str) -> Response:
        """The rolls of all rooms, with what was counted out and back."""
        held = web.desk.in_hand(session)
        told = evacuation(held, web.hub.live.facts(session))
        return answer({"missing": told.missing, "outside": told.people_outside, "rooms": told.rolls})

    return router


def _page(
    web: OfficeWeb, request: Request, session: str, rooms: str, error: str, status: int = 200
) -> HTMLResponse:
    held = web.desk.in_hand(session)
    told = evacuation(held, web.hub.live.facts(session))
    only_out = rooms != "all" and bool(told.outside)
    context = {
        "told": told,
        "rolls": told.outside if only_out else told.rolls,
        "others": len(told.rolls) - len(told.outside) if only_out else 0,
        "error": error,
        "live": not error,
    }
    known = in_session(held, "evacuation")
    return web.page(request, "day/evacuation.html", known | context, status=status)
