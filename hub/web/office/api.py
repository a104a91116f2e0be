"""The office's JSON: the same services as the pages, for programs that act in the officer's name."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from msgspec import Struct

from hub.accounts import Account
from hub.web.office.actions import Settlement
from hub.web.office.device_pages import Pairing, decide, lan_port, readable
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.paperwork import Paperwork, PrintOrder
from hub.web.office.refusals import NotThere
from hub.web.office.web import OfficeWeb
from hub.web.security.cookies import read_token
from shared.protocol.enrolment import write_offer
from shared.record.events.office import AttendanceRuling
from shared.record.room_protocol import missing_for_next, next_step_of, step_of

BASE = "/api/office"
IN_SESSION = f"{BASE}/sessions/{{session}}"


class Settle(Struct, frozen=True, kw_only=True):
    answer: str
    ruling: AttendanceRuling | None = None
    room: str | None = None
    seen: tuple[str, ...] | None = None


class Approve(Struct, frozen=True, kw_only=True):
    rooms: tuple[str, ...] = ()


class Reason(Struct, frozen=True, kw_only=True):
    reason: str = ""


class PassOver(Struct, frozen=True, kw_only=True):
    step: str
    reason: str


class Seal(Struct, frozen=True, kw_only=True):
    component_id: str


class Consign(Struct, frozen=True, kw_only=True):
    board: str
    service: str = ""
    booking_reference: str = ""


class HandOver(Struct, frozen=True, kw_only=True):
    driver: str
    proof: str = ""


class Note(Struct, frozen=True, kw_only=True):
    note: str = ""


def answer(value: Any, status: int = 200) -> Response:  # noqa: ANN401 - whatever msgspec encodes
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def session_api(web: OfficeWeb, guard: Guard) -> APIRouter:
    """Sessions and what is done in them while they run."""
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get(f"{BASE}/sessions")
    def sessions() -> Response:
        """The sessions whose plan is published."""
        return answer(web.desk.sessions())

    @router.get(f"{IN_SESSION}/overview")
    def overview(session: str) -> Response:
        """Rooms and queue of a session at one revision."""
        held = web.desk.in_hand(session)
        board = msgspec.structs.asdict(web.desk.overview(held))
        return answer(board | {"queue": web.desk.queue(held)})

    @router.get(f"{IN_SESSION}/register")
    def register(session: str, account: Account = Depends(guard.office)) -> Response:
        """The register with the names of its candidates."""
        held = web.desk.in_hand(session)
        told = msgspec.structs.asdict(held.register)
        if not account.may_act:
            told["incidents"] = [i for i in held.register.incidents if not i.restricted]
        people = dict.fromkeys(s.candidate_id for s in held.register.sittings)
        named = {c: {"number": held.names.number(c), "name": held.names.candidate(c)} for c in people}
        return answer(told | {"names": named})

    @router.get(f"{IN_SESSION}/balance")
    def balance(session: str) -> Response:
        """Script balance of every component."""
        return answer(web.desk.in_hand(session).register.balances)

    @router.get(f"{IN_SESSION}/rooms/{{room}}/steps")
    def steps(session: str, room: str) -> Response:
        """How far a room got in its day, what stands before its next step, and what was waived or skipped."""
        held = web.desk.in_hand(session)
        if not held.names.knows_room(room):
            raise NotThere(f"There is no room {room} in this session.")
        record, step = held.register.room(room), step_of(held.register, held.pack, room)
        missing = missing_for_next(held.register, held.pack, room)
        told = {"step": step, "next": next_step_of(step), "missing": missing}
        return answer(told | {"overrides": record.overrides, "skipped": record.skipped})

    @router.post(f"{IN_SESSION}/rooms/{{room}}/override")
    async def override(
        request: Request, session: str, room: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Let a room pass over a step, with a reason that goes on record."""
        given = await read_json(request, PassOver)
        done = await web.actions.override_step(
            session, room, given.step, given.reason, actor=account.display_name
        )
        return answer(done)

    @router.post(f"{IN_SESSION}/discrepancies/{{discrepancy_id}}/settle")
    async def settle(
        request: Request, session: str, discrepancy_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Answer a discrepancy, with a ruling where it decides attendance."""
        given = await read_json(request, Settle)
        settlement = Settlement(answer=given.answer, ruling=given.ruling, room=given.room, seen=given.seen)
        done = await web.actions.settle(session, discrepancy_id, settlement, actor=account.display_name)
        return answer(done)

    @router.post(f"{IN_SESSION}/help/{{help_id}}/acknowledge")
    async def acknowledge(
        request: Request, session: str, help_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Tell the room that somebody is on the way."""
        given = await read_json(request, Note)
        await web.actions.acknowledge_help(session, help_id, actor=account.display_name, note=given.note)
        return answer({})

    @router.post(f"{IN_SESSION}/help/{{help_id}}/close")
    async def close(
        request: Request, session: str, help_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Close a call for help."""
        given = await read_json(request, Note)
        await web.actions.close_help(session, help_id, actor=account.display_name, note=given.note)
        return answer({})

    return router


def close_api(web: OfficeWeb, guard: Guard, paperwork: Paperwork) -> APIRouter:
    """Sealing, dispatch, print and evidence."""
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.post(f"{IN_SESSION}/seal")
    async def seal(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Seal the loose scripts of one component; 409 lists what stops it."""
        given = await read_json(request, Seal)
        sealed = await web.actions.seal(session, given.component_id, actor=account.display_name)
        return answer({"envelopes": sealed})

    @router.post(f"{IN_SESSION}/consignments")
    async def consign(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Pack the sealed envelopes of one awarding body."""
        given = await read_json(request, Consign)
        packed = await web.actions.consign(
            session, given.board, given.service, given.booking_reference, actor=account.display_name
        )
        return answer(packed)

    @router.post(f"{IN_SESSION}/consignments/{{consignment_id}}/collected")
    async def collected(
        request: Request, session: str, consignment_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Note that the courier took a consignment."""
        given = await read_json(request, HandOver)
        done = await web.actions.hand_over(
            session, consignment_id, given.driver, given.proof, actor=account.display_name
        )
        return answer(done)

    @router.post(f"{IN_SESSION}/print")
    async def print_out(request: Request, session: str) -> Response:
        """Print a document; tells the files in the print folder, and what is missing on them."""
        files = await paperwork.print_out(session, await read_json(request, PrintOrder))
        run = paperwork.run_of(session)
        return answer({"files": [path.name for path in files], "warnings": run.warnings if run else ()})

    @router.post(f"{IN_SESSION}/evidence")
    async def evidence(session: str) -> Response:
        """Export the session's evidence; tells the folder within the site."""
        folder = await paperwork.export(session)
        # Within the site: where the site lies on this machine concerns nobody who asks over a network.
        return answer({"path": f"{web.hub.config.evidence.name}/{folder.name}"})

    return router


def device_api(web: OfficeWeb, guard: Guard, pairing: Pairing) -> APIRouter:
    """Tablets and quarantine."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    hub = web.hub

    @router.post(f"{BASE}/pairing-offers")
    async def offer(request: Request) -> Response:
        """Make a pairing code, good for one tablet."""
        made = await asyncio.to_thread(pairing.offer, lan_port(request.app, hub), read_token(request) or "")
        return answer({"offer": write_offer(made), "expires_at": made.expires_at})

    @router.get(f"{BASE}/devices")
    def devices() -> Response:
        """Tablets that wait with their comparison codes, and how every approved one is."""
        return answer({"pending": web.desk.pending_devices(), "devices": hub.devices.health()})

    @router.post(f"{BASE}/devices/{{device_id}}/approve")
    async def approve(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Approve a waiting tablet, for some rooms or all."""
        given = await read_json(request, Approve)
        device = await decide(hub, device_id, "approve", account.display_name, rooms=given.rooms)
        return answer({"device_id": device_id, "status": device.status})

    @router.post(f"{BASE}/devices/{{device_id}}/refuse")
    async def refuse(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Turn a waiting tablet away."""
        given = await read_json(request, Reason)
        device = await decide(hub, device_id, "refuse", account.display_name, reason=given.reason)
        return answer({"device_id": device_id, "status": device.status})

    @router.post(f"{BASE}/devices/{{device_id}}/revoke")
    async def revoke(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Take a tablet's permission back."""
        given = await read_json(request, Reason)
        device = await decide(hub, device_id, "revoke", account.display_name, reason=given.reason)
        return answer({"device_id": device_id, "status": device.status})

    @router.get(f"{BASE}/quarantine")
    def quarantine() -> Response:
        """What arrived and was not authentic or not readable."""
        records = hub.journal.quarantine()
        return answer([msgspec.structs.asdict(r) | {"data": readable(r)} for r in records])

    return router
