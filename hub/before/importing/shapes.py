"""Which fields each kind of list has, and which of them it can't do without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from hub.before.importing import (
    arrangements,
    candidates,
    entries,
    invigilators,
    oneroster,
    rooms,
    seats,
    timetable,
)
from hub.before.importing.headings import Field
from hub.before.records import Kind


class Shape(Struct, frozen=True):
    """The fields, and sets of which one each must be there."""

    fields: tuple[Field, ...]
    needed: tuple[tuple[str, ...], ...]


SHAPES: Final[Mapping[Kind, Shape]] = {
    Kind.TIMETABLE: Shape(timetable.FIELDS, timetable.NEEDED),
    Kind.CANDIDATES: Shape(candidates.FIELDS, candidates.NEEDED),
    Kind.ENTRIES: Shape(entries.FIELDS, entries.NEEDED),
    Kind.ROOMS: Shape(rooms.FIELDS, rooms.NEEDED),
    Kind.SEATS: Shape(seats.FIELDS, seats.NEEDED),
    Kind.ARRANGEMENTS: Shape(arrangements.FIELDS, arrangements.NEEDED),
    Kind.INVIGILATORS: Shape(invigilators.FIELDS, invigilators.NEEDED),
    Kind.ONEROSTER: Shape(oneroster.FIELDS, oneroster.NEEDED),
}
"""Photos are files, not rows, and have none."""
