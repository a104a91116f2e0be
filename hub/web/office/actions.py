"""What the officer does: each becomes a fact of the office, signed by the hub, with the officer's name."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from hub.web.office.acting import LONGEST_LINE, LONGEST_TEXT, SHORTEST_ANSWER, text_of
from hub.web.office.after_actions import AfterActions
from hub.web.office.day.settling import check_way, what_follows
from hub.web.office.desk import InHand
from hub.web.office.during.officers import acknowledgements
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from shared.ids import RoomId, SessionId
from shared.record.events import office
from shared.record.events.candidate import Attendance
from shared.record.events.incident import HelpAcknowledged, HelpClosed
from shared.record.events.room import StepOverridden
from shared.record.register import Discrepancy
from shared.record.room_steps import OVERRIDABLE

__all__ = ["LONGEST_LINE", "OfficeActions", "Settlement", "check_ruling", "find_discrepancy", "text_of"]


class Settlement(Struct, frozen=True, kw_only=True):
    """What the officer answers. ``room`` is where a candidate claimed by several rooms really sits.

    ``seen`` are the facts that were on the page, None where none was shown. ``way`` is the kind of answer
    (see ``shared.record.settling``), ``method`` how an identity was confirmed.
    """

    answer: str
    ruling: office.AttendanceRuling | None = None
    room: str | None = None
    seen: tuple[str, ...] | None = None
    way: str = ""
    method: str = ""


class OfficeActions(AfterActions):
    """While a session runs; what comes after the exam is inherited."""

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
            check_way(found, settlement.way, settlement.ruling, settlement.method)
            self._check_second(held, found, actor)
            if settlement.room and held.pack.room(settlement.room) is None:
                raise NotUsable(f"There is no room {settlement.room} in this session.")
            event = office.DiscrepancySettled(
                discrepancy_id=found.id,
                answer=answer,
                evidence=found.evidence,
                ruling=settlement.ruling,
                way=settlement.way,
            )
            room = settlement.room or found.room
            await self._hub.office.record(session, event, actor=actor, room=room, seen=held.seen)
            for follows in what_follows(found, settlement.way, settlement.method, answer):
                await self._record(held, follows, actor, room=room)
            after = await self._held(session)
        # A ruling may make the whole question go away; the answer is told all the same.
        settled = msgspec.structs.replace(found, answer=answer, settled_by=actor)
        return next((d for d in after.register.discrepancies if d.id == discrepancy_id), settled)

    async def acknowledge_help(self, session: SessionId, help_id: str, *, actor: str, note: str = "") -> None:
        """Tell the room that somebody is on the way; the first answer counts. Raises NotThere, NotNow."""
        async with self._one_at_a_time:
            held, room = await self._call(session, help_id)
            first = acknowledgements(self._hub.live.facts(session), held.names).get(help_id)
            if first is not None:
                raise NotNow(f"{first.by} answered this call already: somebody is on the way.")
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

    async def _call(self, session: SessionId, help_id: str) -> tuple[InHand, str | None]:
        held = await self._held(session)
        call = next((c for c in held.register.help_calls if c.help_id == help_id), None)
        if call is None:
            raise NotThere("There is no such call for help.")
        if call.closed_at is not None:
            raise NotNow("This call was closed already.")
        return held, call.room


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
