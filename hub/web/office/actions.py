"""What the officer does: each becomes a fact of the office, signed by the hub, with the officer's name."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from hub.after.dispatch import plan_collection, plan_consignment
from hub.after.reconcile import Unready
from hub.after.seal import plan_envelopes
from hub.web.office.desk import InHand, OfficeDesk
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from shared.ids import ComponentId, RoomId, SessionId
from shared.record.events import KnownEvent, office
from shared.record.events.candidate import Attendance
from shared.record.events.incident import HelpAcknowledged, HelpClosed
from shared.record.events.room import StepOverridden
from shared.record.register import Discrepancy
from shared.record.room_steps import OVERRIDABLE
from shared.record.script_envelopes import ScriptEnvelope

if TYPE_CHECKING:
    from hub.bootstrap import Hub

SHORTEST_ANSWER: Final = 3
LONGEST_TEXT: Final = 1000
LONGEST_LINE: Final = 120


class Settlement(Struct, frozen=True, kw_only=True):
    """What the officer answers. ``room`` is where a candidate claimed by several rooms really sits.

    ``seen`` are the facts that were on the page, None where none was shown.
    """

    answer: str
    ruling: office.AttendanceRuling | None = None
    room: str | None = None
    seen: tuple[str, ...] | None = None


class OfficeActions:
    """One after the other, so that two clicks on one button never record a thing twice."""

    def __init__(self, desk: OfficeDesk) -> None:
        self._desk = desk
        self._one_at_a_time = asyncio.Lock()

    @property
    def _hub(self) -> Hub:
        return self._desk.hub

    async def settle(
        self, session: SessionId, discrepancy_id: str, settlement: Settlement, *, actor: str
    ) -> Discrepancy:
        """Put an eyes-on answer on record. Raises NotThere, NotNow where more came in, NotUsable."""
        answer = text_of(settlement.answer, "an answer", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        async with self._one_at_a_time:
            held = await self._held(session)
            found = find_discrepancy(held, discrepancy_id)
            if settlement.seen is not None and set(settlement.seen) != set(found.evidence):
                raise NotNow(
                    "Something new about this came in while you were answering. Look again, then answer."
                )
            check_ruling(found, settlement.ruling)
            if settlement.room and held.pack.room(settlement.room) is None:
                raise NotUsable(f"There is no room {settlement.room} in this session.")
            event = office.DiscrepancySettled(
                discrepancy_id=found.id, answer=answer, evidence=found.evidence, ruling=settlement.ruling
            )
            await self._hub.office.record(
                session, event, actor=actor, room=settlement.room or found.room, seen=held.seen
            )
            after = await self._held(session)
        # A ruling may make the whole question go away; the answer is told all the same.
        settled = msgspec.structs.replace(found, answer=answer, settled_by=actor)
        return next((d for d in after.register.discrepancies if d.id == discrepancy_id), settled)

    async def acknowledge_help(self, session: SessionId, help_id: str, *, actor: str, note: str = "") -> None:
        """Tell the room that somebody is on the way."""
        async with self._one_at_a_time:
            held, room = await self._call(session, help_id)
            note = text_of(note, "a note", most=LONGEST_TEXT)
            await self._record(held, HelpAcknowledged(help_id=help_id, note=note), actor, room=room)

    async def close_help(self, session: SessionId, help_id: str, *, actor: str, note: str = "") -> None:
        """The call was answered."""
        async with self._one_at_a_time:
            held, room = await self._call(session, help_id)
            note = text_of(note, "a note", most=LONGEST_TEXT)
            await self._record(held, HelpClosed(help_id=help_id, note=note), actor, room=room)

    async def override_step(
        self, session: SessionId, room: RoomId, step: str, reason: str, *, actor: str
    ) -> StepOverridden:
        """Let a room pass over a step where the rules leave that to the officer. Raises NotUsable, NotNow."""
        reason = text_of(reason, "a reason", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        async with self._one_at_a_time:
            held = await self._held(session)
            if held.pack.room(room) is None:
                raise NotThere(f"There is no room {room} in this session.")
            if step not in OVERRIDABLE:
                allowed = ", ".join(sorted(OVERRIDABLE))
                raise NotUsable(f"The rules don't leave {step!r} to the officer. They leave: {allowed}.")
            if any(done.step == step for done in held.register.room(room).overrides):
                raise NotNow("This room was let pass over that step already.")
            event = StepOverridden(step=step, reason=reason)
            await self._record(held, event, actor, room=room)
        return event

    async def seal(
        self, session: SessionId, component: ComponentId, *, actor: str
    ) -> tuple[ScriptEnvelope, ...]:
        """Seal the component's loose scripts into envelopes. Raises NotNow with what stops it."""
        async with self._one_at_a_time:
            held = await self._held(session)
            if held.pack.component(component) is None:
                raise NotThere(f"{component} is not a component of this session.")
            try:
                events = plan_envelopes(held.register, held.pack, component)
            except Unready as error:
                raise NotNow(error.what, tuple(o.what for o in error.obstacles)) from error
            for event in events:
                await self._record(held, event, actor)
            after = await self._held(session)
        sealed = {event.script_envelope_id for event in events}
        return tuple(e for e in after.register.script_envelopes if e.script_envelope_id in sealed)

    async def consign(
        self, session: SessionId, board: str, service: str, booking_reference: str, *, actor: str
    ) -> office.ConsignmentPacked:
        """Pack all sealed envelopes of one awarding body. Raises NotNow."""
        service = text_of(service, "the service", most=LONGEST_LINE)
        reference = text_of(booking_reference, "the booking reference", most=LONGEST_LINE)
        async with self._one_at_a_time:
            held = await self._held(session)
            try:
                event = plan_consignment(
                    held.register, held.pack, board, service=service, booking_reference=reference
                )
            except Unready as error:
                raise NotNow(error.what, tuple(o.what for o in error.obstacles)) from error
            await self._record(held, event, actor)
        return event

    async def hand_over(
        self, session: SessionId, consignment_id: str, driver: str, proof: str, *, actor: str
    ) -> office.ConsignmentCollected:
        """The courier took a consignment. Raises NotThere, NotNow, NotUsable."""
        driver = text_of(driver, "the driver's name", most=LONGEST_LINE, least=1)
        proof = text_of(proof, "the proof of dispatch", most=LONGEST_LINE)
        async with self._one_at_a_time:
            held = await self._held(session)
            if all(c.consignment_id != consignment_id for c in held.register.consignments):
                raise NotThere(f"There is no consignment {consignment_id}.")
            try:
                event = plan_collection(held.register, consignment_id, driver=driver, proof=proof)
            except Unready as error:
                raise NotNow(error.what) from error
            await self._record(held, event, actor)
        return event

    async def _held(self, session: SessionId) -> InHand:
        return await asyncio.to_thread(self._desk.in_hand, session)

    async def _call(self, session: SessionId, help_id: str) -> tuple[InHand, str | None]:
        held = await self._held(session)
        call = next((c for c in held.register.help_calls if c.help_id == help_id), None)
        if call is None:
            raise NotThere("There is no such call for help.")
        if call.closed_at is not None:
            raise NotNow("This call was closed already.")
        return held, call.room

    async def _record(self, held: InHand, event: KnownEvent, actor: str, *, room: str | None = None) -> None:
        await self._hub.office.record(held.session, event, actor=actor, room=room)


def find_discrepancy(held: InHand, discrepancy_id: str) -> Discrepancy:
    """The open discrepancy. Raises NotThere, or NotNow where it is settled."""
    found = next((d for d in held.register.discrepancies if d.id == discrepancy_id), None)
    if found is None:
        raise NotThere("This discrepancy is not there any more: the record adds up.")
    if not found.is_open:
        raise NotNow(f"{found.settled_by} settled this already: {found.answer}")
    return found


def check_ruling(discrepancy: Discrepancy, ruling: office.AttendanceRuling | None) -> None:
    """A ruling has to be about this discrepancy and say something that can be so. Raises NotUsable."""
    if ruling is None:
        return
    if ruling.candidate_id not in discrepancy.candidate_ids:
        raise NotUsable("The ruling is about a candidate whom this discrepancy is not about.")
    if discrepancy.component_id not in (None, ruling.component_id):
        raise NotUsable("The ruling is about a paper that this discrepancy is not about.")
    if ruling.attendance in (Attendance.EXPECTED, Attendance.CONTRADICTED):
        raise NotUsable("A ruling says present, absent, transferred or withdrawn.")


def text_of(value: str, what: str, *, most: int, least: int = 0) -> str:
    """``value`` without surrounding space. Raises NotUsable naming ``what`` where it is too short or long."""
    text = value.strip()
    if len(text) < least:
        raise NotUsable(f"Please give {what}.")
    if len(text) > most:
        raise NotUsable(f"{what[0].upper()}{what[1:]} has at most {most} characters; this has {len(text)}.")
    if any(ord(c) < 32 and c not in "\n\r\t" for c in text):
        raise NotUsable(f"{what[0].upper()}{what[1:]} holds characters that can't be printed.")
    return text
