"""Seats that a proposal leaves alone: those chosen by hand; all of them, where only new ones are seated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from hub.before.records import SeatingRecord
from hub.before.seating.floor import Floor
from hub.before.seating.options import Scope
from hub.before.seating.sitters import Sitter
from shared.ids import RoomId


class Kept(Struct, frozen=True, kw_only=True):
    """The seatings that stay, why, and what became of seats that could not stay."""

    seatings: tuple[SeatingRecord, ...]
    reasons: dict[str, str]
    notes: tuple[str, ...]


def keep(
    floors: Mapping[RoomId, Floor],
    sitters: Sequence[Sitter],
    before: Sequence[SeatingRecord],
    scope: Scope,
) -> Kept:
    """Put everybody back who keeps their seat; the floors know them from then on.

    A candidate who has been entered for one more paper since sits it on the seat they have.
    """
    theirs: dict[str, list[SeatingRecord]] = defaultdict(list)
    for seating in before:
        if seating.pinned or scope is Scope.NEW:
            theirs[seating.number].append(seating)
    seatings: list[SeatingRecord] = []
    reasons: dict[str, str] = {}
    notes: list[str] = []
    # By hand first: where two claim one seat, the one that somebody chose goes before.
    ordered = sorted(
        sitters, key=lambda s: (not any(one.pinned for one in theirs.get(s.number, ())), s.number)
    )
    for sitter in ordered:
        found = [s for s in theirs.get(sitter.number, ()) if s.component_id in sitter.components]
        if not found:
            continue
        gone = next((told for s in found if (told := _why_gone(floors, s))), None)
        if gone is not None:
            if any(s.pinned for s in found):
                notes.append(f"{sitter.number} had a seat chosen by hand and gets another: {gone}.")
            continue
        seatings += _for_every_paper(sitter, found)
        for room_id, seat in dict.fromkeys((s.room_id, s.seat) for s in found):
            floors[room_id].place(sitter, seat)
        reasons[sitter.number] = "chosen by hand" if any(s.pinned for s in found) else "kept from before"
        rooms = list(dict.fromkeys(floors[s.room_id].room.name for s in found))
        if len(rooms) > 1:
            notes.append(f"{sitter.number} changes rooms between papers: {' and '.join(rooms)}.")
    return Kept(seatings=tuple(seatings), reasons=reasons, notes=tuple(notes))


def _why_gone(floors: Mapping[RoomId, Floor], seating: SeatingRecord) -> str | None:
    floor = floors.get(seating.room_id)
    if floor is None:
        return f"room {seating.room_id} is not in the plan any more"
    if floor.room.seat(seating.seat) is None:
        return f"{floor.room.name} has no seat {seating.seat} any more"
    other = floor.sitters.get(seating.seat)
    if other is not None:
        return f"{seating.seat} in {floor.room.name} is taken by {other.number}"
    if not seating.pinned and floor.room.why_disabled(seating.seat) is not None:
        return f"{seating.seat} in {floor.room.name} is not used any more"
    return None


def _for_every_paper(sitter: Sitter, found: Sequence[SeatingRecord]) -> list[SeatingRecord]:
    by_paper = {s.component_id: s for s in found}
    return [by_paper.get(paper) or replace(found[0], component_id=paper) for paper in sitter.components]
