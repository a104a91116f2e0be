"""One room: how it stands, its clocks, its messages, its record; and what the office may do there."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.during.notices import notices_of
from hub.web.office.before.rooms_view import walls
from hub.web.office.desk import InHand
from hub.web.office.during.room_actions import LONGEST_NOTICE, RoomActions
from hub.web.office.during.room_clocks import finish_groups, late_advice
from hub.web.office.during.room_moves import plan_room_move
from hub.web.office.during.room_steps import room_day
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.overview import RoomTile, one_tile
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.room_view import incident_views, register_rows, seat_map
from hub.web.office.session_pages import in_session
from hub.web.office.timeline import TOPICS, search_lines, timeline, topic_of
from hub.web.office.web import OfficeWeb, go_to, room_path
from shared.ids import RoomId

NEWEST_FACTS = 40
LONGEST_SEARCH = 60
_ROOM = "/sessions/{session}/rooms/{room:path}"


class Narrowed:
    """Which lines of the record are wanted."""

    def __init__(self, *, whole: bool = False, topic: str = "", search: str = "") -> None:
        self.whole = whole
        self.topic = topic if topic in TOPICS else ""
        self.search = search.strip()[:LONGEST_SEARCH]


def room_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    acts = RoomActions(web.desk)
    page = _RoomPage(web)
    # Before the room itself: a room's path may hold anything, so that its pages have to be asked first.
    _add_moving(router, web, guard, acts, page)
    _add_telling_and_waiving(router, web, guard, acts, page)

    @router.get(_ROOM)
    def room(
        request: Request, session: str, room: str, all: bool = False, topic: str = "", q: str = ""
    ) -> HTMLResponse:
        """One room in detail: seats, register, clocks, messages, incidents and what was recorded."""
        narrowed = Narrowed(whole=all, topic=topic, search=q)
        return page.show(request, web.desk.in_hand(session), room, narrowed=narrowed)

    return router


def _add_moving(router: APIRouter, web: OfficeWeb, guard: Guard, acts: RoomActions, page: _RoomPage) -> None:
    @router.get(f"{_ROOM}/move")
    def look_at_move(request: Request, session: str, room: str, to: str = "") -> HTMLResponse:
        """Where everybody of a room would sit in another one, to be confirmed."""
        held = web.desk.in_hand(session)
        try:
            move = plan_room_move(held, room, to)
        except (NotUsable, NotNow) as error:
            return page.show(request, held, room, failed="move", error=str(error))
        context = in_session(held, "overview") | {"live": False, "move": move, "form": Form({}), "error": ""}
        return web.page(request, "room_move.html", context)

    @router.post(f"{_ROOM}/move")
    async def move_room(
        request: Request, session: str, room: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Move everybody of a room to another one, telling both rooms."""
        form = await read_form(request)
        shown = form.text("shown")
        try:
            await acts.move_room(
                session,
                room,
                form.text("to"),
                form.text("reason"),
                shown=int(shown) if shown.isdecimal() else -1,
                actor=account.display_name,
            )
        except (NotUsable, NotNow) as error:
            held = web.desk.in_hand(session)
            move = plan_room_move(held, room, form.text("to"))
            context = in_session(held, "overview") | {"live": False, "move": move, "form": form}
            status = 422 if isinstance(error, NotUsable) else 409
            return web.page(request, "room_move.html", context | {"error": str(error)}, status=status)
        return go_to(room_path(session, form.text("to")), done="room-moved")


def _add_telling_and_waiving(
    router: APIRouter, web: OfficeWeb, guard: Guard, acts: RoomActions, page: _RoomPage
) -> None:
    @router.post(f"{_ROOM}/message")
    async def tell(
        request: Request, session: str, room: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Send a message to the tablets of a room, or of all rooms of the session."""
        form = await read_form(request)
        try:
            await acts.tell(
                session,
                None if form.text("everywhere") else room,
                form.text("text"),
                urgent=bool(form.text("urgent")),
                actor=account.display_name,
            )
        except NotUsable as error:
            return page.show(
                request, web.desk.in_hand(session), room, failed="message", error=str(error), form=form
            )
        return go_to(room_path(session, room), done="told")

    @router.post(f"{_ROOM}/override")
    async def override(
        request: Request, session: str, room: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Let a room pass over a step, with a reason that goes on record."""
        form = await read_form(request)
        try:
            await web.actions.override_step(
                session, room, form.text("step"), form.text("reason"), actor=account.display_name
            )
        except (NotUsable, NotNow) as error:
            held = web.desk.in_hand(session)
            return page.show(request, held, room, failed="override", error=str(error), form=form)
        return go_to(room_path(session, room), done="passed-over")


class _RoomPage:
    def __init__(self, web: OfficeWeb) -> None:
        self._web = web

    def show(
        self,
        request: Request,
        held: InHand,
        room: RoomId,
        *,
        narrowed: Narrowed | None = None,
        failed: str = "",
        error: str = "",
        form: Form | None = None,
    ) -> HTMLResponse:
        """The room's page; ``failed`` names the form that was refused with ``error``. Raises NotThere."""
        web, known = self._web, held.pack.room(room)
        devices = web.desk.tile_devices().get(room, ())
        tile = one_tile(held.pack, held.register, room, devices, held.now)
        if known is None or tile is None:
            raise NotThere(f"No room {room} is used in this session.")
        account: Account = request.state.account
        rows = register_rows(held.pack, held.register, room, held.names, held.now)
        looking = web.at_work.on(held.session)
        context = {
            "tile": tile,
            "room": known,
            "walls": walls("", known.doors),
            "record": held.register.room(room),
            "rows": rows,
            "people": {row.candidate_id: row for row in rows},
            "seats": seat_map(known, rows),
            "groups": finish_groups(held, room),
            "late": tuple(late_advice(held, room)),
            "day": room_day(held, room),
            "others": tuple(r for r in held.pack.rooms if r.id != room),
            "queue": [item for item in web.desk.queue(held, looking=looking) if room in item.rooms],
            "incidents": incident_views(
                tuple(i for i in held.register.incidents if i.room == room),
                held.names,
                restricted=account.may_act,
            ),
            "failed": failed,
            "error": error,
            "form": form or Form({}),
            "longest_notice": LONGEST_NOTICE,
            **self._record(held, tile, narrowed or Narrowed(), restricted=account.may_act),
        }
        status = 409 if failed == "move" else 422 if error else 200
        return web.page(request, "room.html", in_session(held, "overview") | context, status=status)

    def _record(
        self, held: InHand, tile: RoomTile, narrowed: Narrowed, *, restricted: bool
    ) -> dict[str, Any]:
        facts = self._web.hub.live.facts(held.session)
        here = [f for f in facts if f.envelope.room == tile.room]
        wanted = [f for f in here if narrowed.topic in ("", topic_of(f))]
        lines = timeline(wanted, held.names, held.zone, restricted=restricted)
        found = search_lines(lines, narrowed.search)
        return {
            "notices": tuple(n for n in notices_of(facts) if n.room in (None, tile.room))[::-1],
            "lines": found if narrowed.whole else found[:NEWEST_FACTS],
            "facts": len(found),
            "narrowed": narrowed,
            "topics": TOPICS,
        }
