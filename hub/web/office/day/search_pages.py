"""Search from anywhere: as the officer types, and as a page of its own."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.web.office.api import BASE, answer
from hub.web.office.day.search import AS_YOU_TYPE, MOST_CHARACTERS, ON_THE_PAGE, PeopleSearch
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb
from hub.web.problems import Problem


def search_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    people = PeopleSearch(web.hub)

    @router.get("/search")
    def page(request: Request, q: str = "", session: str = "") -> HTMLResponse:
        """Who fits a name, a number or a UCI, in any published session."""
        text = q[:MOST_CHARACTERS].strip()
        found, count = people.find(text, session=session)
        context = {"asked": text, "found": found, "count": count, "most": ON_THE_PAGE}
        return web.page(request, "day/search.html", context)

    @router.get(f"{BASE}/search")
    def as_you_type(q: str = "", session: str = "") -> Response:
        """The first few who fit, for the search box."""
        if len(q) > MOST_CHARACTERS:
            raise Problem(422, f"A search has at most {MOST_CHARACTERS} characters.", kind="invalid")
        found, count = people.find(q, session=session, most=AS_YOU_TYPE)
        return answer({"found": found, "count": count})

    return router
