"""Filling rooms with everybody who may sit in all of them: in blocks, line by line, or in one sequence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import Final

from hub.before.seating.floor import Floor
from hub.before.seating.options import Apart, Order, SeatingOptions
from hub.before.seating.sitters import Sitter, in_order
from shared.ids import ComponentId

MOST_TRIED_ORDERS: Final = 6
"""Up to this many components every order is tried; more are seated in timetable order."""
Block = list[Sitter]


def fill(
    floors: Sequence[Floor],
    sitters: Sequence[Sitter],
    timetabled: Sequence[ComponentId],
    options: SeatingOptions,
) -> list[Sitter]:
    """Seat them in the floors' order. Who finds no place is handed back."""
    blocks = _blocks(floors, sitters, timetabled, options)
    if options.apart is Apart.ALTERNATE:
        return _line_by_line(floors, blocks)
    return [sitter for block in blocks for sitter in block if not _placed(floors, sitter, options.apart)]


def _placed(floors: Iterable[Floor], sitter: Sitter, apart: Apart) -> bool:
    for floor in floors:
        if not floor.takes(sitter):
            continue
        seat = floor.first_clear_of(sitter.paper) if apart is Apart.EMPTY_LINE else floor.first_free()
        if seat is not None:
            floor.place(sitter, seat.label)
            return True
    return False


def _line_by_line(floors: Sequence[Floor], blocks: Sequence[Block]) -> list[Sitter]:
    """Each line to the first component that isn't the line's before; the last component takes every line."""
    queues: dict[ComponentId, Block] = defaultdict(list)
    for block in blocks:
        for sitter in block:
            queues[sitter.paper].append(sitter)
    for floor in floors:
        before: ComponentId | None = None
        for line, seats in floor.lines():
            if floor.left == 0:
                break
            there = floor.papers_in_line(line)
            turn = _whose_turn(queues, floor, there, before)
            if turn is None:
                before = next(iter(there), None)
                continue
            before = turn
            for seat in seats:
                following = next((s for s in queues[turn] if floor.takes(s)), None)
                if following is None:
                    break
                floor.place(following, seat.label)
                queues[turn].remove(following)
    return [sitter for queue in queues.values() for sitter in queue]


def _whose_turn(
    queues: dict[ComponentId, Block], floor: Floor, there: set[ComponentId], before: ComponentId | None
) -> ComponentId | None:
    waiting = [paper for paper, queue in queues.items() if any(floor.takes(s) for s in queue)]
    fitting = [paper for paper in waiting if there <= {paper}]
    return next((paper for paper in fitting if paper != before), fitting[0] if fitting else None)


def _blocks(
    floors: Sequence[Floor],
    sitters: Sequence[Sitter],
    timetabled: Sequence[ComponentId],
    options: SeatingOptions,
) -> list[Block]:
    """The sequence of everybody, cut where the component changes (or the extra time, where that counts)."""
    if options.apart is Apart.MIXED and options.order is not Order.COMPONENT:
        return list(_by_extra_time(sitters, options))
    sizes = {paper: sum(s.paper == paper for s in sitters) for paper in timetabled}
    papers = [paper for paper in timetabled if sizes[paper]]
    if options.order is not Order.COMPONENT:
        papers = _splitting_fewest(papers, sizes, [floor.left for floor in floors])
    return [
        [sitter for sitter in group if sitter.paper == paper]
        for group in _by_extra_time(sitters, options)
        for paper in papers
    ]


def _by_extra_time(sitters: Sequence[Sitter], options: SeatingOptions) -> Iterator[Block]:
    ordered = in_order(sitters, options.order)
    if not options.extra_time_together:
        yield ordered
        return
    for percent in sorted({s.candidate.extra_time_percent for s in ordered}):
        yield [s for s in ordered if s.candidate.extra_time_percent == percent]


def _splitting_fewest(
    papers: list[ComponentId], sizes: dict[ComponentId, int], rooms: Sequence[int]
) -> list[ComponentId]:
    orders = permutations(papers) if len(papers) <= MOST_TRIED_ORDERS else iter([tuple(papers)])
    return list(min(orders, key=lambda order: _pieces([sizes[paper] for paper in order], rooms)))


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
