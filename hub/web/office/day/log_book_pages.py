"""The log book's page: read, search, print, and write."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.during.office import SITE
from hub.web.office.day.log_book import SORTS, LogBookActions, LogLine, Paper, lines_of
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotUsable
from hub.web.office.web import OfficeWeb, go_to
from shared.record.deadlines import day_of

MOST_CHARACTERS: Final = 80
MOST_LINES: Final = 500


def log_book_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    actions = LogBookActions(web.desk)

    @router.get("/log-book")
    def log_book(request: Request) -> HTMLResponse:
        """The reception log book: deliveries, visitors, calls."""
        return _page(web, request, Form({}), "")

    @router.post("/log-book/deliveries")
    async def delivery(request: Request, account: Account = Depends(guard.office)) -> Response:
        """Log a delivery of confidential material."""
        form = await read_form(request)
        try:
            await actions.delivery(
                form.text("board"),
                form.text("boxes"),
                form.text("received_by"),
                _paper(form),
                actor=account.display_name,
            )
        except NotUsable as error:
            return _page(web, request, form, str(error), 422, failed="delivery")
        return go_to("/log-book", done="recorded")

    @router.post("/log-book/entries")
    async def entry(request: Request, account: Account = Depends(guard.office)) -> Response:
        """Write an entry into the log book: a visitor, a call, a note."""
        form = await read_form(request)
        try:
            await actions.entry(
                form.text("sort"), form.text("text"), _paper(form), actor=account.display_name
            )
        except NotUsable as error:
            return _page(web, request, form, str(error), 422, failed="entry")
        return go_to("/log-book", done="recorded")

    return router


def _paper(form: Form) -> Paper:
    return Paper(signed_by=form.text("signed_by"), day=form.text("paper_day"), at=form.text("paper_at"))


def every_line(web: OfficeWeb) -> list[LogLine]:
    """Everything in the log book, the latest first; also what was written within a session."""
    live = web.hub.live
    lines = [line for s in (SITE, *live.sessions()) for line in lines_of(live.facts(s))]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _page(
    web: OfficeWeb, request: Request, form: Form, error: str, status: int = 200, *, failed: str = ""
) -> HTMLResponse:
    asked = request.query_params
    text, sort = asked.get("q", "")[:MOST_CHARACTERS], asked.get("sort", "")
    lines = every_line(web)
    words = text.casefold().split()
    found = [line for line in lines if line.holds(words) and sort in ("", line.sort)]
    packs = [web.hub.live.pack(s) for s in web.hub.live.sessions()]
    boards = sorted({c.component.board for p in packs if p for c in p.session.components})
    today = day_of(web.hub.now(), web.zone)
    context: dict[str, Any] = {
        "lines": found[:MOST_LINES],
        "left_off": max(0, len(found) - MOST_LINES),
        "all_lines": len(lines),
        "boxes_today": sum(line.boxes for line in lines if day_of(line.at, web.zone) == today),
        "sorts": SORTS,
        "shown_sorts": sorted({line.sort for line in lines}),
        "boards": boards,
        "asked": {"q": text, "sort": sort},
        "today": today,
        "form": form,
        "failed": failed,
        "error": error,
        "live": not error,
        "revision": sum(web.hub.live.revision(s) for s in (SITE, *web.hub.live.sessions())),
    }
    return web.page(request, "day/log_book.html", context, status=status)
