"""A proposal for one session: everybody who is entered gets a seat in a room that fits, or is told why not.

Seats kept by hand come first, then whoever may sit in the fewest rooms, so that a room shared by two groups
isn't filled with those who could have sat elsewhere. Nothing is squeezed in: who finds no place is told, with
the way out. The same plan and the same choices always give the same seats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from hub.before.records import RoomRecord, SeatingRecord
from hub.before.seating.apart import seat_alone, seat_read_to
from hub.before.seating.filling import fill
from hub.before.seating.floor import Floor
from hub.before.seating.kept import keep
from hub.before.seating.options import SeatingOptions
from hub.before.seating.outcome import RoomUse, SeatingPlan, Unplaced
from hub.before.seating.reasons import why_here, why_nowhere, why_used
from hub.before.seating.sitters import Sitter, preferred_rooms, rooms_for, sitters_of
from hub.before.session_plan import SessionPlan
from shared.ids import ComponentId, RoomId, SessionId

USUAL = SeatingOptions()


class _Group(Struct, frozen=True):
    """Those who may sit in the same rooms."""

    rooms: tuple[RoomRecord, ...]
    sitters: tuple[Sitter, ...]

    @property
    def takes_everybody(self) -> bool:
        return all(room.takes_everybody for room in self.rooms)


class _Hall:
    """All rooms while they are being filled."""

    def __init__(
        self, floors: dict[RoomId, Floor], timetabled: Sequence[ComponentId], options: SeatingOptions
    ) -> None:
        self._floors = floors
        self._timetabled = timetabled
        self._options = options

    def seat(self, group: _Group) -> list[Unplaced]:
        """Those who sit alone, those who are read to, everybody else. Who finds no place is told."""
        options = self._options
        here = [self._floors[room.id] for room in group.rooms]
        seats = sum(floor.left for floor in here)
        without: list[Sitter] = []
        if options.separate_alone:
            without += seat_alone(here, [s for s in group.sitters if s.sits_apart])
        if options.readers_by_component:
            read_to = [s for s in group.sitters if _is_read_to(s, options)]
            without += seat_read_to(here, read_to, self._timetabled)
        together = [s for s in group.sitters if not _is_routed_singly(s, options)]
        without += fill(here, together, self._timetabled, options)
        return [why_nowhere(s, here, len(group.sitters), seats, options) for s in without]

    def seat_preferred(self, sitters: Sequence[Sitter], rooms: tuple[RoomRecord, ...]) -> list[Sitter]:
        """Fill the rooms kept for what could be met anywhere. Whom they don't take sits with everybody."""
        members: dict[tuple[RoomId, ...], list[Sitter]] = {}
        for sitter in sitters:
            ids = tuple(room.id for room in preferred_rooms(sitter, rooms))
            members.setdefault(ids, []).append(sitter)
        left: list[Sitter] = []
        for ids, group in sorted(members.items(), key=lambda item: len(item[0])):
            left += fill([self._floors[i] for i in ids], group, self._timetabled, self._options)
        return left


def seat_session(plan: SessionPlan, options: SeatingOptions = USUAL) -> SeatingPlan:
    """Seat everybody who is entered. A candidate with two papers keeps one seat for both."""
    sitters = sitters_of(plan)
    chosen = rooms_to_fill(plan.rooms, options)
    floors = {room.id: Floor(room, options) for room in plan.rooms}
    kept = keep(floors, sitters, plan.seatings, options.scope)
    waiting = [s for s in sitters if s.number not in kept.reasons]
    timetabled = [row.key for row in plan.timetabling.components(plan.session)]
    hall = _Hall(floors, timetabled, options)
    preferring = [s for s in waiting if preferred_rooms(s, chosen)]
    first = {s.number for s in preferring}
    others = _groups([s for s in waiting if s.number not in first], chosen)
    unplaced = [told for group in others if not group.takes_everybody for told in hall.seat(group)]
    left = hall.seat_preferred(preferring, chosen)
    unplaced += [
        told
        for group in _groups([*(s for g in others if g.takes_everybody for s in g.sitters), *left], chosen)
        for told in hall.seat(group)
    ]
    placed = dict(_places(floors, kept.reasons))
    reasons = {s.number: why_here(s, floors[placed[s.number][0]].room) for s in waiting if s.number in placed}
    new = [s for s in waiting if s.number in placed]
    return SeatingPlan(
        seatings=tuple(
            sorted(
                [*kept.seatings, *(r for s in new for r in _seatings(plan.session, s, *placed[s.number]))],
                key=lambda s: s.key,
            )
        ),
        unplaced=tuple(sorted(unplaced, key=lambda u: u.number)),
        reasons={**kept.reasons, **reasons},
        rooms=tuple(_use(floors[room.id], chosen) for room in plan.rooms),
        notes=kept.notes,
    )


def rooms_to_fill(rooms: Sequence[RoomRecord], options: SeatingOptions) -> tuple[RoomRecord, ...]:
    """The rooms in the order in which they are filled."""
    if not options.rooms:
        return tuple(rooms)
    known = {room.id: room for room in rooms}
    return tuple(known[wanted] for wanted in dict.fromkeys(options.rooms) if wanted in known)


def _groups(sitters: Sequence[Sitter], rooms: tuple[RoomRecord, ...]) -> list[_Group]:
    """Who may sit in the fewest rooms first; those who are read to in a room of everybody's come last."""
    members: dict[tuple[bool, tuple[RoomId, ...]], list[Sitter]] = {}
    for sitter in sitters:
        fitting = _without_preferred(sitter, rooms)
        last = sitter.is_read_to and not sitter.sits_apart and all(room.takes_everybody for room in fitting)
        members.setdefault((last, tuple(room.id for room in fitting)), []).append(sitter)
    by_id = {room.id: room for room in rooms}
    ordered = sorted(members.items(), key=lambda item: (item[0][0], len(item[0][1])))
    return [_Group(tuple(by_id[i] for i in ids), tuple(group)) for (_, ids), group in ordered]


def _without_preferred(sitter: Sitter, rooms: tuple[RoomRecord, ...]) -> tuple[RoomRecord, ...]:
    preferred = len(preferred_rooms(sitter, rooms))
    return rooms_for(sitter, rooms)[preferred:]


def _is_read_to(sitter: Sitter, options: SeatingOptions) -> bool:
    return sitter.is_read_to and not (options.separate_alone and sitter.sits_apart)


def _is_routed_singly(sitter: Sitter, options: SeatingOptions) -> bool:
    alone = options.separate_alone and sitter.sits_apart
    return alone or (options.readers_by_component and sitter.is_read_to)


def _places(floors: dict[RoomId, Floor], kept: dict[str, str]) -> Iterator[tuple[str, tuple[RoomId, str]]]:
    for room_id, floor in floors.items():
        for label, sitter in floor.sitters.items():
            if sitter.number not in kept:
                yield sitter.number, (room_id, label)


def _seatings(session: SessionId, sitter: Sitter, room: RoomId, seat: str) -> list[SeatingRecord]:
    return [
        SeatingRecord(session=session, number=sitter.number, component_id=component, room_id=room, seat=seat)
        for component in sitter.components
    ]


def _use(floor: Floor, chosen: Sequence[RoomRecord]) -> RoomUse:
    return RoomUse(
        room_id=floor.room.id,
        seats=len(floor.room.usable_seats),
        most=floor.most,
        taken=floor.taken,
        reason=why_used(floor, chosen),
    )
