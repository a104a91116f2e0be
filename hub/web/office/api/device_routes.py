"""Tablets and quarantine as JSON."""

from __future__ import annotations

import asyncio

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from hub.accounts import Account
from hub.bootstrap import Hub
from hub.web.office.api.answers import BASE, USUAL_ROWS, Cursor, Limit, answer, page_of, tagged_answer
from hub.web.office.api.bodies import Approve, Decided, Offered, Quarantined, Reason, Tablets
from hub.web.office.api.described import described
from hub.web.office.device_pages import Pairing, decide, lan_port, readable
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb
from hub.web.security.cookies import read_token
from shared.protocol.enrolment import write_offer


def device_api(web: OfficeWeb, guard: Guard, pairing: Pairing) -> APIRouter:
    """Pairing and permissions; what went to quarantine."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    _add_lists(router, web, guard, pairing)
    _add_decisions(router, web.hub, guard)
    return router


def _add_lists(router: APIRouter, web: OfficeWeb, guard: Guard, pairing: Pairing) -> None:
    hub = web.hub

    @router.post(f"{BASE}/pairing-offers", **described(gives=Offered))
    async def offer(request: Request) -> Response:
        """Make a pairing code, good for one tablet."""
        made = await asyncio.to_thread(pairing.offer, lan_port(request.app, hub), read_token(request) or "")
        return answer({"offer": write_offer(made), "expires_at": made.expires_at})

    @router.get(f"{BASE}/devices", **described(gives=Tablets))
    def devices(request: Request) -> Response:
        """Tablets that wait with their comparison codes, and how every approved one is."""
        told = {"pending": web.desk.pending_devices(), "devices": hub.devices.health()}
        return tagged_answer(request, told)

    @router.get(f"{BASE}/quarantine", **described(gives=tuple[Quarantined, ...], paged=True))
    def quarantine(
        request: Request,
        limit: Limit = USUAL_ROWS,
        cursor: Cursor = "",
        account: Account = Depends(guard.office),
    ) -> Response:
        """What arrived and was not authentic or not readable; its bytes for officers only."""
        # Nobody knows what is in bytes that can't be read: perhaps an incident that only officers see.
        records, links = page_of(request, hub.journal.quarantine(), limit, cursor)
        told = [
            msgspec.structs.asdict(record) | {"data": readable(record) if account.may_act else ""}
            for record in records
        ]
        return tagged_answer(request, told, headers=links)


def _add_decisions(router: APIRouter, hub: Hub, guard: Guard) -> None:
    @router.post(f"{BASE}/devices/{{device_id}}/approve", **described(takes=Approve, gives=Decided))
    async def approve(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Approve a waiting tablet, for some rooms or all."""
        given = await read_json(request, Approve)
        device = await decide(hub, device_id, "approve", account.display_name, rooms=given.rooms)
        return answer({"device_id": device_id, "status": device.status})

    @router.post(f"{BASE}/devices/{{device_id}}/refuse", **described(takes=Reason, gives=Decided))
    async def refuse(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Turn a waiting tablet away."""
        given = await read_json(request, Reason)
        device = await decide(hub, device_id, "refuse", account.display_name, reason=given.reason)
        return answer({"device_id": device_id, "status": device.status})

    @router.post(f"{BASE}/devices/{{device_id}}/revoke", **described(takes=Reason, gives=Decided))
    async def revoke(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Take a tablet's permission back."""
        given = await read_json(request, Reason)
        device = await decide(hub, device_id, "revoke", account.display_name, reason=given.reason)
        return answer({"device_id": device_id, "status": device.status})
