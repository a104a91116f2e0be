"""The officer signs a component's register: whole, or with differences that two people accept."""

from __future__ import annotations

from hub.after.reconcile import Unready, changed_since_signed, what_stops_component
from shared.ids import ComponentId
from shared.plan.pack import SessionPack
from shared.record.component_closing import can_be_accepted
from shared.record.component_sign_off import component_register_digest
from shared.record.events.candidate import Attendance
from shared.record.events.dispatch import ComponentSignedOff
from shared.record.register import Register

__all__ = ["SHORTEST_REASON", "changed_since_signed", "plan_sign_off"]

SHORTEST_REASON = 10


def plan_sign_off(
    register: Register,
    pack: SessionPack,
    component: ComponentId,
    *,
    actor: str,
    reason: str = "",
    second: str = "",
) -> ComponentSignedOff:
    """The signature for the caller to record.

    Open differences need ``reason`` and a ``second`` person other than ``actor``. Raises Unready with what
    has to be done first: what nobody may accept, or all of it where reason or second person are missing.
    """
    paper = pack.component(component)
    if paper is None:
        raise Unready(f"{component} is not a component of this session.")
    code, obstacles = paper.component.code, what_stops_component(register, pack, component)
    must = tuple(o for o in obstacles if not can_be_accepted(o))
    if must:
        raise Unready(f"The register of {code} can't be signed yet.", must)
    if obstacles and len(reason.strip()) < SHORTEST_REASON:
        raise Unready(f"{code} doesn't balance: give the reason for closing it all the same.", obstacles)
    if obstacles and second.strip() in ("", actor):
        raise Unready(f"{code} doesn't balance: a second, different person has to sign too.", obstacles)
    rows = register.of_component(component)
    return ComponentSignedOff(
        component_id=component,
        register_digest=component_register_digest(register, component),
        present=sum(s.is_present for s in rows),
        absent=sum(s.attendance is Attendance.ABSENT for s in rows),
        scripts=sum(s.script_collected_at is not None for s in rows),
        differences=tuple(dict.fromkeys(d for o in obstacles for d in o.discrepancy_ids)),
        reason=reason.strip() if obstacles else "",
        second=second.strip() if obstacles else "",
    )
