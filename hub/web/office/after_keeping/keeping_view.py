"""The page of one session, months later; several forms lead back to it."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse

from hub.after.retention.archiving import STEPS
from hub.web.office.after_keeping.actions import SITE_WORD, KeepingActions
from hub.web.office.refusals import NotThere
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb

CONFIDENCE: Final = {
    "A": "the issuing body's own page",
    "B": "a secondary source or an older edition",
    "C": "a proposal: check it",
}


def retention_path(session: str, *parts: str) -> str:
    """The page of a session, or of the site."""
    return "/retention/" + "/".join(quote(part, safe="") for part in (session or SITE_WORD, *parts))


def session_page(
    web: OfficeWeb,
    request: Request,
    actions: KeepingActions,
    session: str,
    *,
    error: str = "",
    at: str = "",
    status: int = 200,
) -> HTMLResponse:
    """The page of one session, also of one whose record is gone. Raises NotThere."""
    survey = actions.survey(session)
    run = actions.run_of(session)
    context: dict[str, Any] = {
        "kept_session": session,
        "survey": survey,
        "archives": {line.holding.kind: line for line in survey.lines}.get("archive"),
        "run": run,
        "busy": bool(run and not run.ended),
        "steps": STEPS,
        "confidence": CONFIDENCE,
        "is_site": session == SITE_WORD,
        "retention_path": retention_path,
        "error": error or (run.error if run and run.ended else ""),
        "at": at or ("archive" if run and run.error else ""),
    }
    try:
        known = in_session(web.desk.in_hand(session), "keeping") | {"live": False}
    except NotThere:
        known = {"held": None, "tab": "keeping"}
    return web.page(request, "after/keeping.html", known | context, status=status)
