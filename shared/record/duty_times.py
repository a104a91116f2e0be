"""Who was on duty in which room from when to when, as it was signed on tablets or keyed in from paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from shared.ids import InvigilatorId, RoomId
from shared.record.events.room import InvigilatorSignedIn, InvigilatorSignedOut
from shared.record.facts import Fact, in_order


class DutyTime(Struct, frozen=True, kw_only=True):
    """One stretch of duty; ``left`` is None while nobody signed the person out.

    ``came`` is None where somebody was signed out who had not signed in.
    """

    room: RoomId
    invigilator_id: InvigilatorId
    came: datetime | None
    left: datetime | None = None
    from_paper: bool = False


def duty_times(facts: Iterable[Fact]) -> tuple[DutyTime, ...]:
    """Every stretch in the order of its beginning; signing in twice begins no second one."""
    open_now: dict[tuple[RoomId, InvigilatorId], Fact] = {}
    found: list[DutyTime] = []
    for fact in in_order(facts):
        event, room = fact.envelope.event, fact.envelope.room
        if not isinstance(event, InvigilatorSignedIn | InvigilatorSignedOut) or room is None:
            continue
        key = (room, event.invigilator_id)
        if isinstance(event, InvigilatorSignedIn):
            open_now.setdefault(key, fact)
            continue
        found.append(_stretch(key, open_now.pop(key, None), fact))
    found += [_stretch(key, began, None) for key, began in open_now.items()]
    return tuple(sorted(found, key=lambda d: (d.came or d.left or datetime.max, d.room, d.invigilator_id)))


def _stretch(key: tuple[RoomId, InvigilatorId], began: Fact | None, ended: Fact | None) -> DutyTime:
    return DutyTime(
        room=key[0],
        invigilator_id=key[1],
        came=began.at if began else None,
        left=ended.at if ended else None,
        from_paper=any(f.is_from_paper for f in (began, ended) if f is not None),
    )
