"""What is doubtful about a seating: a person may have it so, but is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from hub.before.records import RoomRecord, SeatingRecord
from hub.before.seating.floor import Floor
from hub.before.seating.options import Apart, SeatingOptions
from hub.before.seating.sitters import Sitter, sitters_of, why_unfit
from hub.before.seating.walk import line_of
from hub.before.session_plan import SessionPlan
from shared.ids import ComponentId, RoomId
from shared.plan.centre import Seat
from shared.plan.spacing import in_metres, too_near
from shared.rules.profile import RulesProfile


class WarningKind(StrEnum):
    """What may be wrong with where somebody sits."""

    DOES_NOT_FIT = "does_not_fit"
    SEAT_DISABLED = "seat_disabled"
    SEAT_UNKNOWN = "seat_unknown"
    SEAT_TWICE = "seat_twice"
    TOO_NEAR = "too_near"
    OTHER_BLOCK = "other_block"
    BESIDE_READER = "beside_reader"
    NOT_ALONE = "not_alone"
    ROOM_FULL = "room_full"
    TWO_ROOMS = "two_rooms"


class SeatWarning(Struct, frozen=True, kw_only=True):
    """One doubt about one candidate's seat, as a sentence."""

    kind: WarningKind
    number: str
    room_id: RoomId
    seat: str
    text: str


class _Seated(Struct, frozen=True, dict=True):
    """Who sits in one room, by seat; a seat taken twice has both."""

    room: RoomRecord
    by_seat: dict[str, list[Sitter]]

    @property
    def sitters(self) -> list[Sitter]:
        return [sitter for here in self.by_seat.values() for sitter in here]

    @cached_property
    def papers(self) -> frozenset[ComponentId]:
        """The papers by which those who sit here are kept apart."""
        return frozenset(sitter.paper for sitter in self.sitters)

    @cached_property
    def places(self) -> tuple[tuple[Seat, list[Sitter]], ...]:
        """The seats that are taken, those that the room no longer has left out."""
        known = {seat.label: seat for seat in self.room.seats}
        return tuple((known[label], here) for label, here in self.by_seat.items() if label in known)


def seating_warnings(
    plan: SessionPlan,
    seatings: Sequence[SeatingRecord],
    rules: RulesProfile,
    options: SeatingOptions,
    *,
    of: frozenset[str] | None = None,
) -> tuple[SeatWarning, ...]:
    """Every doubt, room by room in candidate-number order; ``of`` leaves only these candidates'."""
    people = {sitter.number: sitter for sitter in sitters_of(plan)}
    found: list[SeatWarning] = []
    for seated in _by_room(plan, seatings, people):
        occupied = frozenset(seated.by_seat)
        near = _near(seated.room, rules, occupied)
        most = Floor(seated.room, options).most
        for seat_label, here in sorted(seated.by_seat.items(), key=lambda item: item[1][0].number):
            for sitter in here:
                if of is not None and sitter.number not in of:
                    continue
                told = (
                    *_of_the_room(seated, sitter, plan.rooms, options, most),
                    *_of_the_seat(seated, sitter, seat_label, options, near),
                )
                found += [
                    SeatWarning(
                        kind=kind, number=sitter.number, room_id=seated.room.id, seat=seat_label, text=text
                    )
                    for kind, text in told
                ]
    return (*found, *_in_two_rooms(plan, seatings, of))


Told = tuple[WarningKind, str]


def _of_the_room(
    seated: _Seated, sitter: Sitter, rooms: Sequence[RoomRecord], options: SeatingOptions, most: int
) -> Iterator[Told]:
    room, who = seated.room, sitter.number
    unfit = why_unfit(sitter, room, rooms)
    if unfit is not None:
        yield WarningKind.DOES_NOT_FIT, f"{who}: {unfit}"
    taken = len(seated.by_seat)
    if taken > most:
        usable = len(room.usable_seats)
        left = f", {usable - most} of {usable} seats stay free" if most < usable else ""
        yield WarningKind.ROOM_FULL, f"{room.name} is to take {most}{left}; {taken} sit there."
    others = [other for other in seated.sitters if other.number != who]
    if options.separate_alone and others and sitter.sits_apart:
        yield WarningKind.NOT_ALONE, f"{who} sits apart, and {others[0].number} sits in {room.name} too."
    elif options.separate_alone and any(other.sits_apart for other in others):
        apart = next(other.number for other in others if other.sits_apart)
        yield WarningKind.NOT_ALONE, f"{room.name} is {apart}'s own; {who} sits there too."
    if options.readers_by_component:
        foreign = [other for other in others if other.components != sitter.components]
        read_to = next((o.number for o in (sitter, *foreign) if o.is_read_to), None)
        if foreign and read_to is not None:
            other = foreign[0].number if read_to == who else who
            told = f"{read_to} is read to in {room.name}, where {other} sits another paper."
            yield WarningKind.BESIDE_READER, told


def _of_the_seat(
    seated: _Seated, sitter: Sitter, place: str, options: SeatingOptions, near: dict[str, Told]
) -> Iterator[Told]:
    room, who = seated.room, sitter.number
    seat = room.seat(place)
    if seat is None:
        yield WarningKind.SEAT_UNKNOWN, f"{room.name} has no seat {place}: {who} needs another."
        return
    why = room.why_disabled(place)
    if why is not None:
        yield WarningKind.SEAT_DISABLED, f"{place} in {room.name} is not to be used: {why}."
    double = [other.number for other in seated.by_seat[place] if other.number != who]
    if double:
        yield WarningKind.SEAT_TWICE, f"{place} in {room.name} is {double[0]}'s too."
    if place in near:
        yield near[place]
    stranger = _stranger(seated, sitter, seat, options)
    if stranger is not None:
        yield (
            WarningKind.OTHER_BLOCK,
            f"{who} in {place} sits {sitter.paper} among {stranger.paper} ({stranger.number}).",
        )


def _stranger(seated: _Seated, sitter: Sitter, seat: Seat, options: SeatingOptions) -> Sitter | None:
    """Somebody with another paper who sits where the chosen way of keeping papers apart has none."""
    if options.apart is Apart.MIXED or len(seated.papers) == 1:
        return None
    line = line_of(seat, options.flow)
    near: list[Sitter] = []
    for there, here in seated.places:
        if there.label != seat.label and _counts_as_near(there, seat, line, options):
            near += here
    strangers = [other for other in near if other.paper != sitter.paper]
    if options.apart is Apart.BLOCKS and len(strangers) < len(near):
        return None
    return strangers[0] if strangers else None


def _counts_as_near(there: Seat, seat: Seat, line: int, options: SeatingOptions) -> bool:
    if options.apart is Apart.BLOCKS:
        return abs(there.row - seat.row) <= 1 and abs(there.column - seat.column) <= 1
    apart = abs(line_of(there, options.flow) - line)
    return apart == 0 or (options.apart is Apart.EMPTY_LINE and apart == 1)


def _near(room: RoomRecord, rules: RulesProfile, occupied: frozenset[str]) -> dict[str, Told]:
    """Seat → the nearest occupied seat that is nearer than it may be."""
    found: dict[str, Told] = {}
    for fault in too_near(room, rules, occupied):
        for first, second in fault.pairs:
            for one, other in ((first, second), (second, first)):
                told = f"{one} and {other} in {room.name} are {in_metres(fault.cm)} apart; it has to be "
                found.setdefault(one, (WarningKind.TOO_NEAR, f"{told}{in_metres(fault.least_cm)}."))
    return found


def _in_two_rooms(
    plan: SessionPlan, seatings: Sequence[SeatingRecord], of: frozenset[str] | None
) -> Iterator[SeatWarning]:
    rooms: dict[str, list[SeatingRecord]] = defaultdict(list)
    for seating in seatings:
        if all(seating.room_id != other.room_id for other in rooms[seating.number]):
            rooms[seating.number].append(seating)
    names = {room.id: room.name for room in plan.rooms}
    for number, theirs in sorted(rooms.items()):
        if len(theirs) > 1 and (of is None or number in of):
            told = " and ".join(f"{names.get(s.room_id, s.room_id)} for {s.component_id}" for s in theirs)
            yield SeatWarning(
                kind=WarningKind.TWO_ROOMS,
                number=number,
                room_id=theirs[0].room_id,
                seat=theirs[0].seat,
                text=f"{number} changes rooms between papers: {told}. Somebody goes with them.",
            )


def _by_room(
    plan: SessionPlan, seatings: Sequence[SeatingRecord], people: dict[str, Sitter]
) -> Iterator[_Seated]:
    for room in plan.rooms:
        by_seat: dict[str, list[Sitter]] = {}
        for seating in seatings:
            sitter = people.get(seating.number)
            if seating.room_id == room.id and sitter is not None:
                here = by_seat.setdefault(seating.seat, [])
                if sitter not in here:
                    here.append(sitter)
        if by_seat:
            yield _Seated(room, by_seat)
