"""One tablet: its name and rooms, locking and wiping."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.bootstrap import Hub
from hub.web.office import device_orders as orders
from hub.web.office.device_pages import rows_of
from hub.web.office.device_view import DeviceRow
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere, NotUsable
from hub.web.office.web import OfficeWeb, go_to

ONE = "/devices/{device_id}"


def row_of(hub: Hub, device_id: str) -> DeviceRow:
    """A tablet that was approved at some time. Raises NotThere."""
    found = next((r for r in rows_of(hub) if r.health.device_id == device_id), None)
    if found is None:
        raise NotThere("There is no approved tablet of this identifier.")
    return found


def one_device_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    """The tablet's own page and what can be done there."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    hub = web.hub

    def page(request: Request, device_id: str, *, error: str = "") -> HTMLResponse:
        context = {
            "row": row_of(hub, device_id),
            "device": hub.devices.get(device_id),
            "rooms": orders.rooms_of(hub),
            "error": error,
            "live": not error,
        }
        return web.page(request, "device.html", context, status=422 if error else 200)

    @router.get(ONE)
    def device(request: Request, device_id: str) -> HTMLResponse:
        """One tablet: how it is, and what can be done with it."""
        return page(request, device_id)

    @router.post(f"{ONE}/assign")
    async def assign(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Give a tablet another name or other rooms; no room means any."""
        form = await read_form(request)
        try:
            await orders.assign(
                hub, device_id, form.text("name"), form.texts("rooms"), actor=account.display_name
            )
        except NotUsable as error:
            return page(request, device_id, error=str(error))
        return go_to(f"/devices/{device_id}", done="assigned")

    @router.post(f"{ONE}/lock")
    async def lock(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Lock a tablet until it is unlocked here, or unlock it (``locked``: no)."""
        locked = (await read_form(request)).text("locked") != "no"
        await orders.hold(hub, device_id, locked=locked, actor=account.display_name)
        return go_to(f"/devices/{device_id}", done="held" if locked else "released")

    @router.post(f"{ONE}/wipe")
    async def wipe(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Have a tablet forget everything; unsent records are lost only where their number was typed."""
        form = await read_form(request)
        if form.text("sure") != "yes":
            return page(request, device_id, error="Say that you mean it: tick the box, then press again.")
        try:
            await orders.wipe(hub, device_id, form.text("unsent"), actor=account.display_name)
        except NotUsable as error:
            return page(request, device_id, error=str(error))
        return go_to(f"/devices/{device_id}", done="wiping")

    @router.post(f"{ONE}/wipe/take-back")
    async def keep(request: Request, device_id: str, account: Account = Depends(guard.office)) -> Response:
        """Take back that a tablet should wipe itself."""
        await orders.take_back_wipe(hub, device_id, actor=account.display_name)
        return go_to(f"/devices/{device_id}", done="wipe-back")

    return router
