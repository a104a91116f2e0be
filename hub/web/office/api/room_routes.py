"""One room as JSON: messages to it, and moving everybody out of it."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from hub.accounts import Account
from hub.during.notices import notices_of
from hub.web.office.api.answers import IN_SESSION, USUAL_ROWS, Cursor, Limit, answer, page_of, tagged_answer
from hub.web.office.api.day_bodies import Messages, MoveAll, PlannedMove, Tell
from hub.web.office.api.described import described
from hub.web.office.desk import InHand
from hub.web.office.during.room_actions import RoomActions
from hub.web.office.during.room_moves import RoomMove, plan_room_move
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.web import OfficeWeb
from shared.protocol.messages import Notice

ROOM = f"{IN_SESSION}/rooms/{{room}}"
_TELL = Tell(text="The fire alarm is tested at 10:30: go on writing.", urgent=True)
_MOVE = MoveAll(to="library", reason="Water comes through the ceiling.", revision=118)


def room_api(web: OfficeWeb, guard: Guard) -> APIRouter:
    """What the room's page does beside the steps of its day."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    acts = RoomActions(web.desk)
    _add_messages(router, web, guard, acts)
    _add_move(router, web, guard, acts)
    return router


def _add_messages(router: APIRouter, web: OfficeWeb, guard: Guard, acts: RoomActions) -> None:
    @router.get(f"{ROOM}/messages", **described(gives=Messages, paged=True))
    def messages(
        request: Request, session: str, room: str, limit: Limit = USUAL_ROWS, cursor: Cursor = ""
    ) -> Response:
        """Messages to this room or to all rooms, the latest first, with who has read them."""
        held = _held(web, session, room)
        told = [n for n in notices_of(web.hub.live.facts(held.session)) if n.room in (None, room)][::-1]
        page, links = page_of(request, told, limit, cursor)
        return tagged_answer(request, Messages(messages=tuple(page)), headers=links)

    @router.post(f"{ROOM}/messages", **described(takes=Tell, gives=Notice, example=_TELL))
    async def tell(
        request: Request, session: str, room: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Send a message to the tablets of a room; one that is away hears it when it comes back."""
        given = await read_json(request, Tell)
        return answer(
            await acts.tell(session, room, given.text, urgent=given.urgent, actor=account.display_name)
        )

    @router.post(f"{IN_SESSION}/messages", **described(takes=Tell, gives=Notice, example=_TELL))
    async def tell_all(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Send a message to every room of the session."""
        given = await read_json(request, Tell)
        return answer(
            await acts.tell(session, None, given.text, urgent=given.urgent, actor=account.display_name)
        )


def _add_move(router: APIRouter, web: OfficeWeb, guard: Guard, acts: RoomActions) -> None:
    @router.get(f"{ROOM}/move", **described(gives=PlannedMove))
    def look(session: str, room: str, to: str = "") -> Response:
        """Where everybody of a room would sit in another one, at which revision."""
        held = _held(web, session, room)
        return answer(_planned(plan_room_move(held, room, to), held.revision))

    @router.post(f"{ROOM}/move", **described(takes=MoveAll, gives=PlannedMove, example=_MOVE))
    async def move(
        request: Request, session: str, room: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Move everybody of a room, as the plan of that revision said; 409 where the record went on since."""
        given = await read_json(request, MoveAll)
        done = await acts.move_room(
            session, room, given.to, given.reason, shown=given.revision, actor=account.display_name
        )
        return answer(_planned(done, given.revision))


def _held(web: OfficeWeb, session: str, room: str) -> InHand:
    held = web.desk.in_hand(session)
    if held.pack.room(room) is None:
        raise NotThere(f"There is no room {room} in this session.")
    return held


def _planned(move: RoomMove, revision: int) -> PlannedMove:
    return PlannedMove(
        here=move.here.id, there=move.there.id, revision=revision, moves=move.moves, warnings=move.warnings
    )
