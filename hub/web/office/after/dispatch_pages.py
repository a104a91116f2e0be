"""Dispatch: collections booked, envelopes packed into sacks and parcels, each to its hand-over."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from msgspec import Struct

from hub.accounts import Account
from hub.after.dispatch import propose_parcels
from hub.after.in_the_building import SlotWarning, in_the_building, slot_warnings
from hub.web.office.after.numbers import grams_of, moment_of
from hub.web.office.after_actions import Packing
from hub.web.office.desk import InHand
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotUsable
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path
from shared.ids import parse_session_id
from shared.record.consignment import Booking, Consignment
from shared.record.events.dispatch import CollectionBooked
from shared.record.script_envelopes import ScriptEnvelope

MOST_CHOSEN = 40
"""Check boxes of one form stay within a form's fields; a sack holds fewer envelopes than that."""


class Parcel(Struct, frozen=True, kw_only=True):
    """Envelopes for one sack or parcel, as proposed; ``grams`` is nought before all are weighed."""

    envelopes: tuple[ScriptEnvelope, ...]
    grams: int
    too_heavy: bool


class BoardDispatch(Struct, frozen=True, kw_only=True):
    """One awarding body: its collections, what waits to be packed, what is packed, what stops it."""

    number: int
    board: str
    bookings: tuple[Booking, ...]
    warnings: tuple[SlotWarning, ...]
    parcels: tuple[Parcel, ...]
    consignments: tuple[Consignment, ...]
    unsealed: tuple[str, ...]
    hint: str

    @property
    def next_booking(self) -> Booking | None:
        """The collection for which is packed."""
        return self.bookings[0] if self.bookings else None


def dispatch_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    _packing_routes(router, web, guard)
    _booking_routes(router, web, guard)
    return router


def _packing_routes(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.get("/sessions/{session}/close/dispatch")
    def dispatch(request: Request, session: str, change: str = "") -> HTMLResponse:
        """Every awarding body's collections and consignments, and what waits to be packed."""
        return _page(web, request, session, change=change)

    @router.post("/sessions/{session}/consignments")
    async def pack(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Pack sealed envelopes of one awarding body: those chosen, or all that wait."""
        form = await read_form(request)
        try:
            packing = Packing(
                envelopes=form.texts("envelope"),
                labels=tuple(line for line in form.text("labels").splitlines() if line.strip())[:MOST_CHOSEN],
                grams=grams_of(form.text("weight")),
            )
            await web.actions.consign(
                session,
                form.text("board"),
                form.text("service"),
                form.text("booking_reference"),
                actor=account.display_name,
                packing=packing,
            )
        except (NotUsable, NotNow) as error:
            return _page(web, request, session, form=form, error=error)
        return go_to(session_path(session, "close", "dispatch"), done="packed")


def _booking_routes(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.post("/sessions/{session}/bookings")
    async def book(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Book a collection with its slot and reference, or change one that is booked."""
        form = await read_form(request)
        try:
            await web.actions.book(session, booking_of(form, web.zone), actor=account.display_name)
        except (NotUsable, NotNow) as error:
            return _page(web, request, session, form=form, change=form.text("booking_id"), error=error)
        return go_to(session_path(session, "close", "dispatch"), done="booked")

    @router.post("/sessions/{session}/bookings/{booking_id}/cancel")
    async def cancel(
        request: Request, session: str, booking_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Cancel a booked collection, with the reason."""
        form = await read_form(request)
        try:
            await web.actions.cancel(session, booking_id, form.text("reason"), actor=account.display_name)
        except (NotUsable, NotNow) as error:
            return _page(web, request, session, form=form, error=error)
        return go_to(session_path(session, "close", "dispatch"), done="cancelled")


def booking_of(form: Form, zone: str) -> CollectionBooked:
    """What the officer filled in. Raises NotUsable."""
    day = form.text("day")
    return CollectionBooked(
        booking_id=form.text("booking_id"),
        board=form.text("board"),
        service=form.text("service").strip(),
        slot_from=moment_of(day, form.text("from"), zone, "the beginning of the slot"),
        slot_until=moment_of(day, form.text("until"), zone, "the end of the slot"),
        booking_reference=form.text("booking_reference").strip(),
    )


def _page(
    web: OfficeWeb,
    request: Request,
    session: str,
    *,
    form: Form | None = None,
    change: str = "",
    error: NotUsable | NotNow | None = None,
) -> HTMLResponse:
    held = web.desk.in_hand(session)
    day, _ = parse_session_id(session)
    context: dict[str, Any] = {
        "after": "dispatch",
        "boards": boards_of(held),
        "limit_kg": held.pack.rules.parcel_limit_kg.value,
        "papers": {c.id: c.component.code for c in held.pack.session.components},
        "change": next((b for b in held.register.bookings if b.booking_id == change), None),
        "day_default": day.isoformat(),
        "form": form or Form({}),
        "error": str(error) if error else "",
        "reasons": getattr(error, "reasons", ()),
    }
    status = 200 if error is None else 422 if isinstance(error, NotUsable) else 409
    return web.page(request, "after/dispatch.html", in_session(held, "close") | context, status=status)


def boards_of(held: InHand) -> tuple[BoardDispatch, ...]:
    """Every awarding body of the session, by name."""
    register, pack = held.register, held.pack
    limit = pack.rules.parcel_limit_kg.value * 1000
    here = in_the_building(register, pack)
    warnings = slot_warnings(register, pack, held.now)
    boards = sorted({c.component.board for c in pack.session.components})
    sealed = {e.component_id for e in register.script_envelopes}
    return tuple(
        BoardDispatch(
            number=number,
            board=board,
            bookings=tuple(b for b in register.bookings if b.board == board),
            warnings=tuple(w for w in warnings if w.booking.board == board),
            parcels=tuple(_parcel(parcel, limit) for parcel in propose_parcels(register, pack, board)),
            consignments=tuple(c for c in register.consignments if c.board == board),
            unsealed=tuple(
                c.component.code
                for c in pack.session.components
                if c.component.board == board
                and (c.id not in sealed or any(pile.component_id == c.id for pile in here.loose))
            ),
            hint=pack.rules.board(board).packing_hint,
        )
        for number, board in enumerate(boards, start=1)
    )


def _parcel(envelopes: tuple[ScriptEnvelope, ...], limit: int) -> Parcel:
    weights = [e.weight_grams for e in envelopes]
    return Parcel(
        envelopes=envelopes[:MOST_CHOSEN],
        grams=sum(weights) if all(weights) else 0,
        too_heavy=sum(weights) > limit,
    )
