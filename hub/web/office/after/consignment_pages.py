"""One sack or parcel: its manifest on the screen, and the hand-over to the driver."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.after.dispatch import find_consignment, manifest_of
from hub.after.reconcile import Unready
from hub.web.office.after.numbers import moment_of
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path
from shared.record.deadlines import day_of
from shared.record.events.office import ConsignmentCollected
from shared.record.facts import Fact


def consignment_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/sessions/{session}/consignments/{consignment_id}")
    def look(request: Request, session: str, consignment_id: str) -> HTMLResponse:
        """One consignment: what is in it, and where the driver signs."""
        return _page(web, request, session, consignment_id)

    @router.post("/sessions/{session}/consignments/{consignment_id}/collected")
    async def collected(
        request: Request, session: str, consignment_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """The courier took it: driver, signature and proof of dispatch go on record."""
        form = await read_form(request)
        try:
            await web.actions.hand_over(
                session,
                consignment_id,
                form.text("driver"),
                form.text("proof"),
                actor=account.display_name,
                signature=form.text("signature"),
                handed_over_at=_earlier(form, web.zone),
            )
        except (NotUsable, NotNow) as error:
            return _page(web, request, session, consignment_id, form, error)
        return go_to(session_path(session, "close", "dispatch"), done="collected")

    @router.post("/sessions/{session}/consignments/{consignment_id}/open")
    async def open_again(
        request: Request, session: str, consignment_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Open a sack that has not left, with the reason; its envelopes wait to be packed anew."""
        form = await read_form(request)
        try:
            await web.actions.open_consignment(
                session, consignment_id, form.text("reason"), actor=account.display_name
            )
        except (NotUsable, NotNow) as error:
            return _page(web, request, session, consignment_id, form, error)
        return go_to(session_path(session, "close", "dispatch"), done="sack-opened")

    return router


def _page(
    web: OfficeWeb,
    request: Request,
    session: str,
    consignment_id: str,
    form: Form | None = None,
    error: NotUsable | NotNow | None = None,
) -> HTMLResponse:
    held = web.desk.in_hand(session)
    try:
        manifest = manifest_of(held.register, held.pack, consignment_id)
        consignment = find_consignment(held.register, consignment_id)
    except Unready as unready:
        raise NotThere(unready.what) from unready
    noted = next((f for f in web.hub.live.facts(session) if _is_hand_over(f, consignment_id)), None)
    context: dict[str, Any] = {
        "after": "dispatch",
        "manifest": manifest,
        "consignment": consignment,
        "envelopes": {e.script_envelope_id: e for e in held.register.script_envelopes},
        "form": form or Form({}),
        "error": str(error) if error else "",
        "today": day_of(held.now, held.zone).isoformat(),
        "noted_at": noted.at if noted else None,
        "noted_by": noted.envelope.actor if noted else "",
    }
    # Not live: the driver is drawing on it.
    known = in_session(held, "close") | {"live": False}
    status = 200 if error is None else 422 if isinstance(error, NotUsable) else 409
    return web.page(request, "after/consignment.html", known | context, status=status)


def _earlier(form: Form, zone: str) -> datetime | None:
    """When it was handed over, where that is not just now. Raises NotUsable."""
    if not form.text("at").strip():
        return None
    return moment_of(form.text("on"), form.text("at"), zone, "the time of the hand-over")


def _is_hand_over(fact: Fact, consignment_id: str) -> bool:
    event = fact.envelope.event
    return isinstance(event, ConsignmentCollected) and event.consignment_id == consignment_id
