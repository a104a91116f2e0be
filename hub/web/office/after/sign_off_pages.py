"""Signing the register of a component, alone where it balances, with a second person where it doesn't."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.after.reconcile import ObstacleKind, Step, reconcile, what_stops_component
from hub.after.sign_off import SHORTEST_REASON
from hub.web.office.after.differences import Telling
from hub.web.office.after.second_person import second_person
from hub.web.office.desk import InHand
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path
from shared.ids import ComponentId
from shared.record.component_closing import can_be_accepted
from shared.record.component_sign_off import component_register_digest
from shared.record.register import DiscrepancyKind


def sign_off_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/sessions/{session}/close/sign")
    def ask(
        request: Request, session: str, component: str = "", account: Account = Depends(guard.office)
    ) -> HTMLResponse:
        """The totals of a component's register read back, its differences, and where to sign."""
        return _sign_page(web, request, session, component, account)

    @router.post("/sessions/{session}/close/sign")
    async def sign(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Sign the register of a component, and seal its scripts where that was asked for too."""
        form = await read_form(request)
        component = form.text("component_id")
        try:
            held = web.desk.in_hand(session)
            if form.text("digest") != component_register_digest(held.register, component):
                raise NotNow("Something came in while this page was open. Read the totals again, then sign.")
            second = await second_person(web, request, form, account)
            await web.actions.sign_off(
                session,
                component,
                actor=account.display_name,
                reason=form.text("reason"),
                second=second.display_name if second else "",
            )
            if form.text("then") == "seal":
                await web.actions.seal(session, component, actor=account.display_name)
        except (NotUsable, NotNow) as error:
            status = 422 if isinstance(error, NotUsable) else 409
            return _sign_page(web, request, session, component, account, form, error, status)
        if form.text("then") == "seal":
            return go_to(session_path(session, "close", "envelopes"), done="sealed")
        return go_to(session_path(session, "close"), done="signed-off")

    @router.get("/sessions/{session}/close/countersign/{discrepancy_id}")
    def look(
        request: Request, session: str, discrepancy_id: str, account: Account = Depends(guard.office)
    ) -> HTMLResponse:
        """A correction made after signing, and where the second person signs beside it."""
        return _countersign_page(web, request, session, discrepancy_id, account)

    @router.post("/sessions/{session}/close/countersign/{discrepancy_id}")
    async def countersign(
        request: Request, session: str, discrepancy_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Sign beside a correction: whoever is signed in, or a second person with their own password."""
        form = await read_form(request)
        try:
            second = await second_person(web, request, form, account)
            signer = (second or account).display_name
            await web.actions.countersign(session, discrepancy_id, form.text("answer"), actor=signer)
        except (NotUsable, NotNow) as error:
            status = 422 if isinstance(error, NotUsable) else 409
            return _countersign_page(web, request, session, discrepancy_id, account, form, str(error), status)
        return go_to(session_path(session, "close"), done="countersigned")

    return router


def _sign_page(
    web: OfficeWeb,
    request: Request,
    session: str,
    component: ComponentId,
    account: Account,
    form: Form | None = None,
    error: NotUsable | NotNow | None = None,
    status: int = 200,
) -> HTMLResponse:
    held = web.desk.in_hand(session)
    part = next((p for p in reconcile(held.register, held.pack) if p.component_id == component), None)
    if part is None:
        raise NotThere("There is no such component in this session. Go back, and choose one.")
    # All of them: what two people once accepted is read again by whoever signs anew.
    obstacles = what_stops_component(held.register, held.pack, component)
    if part.step is Step.WRITING:
        # While somebody writes nobody can miss a script: a list of everybody says nothing.
        obstacles = tuple(o for o in obstacles if o.kind is not ObstacleKind.SCRIPT_MISSING)
    telling = Telling(held, web.hub.live.facts(session), restricted=account.may_act)
    context: dict[str, Any] = {
        "after": "reconcile",
        "part": part,
        "must": telling.of_obstacles(o for o in obstacles if not can_be_accepted(o)),
        "differences": telling.of_obstacles(o for o in obstacles if can_be_accepted(o)),
        "digest": component_register_digest(held.register, component),
        "least": SHORTEST_REASON,
        "form": form or Form({}),
        "error": str(error) if error else "",
        "reasons": getattr(error, "reasons", ()),
    }
    # Not live: nothing may change under the hands of who signs.
    known = in_session(held, "close") | {"live": False}
    return web.page(request, "after/sign.html", known | context, status=status)


def _countersign_page(
    web: OfficeWeb,
    request: Request,
    session: str,
    discrepancy_id: str,
    account: Account,
    form: Form | None = None,
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    held = web.desk.in_hand(session)
    found = next((d for d in held.register.open_discrepancies if d.id == discrepancy_id), None)
    if found is None or found.kind is not DiscrepancyKind.CORRECTION_UNCOUNTERSIGNED:
        raise NotThere("There is no correction here that waits for a second signature.")
    telling = Telling(held, web.hub.live.facts(session), restricted=account.may_act)
    context: dict[str, Any] = {
        "after": "reconcile",
        "found": telling.of_discrepancies((found,))[0],
        "id": found.id,
        "paper": held.names.paper(found.component_id) if found.component_id else "",
        "by": tuple(_authors(web, held, found.evidence)),
        "form": form or Form({}),
        "error": error,
    }
    known = in_session(held, "close") | {"live": False}
    return web.page(request, "after/countersign.html", known | context, status=status)


def _authors(web: OfficeWeb, held: InHand, evidence: tuple[str, ...]) -> dict[str, None]:
    """Who corrected, by name, each once."""
    facts = [f for f in web.hub.live.facts(held.session) if f.id in evidence]
    return dict.fromkeys(held.names.actor(f.envelope.actor) for f in facts)
