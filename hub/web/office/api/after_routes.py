"""Scripts after the exam as JSON: signed off, sealed, found, opened again, locked away, scanned."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, Depends, Request, Response

from hub.accounts import Account
from hub.after.seal import Split
from hub.web.office.after.labels import FAULTS, reading_of, scanned_envelopes
from hub.web.office.after.second_person import proven_second
from hub.web.office.after_actions import Weighed
from hub.web.office.api.after_bodies import (
    Countersign,
    Countersigned,
    Found,
    FoundOnRecord,
    LabelTold,
    Moved,
    Reopen,
    Scanned,
    Seal,
    Sealed,
    SecondPerson,
    SignOff,
    Store,
    TakeOut,
    Undone,
)
from hub.web.office.api.answers import IN_SESSION, answer
from hub.web.office.api.described import described
from hub.web.office.forms import read_json
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotNow, NotUsable
from hub.web.office.web import OfficeWeb
from shared.ids import ComponentId, SessionId
from shared.protocol.envelope_label import LabelError
from shared.record.events.dispatch import ComponentSignedOff
from shared.record.script_envelopes import ScriptEnvelope

MOST_IN_ONE: int = 999


def after_api(web: OfficeWeb, guard: Guard) -> APIRouter:
    """From the balance to the locked cupboard; the courier is in ``dispatch_routes``."""
    router = APIRouter(dependencies=[Depends(guard.office)])
    _add_signing(router, web, guard)
    _add_sealing(router, web, guard)
    _add_storing(router, web, guard)
    return router


def _add_signing(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.post(f"{IN_SESSION}/sign-off", **described(takes=SignOff, gives=ComponentSignedOff))
    async def sign_off(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Sign a component's register; with open differences a reason and a second person are needed."""
        given = await read_json(request, SignOff)
        _check_totals(web, session, given)
        signed = await web.actions.sign_off(
            session,
            given.component_id,
            actor=account.display_name,
            reason=given.reason,
            second=await _second(web, request, given.second, account),
        )
        return answer(signed)

    @router.post(
        f"{IN_SESSION}/discrepancies/{{discrepancy_id}}/countersigned",
        **described(takes=Countersign, gives=Countersigned),
    )
    async def countersign(
        request: Request, session: str, discrepancy_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Sign beside a correction that was made after the register was signed."""
        given = await read_json(request, Countersign)
        signer = await _second(web, request, given.second, account) or account.display_name
        found = await web.actions.countersign(session, discrepancy_id, given.answer, actor=signer)
        return answer(Countersigned(discrepancy=found, signed_by=signer))


def _add_sealing(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.post(f"{IN_SESSION}/seal", **described(takes=Seal, gives=Sealed))
    async def seal(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Seal the loose scripts of one component, or one of its envelopes; 409 lists what stops it."""
        given = await read_json(request, Seal)
        if not 0 <= given.most <= MOST_IN_ONE:
            raise NotUsable(f"Scripts in an envelope are from 1 to {MOST_IN_ONE}.")
        sealed = await web.actions.seal(
            session,
            given.component_id,
            actor=account.display_name,
            split=Split(scripts=given.most),
            number=given.number,
            weighed=Weighed(label=given.label, grams=given.grams),
        )
        return answer(Sealed(envelopes=sealed))

    @router.post(f"{IN_SESSION}/scripts-found", **described(takes=Found, gives=FoundOnRecord))
    async def found(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Put scripts on record that lay in a pile and that no room had recorded."""
        given = await read_json(request, Found)
        recorded = await web.actions.record_found(
            session, given.component_id, given.candidates, actor=account.display_name
        )
        return answer(FoundOnRecord(recorded=recorded))

    @router.post(f"{IN_SESSION}/envelopes/{{envelope_id}}/reopened", **described(takes=Reopen, gives=Undone))
    async def reopen(
        request: Request, session: str, envelope_id: str, account: Account = Depends(guard.office)
    ) -> Response:
        """Open a sealed envelope again, with the reason and a witness."""
        given = await read_json(request, Reopen)
        await web.actions.reopen(
            session, envelope_id, given.reason, given.witness, actor=account.display_name
        )
        return answer(Undone(about=envelope_id, at=web.hub.now()))


def _add_storing(router: APIRouter, web: OfficeWeb, guard: Guard) -> None:
    @router.post(f"{IN_SESSION}/envelopes/scanned", **described(takes=Scanned, gives=LabelTold))
    async def scanned(request: Request, session: str) -> Response:
        """What an envelope's label tells now; 422 where the code is no genuine label of this hub."""
        given = await read_json(request, Scanned)
        try:
            reading = reading_of(web, web.desk.in_hand(session), given.code)
        except LabelError as error:
            raise NotUsable(FAULTS[error.fault]) from error
        label, envelope = reading.label, reading.envelope
        told = LabelTold(
            state=reading.state.value,
            script_envelope_id=envelope.script_envelope_id if envelope else "",
            code=reading.code,
            number=label.number,
            of=label.of,
            scripts=label.scripts,
            present=label.present,
            absent=label.absent,
            journal_seq=label.journal_seq,
            journal_head=label.journal_head,
            envelope=envelope,
        )
        return answer(told)

    @router.post(f"{IN_SESSION}/envelopes/stored", **described(takes=Store, gives=Moved))
    async def store(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Lock sealed envelopes away; each is named by its identifier or by the code of its label."""
        given = await read_json(request, Store)
        chosen = scanned_envelopes(web, web.desk.in_hand(session), given.envelopes)
        await web.actions.store(session, chosen, given.place, actor=account.display_name)
        return answer(Moved(envelopes=_envelopes(web, session, chosen)))

    @router.post(f"{IN_SESSION}/envelopes/taken-out", **described(takes=TakeOut, gives=Moved))
    async def take_out(request: Request, session: str, account: Account = Depends(guard.office)) -> Response:
        """Take envelopes out of their locked place; named as when they were stored."""
        given = await read_json(request, TakeOut)
        chosen = scanned_envelopes(web, web.desk.in_hand(session), given.envelopes)
        await web.actions.take_out(session, chosen, given.reason, actor=account.display_name)
        return answer(Moved(envelopes=_envelopes(web, session, chosen)))


async def _second(web: OfficeWeb, request: Request, given: SecondPerson, first: Account) -> str:
    second = await proven_second(web, request, given.name, given.password, first)
    return second.display_name if second else ""


def _check_totals(web: OfficeWeb, session: SessionId, given: SignOff) -> None:
    """Nobody signs totals that are others by now. Raises NotNow."""
    balance = web.desk.in_hand(session).register.balance(ComponentId(given.component_id))
    if balance is None:
        return
    if given.present not in (None, balance.present) or given.scripts not in (None, balance.collected):
        raise NotNow(
            f"Something came in meanwhile: {balance.present} present, {balance.collected} scripts now. "
            "Read the totals again, then sign."
        )


def _envelopes(web: OfficeWeb, session: SessionId, chosen: Iterable[str]) -> tuple[ScriptEnvelope, ...]:
    wanted = set(chosen)
    register = web.desk.in_hand(session).register
    return tuple(e for e in register.script_envelopes if e.script_envelope_id in wanted)
