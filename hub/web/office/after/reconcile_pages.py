"""Reconciliation: the balance of every component, live while scripts come in, and what doesn't add up."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from msgspec import Struct

from hub.accounts import Account
from hub.after.reconcile import (
    ComponentReconciliation,
    Obstacle,
    ObstacleKind,
    Step,
    reconcile,
    what_stops_session,
)
from hub.web.office.after.differences import Difference, Telling
from hub.web.office.desk import InHand
from hub.web.office.guard import Guard
from hub.web.office.paperwork import Paperwork
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path
from shared.record.register import DiscrepancyKind


class Part(Struct, frozen=True, kw_only=True):
    """One component as the page shows it. ``accepted`` are differences that two people signed for.

    ``waiting`` are who and where of scripts that nobody can miss yet, since somebody is still writing.
    """

    number: int
    reconciliation: ComponentReconciliation
    open: tuple[Difference, ...]
    countersign: tuple[Difference, ...]
    accepted: tuple[Difference, ...]
    waiting: tuple[tuple[str, str], ...] = ()


def reconcile_pages(web: OfficeWeb, guard: Guard, paperwork: Paperwork) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/sessions/{session}/close")
    def close(request: Request, session: str, account: Account = Depends(guard.office)) -> HTMLResponse:
        """Every component across all its rooms: people, scripts and papers, and what doesn't add up."""
        held = web.desk.in_hand(session)
        context = _context(web, held, restricted=account.may_act)
        context["exports"] = paperwork.exports(held.session)
        return web.page(request, "after/reconcile.html", in_session(held, "close") | context)

    @router.post("/sessions/{session}/evidence")
    async def evidence(session: str) -> Response:
        """Export the session's evidence."""
        await paperwork.export(session)
        return go_to(session_path(session, "close"), done="exported")

    @router.get("/sessions/{session}/evidence/{name}")
    def fetch_evidence(session: str, name: str, account: Account = Depends(guard.acting)) -> FileResponse:
        """Fetch exported evidence; officers only."""
        path = paperwork.export_file(session, name)
        return FileResponse(path.as_posix(), media_type="application/zip", filename=name)

    return router


def _context(web: OfficeWeb, held: InHand, *, restricted: bool) -> dict[str, Any]:
    register, pack = held.register, held.pack
    telling = Telling(held, web.hub.live.facts(held.session), restricted=restricted)
    parts = tuple(
        _part(held, telling, number, found) for number, found in enumerate(reconcile(register, pack), start=1)
    )
    told = {d for part in parts for o in part.reconciliation.obstacles for d in o.discrepancy_ids}
    told |= {
        i for part in parts if part.reconciliation.signed for i in part.reconciliation.signed.differences
    }
    others = [d for d in register.open_discrepancies if d.id not in told]
    return {
        "after": "reconcile",
        "parts": parts,
        "Step": Step,
        "hints": {
            p.reconciliation.board: pack.rules.board(p.reconciliation.board).packing_hint for p in parts
        },
        "obstacles": what_stops_session(register, pack),
        "others": telling.of_discrepancies(others),
        "envelopes": register.script_envelopes,
    }


def _part(held: InHand, telling: Telling, number: int, found: ComponentReconciliation) -> Part:
    accepted = set(_accepted(found))
    raised = held.register.discrepancies
    wanting = [
        d
        for d in held.register.open_discrepancies
        if d.kind is DiscrepancyKind.CORRECTION_UNCOUNTERSIGNED and d.component_id == found.component_id
    ]
    beside = {d.id for d in wanting}
    shown = [o for o in found.obstacles if not beside.intersection(o.discrepancy_ids)]
    waiting = [
        o
        for o in shown
        if found.step is Step.WRITING and o.kind is ObstacleKind.SCRIPT_MISSING and not o.discrepancy_ids
    ]
    return Part(
        number=number,
        reconciliation=found,
        open=telling.of_obstacles(o for o in shown if o not in waiting),
        countersign=telling.of_discrepancies(wanting),
        accepted=telling.of_discrepancies(d for d in raised if d.id in accepted),
        waiting=tuple(_who_and_where(held, o) for o in waiting),
    )


def _who_and_where(held: InHand, obstacle: Obstacle) -> tuple[str, str]:
    rooms = " and ".join(held.names.room(r) for r in obstacle.rooms)
    seat = f", seat {' '.join(obstacle.seats)}" if obstacle.seats else ""
    return " and ".join(held.names.numbered(c) for c in obstacle.candidate_ids), f"{rooms}{seat}"


def _accepted(found: ComponentReconciliation) -> tuple[str, ...]:
    """The differences that two people signed for."""
    return found.signed.differences if found.signed else ()
