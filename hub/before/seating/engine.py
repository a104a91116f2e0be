"""Seating one session: candidate-number order, every component in blocks, arrangements routed to their rooms.

A room's seats stand in walking order (up one column, down the next), so filling them in order is the
snake in which scripts are later collected. Whoever can't be placed is told, never squeezed in elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Final

from msgspec import Struct

from hub.before.records import RoomRecord, SeatingRecord
from hub.before.session_plan import SessionPlan
from shared.ids import ComponentId, RoomId, SessionId
from shared.plan.candidates import ArrangementKind, Candidate

ROUTED: Final = (
    ArrangementKind.SEPARATE_ROOM,
    ArrangementKind.SCRIBE,
    ArrangementKind.READER,
    ArrangementKind.WORD_PROCESSOR,
    ArrangementKind.PROMPTER,
)
"""What decides the room, the strongest first; other arrangements are met wherever the candidate sits."""
MOST_TRIED_ORDERS = 6
"""Up to this many components every order is tried; more are seated in timetable order."""


class Unplaced(Struct, frozen=True, kw_only=True):
    """A candidate without a seat and the sentence that says why."""

    number: str
    reason: str


class SeatingPlan(Struct, frozen=True, kw_only=True):
    """Everybody's seat, and who has none."""

    seatings: tuple[SeatingRecord, ...]
    unplaced: tuple[Unplaced, ...]

    def moved_from(self, before: Sequence[SeatingRecord]) -> tuple[str, ...]:
        """Candidate numbers that had another seat in an earlier plan."""
        places = {s.key: (s.room_id, s.seat) for s in before}
        now = {s.key: (s.room_id, s.seat) for s in self.seatings}
        moved = {s.number for s in self.seatings if s.key in places and places[s.key] != now[s.key]}
        return tuple(sorted(moved))


class _Sitter(Struct, frozen=True):
    candidate: Candidate
    components: tuple[ComponentId, ...]

    @property
    def number(self) -> str:
        return self.candidate.number

    @property
    def route(self) -> ArrangementKind | None:
        granted = {a.kind for a in self.candidate.arrangements}
        return next((kind for kind in ROUTED if kind in granted), None)


class _Group(Struct, frozen=True):
    """Rooms filled one after another with the sitters that belong there."""

    rooms: tuple[RoomRecord, ...]
    sitters: tuple[_Sitter, ...]


def seat_session(plan: SessionPlan) -> SeatingPlan:
    """Seat everybody who is entered. A candidate with two papers keeps one seat for both."""
    entered = plan.timetabling.entered(plan.session)
    sitters = tuple(_Sitter(c, entered[c.number]) for c in plan.sitting_candidates())
    timetabled = [row.key for row in plan.timetabling.components(plan.session)]
    seatings: list[SeatingRecord] = []
    unplaced: list[Unplaced] = []
    free = {room.id: [seat.label for seat in room.seats] for room in plan.rooms}
    for group in _groups(plan, sitters):
        places = [(room.id, label) for room in group.rooms for label in free[room.id]]
        ordered = _in_blocks(group, timetabled, [len(free[room.id]) for room in group.rooms])
        for sitter, (room_id, label) in zip(ordered, places, strict=False):
            free[room_id].remove(label)
            seatings.extend(_seatings(plan.session, sitter, room_id, label))
        unplaced.extend(_without_seat(group, ordered[len(places) :], len(places)))
    return SeatingPlan(
        seatings=tuple(sorted(seatings, key=lambda s: s.key)),
        unplaced=tuple(sorted(unplaced, key=lambda u: u.number)),
    )


def _groups(plan: SessionPlan, sitters: tuple[_Sitter, ...]) -> list[_Group]:
    """One group for every set of rooms kept for somebody, and one for the rooms that take everybody.

    Who may sit in the fewest rooms comes first, so that a room shared by two groups isn't filled
    with those who could have sat elsewhere.
    """
    everybody = tuple(room for room in plan.rooms if not room.serves and room.kind != "separate")
    members: dict[tuple[RoomId, ...], list[_Sitter]] = {}
    for sitter in sitters:
        rooms = _rooms_for(sitter, plan.rooms, everybody)
        members.setdefault(tuple(room.id for room in rooms), []).append(sitter)
    by_id = {room.id: room for room in plan.rooms}
    fewest_first = sorted(members.items(), key=lambda item: len(item[0]))
    return [_Group(tuple(by_id[i] for i in ids), tuple(group)) for ids, group in fewest_first]


def _rooms_for(
    sitter: _Sitter, rooms: tuple[RoomRecord, ...], everybody: tuple[RoomRecord, ...]
) -> tuple[RoomRecord, ...]:
    """The rooms kept for what this candidate needs; where none is kept, a room like everybody's."""
    route = sitter.route
    kept = tuple(room for room in rooms if route in room.serves)
    if route is ArrangementKind.SEPARATE_ROOM:
        return kept or tuple(room for room in rooms if room.kind == "separate" and not room.serves)
    return kept or everybody


def _in_blocks(
    group: _Group, timetabled: Sequence[ComponentId], free_seats: Sequence[int]
) -> tuple[_Sitter, ...]:
    """In number order within a component; components in the order that splits the fewest over rooms."""
    blocks: dict[ComponentId, list[_Sitter]] = {component: [] for component in timetabled}
    for sitter in group.sitters:
        blocks[sitter.components[0]].append(sitter)
    sat = [component for component in timetabled if blocks[component]]
    orders = permutations(sat) if len(sat) <= MOST_TRIED_ORDERS else iter([tuple(sat)])
    best = min(orders, key=lambda order: _pieces([len(blocks[c]) for c in order], free_seats))
    return tuple(sitter for component in best for sitter in blocks[component])


def _pieces(blocks: Sequence[int], rooms: Sequence[int]) -> int:
    """Into how many (component, room) pieces blocks fall when the rooms are filled one after another."""
    room_ends, end = [], 0
    for size in rooms:
        end += size
        room_ends.append(end)
    pieces, start = 0, 0
    for block in blocks:
        pieces += 1 + sum(1 for room_end in room_ends if start < room_end < start + block)
        start += block
    return pieces


def _seatings(session: SessionId, sitter: _Sitter, room: RoomId, seat: str) -> list[SeatingRecord]:
    return [
        SeatingRecord(session=session, number=sitter.number, component_id=component, room_id=room, seat=seat)
        for component in sitter.components
    ]


def _without_seat(group: _Group, sitters: Sequence[_Sitter], seats: int) -> list[Unplaced]:
    names = ", ".join(room.name for room in group.rooms)
    reason = (
        f"{len(group.sitters)} candidates belong in {names}, with {seats} seats for them"
        if group.rooms
        else "no room is kept for what this candidate needs"
    )
    return [Unplaced(number=s.number, reason=reason) for s in sitters]
