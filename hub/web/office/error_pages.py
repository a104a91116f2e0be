"""One refusal, told as a page to a browser and as problem details to a program."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from hub.web.office.guard import NOT_SIGNED_IN, PASSWORD_FIRST
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.web import OfficeWeb
from hub.web.problems import Problem
from hub.web.security import csrf

_HEADINGS: Final = {
    400: "That can't be read",
    401: "You are signed out",
    403: "That is not allowed",
    404: "There is nothing here",
    405: "That can't be done here",
    409: "Not yet",
    413: "That is too large",
    422: "Something is missing",
    429: "Too many attempts",
    500: "Something went wrong in the hub",
    503: "The hub is busy",
}
_DEFAULTS: Final = {
    404: "The address may be mistyped, or what it named is gone.",
    500: "Nothing that was shown as done is lost. Try again; if it happens again, restart the hub.",
}


def add_error_pages(app: FastAPI, web: OfficeWeb) -> None:
    """Tell every refusal in the form that was asked for."""

    async def told(request: Request, error: Exception) -> Response:
        problem = _as_problem(error)
        if not _wants_page(request):
            return problem.response(request.url.path)
        return _page(web, request, problem)

    for kind in (Problem, NotThere, NotNow, NotUsable, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, told)


def _as_problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case NotThere():
            return Problem(404, str(error), kind="not-there")
        case NotNow():
            return Problem(409, " ".join((error.what, *error.reasons)), kind="not-now", reasons=error.reasons)
        case NotUsable():
            return Problem(422, str(error), kind="invalid")
        case HTTPException():
            plain = error.detail == HTTPStatus(error.status_code).phrase
            detail = _DEFAULTS.get(error.status_code, "") if plain else ""
            return Problem(error.status_code, detail or str(error.detail), headers=error.headers)
        case RequestValidationError():
            # Where and what, but not the value: it may be a name or a password.
            faults = [f"{'.'.join(map(str, f['loc'][1:]))}: {f['msg']}" for f in error.errors()]
            return Problem(422, "; ".join(faults), kind="invalid")
        case _:
            # The server ends this connection behind the answer: whoever would go on with it is told.
            return Problem(500, _DEFAULTS[500], headers={"Connection": "close"})


def _wants_page(request: Request) -> bool:
    path = request.url.path
    return not path.startswith(("/api/", "/events", "/ca.pem", "/health")) and (
        "text/html" in request.headers.get("accept", "")
    )


def _page(web: OfficeWeb, request: Request, problem: Problem) -> Response:
    if problem.kind == NOT_SIGNED_IN:
        return RedirectResponse(f"/sign-in?{urlencode(_way_back(request, problem), safe='/')}", 303)
    if problem.kind == PASSWORD_FIRST:
        return RedirectResponse("/password", 303)
    reasons = tuple(problem.extra.get("reasons", ()))
    detail = problem.detail
    for reason in reasons:
        detail = detail.replace(reason, "")
    context = {
        "status": problem.status,
        "heading": _HEADINGS.get(problem.status, problem.title),
        "detail": " ".join(detail.split()),
        "reasons": reasons,
        "back": _came_from(request),
    }
    page = web.page(request, "error.html", context, status=problem.status)
    page.headers.update(problem.headers)
    return page


def _way_back(request: Request, problem: Problem) -> dict[str, str]:
    """Where to go on after signing in, and, to who was signed in before, what became of what they did."""
    unsent = request.method in csrf.UNSAFE
    page = f"{request.url.path}?{request.url.query}".rstrip("?")
    way = {"next": _came_from(request) if unsent else page}
    return way | {"done": "ended-unsent" if unsent else "ended"} if problem.extra.get("ended") else way


def _came_from(request: Request) -> str:
    """The page of this hub on which the form was; the sessions where that isn't known."""
    parts = urlsplit(request.headers.get("referer", ""))
    return (
        parts.path if parts.netloc == request.headers.get("host") and parts.path != request.url.path else "/"
    )
