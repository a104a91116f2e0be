"""Who should have signed in by now and hasn't: the rota held against the register."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from shared.ids import RoomId
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from shared.plan.timetable import elapsed
from shared.record.register import Register

_MINUTE = timedelta(minutes=1)


class MissingDuty(Struct, frozen=True, kw_only=True):
    """Somebody who is expected in a room and isn't signed in; ``elsewhere`` is where they are instead."""

    duty: Duty
    minutes_late: int
    elsewhere: RoomId | None = None


def not_signed_in(pack: SessionPack, register: Register, now: datetime) -> tuple[MissingDuty, ...]:
    """Everybody whose time to report has come, longest overdue first.

    Who signed in and left again has been there. Reserves wait in the office, where nobody signs in on a
    tablet; in a room that is closed nobody is expected any more.
    """
    missing = sorted(_missing(pack, register, now), key=lambda m: (-m.minutes_late, m.duty.invigilator_id))
    return tuple(missing)


def _missing(pack: SessionPack, register: Register, now: datetime) -> Iterator[MissingDuty]:
    for duty in pack.duties:
        late = elapsed(duty.report_at, now)
        if duty.is_reserve or late < timedelta():
            continue
        room = register.room(duty.room_id)
        if duty.invigilator_id in (*room.on_duty, *room.served) or room.closed_at is not None:
            continue
        elsewhere = next((r.room_id for r in register.rooms if duty.invigilator_id in r.on_duty), None)
        yield MissingDuty(duty=duty, minutes_late=math.floor(late / _MINUTE), elsewhere=elsewhere)
