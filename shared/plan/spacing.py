"""How far apart the seats of a room are, and which are too near (rule 1), where its dimensions are known."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import Final

from msgspec import Struct

from shared.plan.centre import Room, Seat
from shared.rules.profile import RulesProfile

MOST_LINES: Final = 12
"""Seats further apart than this many rows or columns are not compared."""


class SpacingFault(Struct, frozen=True, kw_only=True):
    """Pairs of seats whose centres are ``cm`` apart, which is less than ``least_cm``."""

    cm: int
    least_cm: int
    pairs: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """As a sentence: which, how far, how much is lacking."""
        first, second = self.pairs[0]
        more = len(self.pairs) - 1
        also = f" and {more} more pair{'s' if more > 1 else ''}" if more else ""
        return (
            f"Seats {first} and {second}{also} are {in_metres(self.cm)} apart from centre to centre, "
            f"{self.least_cm - self.cm} cm less than {in_metres(self.least_cm)}."
        )


def seat_spacing(room: Room) -> tuple[float | None, float | None]:
    """Distance of seat centres across and along in centimetres; None where it isn't known.

    Where only the room is measured, seats are taken to stand evenly, the outer ones half a distance from the
    wall.
    """
    return (
        _step(room.across_cm, room.width_cm, room.columns, _inner(room.column_aisles, room.columns), room),
        _step(room.along_cm, room.depth_cm, room.rows, _inner(room.row_aisles, room.rows), room),
    )


def too_near(
    room: Room, rules: RulesProfile, taken: Collection[str] | None = None
) -> tuple[SpacingFault, ...]:
    """Seats nearer to one another than the rules' distance, the nearest first.

    With ``taken`` only those seats count, so that leaving seats empty makes room; otherwise all that may be
    used. Nothing is said where the room's dimensions aren't known.
    """
    least = rules.chair_spacing_cm.in_force
    if least is None:
        return ()
    wanted = [s for s in room.usable_seats if taken is None or s.label in taken]
    found: dict[int, list[tuple[str, str]]] = {}
    for first, second, cm in _neighbours(room, wanted, least):
        if cm < least:
            found.setdefault(math.floor(cm), []).append((first.label, second.label))
    return tuple(
        SpacingFault(cm=cm, least_cm=least, pairs=tuple(pairs)) for cm, pairs in sorted(found.items())
    )


def in_metres(cm: int) -> str:
    """``1.25 m``."""
    return f"{cm / 100:.2f} m"


def _neighbours(room: Room, seats: list[Seat], least: int) -> Iterator[tuple[Seat, Seat, float]]:
    across, along = seat_spacing(room)
    columns = _places(across, room.columns, room.column_aisles, room.aisle_cm)
    rows = _places(along, room.rows, room.row_aisles, room.aisle_cm)
    by_place = {(s.row, s.column): s for s in seats}
    reach_rows, reach_columns = _reach(along, least), _reach(across, least)
    for seat in seats:
        for down in range(reach_rows + 1):
            for aside in range(-reach_columns if down else 1, reach_columns + 1):
                other = by_place.get((seat.row + down, seat.column + aside))
                if other is not None:
                    dx = columns[other.column] - columns[seat.column] if aside else 0.0
                    dy = rows[other.row] - rows[seat.row] if down else 0.0
                    yield seat, other, math.hypot(dx, dy)


def _reach(step: float | None, least: int) -> int:
    """How many lines away a seat can still be too near; none where the distance isn't known."""
    return 0 if not step else min(MOST_LINES, math.ceil(least / step))


def _places(step: float | None, lines: int, aisles: Collection[int], aisle_cm: int) -> list[float]:
    """Where each line stands, in centimetres from the first."""
    distance = step or 0.0
    places = [0.0]
    for line in range(lines - 1):
        places.append(places[-1] + (max(distance, aisle_cm) if line in aisles else distance))
    return places


def _step(told: int, measured: int, lines: int, aisles: int, room: Room) -> float | None:
    if told:
        return float(told)
    if not measured:
        return None
    # Half a step before the first line and after the last make as many steps as lines; an aisle replaces one.
    even = measured / lines
    if aisles and room.aisle_cm > even:
        even = (measured - aisles * room.aisle_cm) / (lines - aisles)
    return max(1.0, even)


def _inner(aisles: Collection[int], lines: int) -> int:
    return len({line for line in aisles if 0 <= line < lines - 1})
