"""Where everybody and every question paper of a component is: the sums behind the balance (rules 8, 22)."""

from __future__ import annotations

from msgspec import Struct

from shared.ids import ComponentId, RoomId
from shared.plan.pack import SessionPack
from shared.record.custody import paper_balance
from shared.record.events.candidate import Attendance
from shared.record.register import Register
from shared.record.times import Lateness


class People(Struct, frozen=True, kw_only=True):
    """Who of a component is where: ``listed`` + ``unlisted`` = ``present`` + everybody who is explained.

    ``late``, ``unlisted`` and ``transferred_in`` are among those present; ``undecided`` is nobody's word yet.
    """

    listed: int
    present: int
    late: int
    unlisted: int
    transferred_in: int
    absent: int
    withdrawn: int
    transferred_out: int
    undecided: int


class Papers(Struct, frozen=True, kw_only=True):
    """Question papers of a component in one room; None where nobody counted yet."""

    room_id: RoomId
    room: str
    received: int | None
    used: int
    unused: int | None
    spoiled: int | None
    unaccounted: int | None
    disagree: bool = False


def people_of(register: Register, component: ComponentId) -> People:
    """Everybody of the component across all rooms."""
    rows = register.of_component(component)
    present = [s for s in rows if s.is_present]
    said = [s.attendance for s in rows]
    return People(
        listed=sum(s.listed for s in rows),
        present=len(present),
        late=sum(s.lateness is not Lateness.ON_TIME for s in present),
        unlisted=sum(not s.listed and not s.from_centre for s in present),
        transferred_in=sum(bool(s.from_centre) for s in present),
        absent=said.count(Attendance.ABSENT),
        withdrawn=said.count(Attendance.WITHDRAWN),
        transferred_out=said.count(Attendance.TRANSFERRED),
        undecided=said.count(Attendance.EXPECTED) + said.count(Attendance.CONTRADICTED),
    )


def papers_of(register: Register, pack: SessionPack, component: ComponentId) -> tuple[Papers, ...]:
    """Received = used + unused + spoiled, for every room that had a packet of this component."""
    rows = register.of_component(component)
    found = []
    for record in register.rooms:
        custody = next((c for c in record.custody if c.component_id == component), None)
        if custody is None:
            continue
        used = sum(s.is_present and s.place == record.room_id for s in rows)
        balance = paper_balance(custody, used)
        known = pack.room(record.room_id)
        found.append(
            Papers(
                room_id=record.room_id,
                room=known.name if known else record.room_id,
                received=custody.received,
                used=used,
                unused=custody.unused,
                spoiled=custody.spoiled,
                unaccounted=balance.unaccounted if balance else None,
                disagree=custody.counts_disagree,
            )
        )
    return tuple(found)
