"""Recording what was keyed in from paper: facts of the office with the paper's own time and signer."""

from __future__ import annotations

import secrets

from msgspec import Struct

from hub.after.paper_in import plan_paper
from hub.after.paper_plan import PaperPlan, Verdict
from hub.after.paper_sheet import TypedSheet
from hub.storage.journal import JournalUnit
from hub.web.office.acting import Acting
from hub.web.office.desk import InHand
from hub.web.office.refusals import NotThere
from shared.canonical import canonical_json, digest
from shared.ids import RoomId, SessionId, candidate_id_from_bytes
from shared.record.envelope import Transcribed
from shared.record.events.office import LogBookEntryMade
from shared.record.events.room import RegisterSigned, RoomClosed
from shared.record.fold import room_register_digest
from shared.record.register import Discrepancy, Register


class KeyedIn(Struct, frozen=True, kw_only=True):
    """What came of typing: the plan, its mark, whether it was recorded, and the questions that it raised."""

    plan: PaperPlan
    mark: str
    recorded: bool = False
    changed: bool = False
    raised: tuple[Discrepancy, ...] = ()


class PaperActions(Acting):
    """One sheet after the other."""

    async def look(self, session: SessionId, room: RoomId, sheet: TypedSheet, *, actor: str) -> KeyedIn:
        """What would be recorded. Raises NotThere."""
        return self._plan(await self._held(session), room, sheet, actor)

    async def key_in(
        self, session: SessionId, room: RoomId, sheet: TypedSheet, *, actor: str, mark: str
    ) -> KeyedIn:
        """Record the sheet if it comes out as it was looked at (``mark``), else tell how it comes out now."""
        async with self._one_at_a_time:
            held = await self._held(session)
            planned = self._plan(held, room, sheet, actor)
            if planned.plan.faults or planned.plan.is_empty:
                return planned
            if planned.mark != mark:
                return KeyedIn(plan=planned.plan, mark=planned.mark, changed=bool(mark))
            await self._write(held, planned.plan, sheet, actor)
            after = await self._held(session)
        before = {d.id for d in held.register.open_discrepancies}
        raised = tuple(d for d in after.register.open_discrepancies if d.id not in before)
        return KeyedIn(plan=planned.plan, mark=planned.mark, recorded=True, raised=raised)

    def _plan(self, held: InHand, room: RoomId, sheet: TypedSheet, actor: str) -> KeyedIn:
        if held.pack.room(room) is None:
            raise NotThere(f"There is no room {room} in this session.")
        plan = plan_paper(
            sheet,
            room,
            held.pack,
            held.register,
            self._hub.live.facts(held.session),
            now=held.now,
            typist=actor,
            new_id=lambda: candidate_id_from_bytes(secrets.token_bytes(5)),
        )
        told = [(f.about, f.says, f.verdict.value, f.note, f.at.isoformat()) for f in plan.facts]
        mark = digest(canonical_json([told, plan.register_signed_by, plan.closes]))
        return KeyedIn(plan=plan, mark=mark)

    async def _write(self, held: InHand, plan: PaperPlan, sheet: TypedSheet, actor: str) -> None:
        """The facts in one transaction; then the signature under the register that they make."""

        def facts(unit: JournalUnit) -> None:
            for fact in plan.recorded:
                paper = Transcribed(signed_by=plan.signer, written_at=fact.at)
                self._hub.office.write(
                    unit, held.session, fact.event, actor=actor, room=plan.room, source=paper
                )
            entry = LogBookEntryMade(text=_log_entry(held, plan, sheet))
            self._hub.office.write(unit, held.session, entry, actor=actor, room=plan.room)

        await self._hub.journal.transact(facts)
        if plan.signed_at is None or not (plan.register_signed_by or plan.closes):
            return
        register = (await self._held(held.session)).register
        paper = Transcribed(signed_by=plan.signer, written_at=plan.signed_at)

        def ending(unit: JournalUnit) -> None:
            if plan.register_signed_by:
                signed = _signature(register, plan)
                self._hub.office.write(unit, held.session, signed, actor=actor, room=plan.room, source=paper)
            if plan.closes:
                self._hub.office.write(
                    unit, held.session, RoomClosed(), actor=actor, room=plan.room, source=paper
                )

        await self._hub.journal.transact(ending)


def _signature(register: Register, plan: PaperPlan) -> RegisterSigned:
    here = [s for s in register.in_room(plan.room) if s.place == plan.room]
    return RegisterSigned(
        signed_by=plan.register_signed_by,
        register_digest=room_register_digest(register, plan.room),
        present=sum(s.is_present for s in here),
        absent=sum(s.attendance.value == "absent" for s in here),
    )


def _log_entry(held: InHand, plan: PaperPlan, sheet: TypedSheet) -> str:
    """For the log book: how much was keyed in, whose paper it was, and who compared it."""
    room = held.names.room(plan.room)
    signer = held.names.actor(plan.signer)
    said = [f"Paper of {room} keyed in, signed by {signer}: {len(plan.recorded)} facts recorded"]
    said += [
        f"{len(plan.of(verdict))} {words}"
        for verdict, words in (
            (Verdict.AGREES, "on record already"),
            (Verdict.CONTRADICTS, "contradict the record"),
            (Verdict.CORRECTS, "corrected"),
        )
        if plan.of(verdict)
    ]
    compared = (
        f" Compared with the paper by {sheet.compared_by.strip()}." if sheet.compared_by.strip() else ""
    )
    return "; ".join(said) + "." + compared
