"""When a room and each candidate in it finish, from the record: the same on tablet, page and paper.

Everything is asked at a moment, ``now``: while a clock stands still its finish moves on with the time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from shared.ids import CandidateId, ComponentId, RoomId
from shared.plan.candidates import ArrangementKind
from shared.plan.pack import SessionPack
from shared.plan.timetable import TimetabledComponent
from shared.record import pauses
from shared.record.register import Register, RoomRecord, SittingRecord, Stop
from shared.record.times import Lateness, latest, writing_time


class OwnFinish(Struct, frozen=True, kw_only=True):
    """One candidate's finish of one paper; ``is_paused`` while the own clock stands still."""

    candidate_id: CandidateId
    component_id: ComponentId
    began: datetime
    at: datetime
    is_paused: bool = False


def stopped_since(room: RoomRecord, since: datetime, now: datetime) -> timedelta:
    """How long writing stood still in the room after ``since``; a stop that goes on counts until ``now``."""
    return pauses.stopped_since(room.stops, since, now)


def is_stopped(stops: tuple[Stop, ...]) -> bool:
    """Whether the clock stands still now."""
    return any(stop.ended is None for stop in stops)


def paper_finish(paper: TimetabledComponent, room: RoomRecord, now: datetime) -> datetime | None:
    """When the paper ends for those without extra time who began with the room; None before it started."""
    started = room.started_at.get(paper.id)
    if started is None:
        return None
    return pauses.finish_after(started, writing_time(paper.minutes, 0), room.stops, now)


def extra_time(sitting: SittingRecord, planned_percent: int) -> int:
    """The percentage that counts: the planned one, or more where it was granted on the day (rule 26)."""
    granted = (a.percent for a in sitting.granted if a.kind is ArrangementKind.EXTRA_TIME)
    return max((planned_percent, *granted))


def own_start(paper: TimetabledComponent, sitting: SittingRecord, room: RoomRecord) -> datetime | None:
    """When this candidate's time began: with the room, or at the own later arrival (rule 15)."""
    started = room.started_at.get(paper.id)
    if started is None or sitting.lateness is Lateness.ON_TIME or sitting.arrived_at is None:
        return started
    return latest(started, sitting.arrived_at)


def sitting_finish(
    paper: TimetabledComponent,
    sitting: SittingRecord,
    room: RoomRecord,
    extra_time_percent: int,
    now: datetime,
) -> datetime | None:
    """When this candidate finishes, with extra time, every stop and rest break; None before the start."""
    began = own_start(paper, sitting, room)
    if began is None:
        return None
    writing = writing_time(paper.minutes, extra_time(sitting, extra_time_percent))
    return pauses.finish_after(began, writing, (*room.stops, *sitting.breaks), now)


def finish_if_admitted(
    paper: TimetabledComponent, sitting: SittingRecord, extra_time_percent: int, arrived_at: datetime
) -> datetime:
    """When somebody who is let in at ``arrived_at`` would finish: with the full time (rule 15)."""
    writing = writing_time(paper.minutes, extra_time(sitting, extra_time_percent))
    return pauses.finish_after(arrived_at, writing, (), arrived_at)


def finishes_in(register: Register, pack: SessionPack, room: RoomId, now: datetime) -> tuple[OwnFinish, ...]:
    """Every candidate who writes in this room with the own finish, the first to finish in front.

    Who was dismissed, whose script is in or whose paper the room finished writes no more.
    """
    record = register.room(room)
    writing: list[OwnFinish] = []
    for sitting in register.sittings:
        paper = pack.component(sitting.component_id)
        if sitting.place != room or not is_writing(sitting, record) or paper is None:
            continue
        began = own_start(paper, sitting, record)
        at = sitting_finish(paper, sitting, record, _planned_extra(pack, sitting), now)
        if began is not None and at is not None:
            writing.append(
                OwnFinish(
                    candidate_id=sitting.candidate_id,
                    component_id=sitting.component_id,
                    began=began,
                    at=at,
                    is_paused=is_stopped((*record.stops, *sitting.breaks)),
                )
            )
    return tuple(sorted(writing, key=lambda own: (own.at.timestamp(), own.candidate_id)))


def is_writing(sitting: SittingRecord, room: RoomRecord) -> bool:
    """Whether the candidate is present and still has the paper in front of them."""
    ended = sitting.finished_at is not None or sitting.script_collected_at is not None
    started = sitting.component_id in room.started_at and sitting.component_id not in room.finished_at
    return sitting.is_present and started and not ended


def room_finish(register: Register, pack: SessionPack, room: RoomId, now: datetime) -> datetime | None:
    """When the last candidate of the room finishes; the papers' own ends where nobody writes any more.

    None before anything started.
    """
    record = register.room(room)
    ends = [own.at for own in finishes_in(register, pack, room, now)]
    if not ends:
        papers = (paper_finish(paper, record, now) for paper in pack.session.components)
        ends = [at for at in papers if at is not None]
    return latest(*ends) if ends else None


def papers_released_at(
    register: Register, pack: SessionPack, paper: TimetabledComponent, now: datetime
) -> datetime | None:
    """From when question papers of this component may leave the rooms (rule 12).

    The published finish, or later if anybody writes longer. None while somebody who is present has not
    begun: nobody knows yet.
    """
    ends = [paper.published_finish]
    for sitting in register.of_component(paper.id):
        if not sitting.is_present:
            continue
        room = register.room(sitting.place or "")
        ended = sitting.finished_at or sitting.script_collected_at or room.finished_at.get(paper.id)
        at = ended or sitting_finish(paper, sitting, room, _planned_extra(pack, sitting), now)
        if at is None:
            return None
        ends.append(at)
    return latest(*ends)


def _planned_extra(pack: SessionPack, sitting: SittingRecord) -> int:
    candidate = pack.candidate(sitting.candidate_id)
    return candidate.extra_time_percent if candidate else 0
