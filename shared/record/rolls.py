"""The roll of a room that was left: how many were counted and who was seen, by all its tablets together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from shared.ids import CandidateId, RoomId
from shared.record.events.room import RollCalled
from shared.record.facts import Fact, heads, in_order

Where = Literal["out", "back"]


class Roll(Struct, frozen=True, kw_only=True):
    """What stands of one count. ``here`` are those who were ticked by name; a count by voice names nobody."""

    counted: int
    here: frozenset[CandidateId]
    at: datetime
    by: str


def roll_called(facts: Iterable[Fact], room: RoomId, where: Where, since: datetime | None) -> Roll | None:
    """The roll of ``room`` since the stop that began at ``since``; None before a count.

    Two people who each tick their half make one roll. Whoever had seen the other's ticks and took one
    back is believed; a bare number stands until somebody counts again.
    """
    counts: list[tuple[Fact, RollCalled]] = []
    for fact in in_order(f for f in facts if f.envelope.room == room):
        event = fact.envelope.event
        if isinstance(event, RollCalled) and event.where == where and (since is None or fact.at >= since):
            counts.append((fact, event))
    if not counts:
        return None
    ticked = {fact.envelope.id: event.here for fact, event in counts if len(event.here) == event.counted}
    standing = heads([fact for fact, _event in counts if fact.envelope.id in ticked])
    here = frozenset(who for fact in standing for who in ticked[fact.envelope.id])
    last, told = counts[-1]
    return Roll(
        counted=len(here) if last.envelope.id in ticked else told.counted,
        here=here,
        at=last.at,
        by=last.envelope.actor,
    )
