"""Pages on which the officer answers: a discrepancy, a call for help."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.web.office.actions import Settlement
from hub.web.office.day.settling import choices, chosen
from hub.web.office.desk import InHand
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.queue import detail_in_words, opened_at, rooms_concerned
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.session_pages import in_session
from hub.web.office.timeline import timeline
from hub.web.office.web import OfficeWeb, go_to, session_path
from hub.web.office.wording import DISCREPANCY_ADVICE, DISCREPANCY_TITLES
from shared.record.register import Discrepancy

BACK: Final[dict[str, tuple[str, ...]]] = {"close": ("close",), "tasks": ()}


def settle_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/sessions/{session}/discrepancies/{discrepancy_id}")
    def look(request: Request, session: str, discrepancy_id: str) -> HTMLResponse:
        """One discrepancy with its evidence, and the form to answer it."""
        held = web.desk.in_hand(session)
        page = _page(web, request, held, discrepancy_id, Form({}), "")
        if request.state.account.may_act:
            web.at_work.opened(session, discrepancy_id, request.state.account.display_name)
        return page

    @router.post("/sessions/{session}/discrepancies/{discrepancy_id}")
    async def settle(
        request: Request, session: str, discrepancy_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Answer a discrepancy, with a ruling where it decides attendance."""
        form = await read_form(request)
        try:
            answer = chosen(form.text("way"))
            settlement = Settlement(
                answer=form.text("answer"),
                ruling=answer.ruling,
                room=answer.room,
                seen=tuple(form.text("seen").split()),
                way=answer.way,
                method=answer.method,
            )
            await web.actions.settle(session, discrepancy_id, settlement, actor=account.display_name)
            web.at_work.answered(session, discrepancy_id)
        except (NotUsable, NotNow) as error:
            status = 422 if isinstance(error, NotUsable) else 409
            return _page(web, request, web.desk.in_hand(session), discrepancy_id, form, str(error), status)
        return go_to(_back(session, form.text("back")), done="settled")

    @router.post("/sessions/{session}/help/{help_id}/acknowledge")
    async def acknowledge(
        request: Request, session: str, help_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Tell the room that somebody is on the way."""
        form = await read_form(request)
        await web.actions.acknowledge_help(
            session, help_id, actor=account.display_name, note=form.text("note")
        )
        return go_to(_back(session, form.text("back")), done="acknowledged")

    @router.post("/sessions/{session}/help/{help_id}/close")
    async def close(
        request: Request, session: str, help_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Close a call for help."""
        form = await read_form(request)
        await web.actions.close_help(session, help_id, actor=account.display_name, note=form.text("note"))
        return go_to(_back(session, form.text("back")), done="closed")

    return router


def _page(
    web: OfficeWeb,
    request: Request,
    held: InHand,
    discrepancy_id: str,
    form: Form,
    error: str,
    status: int = 200,
) -> HTMLResponse:
    found = next((d for d in held.register.discrepancies if d.id == discrepancy_id), None)
    if found is None:
        raise NotThere("This discrepancy is not there any more: the record adds up.")
    facts = [f for f in web.hub.live.facts(held.session) if f.id in set(found.evidence)]
    people = [held.pack.candidate(c) for c in found.candidate_ids]
    asked = form.text("back") or request.query_params.get("back", "")
    back = asked if asked in BACK else ""
    context: dict[str, Any] = {
        "found": found,
        "title": DISCREPANCY_TITLES[found.kind],
        "advice": DISCREPANCY_ADVICE[found.kind],
        "where": _where(held, found),
        "detail": detail_in_words(found, held.names),
        "since": opened_at(found, held.register, web.desk.moments(held.session)),
        "lines": timeline(facts, held.names, held.zone, restricted=request.state.account.may_act),
        "photos": [p for p in people if p and p.photo],
        "choices": choices(held, found),
        "form": form,
        "error": error,
        "others": web.at_work.others(held.session, found.id, request.state.account.display_name),
        "back": back,
        "back_to": _back(held.session, back),
    }
    # Not live: nothing may change under the hands of who is writing an answer.
    known = in_session(held, "overview") | {"live": False}
    return web.page(request, "settle.html", known | context, status=status)


def _where(held: InHand, found: Discrepancy) -> str:
    rooms = rooms_concerned(found, held.names)
    place = " and ".join(held.names.room(r) for r in rooms) or held.names.room(None)
    return f"{place}, seat {found.seat}" if found.seat and len(rooms) == 1 else place


def _back(session: str, back: str) -> str:
    """Where the officer came from, and goes on afterwards."""
    return "/tasks" if back == "tasks" else session_path(session, *BACK.get(back, ()))
