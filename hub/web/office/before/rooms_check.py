"""What a room comes to: seats to use, invigilators when full, and whether its chairs are far enough apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from hub.before.records import RoomRecord
from hub.web.office.before.rooms_drawing import Cell
from hub.web.office.before.rooms_keeping import RoomUse
from shared.ids import RoomId
from shared.plan.centre import RoomKind
from shared.plan.spacing import in_metres, seat_spacing, too_near
from shared.record.times import invigilators_needed
from shared.rules.profile import RulesProfile

MOST_FAULTS: Final = 6


class RoomCheck(Struct, frozen=True, kw_only=True):
    """``good`` is None where the distances aren't known; ``cells`` are the seats that are too close."""

    good: bool | None
    sentence: str
    lines: tuple[str, ...] = ()
    cells: frozenset[Cell] = frozenset()
    needed: int


class RoomLine(Struct, frozen=True, kw_only=True):
    """One room in the list."""

    id: RoomId
    name: str
    kind: RoomKind
    usable: int
    broken: int
    good: bool | None
    spacing: str
    serves: str
    needed: int
    uses: tuple[RoomUse, ...]


def check_room(record: RoomRecord, rules: RulesProfile) -> RoomCheck:
    """The room against the rules of today (rules 1 and 5)."""
    needed = invigilators_needed(record.most_seated, rules)
    least = rules.chair_spacing_cm.in_force
    if least is None:
        return RoomCheck(good=None, sentence="no distance is asked for", needed=needed)
    faults = too_near(record.room, rules)
    if faults:
        pairs = sum(len(fault.pairs) for fault in faults)
        places = {seat.label: (seat.row, seat.column) for seat in record.seats}
        return RoomCheck(
            good=False,
            sentence=f"{pairs} pair{'s' if pairs > 1 else ''} closer than {in_metres(least)}",
            lines=tuple(fault.text for fault in faults[:MOST_FAULTS]),
            cells=frozenset(places[label] for fault in faults for pair in fault.pairs for label in pair),
            needed=needed,
        )
    across, along = seat_spacing(record.room)
    unknown = [
        words
        for words, distance, lines in (
            ("side by side", across, record.columns),
            ("one behind the other", along, record.rows),
        )
        if distance is None and lines > 1
    ]
    if unknown:
        return RoomCheck(good=None, sentence=f"not measured {' nor '.join(unknown)}", needed=needed)
    return RoomCheck(good=True, sentence=f"{in_metres(least)} kept everywhere", needed=needed)


def room_lines(
    rooms: tuple[RoomRecord, ...], rules: RulesProfile, usage: Mapping[RoomId, tuple[RoomUse, ...]]
) -> tuple[RoomLine, ...]:
    """The list of rooms."""
    lines = []
    for record in rooms:
        check = check_room(record, rules)
        lines.append(
            RoomLine(
                id=record.id,
                name=record.name,
                kind=record.kind,
                usable=record.most_seated,
                broken=len(record.disabled),
                good=check.good,
                spacing=check.sentence,
                serves=", ".join(kind.value.replace("_", " ") for kind in record.serves),
                needed=check.needed,
                uses=usage.get(record.id, ()),
            )
        )
    return tuple(lines)
