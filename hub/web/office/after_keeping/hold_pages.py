"""The last day for reviews and appeals, and holds: what keeps a session's record where it is."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from hub.accounts import Account
from hub.web.office.after_keeping.actions import KeepingActions
from hub.web.office.after_keeping.keeping_view import retention_path, session_page
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotUsable
from hub.web.office.web import OfficeWeb, go_to


def hold_pages(web: OfficeWeb, guard: Guard, actions: KeepingActions) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.post("/retention/{session}/reviews")
    async def reviews(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Note the last day for reviews of results and appeals."""
        form = await read_form(request)
        try:
            await actions.close_reviews(
                session, form.text("until"), form.text("source"), actor=account.display_name
            )
        except NotUsable as error:
            return session_page(web, request, actions, session, error=str(error), at="reviews", status=422)
        return go_to(retention_path(session), done="reviews")

    @router.post("/retention/{session}/hold")
    async def hold(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Hold everything of the session back, with the reason."""
        form = await read_form(request)
        try:
            await actions.hold(session, form.text("reason"), actor=account.display_name)
        except NotUsable as error:
            return session_page(web, request, actions, session, error=str(error), at="hold", status=422)
        return go_to(retention_path(session), done="kept-back")

    @router.post("/retention/{session}/lift")
    async def lift(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Lift the hold on the session, with the reason."""
        form = await read_form(request)
        try:
            await actions.lift(session, form.text("reason"), actor=account.display_name)
        except (NotUsable, NotNow) as error:
            return session_page(web, request, actions, session, error=str(error), at="hold", status=422)
        return go_to(retention_path(session), done="lifted-hold")

    return router
