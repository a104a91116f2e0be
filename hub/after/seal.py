"""Sealing: one component's scripts, in register order, split into numbered envelopes (rules 35 to 39)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from hub.after.reconcile import Unready
from shared.ids import ComponentId, safe_file_name
from shared.plan.pack import SessionPack
from shared.record.component_closing import what_stops_sealing
from shared.record.events.office import EnvelopeSealed
from shared.record.pile import register_order
from shared.record.register import Register, SittingRecord


class Split(Struct, frozen=True, kw_only=True):
    """How a pile is cut into envelopes; ``scripts`` 0: as many as the awarding body allows.

    With ``script_grams`` no envelope gets more than ``envelope_grams`` of them, though never none.
    """

    scripts: int = 0
    script_grams: int = 0
    envelope_grams: int = 0

    def most(self, allowed: int) -> int:
        """How many scripts go into one envelope where the awarding body allows ``allowed``."""
        most = min(self.scripts or allowed, allowed)
        if self.script_grams and self.envelope_grams:
            most = min(most, self.envelope_grams // self.script_grams)
        return max(1, most)


AS_THE_BOARD_SAYS: Final = Split()


def plan_envelopes(
    register: Register, pack: SessionPack, component: ComponentId, *, split: Split = AS_THE_BOARD_SAYS
) -> tuple[EnvelopeSealed, ...]:
    """The envelopes to seal now, for the caller to record one by one.

    Scripts stand in register order across all rooms, at most ``BoardRules.scripts_per_envelope`` to an
    envelope, or fewer by ``split``. Where everybody was absent one envelope takes the register alone
    (rule 38). Scripts of an envelope that was opened again go back under its number; a script that turns
    up after sealing gets a further envelope. Raises Unready with everything that has to be done first.
    """
    paper = pack.component(component)
    if paper is None:
        raise Unready(f"{component} is not a component of this session.")
    obstacles = what_stops_sealing(register, pack, component)
    if obstacles:
        raise Unready(f"{paper.component.code} can't be sealed yet.", obstacles)
    sealed = [e for e in register.script_envelopes if e.component_id == component]
    scripts = [s for s in register_order(register, pack, component) if s.script_collected_at is not None]
    loose = [s for s in scripts if not s.sealed_in]
    if sealed and not loose:
        raise Unready(f"All scripts of {paper.component.code} are sealed already.")
    piles = _piles(loose, split.most(pack.rules.board(paper.component.board).scripts_per_envelope))
    taken = {e.number for e in sealed}
    numbers = [n for n in range(1, len(taken) + len(piles) + 1) if n not in taken][: len(piles)]
    most = max((*taken, *numbers))
    return tuple(
        EnvelopeSealed(
            script_envelope_id=f"{_stem(pack, component)}-{number}",
            component_id=component,
            number=number,
            of=most,
            candidate_ids=tuple(s.candidate_id for s in pile),
            first_number=next(iter(_numbers(pack, pile)), ""),
            last_number=next(reversed(_numbers(pack, pile)), ""),
        )
        for number, pile in zip(numbers, piles, strict=True)
    )


def _piles(scripts: Sequence[SittingRecord], most: int) -> list[Sequence[SittingRecord]]:
    return [scripts[start : start + most] for start in range(0, len(scripts), most)] or [()]


def _number(pack: SessionPack, record: SittingRecord) -> str:
    known = pack.candidate(record.candidate_id)
    return (known.number if known else "") or record.unlisted_number


def _numbers(pack: SessionPack, pile: Sequence[SittingRecord]) -> list[str]:
    """The candidate numbers of a pile; a sitter who is on no list may have none yet."""
    return [number for number in (_number(pack, record) for record in pile) if number]


def _stem(pack: SessionPack, component: ComponentId) -> str:
    """Session and component as a name that fits on a label and in an address; never the same for two."""
    name = safe_file_name(component)
    alike = sorted(c.id for c in pack.session.components if safe_file_name(c.id) == name)
    suffix = f"-{alike.index(component) + 1}of{len(alike)}" if len(alike) > 1 else ""
    return f"{pack.session.id}-{name}{suffix}"
