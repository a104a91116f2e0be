"""A seating that is proposed: the choices a form holds, and what would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from msgspec import Struct

from hub.before.records import SeatingRecord
from hub.before.seating import (
    Apart,
    Corner,
    Flow,
    Order,
    Scope,
    SeatingOptions,
    SeatingPlan,
    clone_seating,
    seat_session,
)
from hub.web.office.before.seating_keeping import InPlan
from hub.web.office.refusals import NotUsable
from shared.canonical import digest
from shared.ids import RoomId, SessionId

CHOICES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "order": (
        "In the order of",
        {
            Order.NUMBER: "candidate number",
            Order.NAME: "name",
            Order.COMPONENT: "paper, then number",
        },
    ),
    "corner": (
        "The first sits",
        {
            Corner.FRONT_LEFT: "front left",
            Corner.FRONT_RIGHT: "front right",
            Corner.BACK_LEFT: "back left",
            Corner.BACK_RIGHT: "back right",
        },
    ),
    "flow": (
        "Then",
        {
            Flow.SNAKE_COLUMNS: "down a column, up the next",
            Flow.COLUMNS: "down every column",
            Flow.SNAKE_ROWS: "along a row, back the next",
            Flow.ROWS: "along every row",
        },
    ),
    "apart": (
        "Papers in one room",
        {
            Apart.BLOCKS: "in blocks",
            Apart.EMPTY_LINE: "an empty line between",
            Apart.ALTERNATE: "line by line in turn",
            Apart.MIXED: "mixed",
        },
    ),
    "scope": (
        "Whom to seat",
        {Scope.ALL: "everybody again", Scope.NEW: "only those without a seat"},
    ),
}
"""Field → its heading and what each choice is called. Seats held fast stay in any case."""
SWITCHES: Final = {
    "extra_time_together": "Extra time sits together",
    "separate_alone": "Who sits apart has the room alone",
    "readers_by_component": "Readers share a room with the same paper only",
}
MOST_SPARE: Final = 99
Choice = TypeVar("Choice", Order, Corner, Flow, Apart, Scope)


class RoomChange(Struct, frozen=True, kw_only=True):
    """One room before and after the proposal."""

    id: RoomId
    name: str
    before: int
    after: int
    most: int
    reason: str


class Proposal(Struct, frozen=True, kw_only=True):
    """What would be, and how it differs from what is."""

    plan: SeatingPlan
    rooms: tuple[RoomChange, ...]
    moved: tuple[str, ...]
    new: int
    seated: int
    unheld: tuple[str, ...]
    told: tuple[str, ...] = ()
    source: SessionId = ""

    @property
    def digest(self) -> str:
        """What the officer says yes to; where the plan changed meanwhile it is another."""
        return digest("\n".join(f"{s.key} {s.room_id} {s.seat}" for s in self.plan.seatings))


def propose(held: InPlan, options: SeatingOptions) -> Proposal:
    """Everybody seated by these choices."""
    return _compared(held, seat_session(held.plan, options))


def propose_clone(held: InPlan, source: SessionId, other: tuple[SeatingRecord, ...]) -> Proposal:
    """As another session was seated. Raises NotUsable where nobody was."""
    if not other:
        raise NotUsable("Nobody is seated in that session. Choose another one.")
    cloned = clone_seating(held.plan, other, held.options)
    return _compared(held, cloned.plan, told=cloned.differences, source=source)


def read_options(request: Mapping[str, str], known: SeatingOptions) -> SeatingOptions:
    """The choices of a form or an address; what is missing or foreign stays as it was."""
    told = bool(request.get("order"))

    def choice(name: str, before: Choice) -> Choice:
        kind = type(before)
        value = request.get(name, "")
        return kind(value) if value in {one.value for one in kind} else before

    def count(name: str, before: int) -> int:
        value = request.get(name, "")
        return min(MOST_SPARE, int(value)) if value.isdecimal() and len(value) < 4 else before if value else 0

    def switch(name: str, *, before: bool) -> bool:
        return bool(request.get(name)) if told else before

    return SeatingOptions(
        order=choice("order", known.order),
        corner=choice("corner", known.corner),
        flow=choice("flow", known.flow),
        apart=choice("apart", known.apart),
        scope=choice("scope", known.scope),
        spare_seats=count("spare_seats", known.spare_seats) if told else known.spare_seats,
        spare_percent=count("spare_percent", known.spare_percent) if told else known.spare_percent,
        extra_time_together=switch("extra_time_together", before=known.extra_time_together),
        separate_alone=switch("separate_alone", before=known.separate_alone),
        readers_by_component=switch("readers_by_component", before=known.readers_by_component),
        rooms=known.rooms,
    )


def options_as_fields(options: SeatingOptions) -> dict[str, str]:
    """The choices as an address or hidden fields carry them."""
    fields = {name: getattr(options, name).value for name in CHOICES}
    fields |= {name: str(getattr(options, name)) for name in ("spare_seats", "spare_percent")}
    return fields | {name: "yes" for name in SWITCHES if getattr(options, name)}


def _compared(
    held: InPlan, proposal: SeatingPlan, *, told: tuple[str, ...] = (), source: SessionId = ""
) -> Proposal:
    plan = held.plan
    before = {(s.room_id, s.seat) for s in plan.seatings}
    use = {room.room_id: room for room in proposal.rooms}
    had = {s.number for s in plan.seatings}
    seated = {s.number for s in proposal.seatings}
    return Proposal(
        plan=proposal,
        rooms=tuple(
            RoomChange(
                id=room.id,
                name=room.name,
                before=sum(1 for room_id, _ in before if room_id == room.id),
                after=use[room.id].taken,
                most=use[room.id].most,
                reason=use[room.id].reason,
            )
            for room in plan.rooms
        ),
        moved=proposal.moved_from(plan.seatings),
        new=len(seated - had),
        seated=len(seated),
        unheld=tuple(sorted(had - seated)),
        told=(*told, *proposal.notes),
        source=source,
    )
