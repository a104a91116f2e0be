"""Closing a session: balance, seal, dispatch, evidence."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from msgspec import Struct

from hub.accounts import Account
from hub.after.dispatch import boards_to_dispatch
from hub.after.reconcile import (
    ComponentReconciliation,
    Obstacle,
    ObstacleKind,
    reconcile,
    what_stops_session,
)
from hub.web.office.desk import InHand
from hub.web.office.forms import read_form
from hub.web.office.guard import Guard
from hub.web.office.paperwork import Paperwork
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path


def close_pages(web: OfficeWeb, guard: Guard, paperwork: Paperwork) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    @router.get("/sessions/{session}/close")
    def close(request: Request, session: str) -> HTMLResponse:
        """Script balance, sealing, dispatch and proof of a session."""
        return _close_page(web, request, web.desk.in_hand(session), paperwork)

    @router.post("/sessions/{session}/seal")
    async def seal(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Seal the loose scripts of one component."""
        form = await read_form(request)
        await web.actions.seal(session, form.text("component_id"), actor=account.display_name)
        return go_to(session_path(session, "close"), done="sealed")

    @router.post("/sessions/{session}/consignments")
    async def pack(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Pack the sealed envelopes of one awarding body."""
        form = await read_form(request)
        await web.actions.consign(
            session,
            form.text("board"),
            form.text("service"),
            form.text("booking_reference"),
            actor=account.display_name,
        )
        return go_to(session_path(session, "close"), done="packed")

    @router.post("/sessions/{session}/consignments/{consignment_id}/collected")
    async def collected(
        request: Request, session: str, consignment_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Note that the courier took a consignment."""
        form = await read_form(request)
        await web.actions.hand_over(
            session, consignment_id, form.text("driver"), form.text("proof"), actor=account.display_name
        )
        return go_to(session_path(session, "close"), done="collected")

    @router.post("/sessions/{session}/evidence")
    async def evidence(session: str) -> Response:
        """Export the session's evidence."""
        await paperwork.export(session)
        return go_to(session_path(session, "close"), done="exported")

    @router.get("/sessions/{session}/evidence/{name}")
    def fetch_evidence(session: str, name: str, account: Account = Depends(guard.acting)) -> FileResponse:
        """Fetch exported evidence; officers only."""
        return _download(paperwork.export_file(session, name).as_posix(), name, "application/zip")

    return router


def _close_page(web: OfficeWeb, request: Request, held: InHand, paperwork: Paperwork) -> HTMLResponse:
    register, pack = held.register, held.pack
    parts = reconcile(register, pack)
    told = {d for part in parts for o in part.obstacles for d in o.discrepancy_ids}
    context: dict[str, Any] = {
        "parts": parts,
        "scripts": {p.component_id: _scripts(held, p) for p in parts},
        "writing_of": {
            p.component_id: any(o.kind is ObstacleKind.NOT_FINISHED for o in p.obstacles) for p in parts
        },
        "groups": {p.component_id: _grouped(p.obstacles) for p in parts},
        "obstacles": what_stops_session(register, pack),
        "others": [i for i in web.desk.queue(held) if i.kind == "discrepancy" and i.id not in told],
        "hints": {b: pack.rules.board(b).packing_hint for b in {p.board for p in parts}},
        "boards": boards_to_dispatch(register, pack),
        "consignments": register.consignments,
        "envelopes": register.script_envelopes,
        "exports": paperwork.exports(held.session),
        "all_sealed": all(
            any(e.component_id == p.component_id for e in register.script_envelopes) for p in parts
        ),
    }
    return web.page(request, "close.html", in_session(held, "close") | context)


class ScriptRow(Struct, frozen=True, kw_only=True):
    """Somebody whose script is missing, or a script whose writer is."""

    who: str
    room: str
    seat: str
    discrepancy_ids: tuple[str, ...]


def _scripts(held: InHand, part: ComponentReconciliation) -> dict[str, tuple[ScriptRow, ...]]:
    """Missing and surplus scripts by name, room and seat, each with what can be settled about it."""

    def rows(kind: ObstacleKind) -> tuple[ScriptRow, ...]:
        return tuple(
            ScriptRow(
                who=" and ".join(held.names.numbered(c) for c in o.candidate_ids),
                room=" and ".join(held.names.room(r) for r in o.rooms),
                seat=" ".join(o.seats),
                discrepancy_ids=o.discrepancy_ids,
            )
            for o in part.obstacles
            if o.kind is kind
        )

    return {"missing": rows(ObstacleKind.SCRIPT_MISSING), "surplus": rows(ObstacleKind.SCRIPT_SURPLUS)}


def _grouped(obstacles: tuple[Obstacle, ...]) -> dict[str, list[Obstacle]]:
    """What stops a component, by kind; scripts have their own tables."""
    groups: dict[str, list[Obstacle]] = {}
    for obstacle in obstacles:
        if obstacle.kind not in (ObstacleKind.SCRIPT_MISSING, ObstacleKind.SCRIPT_SURPLUS):
            groups.setdefault(obstacle.kind.value, []).append(obstacle)
    return groups


def _download(path: str, name: str, media_type: str) -> FileResponse:
    return FileResponse(path, media_type=media_type, filename=name)
