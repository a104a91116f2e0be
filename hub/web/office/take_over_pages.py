"""A spare takes the place of a tablet that fails: chosen or paired, and followed into the room."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.during.devices import UnknownDeviceError
from hub.web.office import device_orders as orders
from hub.web.office.clock import minutes_until
from hub.web.office.device_pages import Pairing
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.one_device_pages import ONE, row_of
from hub.web.office.refusals import NotThere
from hub.web.office.web import OfficeWeb, go_to
from hub.web.security.cookies import read_token
from shared.protocol.enrolment import write_offer


def take_over_pages(web: OfficeWeb, guard: Guard, pairing: Pairing) -> APIRouter:
    """One page, from the dead tablet to the spare in the room."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    hub = web.hub

    @router.get(f"{ONE}/take-over")
    def choose_spare(request: Request, device_id: str, spare: str = "") -> HTMLResponse:
        """Which tablet takes the place of this one, what this one had unsent, and how far the other is."""
        row = row_of(hub, device_id)
        try:
            chosen = hub.devices.board.of(hub.devices.get(spare)) if spare else None
        except UnknownDeviceError as error:
            raise NotThere(str(error)) from error
        names = orders.rooms_of(hub)
        wanted = row.health.rooms or ((row.health.room,) if row.health.room else ())
        offer = pairing.shown(read_token(request) or "")
        context = {
            "row": row,
            "wanted": wanted,
            "names": names,
            "spares": orders.spares(hub, device_id),
            "spare": chosen,
            "pending": sorted(hub.devices.pending(), key=lambda d: d.asked_at),
            "codes": {d.device_id: hub.devices.answer(d.device_id).code for d in hub.devices.pending()},
            "offer_text": write_offer(offer) if offer else "",
            "offer_minutes": max(1, minutes_until(offer.expires_at, hub.real_now())) if offer else 0,
            "live": True,
        }
        return web.page(request, "take_over.html", context)

    @router.post(f"{ONE}/take-over")
    async def take_over(
        request: Request, device_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Give a spare tablet the rooms of this one, approving it where it waits."""
        form = await read_form(request)
        spare = form.text("spare")
        codes_are_equal = form.text("approve") == "yes"
        await orders.take_over(hub, device_id, spare, approve=codes_are_equal, actor=account.display_name)
        return go_to(f"/devices/{device_id}/take-over", spare=spare)

    return router
