"""The courier as JSON: collections booked, sacks packed and opened, handed over."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from hub.accounts import Account
from hub.web.office.after_actions import Packing
from hub.web.office.api.after_bodies import Book, Consign, HandOver, Undone, Why
from hub.web.office.api.answers import IN_SESSION, answer
from hub.web.office.api.described import described
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.web import OfficeWeb
from shared.record.events.dispatch import CollectionBooked
from shared.record.events.office import ConsignmentCollected, ConsignmentPacked


def dispatch_api(web: OfficeWeb, guard: Guard) -> APIRouter:
    """Everything between the locked cupboard and the driver."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    _add_bookings(router, web, guard)
    _add_consignments(router, web, guard)
    return router


def _add_bookings(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.post(f"{IN_SESSION}/bookings", **described(takes=Book, gives=CollectionBooked))
    async def book(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Book a collection, or change the slot of one that is booked."""
        given = await read_json(request, Book)
        asked = CollectionBooked(
            booking_id=given.booking_id,
            board=given.board,
            service=given.service.strip(),
            slot_from=given.slot_from,
            slot_until=given.slot_until,
            booking_reference=given.booking_reference.strip(),
        )
        return answer(await web.actions.book(session, asked, actor=account.display_name))

    @router.post(f"{IN_SESSION}/bookings/{{booking_id}}/cancelled", **described(takes=Why, gives=Undone))
    async def cancel(
        request: Request, session: str, booking_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Cancel a booked collection, with the reason."""
        given = await read_json(request, Why)
        await web.actions.cancel(session, booking_id, given.reason, actor=account.display_name)
        return answer(Undone(about=booking_id, at=web.hub.now()))


def _add_consignments(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.post(f"{IN_SESSION}/consignments", **described(takes=Consign, gives=ConsignmentPacked))
    async def consign(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Pack the sealed envelopes of one awarding body: all that wait, or those named."""
        given = await read_json(request, Consign)
        packed = await web.actions.consign(
            session,
            given.board,
            given.service,
            given.booking_reference,
            actor=account.display_name,
            packing=Packing(envelopes=given.envelopes, labels=given.labels, grams=given.grams),
        )
        return answer(packed)

    @router.post(f"{IN_SESSION}/consignments/{{consignment_id}}/opened", **described(takes=Why, gives=Undone))
    async def open_again(
        request: Request, session: str, consignment_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Open a sack that has not left, with the reason; its envelopes wait to be packed anew."""
        given = await read_json(request, Why)
        await web.actions.open_consignment(session, consignment_id, given.reason, actor=account.display_name)
        return answer(Undone(about=consignment_id, at=web.hub.now()))

    @router.post(
        f"{IN_SESSION}/consignments/{{consignment_id}}/collected",
        **described(takes=HandOver, gives=ConsignmentCollected),
    )
    async def collected(
        request: Request, session: str, consignment_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Note that the courier took a consignment, now or at the time that is given."""
        given = await read_json(request, HandOver)
        done = await web.actions.hand_over(
            session,
            consignment_id,
            given.driver,
            given.proof,
            actor=account.display_name,
            signature=given.signature,
            handed_over_at=given.handed_over_at,
        )
        return answer(done)
