"""Candidates' photos, for who is signed in, by the digest that a published plan names."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse

from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.web import OfficeWeb


def photo_router(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    hub = web.hub

    @router.get("/photos/{digest}")
    def photo(digest: str) -> FileResponse:
        """A candidate's photo."""
        packs = (hub.live.pack(session) for session in hub.live.sessions())
        known = any(digest == c.photo for pack in packs if pack for c in pack.candidates)
        path = hub.config.photos / f"{digest}.jpg"
        if not digest or not known or not path.is_file():
            raise NotThere("There is no such photo.")
        return FileResponse(path, media_type="image/jpeg")

    return router
