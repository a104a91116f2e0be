"""Who is expected where and from when: one session's duties, as the rota decided them."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shared.ids import InvigilatorId, RoomId
from shared.plan.centre import InvigilatorRole

RESERVE_ROOM: RoomId = ""
"""Reserves are expected in the exams office until somebody sends them to a room."""


class Duty(Struct, frozen=True, kw_only=True):
    """One person's duty in one session: signed in in ``room_id`` by ``report_at``."""

    invigilator_id: InvigilatorId
    room_id: RoomId = RESERVE_ROOM
    role: InvigilatorRole = "invigilator"
    report_at: datetime

    @property
    def is_reserve(self) -> bool:
        """Whether this person waits in the office rather than in a room."""
        return self.room_id == RESERVE_ROOM


def in_duty_order(duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """Room by room, the lead first and reserves last, so that one rota is always the same bytes."""
    rank = {"lead": 0, "invigilator": 1, "facilitator": 2, "reserve": 3}
    return tuple(sorted(duties, key=lambda d: (d.is_reserve, d.room_id, rank[d.role], d.invigilator_id)))
