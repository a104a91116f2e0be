"""Print and evidence as JSON."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from hub.web.office.api.after_routes import after_api
from hub.web.office.api.answers import IN_SESSION, answer
from hub.web.office.api.bodies import Exported, Printed
from hub.web.office.api.described import described
from hub.web.office.api.dispatch_routes import dispatch_api
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.paperwork import Paperwork, PrintOrder
from hub.web.office.web import OfficeWeb


def close_api(web: OfficeWeb, guard: Guard, paperwork: Paperwork) -> APIRouter:
    """Everything after the papers are collected."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    router.include_router(after_api(web, guard))
    router.include_router(dispatch_api(web, guard))
    _add_paper(router, web, paperwork)
    return router


def _add_paper(router: APIRouter, web: OfficeWeb, paperwork: Paperwork) -> None:
    @router.post(f"{IN_SESSION}/print", **described(takes=PrintOrder, gives=Printed))
    async def print_out(request: Request, session: str) -> Response:
        """Print a document; tells the files in the print folder, and what is missing on them."""
        files = await paperwork.print_out(session, await read_json(request, PrintOrder))
        run = paperwork.run_of(session)
        return answer({"files": [path.name for path in files], "warnings": run.warnings if run else ()})

    @router.post(f"{IN_SESSION}/evidence", **described(gives=Exported))
    async def evidence(session: str) -> Response:
        """Export the session's evidence; tells the folder within the site."""
        folder = await paperwork.export(session)
        # Within the site: where the site lies on this machine concerns nobody who asks over a network.
        return answer({"path": f"{web.hub.config.evidence.name}/{folder.name}"})
