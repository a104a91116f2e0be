"""Sealing, dispatch, print and evidence as JSON."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from hub.accounts import Account
from hub.web.office.api.answers import IN_SESSION, answer
from hub.web.office.api.bodies import Consign, Exported, HandOver, Printed, Seal, Sealed
from hub.web.office.api.described import described
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.paperwork import Paperwork, PrintOrder
from hub.web.office.web import OfficeWeb
from shared.record.events.office import ConsignmentCollected, ConsignmentPacked


def close_api(web: OfficeWeb, guard: Guard, paperwork: Paperwork) -> APIRouter:
    """Everything after the papers are collected."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    _add_dispatch(router, web, guard)
    _add_paper(router, web, paperwork)
    return router


def _add_dispatch(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.post(f"{IN_SESSION}/seal", **described(takes=Seal, gives=Sealed))
    async def seal(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Seal the loose scripts of one component; 409 lists what stops it."""
        given = await read_json(request, Seal)
        sealed = await web.actions.seal(session, given.component_id, actor=account.display_name)
        return answer({"envelopes": sealed})

    @router.post(f"{IN_SESSION}/consignments", **described(takes=Consign, gives=ConsignmentPacked))
    async def consign(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Pack the sealed envelopes of one awarding body."""
        given = await read_json(request, Consign)
        packed = await web.actions.consign(
            session, given.board, given.service, given.booking_reference, actor=account.display_name
        )
        return answer(packed)

    @router.post(
        f"{IN_SESSION}/consignments/{{consignment_id}}/collected",
        **described(takes=HandOver, gives=ConsignmentCollected),
    )
    async def collected(
        request: Request, session: str, consignment_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Note that the courier took a consignment."""
        given = await read_json(request, HandOver)
        done = await web.actions.hand_over(
            session, consignment_id, given.driver, given.proof, actor=account.display_name
        )
        return answer(done)


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
