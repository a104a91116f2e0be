"""When a room and each candidate in it finish, from the record: the same on tablet, page and paper."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.plan.timetable import TimetabledComponent
from shared.record.register import RoomRecord, SittingRecord
from shared.record.times import Lateness, personal_finish


def stopped_since(room: RoomRecord, since: datetime, now: datetime) -> timedelta:
    """How long writing stood still in the room after ``since``; a stop that goes on counts until ``now``."""
    return sum(
        (max((stop.ended or now) - max(stop.began, since), timedelta()) for stop in room.stops), timedelta()
    )


def paper_finish(paper: TimetabledComponent, room: RoomRecord, now: datetime) -> datetime | None:
    """When the paper ends for those without extra time who began with the room; None before it started."""
    started = room.started_at.get(paper.id)
    if started is None:
        return None
    return personal_finish(paper, started_at=started, stopped=stopped_since(room, started, now))


def sitting_finish(
    paper: TimetabledComponent,
    sitting: SittingRecord,
    room: RoomRecord,
    extra_time_percent: int,
    now: datetime,
) -> datetime | None:
    """When this candidate finishes; a late one has the full time from the own arrival (rule 15)."""
    started = room.started_at.get(paper.id)
    if started is None:
        return None
    arrived = sitting.arrived_at if sitting.lateness is not Lateness.ON_TIME else None
    begun = max(arrived, started) if arrived else started
    return personal_finish(
        paper,
        started_at=begun,
        extra_time_percent=extra_time_percent,
        stopped=stopped_since(room, begun, now),
    )
