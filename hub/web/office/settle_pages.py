"""Pages on which the officer answers: a discrepancy, a call for help."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.web.office.actions import Settlement
from hub.web.office.desk import InHand
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.queue import detail_in_words, opened_at, rooms_concerned
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.session_pages import in_session
from hub.web.office.timeline import timeline
from hub.web.office.web import OfficeWeb, go_to, session_path
from hub.web.office.wording import DECIDES_ATTENDANCE, DISCREPANCY_ADVICE, DISCREPANCY_TITLES
from shared.record.events.candidate import Attendance
from shared.record.events.office import AttendanceRuling
from shared.record.register import Discrepancy, SittingRecord
from shared.record.settling import ways_to_settle

RULINGS = (Attendance.PRESENT, Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN)


def settle_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/sessions/{session}/discrepancies/{discrepancy_id}")
    def look(request: Request, session: str, discrepancy_id: str) -> HTMLResponse:
        """One discrepancy with its evidence, and the form to answer it."""
        held = web.desk.in_hand(session)
        return _page(web, request, held, discrepancy_id, Form({}), "")

    @router.post("/sessions/{session}/discrepancies/{discrepancy_id}")
    async def settle(
        request: Request, session: str, discrepancy_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Answer a discrepancy, with a ruling where it decides attendance."""
        form = await read_form(request)
        try:
            settlement = Settlement(
                answer=form.text("answer"),
                ruling=_ruling(form),
                room=form.text("ruling").split("|")[3] if form.text("ruling").count("|") == 3 else None,
                seen=tuple(form.text("seen").split()),
            )
            await web.actions.settle(session, discrepancy_id, settlement, actor=account.display_name)
        except (NotUsable, NotNow) as error:
            status = 422 if isinstance(error, NotUsable) else 409
            return _page(web, request, web.desk.in_hand(session), discrepancy_id, form, str(error), status)
        return go_to(_back(session, form), done="settled")

    @router.post("/sessions/{session}/help/{help_id}/acknowledge")
    async def acknowledge(
        request: Request, session: str, help_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Tell the room that somebody is on the way."""
        form = await read_form(request)
        await web.actions.acknowledge_help(
            session, help_id, actor=account.display_name, note=form.text("note")
        )
        return go_to(_back(session, form), done="acknowledged")

    @router.post("/sessions/{session}/help/{help_id}/close")
    async def close(
        request: Request, session: str, help_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Close a call for help."""
        form = await read_form(request)
        await web.actions.close_help(session, help_id, actor=account.display_name, note=form.text("note"))
        return go_to(_back(session, form), done="closed")

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
    context: dict[str, Any] = {
        "found": found,
        "title": DISCREPANCY_TITLES[found.kind],
        "advice": DISCREPANCY_ADVICE[found.kind],
        "ways": ways_to_settle(found.kind),
        "where": _where(held, found),
        "detail": detail_in_words(found, held.names),
        "since": opened_at(found, held.register, web.desk.moments(held.session)),
        "lines": timeline(facts, held.names, held.zone, restricted=request.state.account.may_act),
        "photos": [p for p in people if p and p.photo],
        "choices": _choices(held, found) if found.kind in DECIDES_ATTENDANCE else (),
        "form": form,
        "error": error,
        "back": form.text("back") or ("close" if request.query_params.get("back") == "close" else ""),
    }
    # Not live: nothing may change under the hands of who is writing an answer.
    known = in_session(held, "overview") | {"live": False}
    return web.page(request, "settle.html", known | context, status=status)


def _choices(held: InHand, found: Discrepancy) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """For every sitting that a ruling may decide: who and what, and (form value, words) of each ruling."""
    sittings = [
        s
        for s in held.register.sittings
        if s.candidate_id in found.candidate_ids and found.component_id in (None, s.component_id)
    ]
    return tuple(
        (
            f"{held.names.numbered(s.candidate_id)}, {held.names.paper(s.component_id)}",
            _rulings(held, found, s),
        )
        for s in sittings
    )


def _rulings(held: InHand, found: Discrepancy, sitting: SittingRecord) -> tuple[tuple[str, str], ...]:
    rooms = rooms_concerned(found, held.names)
    choices: list[tuple[str, str]] = []
    for ruling in RULINGS:
        value = "|".join((*sitting.key, ruling.value))
        if ruling is Attendance.PRESENT and len(rooms) > 1:
            choices += [(f"{value}|{room}", f"present in {held.names.room(room)}") for room in rooms]
        else:
            choices.append((value, ruling.value))
    return tuple(choices)


def _ruling(form: Form) -> AttendanceRuling | None:
    if not form.text("ruling"):
        return None
    candidate, component, attendance = (form.text("ruling").split("|") + [""] * 3)[:3]
    if attendance not in {r.value for r in RULINGS}:
        raise NotUsable("Choose present, absent, transferred or withdrawn, or leave attendance as it is.")
    return AttendanceRuling(candidate_id=candidate, component_id=component, attendance=Attendance(attendance))


def _where(held: InHand, found: Discrepancy) -> str:
    rooms = rooms_concerned(found, held.names)
    place = " and ".join(held.names.room(r) for r in rooms) or held.names.room(None)
    return f"{place}, seat {found.seat}" if found.seat and len(rooms) == 1 else place


def _back(session: str, form: Form) -> str:
    return session_path(session, "close") if form.text("back") == "close" else session_path(session)
