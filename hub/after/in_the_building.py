"""What has not left yet, where it lies, and whether a courier is about to come for it (rules 40 and 41)."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from shared.ids import ComponentId
from shared.plan.pack import SessionPack
from shared.record.consignment import Booking, Consignment
from shared.record.register import Register
from shared.record.script_envelopes import ScriptEnvelope

SLOT_IS_NEAR = timedelta(minutes=60)
"""From here on an unsealed script of the same awarding body is a reason to warn."""


class LooseScripts(Struct, frozen=True, kw_only=True):
    """Scripts of one component that are in no sealed envelope: ``candidates`` is how many."""

    component_id: ComponentId
    code: str
    board: str
    candidates: int


class InTheBuilding(Struct, frozen=True, kw_only=True):
    """Everything of one session that the courier doesn't have."""

    loose: tuple[LooseScripts, ...]
    sealed: tuple[ScriptEnvelope, ...]
    packed: tuple[Consignment, ...]

    @property
    def is_empty(self) -> bool:
        """Whether everything has left."""
        return not (self.loose or self.sealed or self.packed)

    @property
    def out_of_store(self) -> tuple[ScriptEnvelope, ...]:
        """Sealed envelopes that lie in no locked place."""
        return tuple(e for e in self.sealed if not e.stored_in)


class SlotWarning(Struct, frozen=True, kw_only=True):
    """A collection that is near or past while scripts for it aren't ready; ``what`` are those, in words."""

    booking: Booking
    minutes: int
    what: tuple[str, ...]


def in_the_building(register: Register, pack: SessionPack) -> InTheBuilding:
    """What is still here, loose scripts first."""
    loose = []
    for paper in pack.session.components:
        scripts = [
            s
            for s in register.of_component(paper.id)
            if s.script_collected_at is not None and not s.sealed_in
        ]
        if scripts:
            loose.append(
                LooseScripts(
                    component_id=paper.id,
                    code=paper.component.code,
                    board=paper.component.board,
                    candidates=len(scripts),
                )
            )
    waiting = tuple(c for c in register.consignments if c.collected_at is None)
    return InTheBuilding(
        loose=tuple(loose),
        sealed=tuple(e for e in register.script_envelopes if not e.consignment_id),
        packed=waiting,
    )


def slot_warnings(register: Register, pack: SessionPack, now: datetime) -> tuple[SlotWarning, ...]:
    """Collections that begin within the hour, or began, for which something is not packed yet."""
    here = in_the_building(register, pack)
    boards = {paper.id: paper.component.board for paper in pack.session.components}
    warnings = []
    for booking in register.bookings:
        if booking.slot_from - now > SLOT_IS_NEAR:
            continue
        told = [
            f"{pile.code}: {pile.candidates} script{'' if pile.candidates == 1 else 's'} not sealed"
            for pile in here.loose
            if pile.board == booking.board
        ]
        sealed = sum(boards.get(e.component_id) == booking.board for e in here.sealed)
        if sealed:
            told.append(f"{sealed} sealed envelope{'' if sealed == 1 else 's'} in no consignment")
        packed = sum(c.board == booking.board for c in here.packed)
        if packed and now > booking.slot_until:
            told.append(f"{packed} consignment{'' if packed == 1 else 's'} not collected: the slot is over")
        if told:
            minutes = int((booking.slot_from - now).total_seconds() // 60)
            warnings.append(SlotWarning(booking=booking, minutes=minutes, what=tuple(told)))
    return tuple(warnings)
