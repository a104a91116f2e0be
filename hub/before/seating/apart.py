"""Those who can't sit with everybody: alone in a room, or beside a reader with the same paper only."""

from __future__ import annotations

from collections.abc import Sequence

from hub.before.seating.floor import Floor
from hub.before.seating.sitters import Sitter
from shared.ids import ComponentId


def seat_alone(floors: Sequence[Floor], sitters: Sequence[Sitter]) -> list[Sitter]:
    """An empty room each, the smallest first. Who finds none is handed back."""
    without = []
    for sitter in sitters:
        empty = [floor for floor in floors if floor.is_empty and floor.left]
        floor = min(empty, key=lambda f: f.left) if empty else None
        seat = floor.first_free() if floor is not None else None
        if floor is None or seat is None:
            without.append(sitter)
        else:
            floor.place(sitter, seat.label)
    return without


def seat_read_to(
    floors: Sequence[Floor], sitters: Sequence[Sitter], timetabled: Sequence[ComponentId]
) -> list[Sitter]:
    """Paper by paper, the paper with most candidates first, in as few rooms as will do.

    Who finds none is handed back.
    """
    order = {paper: place for place, paper in enumerate(timetabled)}
    by_papers: dict[tuple[ComponentId, ...], list[Sitter]] = {}
    for sitter in sitters:
        by_papers.setdefault(sitter.components, []).append(sitter)
    ordered = sorted(by_papers.items(), key=lambda item: (-len(item[1]), [order[p] for p in item[0]]))
    without = []
    for _, group in ordered:
        waiting = list(group)
        while waiting:
            floor = _room_for(floors, waiting)
            if floor is None:
                without += waiting
                break
            while waiting and floor.takes(waiting[0]):
                seat = floor.first_free()
                if seat is None:
                    break
                floor.place(waiting.pop(0), seat.label)
    return without


def _room_for(floors: Sequence[Floor], group: Sequence[Sitter]) -> Floor | None:
    """One where the paper is read already, then an empty one, then one where everybody sits that paper.

    Of empty ones the smallest that takes them all, or else the largest.
    """
    takes = [floor for floor in floors if floor.left and floor.takes(group[0])]
    shared = [floor for floor in takes if any(s.is_read_to for s in floor.sitters.values())]
    empty = [floor for floor in takes if floor.is_empty]
    whole = [floor for floor in empty if floor.left >= len(group)]
    if shared:
        return shared[0]
    if whole:
        return min(whole, key=lambda floor: floor.left)
    if empty:
        return max(empty, key=lambda floor: floor.left)
    return takes[0] if takes else None
