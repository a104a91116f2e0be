"""Over all sessions: what is still in the building, and the dispatch log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from msgspec import Struct

from hub.after.dispatch_log import LogEntry, entries_of, matching
from hub.after.in_the_building import InTheBuilding, SlotWarning, in_the_building, slot_warnings
from hub.printing.after_sheets import dispatch_log_pdf, imprint_of
from hub.web.office.desk import InHand
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb
from shared.ids import parse_session_id

RECENT: Final = timedelta(days=21)
LONGEST_SEARCH: Final = 100


class SessionInTheBuilding(Struct, frozen=True, kw_only=True):
    """What of one session the courier doesn't have."""

    held: InHand
    here: InTheBuilding
    warnings: tuple[SlotWarning, ...]
    papers: dict[str, str]


def log_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/building")
    def building(request: Request) -> HTMLResponse:
        """Every script of recent days that the courier doesn't have: loose, sealed or packed."""
        recent = _recent(web)
        found = tuple(s for s in (_in_building(held) for held in recent) if not s.here.is_empty)
        revision = sum(held.revision for held in recent)
        context: dict[str, Any] = {"found": found, "days": RECENT.days, "live": True, "revision": revision}
        return web.page(request, "after/building.html", context)

    @router.get("/dispatch")
    def dispatch_log(request: Request, search: str = "") -> HTMLResponse:
        """The dispatch log of all sessions: sealed, opened, stored, packed, collected; searchable."""
        found = matching(_entries(web), search[:LONGEST_SEARCH])
        context = {"entries": found, "search": search[:LONGEST_SEARCH]}
        return web.page(request, "after/log.html", context)

    @router.get("/dispatch.pdf")
    def print_log(search: str = "") -> Response:
        """The dispatch log as it is searched, on paper."""
        found = matching(_entries(web), search[:LONGEST_SEARCH])
        head, key = web.hub.journal.head()[1], web.hub.authority.hub_key.public
        imprint = imprint_of(0, head, web.hub.now(), key)
        drawn = dispatch_log_pdf(web.hub.centre, found, search[:LONGEST_SEARCH], imprint)
        name = {"Content-Disposition": 'inline; filename="dispatch-log.pdf"'}
        return Response(drawn, media_type="application/pdf", headers=name)

    return router


def _recent(web: OfficeWeb) -> tuple[InHand, ...]:
    today = web.hub.now().date()
    sessions = [s for s in web.hub.live.sessions() if web.hub.live.pack(s) is not None]
    recent = [s for s in sessions if today - RECENT <= parse_session_id(s)[0]]
    return tuple(web.desk.in_hand(s) for s in sorted(recent, reverse=True))


def _in_building(held: InHand) -> SessionInTheBuilding:
    return SessionInTheBuilding(
        held=held,
        here=in_the_building(held.register, held.pack),
        warnings=slot_warnings(held.register, held.pack, held.now),
        papers={c.id: f"{c.component.board} {c.component.code}" for c in held.pack.session.components},
    )


def _entries(web: OfficeWeb) -> tuple[LogEntry, ...]:
    found: list[LogEntry] = []
    for session in web.hub.live.sessions():
        pack = web.hub.live.pack(session)
        if pack is not None:
            found += entries_of(pack, web.hub.live.facts(session))
    return tuple(sorted(found, key=lambda e: e.at, reverse=True))
