"""What the officer does with scripts after the exam: sign, seal, store, pack, hand over."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final, TypeVar

import msgspec
from msgspec import Struct

from hub.after.bookings import plan_booking, plan_cancelling
from hub.after.dispatch import find_consignment, plan_collection, plan_consignment, plan_opening
from hub.after.envelopes import plan_reopening, plan_storing, plan_taking_out
from hub.after.reconcile import Unready
from hub.after.seal import AS_THE_BOARD_SAYS, Split, plan_envelopes
from hub.after.sign_off import changed_since_signed, plan_sign_off
from hub.web.office.acting import LONGEST_LINE, LONGEST_TEXT, SHORTEST_ANSWER, Acting, text_of
from hub.web.office.desk import InHand
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from shared.ids import CandidateId, ComponentId, SessionId
from shared.record.drawn import is_drawn
from shared.record.events import KnownEvent, dispatch, office, scripts
from shared.record.register import Discrepancy, DiscrepancyKind
from shared.record.script_envelopes import ScriptEnvelope

MOST_GRAMS: Final = 100_000
E = TypeVar("E", bound=KnownEvent)


class Weighed(Struct, frozen=True, kw_only=True):
    """What is read from one envelope at the scales: the awarding body's label number, and grams (0: not)."""

    label: str = ""
    grams: int = 0


class Packing(Struct, frozen=True, kw_only=True):
    """How a sack or parcel is packed; no envelopes named: all that wait."""

    service: str = ""
    booking_reference: str = ""
    envelopes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    grams: int = 0


class AfterActions(Acting):
    """Signing off, sealing, storing and dispatching."""

    async def sign_off(
        self, session: SessionId, component: ComponentId, *, actor: str, reason: str = "", second: str = ""
    ) -> dispatch.ComponentSignedOff:
        """Sign a component's register; ``second`` has signed in for it. Raises NotNow with what stops it."""
        reason = text_of(reason, "the reason", most=LONGEST_TEXT)
        async with self._one_at_a_time:
            held = await self._held(session)
            _check_component(held, component)
            signed = held.register.sign_off(component)
            if signed is not None and not changed_since_signed(held.register, component):
                raise NotNow(f"This register was signed by {signed.signed_by} already, as it stands.")
            event = _sign_off(held, component, actor, reason, second)
            await self._record(held, event, actor)
        return event

    async def seal(
        self,
        session: SessionId,
        component: ComponentId,
        *,
        actor: str,
        split: Split = AS_THE_BOARD_SAYS,
        number: int | None = None,
        weighed: Weighed | None = None,
    ) -> tuple[ScriptEnvelope, ...]:
        """Seal the component's loose scripts, or envelope ``number`` alone; signs the register first.

        Raises NotThere, or NotNow with what stops it.
        """
        weighed = weighed or Weighed()
        label = text_of(weighed.label, "the label number", most=LONGEST_LINE)
        _check_grams(weighed.grams)
        async with self._one_at_a_time:
            held = await self._held(session)
            _check_component(held, component)
            try:
                events = plan_envelopes(held.register, held.pack, component, split=split)
            except Unready as error:
                raise _not_now(error) from error
            if number is not None:
                events = tuple(
                    msgspec.structs.replace(event, label=label, weight_grams=weighed.grams)
                    for event in events
                    if event.number == number
                )
                if not events:
                    raise NotNow(f"Envelope {number} is sealed already. Look at the list, then go on.")
            _check_label(held, label)
            await self._sign_before_sealing(held, component, actor)
            for event in events:
                await self._record(held, event, actor)
            after = await self._held(session)
        sealed = {event.script_envelope_id for event in events}
        return tuple(e for e in after.register.script_envelopes if e.script_envelope_id in sealed)

    async def record_found(
        self, session: SessionId, component: ComponentId, found: Collection[CandidateId], *, actor: str
    ) -> int:
        """Scripts of present candidates lay in a pile and nobody had recorded them; how many there were.

        Raises NotThere, or NotNow where all of them are on record.
        """
        async with self._one_at_a_time:
            held = await self._held(session)
            _check_component(held, component)
            rows = [s for s in held.register.of_component(component) if s.candidate_id in set(found)]
            rows = [s for s in rows if s.is_present and s.script_collected_at is None]
            if not rows:
                raise NotNow("All these scripts are on record already.")
            for row in rows:
                event = scripts.ScriptCollected(
                    candidate_id=row.candidate_id, component_id=component, note="found by the exams office"
                )
                await self._record(held, event, actor, room=row.place)
        return len(rows)

    async def reopen(
        self, session: SessionId, envelope: str, reason: str, witness: str, *, actor: str
    ) -> None:
        """Open a sealed envelope again, with the reason and who stood beside. Raises NotThere, NotNow."""
        reason = text_of(reason, "the reason", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        witness = text_of(witness, "the witness", most=LONGEST_LINE, least=SHORTEST_ANSWER)
        await self._plain(
            session, actor, lambda h: plan_reopening(h.register, envelope, reason, witness, actor)
        )

    async def store(self, session: SessionId, envelopes: Collection[str], place: str, *, actor: str) -> None:
        """Lock sealed envelopes away. Raises NotNow, NotUsable."""
        place = text_of(place, "the place", most=LONGEST_LINE, least=1)
        await self._plain(session, actor, lambda h: plan_storing(h.register, envelopes, place))

    async def take_out(
        self, session: SessionId, envelopes: Collection[str], reason: str, *, actor: str
    ) -> None:
        """Take envelopes out of their locked place. Raises NotNow, NotUsable."""
        reason = text_of(reason, "the reason", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        await self._plain(session, actor, lambda h: plan_taking_out(h.register, envelopes, reason))

    async def book(
        self, session: SessionId, booking: dispatch.CollectionBooked, *, actor: str
    ) -> dispatch.CollectionBooked:
        """Book a collection, or change the slot of one. Raises NotUsable, NotNow."""
        text_of(booking.service, "the service", most=LONGEST_LINE)
        text_of(booking.booking_reference, "the booking reference", most=LONGEST_LINE)
        return await self._plain(session, actor, lambda h: plan_booking(h.register, h.pack, booking, h.now))

    async def cancel(self, session: SessionId, booking_id: str, reason: str, *, actor: str) -> None:
        """Cancel a booked collection. Raises NotNow, NotUsable."""
        reason = text_of(reason, "the reason", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        await self._plain(session, actor, lambda h: plan_cancelling(h.register, booking_id, reason))

    async def consign(
        self,
        session: SessionId,
        board: str,
        service: str,
        booking_reference: str,
        *,
        actor: str,
        packing: Packing | None = None,
    ) -> office.ConsignmentPacked:
        """Pack sealed envelopes of one awarding body, all that wait or those named. Raises NotNow."""
        packing = packing or Packing()
        service = text_of(service, "the service", most=LONGEST_LINE)
        reference = text_of(booking_reference, "the booking reference", most=LONGEST_LINE)
        labels = tuple(text_of(one, "a label number", most=LONGEST_LINE) for one in packing.labels)
        _check_grams(packing.grams)
        return await self._plain(
            session,
            actor,
            lambda h: plan_consignment(
                h.register,
                h.pack,
                board,
                service=service,
                booking_reference=reference,
                labels=labels,
                weight_grams=packing.grams,
                only=packing.envelopes,
            ),
        )

    async def open_consignment(
        self, session: SessionId, consignment_id: str, reason: str, *, actor: str
    ) -> None:
        """Open a sack that has not left: its envelopes wait to be packed anew. Raises NotNow, NotUsable."""
        reason = text_of(reason, "the reason", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        await self._plain(session, actor, lambda h: plan_opening(h.register, consignment_id, reason))

    async def hand_over(
        self,
        session: SessionId,
        consignment_id: str,
        driver: str,
        proof: str,
        *,
        actor: str,
        signature: str = "",
        handed_over_at: datetime | None = None,
    ) -> office.ConsignmentCollected:
        """The courier took a consignment, now or at ``handed_over_at``. Raises NotThere, NotNow, NotUsable.

        Envelopes that are still booked into a store leave it with the driver.
        """
        driver = text_of(driver, "the driver's name", most=LONGEST_LINE, least=1)
        proof = text_of(proof, "the proof of dispatch", most=LONGEST_LINE)
        if signature and not is_drawn(signature):
            raise NotUsable("The signature is hardly more than a dot. Let the driver draw it again.")
        async with self._one_at_a_time:
            held = await self._held(session)
            if all(c.consignment_id != consignment_id for c in held.register.consignments):
                raise NotThere(f"There is no consignment {consignment_id}.")
            try:
                event = plan_collection(
                    held.register,
                    consignment_id,
                    driver=driver,
                    now=held.now,
                    proof=proof,
                    signature=signature,
                    handed_over_at=handed_over_at,
                )
                inside = find_consignment(held.register, consignment_id).script_envelope_ids
            except Unready as error:
                raise _not_now(error) from error
            stored = tuple(
                e.script_envelope_id
                for e in held.register.script_envelopes
                if e.stored_in and e.script_envelope_id in inside
            )
            if stored:
                out = dispatch.EnvelopesTakenOut(script_envelope_ids=stored, reason=f"to {driver}")
                await self._record(held, out, actor)
            await self._record(held, event, actor)
        return event

    async def countersign(
        self, session: SessionId, discrepancy_id: str, answer: str, *, actor: str
    ) -> Discrepancy:
        """Sign beside a correction; the signer is not who corrected. Raises NotThere, NotNow, NotUsable."""
        answer = text_of(answer, "what you looked at", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        async with self._one_at_a_time:
            held = await self._held(session)
            found = next((d for d in held.register.open_discrepancies if d.id == discrepancy_id), None)
            if found is None or found.kind is not DiscrepancyKind.CORRECTION_UNCOUNTERSIGNED:
                raise NotThere("There is no correction here that waits for a second signature.")
            self._check_second(held, found, actor)
            event = office.DiscrepancySettled(
                discrepancy_id=found.id, answer=answer, evidence=found.evidence, way="countersigned"
            )
            await self._hub.office.record(session, event, actor=actor, room=found.room, seen=held.seen)
        return found

    def _check_second(self, held: InHand, found: Discrepancy, actor: str) -> None:
        """Nobody signs beside a correction of their own. Raises NotUsable."""
        if found.kind is not DiscrepancyKind.CORRECTION_UNCOUNTERSIGNED:
            return
        by = {f.envelope.actor for f in self._hub.live.facts(held.session) if f.id in found.evidence}
        if actor in by:
            raise NotUsable(f"{actor} made this correction: another person has to sign beside it.")

    async def _sign_before_sealing(self, held: InHand, component: ComponentId, actor: str) -> None:
        """Sealing signs what is unsigned or changed since; with differences two people did it before."""
        signed = held.register.sign_off(component)
        if signed is None or changed_since_signed(held.register, component):
            await self._record(held, _sign_off(held, component, actor, "", ""), actor)

    async def _plain(self, session: SessionId, actor: str, plan: Callable[[InHand], E]) -> E:
        """Work out one event on the record as it stands, and record it."""
        async with self._one_at_a_time:
            held = await self._held(session)
            try:
                event = plan(held)
            except Unready as error:
                raise _not_now(error) from error
            await self._record(held, event, actor)
        return event


def _sign_off(
    held: InHand, component: ComponentId, actor: str, reason: str, second: str
) -> dispatch.ComponentSignedOff:
    try:
        return plan_sign_off(held.register, held.pack, component, actor=actor, reason=reason, second=second)
    except Unready as error:
        raise _not_now(error) from error


def _not_now(error: Unready) -> NotNow:
    return NotNow(error.what, tuple(o.what for o in error.obstacles))


def _check_component(held: InHand, component: ComponentId) -> None:
    if held.pack.component(component) is None:
        raise NotThere(f"{component} is not a component of this session.")


def _check_grams(grams: int) -> None:
    if not 0 <= grams <= MOST_GRAMS:
        raise NotUsable(f"A weight is from 0 to {MOST_GRAMS // 1000} kg.")


def _check_label(held: InHand, label: str) -> None:
    """An awarding body's label number is on one envelope only."""
    for envelope in held.register.script_envelopes:
        if label and envelope.label == label:
            raise NotUsable(f"Label {label} is on {envelope.script_envelope_id} already.")
