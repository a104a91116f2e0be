"""The officer's signature under the register of one component, and what it covers (rules 22 and 25)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from shared.canonical import canonical_json, digest
from shared.ids import ComponentId
from shared.record.events.dispatch import ComponentSignedOff
from shared.record.facts import Fact, in_order

if TYPE_CHECKING:
    from shared.record.register import Register


class ComponentSignOff(Struct, frozen=True, kw_only=True):
    """The last signature under a component's register.

    ``differences`` are discrepancies that were open and accepted by two people for ``reason``.
    """

    component_id: ComponentId
    at: datetime
    signed_by: str
    register_digest: str
    present: int
    absent: int
    scripts: int
    differences: tuple[str, ...] = ()
    reason: str = ""
    second: str = ""

    @property
    def accepts_differences(self) -> bool:
        """Whether two different people and a reason stand behind the differences."""
        return bool(self.reason.strip()) and self.second.strip() not in ("", self.signed_by)


def fold_sign_offs(facts: Sequence[Fact]) -> tuple[ComponentSignOff, ...]:
    """The last signature of each component, in the order of components."""
    signed: dict[ComponentId, ComponentSignOff] = {}
    for fact in in_order(facts):
        event = fact.envelope.event
        if isinstance(event, ComponentSignedOff):
            signed[event.component_id] = ComponentSignOff(
                component_id=event.component_id,
                at=fact.at,
                signed_by=fact.envelope.actor,
                register_digest=event.register_digest,
                present=event.present,
                absent=event.absent,
                scripts=event.scripts,
                differences=event.differences,
                reason=event.reason,
                second=event.second,
            )
    return tuple(signed[component] for component in sorted(signed))


def component_register_digest(register: Register, component: ComponentId) -> str:
    """What the officer's signature covers: every row of the component, with its script, as a digest."""
    rows = [
        (
            s.candidate_id,
            s.attendance,
            s.identity,
            s.place or "",
            s.seat or "",
            s.to_centre,
            s.from_centre,
            s.script_collected_at is not None,
        )
        for s in register.of_component(component)
    ]
    return digest(canonical_json(sorted(rows)))
