"""The print centre: choose, print beside, look at the result, clear it away."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from hub.printing import BEFORE, LABEL_SHEETS, Scope, sheet_named
from hub.web.office.desk import InHand
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.paperwork import Paperwork, PrintOrder
from hub.web.office.print_centre import COVERS, filtered, groups, printed_files
from hub.web.office.refusals import NotNow, NotUsable
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path
from hub.web.security.headers import IN_OWN_FRAME

FIRST_SHOWN, MOST_SHOWN = 12, 400
_TYPES = {".pdf": "application/pdf", ".zip": "application/zip"}


def print_pages(web: OfficeWeb, guard: Guard, paperwork: Paperwork) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/sessions/{session}/print")
    def centre(request: Request, session: str) -> HTMLResponse:
        """The print centre: what can be printed, how far it is, and the files that are there."""
        form = Form({"rooms": [r] if (r := request.query_params.get("room", "")) else []})
        return _page(web, request, web.desk.in_hand(session), paperwork, form, "")

    @router.post("/sessions/{session}/print")
    async def print_out(request: Request, session: str) -> Response:
        """Print a document, or everything; what takes longer goes on beside."""
        form = await read_form(request)
        held = web.desk.in_hand(session)
        try:
            done = await paperwork.begin(session, _order(form))
        except (NotNow, NotUsable) as error:
            status = 409 if isinstance(error, NotNow) else 422
            return _page(web, request, held, paperwork, form, str(error), status)
        return go_to(session_path(session, "print"), **({"done": "printed"} if done else {}))

    @router.post("/sessions/{session}/print/remove")
    async def remove(request: Request, session: str) -> Response:
        """Delete printed files: those chosen, or those of earlier plan versions."""
        form = await read_form(request)
        held = web.desk.in_hand(session)
        names = form.texts("name")
        if form.text("older"):
            files = printed_files(paperwork.prints(session), held.pack)
            names = tuple(f.name for f in files if f.version < held.pack.version)
        try:
            paperwork.remove(session, names)
        except NotNow as error:
            return _page(web, request, held, paperwork, form, str(error), 409)
        return go_to(session_path(session, "print"), done="cleared")

    @router.get("/sessions/{session}/print/{name}")
    def fetch(session: str, name: str, look: bool = False) -> FileResponse:
        """Fetch a printed file; with ``look`` it is shown, also in a frame of the hub's own page."""
        path = paperwork.print_file(session, name)
        shown = look and path.suffix == ".pdf"
        return FileResponse(
            path,
            media_type=_TYPES[path.suffix],
            filename=name,
            content_disposition_type="inline" if shown else "attachment",
            headers=IN_OWN_FRAME if shown else None,
        )

    return router


def _order(form: Form) -> PrintOrder:
    """What the form asks for; a field that doesn't belong to the document is left out. Raises NotUsable."""
    what = form.text("what")
    sheet = sheet_named(what)
    of_rooms = sheet is None or sheet.scope is Scope.ROOM
    return PrintOrder(
        what=what,
        rooms=form.texts("rooms") if of_rooms else (),
        component_id=(form.text("component_id") or None)
        if sheet is not None and sheet.scope is Scope.COMPONENT
        else None,
        numbers=tuple(form.text("numbers").replace(",", " ").split())
        if what == "candidate-timetables"
        else (),
        recorded=form.text("recorded") == "yes" if form.text("recorded") else None,
        sheet=form.text("sheet") or PrintOrder(what=what).sheet,
        start_label=int(_number(form, "start_label", 1)),
        crop_marks=bool(form.text("crop_marks")),
        right_mm=_number(form, "right_mm", 0),
        down_mm=_number(form, "down_mm", 0),
        cards_per_page=int(_number(form, "cards_per_page", 4)),
    )


def _number(form: Form, name: str, default: float) -> float:
    text = form.text(name).strip().replace(",", ".")
    try:
        return float(text) if text else default
    except ValueError as error:
        raise NotUsable(f"{text!r} isn't a number.") from error


def _page(
    web: OfficeWeb,
    request: Request,
    held: InHand,
    paperwork: Paperwork,
    form: Form,
    error: str,
    status: int = 200,
) -> HTMLResponse:
    asked = request.query_params
    used = {s.room_id for s in held.pack.sittings}
    files = printed_files(paperwork.prints(held.session), held.pack)
    shown = filtered(files, text=asked.get("q", ""), what=asked.get("kind", ""))
    narrowed = asked.get("q") or asked.get("kind") or asked.get("all")
    most = MOST_SHOWN if narrowed else FIRST_SHOWN
    look = next((f for f in files if f.name == asked.get("show", "") and f.is_pdf), None)
    rooms = [r for r in held.pack.rooms if r.id in used]
    run = paperwork.run_of(held.session)
    context: dict[str, Any] = {
        "groups": groups(),
        "covers": COVERS,
        "run": run,
        "busy": run is not None and not run.ended,
        "run_title": _title(run.order.what) if run else "",
        "files": shown[:most],
        "left_off": max(0, len(shown) - most),
        "all_files": len(files),
        "older": sum(f.version < held.pack.version for f in files),
        "kinds": sorted({(k.name, k.title) for g in groups() for k in g.sheets}, key=lambda k: k[1]),
        "asked": {"q": asked.get("q", ""), "kind": asked.get("kind", "")},
        "look_at": look,
        "rooms": rooms,
        "sheets": tuple(LABEL_SHEETS.values()),
        "all_count": sum(
            len(rooms)
            if s.scope is Scope.ROOM
            else len(held.pack.session.components)
            if s.scope is Scope.COMPONENT
            else 1
            for s in (sheet_named(name) for name in BEFORE)
            if s is not None
        ),
        "has_record": held.register.revision > 0,
        "fallback": web.hub.fallback.status(),
        "form": form,
        "error": error,
    }
    known = in_session(held, "print") | {"live": False}
    return web.page(request, "print.html", known | context, status=status)


def _title(what: str) -> str:
    sheet = sheet_named(what)
    return sheet.title if sheet else "Everything"
