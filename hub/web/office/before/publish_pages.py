"""Publishing: freezing a session's plan as the pack that tablets fetch."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb


def publish_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/plan/publish")
    def sessions(request: Request) -> HTMLResponse:
        """Every session of the timetable, and which version of it is published."""
        return web.page(request, "before/publish.html", {"sessions": web.hub.plan.timetabling().sessions()})

    return router
