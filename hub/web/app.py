"""The application: tablets' routes, the officer's pages, and one shape for every error."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.responses import Response

from hub.bootstrap import Hub
from hub.web.device_routes import device_router
from hub.web.device_sync import sync_router
from hub.web.limits import BodyLimit
from hub.web.office import add_office
from hub.web.problems import add_problem_handlers


def create_app(hub: Hub) -> FastAPI:
    """The hub's one application, served by both listeners."""
    app = FastAPI(title="ExamDay hub", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.hub = hub
    add_problem_handlers(app)
    app.add_middleware(BodyLimit)
    app.include_router(device_router(hub))
    app.include_router(sync_router(hub))

    @app.get("/ca.pem")
    async def authority_certificate() -> Response:
        """The site authority's certificate; compare its fingerprint before you trust it."""
        return Response(hub.authority.ca_pem, media_type="application/x-pem-file")

    @app.get("/health")
    async def health() -> dict[str, object]:
        """Whether the hub answers, and which hub and journal it is."""
        return {"status": "ok", "hub_id": hub.authority.hub_id, "journal": hub.journal.journal_id}

    add_office(app, hub)
    return app
