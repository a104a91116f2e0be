"""Tablets: pairing, approval, permission, health."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from importlib.metadata import version
from typing import Final

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.bootstrap import Hub
from hub.during.devices import OFFER_LASTS, UnknownDeviceError
from hub.storage.device_store import Device
from hub.storage.journal import QuarantineRecord
from hub.web.office.actions import LONGEST_LINE, text_of
from hub.web.office.clock import minutes_until
from hub.web.office.device_orders import chosen_rooms, rooms_of
from hub.web.office.device_view import SHOWS, DeviceRow, Show, device_rows
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere
from hub.web.office.web import OfficeWeb, go_to
from hub.web.security.cookies import read_token
from shared.canonical import digest
from shared.protocol.enrolment import PairingOffer, write_offer

SHOWN_OF_QUARANTINE: Final = 200
SHOWN_BYTES: Final = 2000
_MOST_OFFERS: Final = 50
_TAKE_OVER: Final = re.compile(r"/devices/[A-Za-z0-9_-]+/take-over")


class Pairing:
    """The offer that each sign-in shows last: in memory only, since it is good for minutes."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._shown: dict[str, PairingOffer] = {}

    def offer(self, port: int, sign_in_token: str) -> PairingOffer:
        offer = self._hub.devices.offer(f"{_in_url(host)}:{port}" for host in self._hub.addresses)
        self._shown.pop(digest(sign_in_token), None)
        self._shown[digest(sign_in_token)] = offer
        while len(self._shown) > _MOST_OFFERS:
            del self._shown[next(iter(self._shown))]
        return offer

    def shown(self, sign_in_token: str) -> PairingOffer | None:
        """The offer of this sign-in until it ran out or a tablet asked, since it is good for one tablet."""
        offer = self._shown.get(digest(sign_in_token))
        if offer is None or offer.expires_at <= self._hub.real_now():
            return None
        made_at = offer.expires_at - OFFER_LASTS
        return None if any(d.asked_at > made_at for d in self._hub.devices.all()) else offer


def lan_port(app: FastAPI, hub: Hub) -> int:
    """Where tablets reach the hub: the port that was bound, which port 0 leaves open."""
    port: int = getattr(app.state, "lan_port", hub.config.port)
    return port


def device_pages(web: OfficeWeb, guard: Guard, pairing: Pairing) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    hub = web.hub

    @router.get("/devices")
    def devices(request: Request, show: str = "all", room: str = "") -> HTMLResponse:
        """Tablets: pairing, approval, permission and health; ``show`` and ``room`` choose some of them."""
        offer = pairing.shown(read_token(request) or "")
        rows = rows_of(hub)
        chosen: Show = next((key for key, _ in SHOWS if key == show), "all")
        context = {
            "offer": offer,
            "offer_text": write_offer(offer) if offer else "",
            "offer_minutes": max(1, minutes_until(offer.expires_at, hub.real_now())) if offer else 0,
            "pending": sorted(hub.devices.pending(), key=lambda d: d.asked_at),
            "codes": {d.device_id: hub.devices.answer(d.device_id).code for d in hub.devices.pending()},
            "rows": shown(rows, chosen, room),
            "shows": [(key, text, sum(r.is_shown(key) for r in rows)) for key, text in SHOWS],
            "show": chosen,
            "room": room,
            "rooms": rooms_of(hub),
            "known": len(rows),
            "refused": [d for d in hub.devices.all() if d.status == "refused"],
            "live": True,
            "revision": "",
        }
        return web.page(request, "devices.html", context)

    @router.post("/devices/offers")
    async def offer(request: Request) -> Response:
        """Make a pairing code, good for one tablet; ``next`` is the tablets' page that asked for it."""
        back = (await read_form(request)).text("next")
        await asyncio.to_thread(pairing.offer, lan_port(request.app, hub), read_token(request) or "")
        return go_to(back if _TAKE_OVER.fullmatch(back) else "/devices")

    @router.post("/devices/{device_id}/approve")
    async def approve(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Approve a waiting tablet, for some rooms or all."""
        form = await read_form(request)
        await decide(hub, device_id, "approve", account.display_name, rooms=form.texts("rooms"))
        return go_to("/devices", done="approved")

    @router.post("/devices/{device_id}/refuse")
    async def refuse(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Turn a waiting tablet away."""
        await decide(hub, device_id, "refuse", account.display_name)
        return go_to("/devices", done="refused")

    @router.post("/devices/{device_id}/revoke")
    async def revoke(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Take a tablet's permission back."""
        form = await read_form(request)
        await decide(hub, device_id, "revoke", account.display_name, reason=form.text("reason"))
        return go_to("/devices", done="revoked")

    return router


def rows_of(hub: Hub) -> tuple[DeviceRow, ...]:
    """Every tablet that was ever approved, those in need first."""
    return device_rows(
        hub.devices.health(),
        rooms_of(hub),
        now=hub.real_now(),
        clock_suspect_ms=hub.setting.rules(hub.now().date()).clock_suspect_ms.value,
        hub_version=version("examday"),
    )


def shown(rows: Iterable[DeviceRow], show: Show, room: str) -> list[DeviceRow]:
    """The tablets under a filter, of one room where one is named."""
    here = (row for row in rows if not room or room in (row.health.room, *row.health.rooms))
    return [row for row in here if row.is_shown(show)]


async def decide(
    hub: Hub, device_id: str, what: str, actor: str, *, rooms: Iterable[str] = (), reason: str = ""
) -> Device:
    """Approve, refuse or revoke a tablet. Raises NotThere, NotNow, NotUsable."""
    try:
        status = hub.devices.get(device_id).status
    except UnknownDeviceError as error:
        raise NotThere(str(error)) from error
    if what == "revoke":
        if status != "approved":
            raise NotNow("Only an approved tablet's permission can be taken back.")
        return await hub.devices.revoke(
            device_id, actor, text_of(reason, "a reason", most=LONGEST_LINE, least=1)
        )
    if status != "pending":
        raise NotNow(f"This tablet does not wait for a decision: it is {status}.")
    if what == "refuse":
        return await hub.devices.refuse(device_id, actor, text_of(reason, "a reason", most=LONGEST_LINE))
    return await hub.devices.approve(device_id, chosen_rooms(hub, rooms), actor)


def readable(record: QuarantineRecord) -> str:
    """The quarantined bytes as far as they fit on a page; what isn't text stands as escapes."""
    text = record.data[:SHOWN_BYTES].decode("utf-8", "backslashreplace")
    more = len(record.data) - SHOWN_BYTES
    return f"{text} … and {more} bytes more" if more > 0 else text


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
