"""The order in which a room's seats are filled: from a corner, down its lines."""

from __future__ import annotations

from functools import lru_cache

from hub.before.seating.options import Corner, Flow
from shared.plan.centre import Room, Seat

AS_IMPORTED = (Corner.FRONT_LEFT, Flow.SNAKE_COLUMNS)
"""The walk in which a room lists its seats to begin with; one that was listed otherwise keeps its list."""


@lru_cache(maxsize=1_024)
def walk(room: Room, corner: Corner = Corner.FRONT_LEFT, flow: Flow = Flow.SNAKE_COLUMNS) -> tuple[Seat, ...]:
    """The seats that may be used, in the order in which they are filled.

    The usual walk is the one in which the room lists its seats, which a centre may have numbered its own way.
    """
    usable = room.usable_seats
    if (corner, flow) == AS_IMPORTED:
        return usable
    lines: dict[int, list[Seat]] = {}
    for seat in usable:
        lines.setdefault(line_of(seat, flow), []).append(seat)
    from_back = corner in (Corner.BACK_LEFT, Corner.BACK_RIGHT)
    from_right = corner in (Corner.FRONT_RIGHT, Corner.BACK_RIGHT)
    last_line, first_along = (from_right, from_back) if flow.by_columns else (from_back, from_right)
    walked: list[Seat] = []
    for place, line in enumerate(sorted(lines, reverse=last_line)):
        turned = first_along
        if flow in (Flow.SNAKE_COLUMNS, Flow.SNAKE_ROWS) and place % 2:
            turned = not first_along
        walked += sorted(lines[line], key=lambda s: s.row if flow.by_columns else s.column, reverse=turned)
    return tuple(walked)


def line_of(seat: Seat, flow: Flow) -> int:
    """The line of the walk that a seat stands in: its column, or its row."""
    return seat.column if flow.by_columns else seat.row
