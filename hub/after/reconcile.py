"""Reconciliation: what stands between the record and a closed session, component by component.

One component spans rooms (rule 25), so present is held against collected across all of them, and by
name. The rules themselves are ``shared.record.closing``'s; here they are gathered for the office.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from hub.after.accounted import Papers, People, papers_of, people_of
from shared.ids import ComponentId, RoomId
from shared.plan.pack import SessionPack
from shared.record.closing import Obstacle, ObstacleKind, what_stops_component, what_stops_room
from shared.record.component_closing import what_stops_sealing, without_accepted
from shared.record.component_sign_off import ComponentSignOff, component_register_digest
from shared.record.register import Register, ScriptBalance

__all__ = [
    "ComponentReconciliation",
    "Obstacle",
    "ObstacleKind",
    "RoomShare",
    "Step",
    "Unready",
    "changed_since_signed",
    "reconcile",
    "what_stops_component",
    "what_stops_room",
    "what_stops_session",
]


class Unready(Exception):
    """Something was asked for that has to wait; ``obstacles`` say for what."""

    def __init__(self, what: str, obstacles: tuple[Obstacle, ...] = ()) -> None:
        super().__init__(" ".join((what, *(o.what for o in obstacles))))
        self.what = what
        self.obstacles = obstacles


class Step(StrEnum):
    """How far a component is: written, differing, ready to be signed, signed, sealed."""

    WRITING = "writing"
    DIFFERS = "differs"
    READY = "ready"
    SIGNED = "signed"
    SEALED = "sealed"


class RoomShare(Struct, frozen=True, kw_only=True):
    """What one room adds to a component; ``collected`` counts where the script was collected."""

    room_id: RoomId
    name: str
    present: int
    collected: int
    counted: int | None
    kind: str = ""


class ComponentReconciliation(Struct, frozen=True, kw_only=True):
    """One component with its balance, its rooms and what stops its scripts from being sealed."""

    component_id: ComponentId
    code: str
    title: str
    board: str
    balance: ScriptBalance
    rooms: tuple[RoomShare, ...]
    obstacles: tuple[Obstacle, ...]
    sealed_envelopes: int
    people: People
    papers: tuple[Papers, ...] = ()
    signed: ComponentSignOff | None = None
    changed_since_signed: bool = False

    @property
    def adds_up(self) -> bool:
        """Present = collected = in envelopes."""
        return self.balance.is_balanced and self.balance.sealed == self.balance.collected

    @property
    def step(self) -> Step:
        """How far the component is on its way into envelopes."""
        if any(o.kind is ObstacleKind.NOT_FINISHED for o in self.obstacles):
            return Step.WRITING
        if self.obstacles:
            return Step.DIFFERS
        if self.sealed_envelopes and self.balance.sealed == self.balance.collected:
            return Step.SEALED
        return Step.SIGNED if self.signed is not None and not self.changed_since_signed else Step.READY

    @property
    def is_ready(self) -> bool:
        """Whether the scripts may be sealed now."""
        return not self.obstacles


def changed_since_signed(register: Register, component: ComponentId) -> bool:
    """Whether the component's register is another than the one that the officer signed."""
    signed = register.sign_off(component)
    return signed is not None and signed.register_digest != component_register_digest(register, component)


def reconcile(register: Register, pack: SessionPack) -> tuple[ComponentReconciliation, ...]:
    """Every component of the session in timetable order."""
    return tuple(_reconcile(register, pack, c.id) for c in pack.session.components)


def what_stops_session(register: Register, pack: SessionPack) -> tuple[Obstacle, ...]:
    """Everything that stops the session from closing: components, rooms, and what belongs to neither."""
    found = [o for c in pack.session.components for o in what_stops_component(register, pack, c.id)]
    found += [o for room in register.rooms for o in what_stops_room(register, pack, room.room_id)]
    components = [c.id for c in pack.session.components]
    told = {d for o in found for d in o.discrepancy_ids}
    for discrepancy in register.open_discrepancies:
        if discrepancy.id not in told:
            found.append(
                Obstacle(
                    kind=ObstacleKind.DISCREPANCY_OPEN,
                    what=f"Not settled yet: {discrepancy.detail}.",
                    rooms=(discrepancy.room,) if discrepancy.room else (),
                    component_id=discrepancy.component_id,
                    candidate_ids=discrepancy.candidate_ids,
                    seats=(discrepancy.seat,) if discrepancy.seat else (),
                    discrepancy_ids=(discrepancy.id,),
                )
            )
    return _once(without_accepted(register, found, components))


def _reconcile(register: Register, pack: SessionPack, component: ComponentId) -> ComponentReconciliation:
    paper = pack.component(component)
    balance = register.balance(component)
    if paper is None or balance is None:
        raise Unready(f"{component} is not a component of this session.")
    rows = register.of_component(component)
    rooms = dict.fromkeys(r for s in rows for r in (s.place, s.script_room) if r)
    return ComponentReconciliation(
        component_id=component,
        code=paper.component.code,
        title=paper.component.title,
        board=paper.component.board,
        balance=balance,
        rooms=tuple(_share(register, pack, component, room) for room in rooms),
        obstacles=what_stops_sealing(register, pack, component),
        sealed_envelopes=sum(e.component_id == component for e in register.script_envelopes),
        people=people_of(register, component),
        papers=papers_of(register, pack, component),
        signed=register.sign_off(component),
        changed_since_signed=changed_since_signed(register, component),
    )


def _share(register: Register, pack: SessionPack, component: ComponentId, room: RoomId) -> RoomShare:
    rows = register.of_component(component)
    known = pack.room(room)
    return RoomShare(
        room_id=room,
        name=known.name if known else room,
        present=sum(s.is_present and s.place == room for s in rows),
        collected=sum(s.script_room == room for s in rows),
        counted=register.room(room).counted.get(component),
        kind=known.kind if known else "",
    )


def _once(obstacles: Iterable[Obstacle]) -> tuple[Obstacle, ...]:
    """A sentence that stops both a room and a component is one thing to do."""
    return tuple({(o.kind, o.what): o for o in obstacles}.values())
