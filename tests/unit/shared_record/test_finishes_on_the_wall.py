"""What a clock on the wall shows: countdowns, warnings, and real time on the days when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from shared.plan.candidates import Arrangement, ArrangementKind
from shared.plan.timetable import Component, TimetabledComponent, add_elapsed, elapsed, in_zone
from shared.record.countdown import Phase, countdown, warning_before, warnings
from shared.record.finishes import (
    paper_finish,
)
from shared.record.pauses import finish_after, stopped_since
from shared.record.register import RoomRecord, SittingRecord, Stop
from tests.factories import HALL, START, rules

MINUTE = timedelta(minutes=1)
PAPER = TimetabledComponent(
    component=Component(board="AQA", code="8300/2F", title="any"), published_start=START, minutes=90
)
EXTRA = Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=25)


def at(minutes: float) -> datetime:
    return START + minutes * MINUTE


def stop(began: float, ended: float | None) -> Stop:
    return Stop(reason="interruption", began=at(began), ended=None if ended is None else at(ended))


def hall(*stops: Stop) -> RoomRecord:
    return RoomRecord(room_id=HALL, started_at={PAPER.id: START}, stops=stops)


def sitter(**more: object) -> SittingRecord:
    return SittingRecord(candidate_id="c", component_id=PAPER.id, **more)  # type: ignore[arg-type]


# --- what a clock shows


def test_a_countdown_runs_warns_and_is_over() -> None:
    """Rule 18: five minutes before."""
    finish = at(90)
    shown = {m: countdown(finish, at(m), rules()) for m in (0, 84.5, 85, 89.99, 90, 93)}
    assert [c.phase for c in shown.values()] == [
        Phase.RUNNING,
        Phase.RUNNING,
        Phase.WARNING,
        Phase.WARNING,
        Phase.OVER,
        Phase.OVER,
    ]
    assert [c.minutes_left for c in shown.values()] == [90, 6, 5, 1, 0, 0]
    assert [c.shown for c in shown.values()] == [
        "1:30:00",
        "0:05:30",
        "0:05:00",
        "0:00:01",
        "0:00:00",
        "0:00:00",
    ]
    assert shown[93].over == 3 * MINUTE
    assert shown[0].warning_at == at(85)


def test_a_clock_that_waits_or_stands_still_says_so() -> None:
    assert countdown(None, START, rules()).phase is Phase.NOT_STARTED
    assert countdown(None, START, rules()).shown == "0:00:00"
    paused = countdown(at(90), at(88), rules(), is_paused=True)
    assert (paused.phase, paused.left) == (Phase.PAUSED, 2 * MINUTE)
    assert countdown(at(90), at(95), rules(), is_paused=True).phase is Phase.OVER


def test_while_the_room_stands_still_what_is_left_stays() -> None:
    stopped = hall(stop(30, None))
    left = [countdown(paper_finish(PAPER, stopped, at(m)), at(m), rules()).left for m in (30, 40, 55)]
    assert left == [60 * MINUTE] * 3


def test_a_centre_may_do_without_the_warning() -> None:
    """Rule 18: it is optional."""
    off = msgspec.structs.replace(rules().five_minute_warning_minutes, applies=False)
    ours = msgspec.structs.replace(rules(), five_minute_warning_minutes=off)
    assert warning_before(at(90), ours) is None
    assert countdown(at(90), at(88), ours).phase is Phase.RUNNING
    assert warnings([], ours) == ()


# --- real time over a change of clocks


@pytest.mark.parametrize(("day", "wall_hours"), [(date(2026, 3, 29), 3), (date(2026, 10, 25), 1)])
def test_two_hours_of_writing_are_two_hours_on_the_days_when_clocks_change(
    day: date, wall_hours: int
) -> None:
    """The wall clock shows three hours in spring and one in autumn between start and finish."""
    began = in_zone(day, 0, 30, "Europe/London")
    ends = finish_after(began, 120 * MINUTE, (), began)
    assert elapsed(began, ends) == 120 * MINUTE
    assert ends.tzinfo is began.tzinfo
    assert ends.hour - began.hour == wall_hours
    long_paper = TimetabledComponent(component=PAPER.component, published_start=began, minutes=120)
    assert elapsed(began, long_paper.published_finish) == 120 * MINUTE


def test_a_stop_over_the_hour_that_comes_twice_counts_its_real_length() -> None:
    """25 October 2026: half past one comes twice in London."""
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    zone = in_zone(date(2026, 10, 25), 0, 0, "Europe/London").tzinfo
    began, ended = first.astimezone(zone), (first + 60 * MINUTE).astimezone(zone)
    assert (began.hour, ended.hour) == (1, 1)
    pause = Stop(reason="evacuation", began=began, ended=ended)
    assert stopped_since((pause,), began, ended) == 60 * MINUTE
    assert add_elapsed(began, 60 * MINUTE) == ended
