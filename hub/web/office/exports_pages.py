"""The page of exports: every table as a file, and the tokens of the school's own reports."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.report_tokens import LONGEST_LABEL, ReportToken, ReportTokenError
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.tables.catalogue import TABLES
from hub.web.office.web import OfficeWeb, go_to

PATH: Final = "/exports"
LASTS_IN_WORDS: Final = {"week": "one week", "month": "one month", "series": "this series (120 days)"}


def exports_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get(PATH)
    def exports(request: Request, session: str = "", room: str = "", component: str = "") -> HTMLResponse:
        """Every table as a CSV file or an Excel workbook, and the tokens of the school's own reports."""
        return _page(web, request, session, room, component)

    @router.post(f"{PATH}/tokens")
    async def make(request: Request, account: Account = Depends(guard.office)) -> Response:
        """Make a read-only token for a report, and show it once."""
        form = await read_form(request)
        label, lasts = form.text("label"), form.text("lasts")

        def work() -> HTMLResponse:
            try:
                made, text = web.hub.report_tokens.make(label, account.display_name, lasts)
            except ReportTokenError as error:
                return _page(web, request, error=str(error), label=label, status=422)
            # In the answer and nowhere else: a reload of the page doesn't show it again.
            return _page(web, request, shown=(made, text))

        return await asyncio.to_thread(work)

    @router.post(f"{PATH}/tokens/{{token_id}}/revoke")
    async def revoke(token_id: str, account: Account = Depends(guard.office)) -> Response:
        """Revoke a report's token."""
        try:
            await asyncio.to_thread(web.hub.report_tokens.revoke, token_id, account.display_name)
        except ReportTokenError as error:
            raise NotThere(str(error)) from error
        return go_to(PATH, done="token-revoked")

    return router


def _page(
    web: OfficeWeb,
    request: Request,
    session: str = "",
    room: str = "",
    component: str = "",
    *,
    shown: tuple[ReportToken, str] | None = None,
    error: str = "",
    label: str = "",
    status: int = 200,
) -> HTMLResponse:
    published = [line.session for line in web.desk.sessions()]
    chosen = session or (published[0] if published else "")
    held = web.desk.in_hand(chosen) if chosen else None
    context: dict[str, Any] = {
        "published": published,
        "chosen": chosen,
        "rooms": sorted(held.pack.rooms, key=lambda r: r.name.casefold()) if held else (),
        "papers": held.pack.session.components if held else (),
        "room": room if held and held.pack.room(room) else "",
        "component": component if held and held.pack.component(component) else "",
        "tables": TABLES.values(),
        "tokens": web.hub.report_tokens.all(),
        "lasts": LASTS_IN_WORDS,
        "longest_label": LONGEST_LABEL,
        "shown": shown,
        "error": error,
        "label": label,
    }
    return web.page(request, "exports.html", context, status=status)
