"""Envelopes: cut a pile, seal one after the other, lock away, open again, and scan a label back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from msgspec import Struct

from hub.accounts import Account
from hub.after.envelope_labels import LabelReading, cut_anew, labels_of
from hub.after.reconcile import ComponentReconciliation, Unready, reconcile
from hub.after.seal import Split, plan_envelopes
from hub.printing.after_sheets import absent_slips_pdf, envelope_labels_pdf, imprint_of
from hub.web.office.after.labels import FAULTS, reading_of, scanned_envelopes
from hub.web.office.after.numbers import count_of, grams_of
from hub.web.office.after_actions import Weighed
from hub.web.office.desk import InHand
from hub.web.office.forms import Form, read_form
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb, go_to, session_path
from shared.protocol.envelope_label import LabelError
from shared.record.events.office import EnvelopeSealed
from shared.record.script_envelopes import ScriptEnvelope

MOST_SCRIPTS = 999
MOST_LISTED = 40
"""Check boxes of one form stay within a form's fields; whoever has more envelopes scans them."""
PDF = "application/pdf"


class Pile(Struct, frozen=True, kw_only=True):
    """One component's envelopes: those sealed, those to seal next, and what stops that."""

    number: int
    part: ComponentReconciliation
    sealed: tuple[ScriptEnvelope, ...]
    planned: tuple[EnvelopeSealed, ...]
    stops: str
    hint: str
    treasury_tags: bool | None
    allowed: int


def envelope_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])
    _page_routes(router, web)
    _change_routes(router, web, guard)
    _paper_routes(router, web)
    return router


def _page_routes(router: APIRouter, web: OfficeWeb) -> None:
    @router.get("/sessions/{session}/close/envelopes")
    def envelopes(
        request: Request, session: str, most: str = "", script_grams: str = "", envelope_kg: str = ""
    ) -> HTMLResponse:
        """Every component's envelopes: sealed, planned, stored; with the awarding bodies' packing hints."""
        cut = {"most": most, "script_grams": script_grams, "envelope_kg": envelope_kg}
        return _page(web, request, session, Form({key: [value] for key, value in cut.items()}))

    @router.post("/sessions/{session}/close/envelopes/scan")
    async def scan(request: Request, session: str) -> HTMLResponse:
        """What an envelope's label tells: the right one, opened since, sealed anew, other contents."""
        form = await read_form(request)
        try:
            reading = reading_of(web, web.desk.in_hand(session), form.text("code"))
        except LabelError as error:
            return _page(web, request, session, Form({}), fault=FAULTS[error.fault])
        return _page(web, request, session, Form({}), reading=reading)


def _change_routes(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.post("/sessions/{session}/seal")
    async def seal(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Seal the loose scripts of one component, or one of its envelopes with weight and label."""
        form = await read_form(request)
        number = count_of(form.text("number"), "The number of the envelope", most=MOST_SCRIPTS)
        try:
            await web.actions.seal(
                session,
                form.text("component_id"),
                actor=account.display_name,
                split=split_of(form),
                number=number or None,
                weighed=Weighed(label=form.text("label"), grams=grams_of(form.text("weight"))),
            )
        except (NotUsable, NotNow) as error:
            return _refused(web, request, session, form, error)
        # As the pile was cut, so it is cut for the next envelope.
        cut = {k: form.text(k) for k in ("most", "script_grams", "envelope_kg") if form.text(k)}
        return go_to(session_path(session, "close", "envelopes"), done="sealed", **cut)

    @router.post("/sessions/{session}/close/envelopes/reopen")
    async def reopen(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Open a sealed envelope again, with the reason and a witness."""
        form = await read_form(request)
        try:
            await web.actions.reopen(
                session,
                form.text("envelope"),
                form.text("reason"),
                form.text("witness"),
                actor=account.display_name,
            )
        except (NotUsable, NotNow) as error:
            return _refused(web, request, session, form, error)
        return go_to(session_path(session, "close", "envelopes"), done="reopened")

    @router.post("/sessions/{session}/close/envelopes/store")
    async def store(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Lock sealed envelopes away: those ticked or scanned, or all that lie outside."""
        form = await read_form(request)
        held = web.desk.in_hand(session)
        try:
            chosen = _chosen(web, held, form, [e for e in _here(held) if not e.stored_in])
            await web.actions.store(session, chosen, form.text("place"), actor=account.display_name)
        except (NotUsable, NotNow) as error:
            return _refused(web, request, session, form, error)
        return go_to(session_path(session, "close", "envelopes"), done="stored")

    @router.post("/sessions/{session}/close/envelopes/take-out")
    async def take_out(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Take envelopes out of their locked place: those ticked or scanned, or all."""
        form = await read_form(request)
        held = web.desk.in_hand(session)
        try:
            chosen = _chosen(web, held, form, [e for e in _here(held) if e.stored_in])
            await web.actions.take_out(session, chosen, form.text("reason"), actor=account.display_name)
        except (NotUsable, NotNow) as error:
            return _refused(web, request, session, form, error)
        return go_to(session_path(session, "close", "envelopes"), done="taken-out")


def _chosen(web: OfficeWeb, held: InHand, form: Form, every: Sequence[ScriptEnvelope]) -> tuple[str, ...]:
    """Which envelopes a form moves. Raises NotUsable for a label that can't be read."""
    if form.text("all"):
        return tuple(e.script_envelope_id for e in every)
    return (*form.texts("envelope"), *scanned_envelopes(web, held, form.text("codes").splitlines()))


def _paper_routes(router: APIRouter, web: OfficeWeb) -> None:
    @router.get("/sessions/{session}/close/envelopes/labels.pdf")
    def labels(session: str, component: str = "", envelope: str = "") -> Response:
        """Labels of the sealed envelopes, each with a signed code of totals and the journal's head."""
        held = web.desk.in_hand(session)
        facts, head = web.hub.live.facts(session), web.hub.journal.head()
        found = tuple(
            (sealed, label)
            for sealed, label in labels_of(held.register, facts, component or None, head)
            if envelope in ("", sealed.script_envelope_id)
        )
        if not found:
            raise NotThere("No such envelope is sealed now, so there is no label to print.")
        key = web.hub.authority.hub_key
        imprint = imprint_of(held.pack.version, head[1], web.hub.now(), key.public)
        drawn = envelope_labels_pdf(held.pack, held.register, found, key, imprint)
        return Response(drawn, media_type=PDF, headers=_named(session, "envelope-labels"))

    @router.get("/sessions/{session}/close/absent-slips.pdf")
    def absent_slips(session: str, component: str = "") -> Response:
        """A slip for everybody who was absent, to lie where the script would."""
        held = web.desk.in_hand(session)
        head, key = web.hub.journal.head()[1], web.hub.authority.hub_key.public
        imprint = imprint_of(held.pack.version, head, web.hub.now(), key)
        drawn = absent_slips_pdf(held.pack, held.register, component or None, imprint)
        if drawn is None:
            raise NotThere("Nobody is recorded as absent, so there is no slip to print.")
        return Response(drawn, media_type=PDF, headers=_named(session, "absent-slips"))


def split_of(form: Form) -> Split:
    """How the officer wants piles cut. Raises NotUsable."""
    return Split(
        scripts=count_of(form.text("most"), "Scripts in an envelope", most=MOST_SCRIPTS),
        script_grams=count_of(form.text("script_grams"), "A script's weight in grams", most=5000),
        envelope_grams=grams_of(form.text("envelope_kg")),
    )


def _page(
    web: OfficeWeb,
    request: Request,
    session: str,
    form: Form,
    *,
    error: str = "",
    reasons: tuple[str, ...] = (),
    fault: str = "",
    reading: LabelReading | None = None,
    status: int = 200,
) -> HTMLResponse:
    held = web.desk.in_hand(session)
    try:
        split = split_of(form)
    except NotUsable as unusable:
        split, error, status = Split(), error or str(unusable), 422
    register = held.register
    context: dict[str, Any] = {
        "after": "envelopes",
        "piles": _piles(held, split),
        "form": form,
        "error": error,
        "reasons": reasons,
        "fault": fault,
        "reading": reading,
        "reopenings": register.reopenings,
        "here": _here(held),
        "most_listed": MOST_LISTED,
        "cut_anew": cut_anew(register, web.hub.live.facts(session)),
        "places": tuple(dict.fromkeys(e.stored_in for e in register.script_envelopes if e.stored_in)),
        "absentees": any(not s.is_present for s in register.sittings),
    }
    known = in_session(held, "close")
    return web.page(request, "after/envelopes.html", known | context, status=status)


def _piles(held: InHand, split: Split) -> tuple[Pile, ...]:
    found = []
    for number, part in enumerate(reconcile(held.register, held.pack), start=1):
        rules = held.pack.rules.board(part.board)
        planned: tuple[EnvelopeSealed, ...] = ()
        stops = ""
        try:
            planned = plan_envelopes(held.register, held.pack, part.component_id, split=split)
        except Unready as error:
            stops = error.what
        found.append(
            Pile(
                number=number,
                part=part,
                sealed=tuple(
                    e for e in held.register.script_envelopes if e.component_id == part.component_id
                ),
                planned=planned,
                stops=stops,
                hint=rules.packing_hint,
                treasury_tags=rules.treasury_tags,
                allowed=rules.scripts_per_envelope,
            )
        )
    return tuple(found)


def _here(held: InHand) -> tuple[ScriptEnvelope, ...]:
    """Sealed envelopes that the courier doesn't have."""
    gone = {c.consignment_id for c in held.register.consignments if c.collected_at is not None}
    return tuple(e for e in held.register.script_envelopes if e.consignment_id not in gone)


def _refused(
    web: OfficeWeb, request: Request, session: str, form: Form, error: NotUsable | NotNow
) -> HTMLResponse:
    status = 422 if isinstance(error, NotUsable) else 409
    reasons = error.reasons if isinstance(error, NotNow) else ()
    return _page(web, request, session, form, error=str(error), reasons=reasons, status=status)


def _named(session: str, what: str) -> dict[str, str]:
    return {"Content-Disposition": f'inline; filename="{session}_{what}.pdf"'}
