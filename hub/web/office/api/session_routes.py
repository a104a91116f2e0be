"""Sessions as JSON, and what is done in them while they run."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from hub.accounts import Account
from hub.web.office.actions import Settlement
from hub.web.office.api.answers import (
    BASE,
    IN_SESSION,
    USUAL_ROWS,
    Cursor,
    Limit,
    answer,
    page_of,
    tagged_answer,
)
from hub.web.office.api.bodies import Board, NamedRegister, Note, PassOver, RoomSteps, Settle
from hub.web.office.api.described import described
from hub.web.office.desk import SessionLine
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.report_guard import ReportGuard
from hub.web.office.web import OfficeWeb
from shared.record.events.room import StepOverridden
from shared.record.register import Discrepancy, ScriptBalance
from shared.record.room_protocol import missing_for_next, next_step_of, step_of


def session_api(web: OfficeWeb, guard: Guard, reports: ReportGuard) -> APIRouter:
    """Reads for who is signed in and for the school's own reports; answers for officers."""
    router = APIRouter()
    _add_lists(router, web, reports)
    _add_rooms(router, web, guard)
    _add_answers(router, web, guard)
    return router


def _add_lists(router: APIRouter, web: OfficeWeb, reports: ReportGuard) -> None:
    @router.get(f"{BASE}/sessions", **described(gives=tuple[SessionLine, ...], paged=True))
    def sessions(
        request: Request,
        limit: Limit = USUAL_ROWS,
        cursor: Cursor = "",
        _: Account = Depends(reports.reading),
    ) -> Response:
        """The sessions whose plan is published."""
        lines, links = page_of(request, web.desk.sessions(), limit, cursor)
        return tagged_answer(request, lines, headers=links)

    @router.get(f"{IN_SESSION}/overview", **described(gives=Board))
    def overview(request: Request, session: str, _: Account = Depends(reports.reading)) -> Response:
        """Rooms and queue of a session at one revision."""
        held = web.desk.in_hand(session)
        board = msgspec.structs.asdict(web.desk.overview(held))
        told = board | {"queue": web.desk.queue(held)}
        # By the minute, as the board is read: the finish of a room that stands moves on with every second.
        minute = held.now.replace(second=0, microsecond=0)
        lasting = (held.revision, held.pack.version, minute, web.desk.tile_devices(), told["queue"])
        return tagged_answer(request, told, lasting=lasting)

    @router.get(f"{IN_SESSION}/register", **described(gives=NamedRegister))
    def register(request: Request, session: str, account: Account = Depends(reports.reading)) -> Response:
        """The register with the names of its candidates."""
        held = web.desk.in_hand(session)
        told = msgspec.structs.asdict(held.register)
        if not account.may_act:
            told["incidents"] = [i for i in held.register.incidents if not i.restricted]
        people = dict.fromkeys(s.candidate_id for s in held.register.sittings)
        named = {c: {"number": held.names.number(c), "name": held.names.candidate(c)} for c in people}
        return tagged_answer(request, told | {"names": named})

    @router.get(f"{IN_SESSION}/balance", **described(gives=tuple[ScriptBalance, ...]))
    def balance(request: Request, session: str, _: Account = Depends(reports.reading)) -> Response:
        """Script balance of every component."""
        return tagged_answer(request, web.desk.in_hand(session).register.balances)


def _add_rooms(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.get(f"{IN_SESSION}/rooms/{{room}}/steps", **described(gives=RoomSteps))
    def steps(session: str, room: str, _: Account = Depends(guard.office)) -> Response:
        """How far a room got in its day, what stands before its next step, and what was waived or skipped."""
        held = web.desk.in_hand(session)
        if not held.names.knows_room(room):
            raise NotThere(f"There is no room {room} in this session.")
        record, step = held.register.room(room), step_of(held.register, held.pack, room)
        missing = missing_for_next(held.register, held.pack, room)
        told = {"step": step, "next": next_step_of(step), "missing": missing}
        return answer(told | {"overrides": record.overrides, "skipped": record.skipped})

    @router.post(f"{IN_SESSION}/rooms/{{room}}/override", **described(takes=PassOver, gives=StepOverridden))
    async def override(
        request: Request, session: str, room: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Let a room pass over a step, with a reason that goes on record."""
        given = await read_json(request, PassOver)
        done = await web.actions.override_step(
            session, room, given.step, given.reason, actor=account.display_name
        )
        return answer(done)


def _add_answers(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.post(
        f"{IN_SESSION}/discrepancies/{{discrepancy_id}}/settle", **described(takes=Settle, gives=Discrepancy)
    )
    async def settle(
        request: Request, session: str, discrepancy_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Answer a discrepancy, with a ruling where it decides attendance."""
        given = await read_json(request, Settle)
        settlement = Settlement(**msgspec.structs.asdict(given))
        done = await web.actions.settle(session, discrepancy_id, settlement, actor=account.display_name)
        return answer(done)

    @router.post(f"{IN_SESSION}/help/{{help_id}}/acknowledge", **described(takes=Note))
    async def acknowledge(
        request: Request, session: str, help_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Tell the room that somebody is on the way."""
        given = await read_json(request, Note)
        await web.actions.acknowledge_help(session, help_id, actor=account.display_name, note=given.note)
        return answer({})

    @router.post(f"{IN_SESSION}/help/{{help_id}}/close", **described(takes=Note))
    async def close(
        request: Request, session: str, help_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Close a call for help."""
        given = await read_json(request, Note)
        await web.actions.close_help(session, help_id, actor=account.display_name, note=given.note)
        return answer({})
