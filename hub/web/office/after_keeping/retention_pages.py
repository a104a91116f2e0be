"""The retention list: of everything, of one session, and what exactly goes before anything does."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from msgspec import Struct

from hub.accounts import Account
from hub.after.retention.survey import Survey
from hub.web.office.after_keeping.actions import SITE_WORD, KeepingActions
from hub.web.office.after_keeping.keeping_view import retention_path, session_page
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotUsable
from hub.web.office.web import OfficeWeb, go_to

MOST_FILES_NAMED = 12


class SessionKept(Struct, frozen=True, kw_only=True):
    """One session in the overview."""

    session: str
    survey: Survey
    may_go: int
    archived: bool
    held: bool


def retention_pages(web: OfficeWeb, guard: Guard, actions: KeepingActions) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/retention")
    def overview(request: Request) -> HTMLResponse:
        """What is kept of every session, what may go, and what went."""
        lines = [_line(actions.survey(session), session) for session in actions.kept()]
        context = {
            "lines": lines,
            "site": _line(actions.survey(SITE_WORD), SITE_WORD),
            "released": actions.released(),
            "retention_path": retention_path,
        }
        return web.page(request, "after/retention.html", context)

    @router.get("/retention/{session}")
    def one(request: Request, session: str) -> HTMLResponse:
        """One session: archived or not, what is kept of it, and what stands against releasing it."""
        return session_page(web, request, actions, session)

    @router.get("/retention/{session}/release")
    def dry(request: Request, session: str) -> HTMLResponse:
        """Exactly what would go, before anything does."""
        return _release_page(web, request, actions, session, request.query_params.getlist("kind"))

    @router.post("/retention/{session}/release")
    async def release(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Release what was chosen, for good."""
        form = await read_form(request)
        kinds = list(form.texts("kind"))
        try:
            gone = await actions.release(
                session,
                kinds,
                confirmed=form.text("confirm"),
                seal=form.text("seal"),
                reason=form.text("reason"),
                actor=account.display_name,
            )
        except (NotUsable, NotNow) as error:
            status = 422 if isinstance(error, NotUsable) else 409
            told = {"error": str(error), "reason": form.text("reason")}
            return _release_page(web, request, actions, session, kinds, status=status, **told)
        if gone.left:
            return session_page(web, request, actions, session, error=" ".join(gone.left), at="list")
        return go_to(retention_path(session), done="let-go")

    return router


def _release_page(
    web: OfficeWeb,
    request: Request,
    actions: KeepingActions,
    session: str,
    kinds: list[str],
    *,
    error: str = "",
    reason: str = "",
    status: int = 200,
) -> HTMLResponse:
    survey = actions.survey(session)
    lines = survey.chosen(kinds)
    context = {
        "kept_session": session,
        "survey": survey,
        "lines": lines,
        "seal": survey.seal([line.kind for line in lines]),
        "with_record": any(line.kind == "record" for line in lines),
        "is_site": session == SITE_WORD,
        "retention_path": retention_path,
        "most_named": MOST_FILES_NAMED,
        "error": error,
        "reason": reason,
    }
    return web.page(request, "after/release.html", context, status=status)


def _line(survey: Survey, session: str) -> SessionKept:
    return SessionKept(
        session=session,
        survey=survey,
        may_go=sum(line.may_go for line in survey.lines),
        archived=bool(survey.history.archives),
        held=survey.history.hold is not None,
    )
