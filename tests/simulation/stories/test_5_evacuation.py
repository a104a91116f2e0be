"""Evacuation.

Forty minutes into the exam the alarm rings. One press stops every clock of the hall; the roll is called
outside by seat, one person is not there, and found. After 23 minutes everybody is back and counted again,
writing goes on, and every finish is 23 minutes later: also Ánh's, who has extra time. The annexe, across
the yard, writes on.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.record.closing import ObstacleKind, what_stops_room
from shared.record.events import incident, room
from shared.record.finishes import paper_finish, sitting_finish
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, MATHS_HIGHER
from tests.simulation.stories.exam_day import (
    ANH,
    BJORN,
    SIAN,
    ZOE,
    ExamDay,
    Post,
    every_way,
    minutes,
    present,
    started,
)

AWAY = timedelta(minutes=23)


def begun() -> tuple[ExamDay, Post, Post]:
    """Hall and annexe have written for forty minutes."""
    day = ExamDay()
    hall, annexe = day.tablet("tablet-hall", HALL), day.tablet("tablet-annexe", ANNEXE, "inv-3")
    for post, where in ((hall, HALL), (annexe, ANNEXE)):
        rows = day.pack.sittings_in(where)
        day.says(post, *(present(s.candidate_id, s.component_id, s.seat) for s in rows), at=-5)
        day.says(post, started(*dict.fromkeys(s.component_id for s in rows), at=1))
    return day, hall, annexe


def finish(post: Post, who: str, what: str, now: float, extra: int = 0) -> float:
    """When this candidate finishes, as ``post`` shows it ``now``; minutes after the published start."""
    register = post.register()
    sitting = register.sitting(who, what)
    paper = post.pack.component(what)
    assert sitting is not None
    assert paper is not None
    ends = sitting_finish(paper, sitting, register.room(sitting.place or ""), extra, minutes(now))
    assert ends is not None
    return (ends - minutes(0)) / timedelta(minutes=1)


def test_one_press_freezes_every_clock_of_the_room_and_of_no_other() -> None:
    day, hall, annexe = begun()
    assert finish(hall, SIAN, MATHS, now=40) == 91
    day.says(hall, room.ClockStopped(reason="evacuation", note="alarm"), at=40)
    for now in (40, 45, 62):
        # What is left to write stands still: each minute outside is a minute later.
        assert finish(hall, SIAN, MATHS, now) - now == 51
        assert finish(hall, ANH, MATHS_HIGHER, now, extra=25) - now == 51 + 23
        assert finish(hall, ZOE, IGCSE, now) - now == 81
    assert finish(annexe, BJORN, MATHS, now=62) == 91
    stops = {o.kind for o in what_stops_room(day.register(), day.pack, HALL)}
    assert ObstacleKind.CLOCK_STOPPED in stops
    assert ObstacleKind.CLOCK_STOPPED not in {
        o.kind for o in what_stops_room(day.register(), day.pack, ANNEXE)
    }


def test_every_personal_finish_is_later_by_exactly_the_stop() -> None:
    day, hall, _ = begun()
    before = {who: finish(hall, who, what, 39) for who, what in ((SIAN, MATHS), (ZOE, IGCSE))}
    day.says(hall, room.ClockStopped(reason="evacuation"), at=40)
    day.says(hall, room.RollCalled(counted=5, where="out"), at=46)
    day.says(hall, room.RollCalled(counted=6, where="out"), at=48)
    day.says(hall, room.RollCalled(counted=6, where="back"), at=62)
    day.says(hall, room.ClockResumed(note="no fire"), at=63)
    for now in (63, 90, 200):
        assert finish(hall, SIAN, MATHS, now) == before[SIAN] + 23
        assert finish(hall, ZOE, IGCSE, now) == before[ZOE] + 23
    register = day.all_agree()
    (stop,) = register.room(HALL).stops
    assert stop.ended is not None
    assert (stop.reason, stop.ended - stop.began) == ("evacuation", AWAY)
    paper = day.pack.component(MATHS)
    assert paper is not None
    assert paper_finish(paper, register.room(HALL), minutes(200)) == minutes(1 + 90 + 23)
    assert register.room(ANNEXE).stops == ()


def test_the_roll_is_on_record_by_seat_and_by_count() -> None:
    """The roll by seat is the room's register; how many were counted out and back stays as recorded."""
    day, hall, _ = begun()
    day.says(hall, room.ClockStopped(reason="evacuation"), at=40)
    seats = {s.seat: s.candidate_id for s in hall.register().in_room(HALL) if s.is_present}
    assert seats["A1"] == SIAN
    assert len(seats) == len(day.pack.sittings_in(HALL))
    day.says(hall, room.RollCalled(counted=len(seats), where="out"), at=46)
    day.says(hall, room.RollCalled(counted=len(seats), where="back"), at=62)
    rolls = [f.envelope.event for f in day.hub.facts if isinstance(f.envelope.event, room.RollCalled)]
    assert [(roll.where, roll.counted) for roll in rolls] == [("out", len(seats)), ("back", len(seats))]


@pytest.mark.parametrize("order", every_way(3))
def test_three_tablets_of_one_hall_stopped_offline_agree_on_one_finish(order: tuple[int, ...]) -> None:
    """The alarm cut the power of the network too; each tablet has a part of what happened."""
    day, hall, annexe = begun()
    second = day.tablet("tablet-hall-2", HALL, "inv-2")
    posts = (hall, second, annexe)
    day.cut(*posts)
    day.says(hall, room.ClockStopped(reason="evacuation"), at=40)
    day.says(second, room.RollCalled(counted=6, where="out"), at=46)
    day.says(annexe, incident.HelpRequested(help_id="h-1", kind="officer", note="alarm?"), at=41)
    day.says(hall, room.ClockResumed(), at=63)
    assert finish(second, SIAN, MATHS, now=64) == 91
    day.join(*(posts[i] for i in order))
    day.all_agree()
    assert finish(second, SIAN, MATHS, now=64) == finish(hall, SIAN, MATHS, now=64) == 91 + 23


def test_the_evacuation_stands_in_the_incident_log_for_the_boards() -> None:
    day, hall, _ = begun()
    stop, *_ = day.says(hall, room.ClockStopped(reason="evacuation", note="alarm in the lab"), at=40)
    present_then = tuple(s.candidate_id for s in hall.register().in_room(HALL) if s.is_present)
    report = incident.IncidentRecorded(
        incident_id="evac-1",
        kind="evacuation",
        happened_at=stop.occurred_at,
        text="Alarm at 09:40; papers left on desks; silence kept, supervised by two.",
        candidate_ids=present_then,
        witnesses=("inv-1", "inv-2"),
        action="Full remaining time given.",
    )
    day.says(hall, report, at=70)
    (logged,) = day.all_agree().incidents
    assert (logged.kind, logged.room, logged.happened_at) == ("evacuation", HALL, stop.occurred_at)
    assert set(logged.candidate_ids) == set(present_then)
