"""Why somebody sits where they sit, why nowhere, and what to do: as sentences for the officer."""

from __future__ import annotations

from collections.abc import Sequence

from hub.before.records import RoomRecord
from hub.before.seating.floor import Floor
from hub.before.seating.options import Apart, SeatingOptions
from hub.before.seating.outcome import Unplaced
from hub.before.seating.sitters import Sitter, label


def why_here(sitter: Sitter, room: RoomRecord) -> str:
    """The reason for the room."""
    served = [kind for kind in room.serves if kind in sitter.needs]
    if sitter.sits_apart:
        return f"sits apart: {room.name} is a separate room"
    if served:
        return f"{room.name} is kept for {', '.join(label(kind) for kind in served)}"
    if sitter.route is not None:
        return f"no room is kept for {label(sitter.route)}: {room.name} takes everybody"
    return f"{room.name} takes everybody and is filled in order"


def why_nowhere(
    sitter: Sitter, floors: Sequence[Floor], belong: int, seats: int, options: SeatingOptions
) -> Unplaced:
    """What was lacking, and the ways out."""
    if not floors:
        return _no_room(sitter)
    names = ", ".join(floor.room.name for floor in floors)
    free = sum(floor.left for floor in floors)
    if free and options.separate_alone and sitter.sits_apart:
        return Unplaced(
            number=sitter.number,
            reason=f"sits apart, and {names} has somebody already",
            what_to_do="Add a separate room, or let those who sit apart share one.",
        )
    if free and options.readers_by_component and _beside_a_reader(sitter, floors):
        return Unplaced(
            number=sitter.number,
            reason=f"who is read to shares a room only with the same paper, and {names} has another",
            what_to_do=f"Keep one more room for {label(sitter.route)}." if sitter.route else "Add a room.",
        )
    if free and options.apart in (Apart.EMPTY_LINE, Apart.ALTERNATE):
        return Unplaced(
            number=sitter.number,
            reason=f"{free} seats in {names} stay empty so that papers are kept apart",
            what_to_do="Seat the papers in blocks, or add a room.",
        )
    spare = sum(len(f.room.usable_seats) - f.most for f in floors if f.room.takes_everybody)
    return Unplaced(
        number=sitter.number,
        reason=f"{belong} candidates belong in {names}, with {seats} seats for them",
        what_to_do=f"Add a room, or give up some of the {spare} spare seats." if spare else "Add a room.",
    )


def why_used(floor: Floor, chosen: Sequence[RoomRecord]) -> str:
    """Why a room is used or stays empty."""
    room = floor.room
    if room.serves:
        kept = f"kept for {', '.join(label(kind) for kind in room.serves)}"
    else:
        kept = "kept for those who sit apart" if room.kind == "separate" else "takes everybody"
    if all(room.id != one.id for one in chosen):
        return f"{kept}; not chosen for this session"
    return kept if floor.taken else f"{kept}; not needed"


def _no_room(sitter: Sitter) -> Unplaced:
    need = label(sitter.route) if sitter.route is not None else "everybody"
    return Unplaced(
        number=sitter.number,
        reason="no room is kept for what this candidate needs"
        if sitter.route is not None
        else "there is no room that takes everybody",
        what_to_do=f"Add a room for {need}, or keep one that there is for it.",
    )


def _beside_a_reader(sitter: Sitter, floors: Sequence[Floor]) -> bool:
    return all(floor.left == 0 or floor.refuses(sitter) for floor in floors)
