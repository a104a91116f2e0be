"""Importing what the school has: choose, upload, check, accept, take back."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb


def import_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/plan/import")
    def start(request: Request) -> HTMLResponse:
        """What can be imported, and what was."""
        return web.page(request, "before/import.html", {"imports": web.hub.plan.imports()})

    return router
