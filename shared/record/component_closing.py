"""When the scripts of a component may be sealed: nothing is open, or two people stand for what is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from shared.ids import ComponentId
from shared.plan.pack import SessionPack
from shared.record.closing import Obstacle, ObstacleKind, what_stops_component
from shared.record.register import Register

ACCEPTABLE: Final = (
    ObstacleKind.SCRIPT_MISSING,
    ObstacleKind.SCRIPT_SURPLUS,
    ObstacleKind.DISCREPANCY_OPEN,
)
"""What two people may accept with a reason. All else can be done by somebody in the building: it is done."""


def can_be_accepted(obstacle: Obstacle) -> bool:
    """Whether a component may be closed with this difference, given two people and a reason."""
    return obstacle.kind in ACCEPTABLE and bool(obstacle.discrepancy_ids)


def what_stops_sealing(register: Register, pack: SessionPack, component: ComponentId) -> tuple[Obstacle, ...]:
    """What has to be done before the scripts of ``component`` may be sealed, less what was accepted."""
    return without_accepted(register, what_stops_component(register, pack, component), (component,))


def without_accepted(
    register: Register, obstacles: Iterable[Obstacle], components: Iterable[ComponentId]
) -> tuple[Obstacle, ...]:
    """The obstacles that no signature under one of these components accepts."""
    accepted = {
        difference
        for component in components
        if (signed := register.sign_off(component)) is not None and signed.accepts_differences
        for difference in signed.differences
    }
    return tuple(o for o in obstacles if not (can_be_accepted(o) and accepted.issuperset(o.discrepancy_ids)))
