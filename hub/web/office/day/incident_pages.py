"""The incident log: list, one incident, a new one, what is added."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.web.office.clock import hours_minutes
from hub.web.office.day.incident_actions import IncidentActions, Told
from hub.web.office.day.incident_view import detail_of
from hub.web.office.day.reading import readable, reader_of
from hub.web.office.desk import InHand
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere, NotUsable
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path
from hub.web.office.wording import INCIDENT_TITLES
from shared.record.incident_log import Incident
from shared.record.incident_templates import TEMPLATES, template_for

MOST_CHARACTERS: Final = 80


def incident_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    actions = IncidentActions(web.desk)

    @router.get("/sessions/{session}/incidents")
    def incidents(
        request: Request, session: str, q: str = "", kind: str = "", account: Account = Depends(guard.office)
    ) -> HTMLResponse:
        """The incident log of a session, as far as its reader may see it."""
        held = web.desk.in_hand(session)
        facts = web.hub.live.facts(session)
        may = readable(held.register, reader_of(account, held.pack))
        found = [detail_of(held, i, facts) for i in reversed(may)]
        words = q[:MOST_CHARACTERS].casefold().split()
        context: dict[str, Any] = {
            "incidents": [i for i in found if i.holds(words) and kind in ("", i.kind)],
            "all_incidents": len(found),
            "kinds": sorted({(i.kind, i.title) for i in found}, key=lambda k: k[1]),
            "asked": {"q": q[:MOST_CHARACTERS], "kind": kind},
            "account_reads_all": account.may_act,
        }
        return web.page(request, "day/incidents.html", in_session(held, "incidents") | context)

    @router.get("/sessions/{session}/new-incident")
    def blank(request: Request, session: str, kind: str = "other") -> HTMLResponse:
        """The form for an incident that is recorded in the office."""
        return _form_page(web, request, web.desk.in_hand(session), Form({"kind": [kind]}), "")

    @router.post("/sessions/{session}/new-incident")
    async def record(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Record an incident in the office."""
        form = await read_form(request)
        held = web.desk.in_hand(session)
        try:
            made = await actions.record(
                session,
                form.text("kind"),
                form.text("at"),
                form.text("room"),
                _told(form, form.text("kind")),
                restricted=bool(form.text("restricted")),
                actor=account.display_name,
            )
        except NotUsable as error:
            return _form_page(web, request, held, form, str(error), 422)
        return go_to(session_path(session, "incidents", made), done="recorded")

    @router.get("/sessions/{session}/incidents/{incident_id}")
    def incident(request: Request, session: str, incident_id: str) -> HTMLResponse:
        """One incident with everything that was said about it since."""
        return _page(web, request, session, incident_id, Form({}), "")

    @router.post("/sessions/{session}/incidents/{incident_id}")
    async def amend(
        request: Request, session: str, incident_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Add to an incident; what stood there stays."""
        form = await read_form(request)
        held = web.desk.in_hand(session)
        kind = find_incident(held, incident_id, account).kind
        try:
            await actions.amend(session, incident_id, _told(form, kind), actor=account.display_name)
        except NotUsable as error:
            return _page(web, request, session, incident_id, form, str(error), 422)
        return go_to(session_path(session, "incidents", incident_id), done="added")

    return router


def find_incident(held: InHand, incident_id: str, account: Account) -> Incident:
    """The incident, where its reader may know that it is there. Raises NotThere."""
    may = readable(held.register, reader_of(account, held.pack))
    found = next((i for i in may if i.incident_id == incident_id), None)
    if found is None:
        raise NotThere("There is no such incident that you may read.")
    return found


def _told(form: Form, kind: str) -> Told:
    return Told(
        text=form.text("text"),
        action=form.text("action"),
        candidates=form.text("candidates"),
        people=form.text("people"),
        witnesses=tuple(w for w in form.texts("witnesses") if w),
        until=form.text("until"),
        details={f.key: form.text(f"detail-{f.key}") for f in template_for(kind).fields},
    )


def _page(
    web: OfficeWeb,
    request: Request,
    session: str,
    incident_id: str,
    form: Form,
    error: str,
    status: int = 200,
) -> HTMLResponse:
    held = web.desk.in_hand(session)
    found = find_incident(held, incident_id, request.state.account)
    context = {
        "one": detail_of(held, found, web.hub.live.facts(session)),
        "template": template_for(found.kind),
        "invigilators": held.pack.invigilators,
        "form": form,
        "error": error,
        "live": not error,
    }
    return web.page(request, "day/incident.html", in_session(held, "incidents") | context, status=status)


def _form_page(
    web: OfficeWeb, request: Request, held: InHand, form: Form, error: str, status: int = 200
) -> HTMLResponse:
    template = template_for(form.text("kind"))
    context = {
        "template": template,
        "kinds": tuple((kind, INCIDENT_TITLES[kind]) for kind in TEMPLATES),
        "rooms": [r for r in held.pack.rooms if held.register.in_room(r.id)],
        "invigilators": held.pack.invigilators,
        "form": form,
        "at": form.text("at") or hours_minutes(held.now, held.zone),
        "error": error,
        "live": False,
    }
    return web.page(request, "day/new_incident.html", in_session(held, "incidents") | context, status=status)
