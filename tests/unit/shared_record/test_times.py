"""Who is late, when somebody may leave and when somebody finishes: the edges of each rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.plan.timetable import Component, TimetabledComponent, half_of, in_zone
from shared.record.finishes import paper_finish, sitting_finish, stopped_since
from shared.record.register import RoomRecord, SittingRecord, Stop
from shared.record.times import (
    Lateness,
    classify_lateness,
    earliest_leaving,
    invigilators_needed,
    personal_finish,
    writing_time,
)
from tests.factories import START, rules

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def paper(minutes: int, start: datetime = START) -> TimetabledComponent:
    component = Component(board="AQA", code="1", title="any")
    return TimetabledComponent(component=component, published_start=start, minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "arrived", "lateness"),
    [
        (90, -MINUTE, Lateness.ON_TIME),
        (90, 0 * MINUTE, Lateness.ON_TIME),
        (90, SECOND, Lateness.LATE),
        (90, 60 * MINUTE - SECOND, Lateness.LATE),
        (90, 60 * MINUTE, Lateness.ASK_OFFICER),
        (90, 60 * MINUTE + SECOND, Lateness.VERY_LATE),
        # An hour or less: late until the published finish, very late behind it.
        (60, 60 * MINUTE, Lateness.LATE),
        (60, 60 * MINUTE + SECOND, Lateness.VERY_LATE),
        (45, 45 * MINUTE, Lateness.LATE),
        (45, 45 * MINUTE + SECOND, Lateness.VERY_LATE),
        (61, 60 * MINUTE, Lateness.ASK_OFFICER),
    ],
)
def test_lateness_by_the_published_start(minutes: int, arrived: timedelta, lateness: Lateness) -> None:
    assert classify_lateness(paper(minutes), START + arrived, None, rules()) is lateness


@pytest.mark.parametrize(
    ("began", "arrived", "lateness"),
    [
        (10, 9, Lateness.ON_TIME),
        (10, 10, Lateness.ON_TIME),
        (10, 11, Lateness.LATE),
        # Very late is counted from the published start, however late the room began.
        (30, 61, Lateness.VERY_LATE),
        (-5, -3, Lateness.LATE),
    ],
)
def test_lateness_by_the_start_on_the_board(began: int, arrived: int, lateness: Lateness) -> None:
    actual = START + began * MINUTE
    assert classify_lateness(paper(90), START + arrived * MINUTE, actual, rules()) is lateness


def test_arrivals_in_another_zone_are_the_same_moment() -> None:
    arrived = (START + 61 * MINUTE).astimezone(UTC)
    assert classify_lateness(paper(90), arrived, None, rules()) is Lateness.VERY_LATE


@pytest.mark.parametrize(("minutes", "after"), [(90, 60), (60, 60), (59, 59), (30, 30)])
def test_nobody_leaves_before(minutes: int, after: int) -> None:
    assert earliest_leaving(paper(minutes), rules()) == START + after * MINUTE


@pytest.mark.parametrize(
    ("minutes", "percent", "total"), [(90, 0, 90), (90, 25, 113), (100, 25, 125), (45, 10, 50), (1, 1, 2)]
)
def test_extra_time_is_rounded_up_for_the_candidate(minutes: int, percent: int, total: int) -> None:
    assert writing_time(minutes, percent) == total * MINUTE


def test_a_late_candidate_has_the_full_time_and_stops_are_added() -> None:
    arrived = START + 20 * MINUTE
    finish = personal_finish(paper(90), started_at=arrived, extra_time_percent=25, stopped=7 * MINUTE)
    assert finish == arrived + 120 * MINUTE


@pytest.mark.parametrize(("candidates", "needed"), [(0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3)])
def test_one_invigilator_for_each_thirty(candidates: int, needed: int) -> None:
    assert invigilators_needed(candidates, rules()) == needed


def test_the_day_on_which_clocks_go_forward() -> None:
    """31 March 2024: 00:30 in London is UTC, 02:30 is UTC+1; two wall-clock hours are one hour."""
    day = date(2024, 3, 31)
    before, after = in_zone(day, 0, 30, "Europe/London"), in_zone(day, 2, 30, "Europe/London")
    assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=1)
    nine = in_zone(day, 9, 0, "Europe/London")
    assert nine.astimezone(UTC).hour == 8
    assert classify_lateness(paper(90, nine), nine + 60 * MINUTE, None, rules()) is Lateness.ASK_OFFICER


def test_a_paper_that_runs_through_the_change_of_clocks_keeps_its_minutes() -> None:
    """Such a paper would be rare; the wall clock's missing hour must not shorten it."""
    early = in_zone(date(2024, 3, 31), 0, 30, "Europe/London").astimezone(UTC)
    assert personal_finish(paper(90, early), started_at=early) - early == 90 * MINUTE


@pytest.mark.parametrize(("hour", "half"), [(0, "AM"), (11, "AM"), (12, "PM"), (13, "PM")])
def test_morning_ends_at_noon_on_the_wall(hour: int, half: str) -> None:
    assert half_of(in_zone(date(2024, 6, 3), hour, 59 if hour == 11 else 0, "Europe/London")) == half


def test_stops_count_from_the_candidate_s_own_start_and_an_open_one_until_now() -> None:
    room = RoomRecord(
        room_id="hall",
        started_at={paper(90).id: START},
        stops=(
            Stop(reason="evacuation", began=START + 10 * MINUTE, ended=START + 25 * MINUTE),
            Stop(reason="interruption", began=START + 40 * MINUTE),
        ),
    )
    now = START + 42 * MINUTE
    assert stopped_since(room, START, now) == 17 * MINUTE
    assert stopped_since(room, START + 20 * MINUTE, now) == 7 * MINUTE
    assert paper_finish(paper(90), room, now) == START + 107 * MINUTE
    late = SittingRecord(
        candidate_id="c",
        component_id=paper(90).id,
        arrived_at=START + 20 * MINUTE,
        lateness=Lateness.LATE,
    )
    assert sitting_finish(paper(90), late, room, 25, now) == START + (20 + 113 + 7) * MINUTE
    prompt = SittingRecord(candidate_id="c", component_id=paper(90).id, arrived_at=START - 10 * MINUTE)
    assert sitting_finish(paper(90), prompt, room, 0, now) == START + 107 * MINUTE


def test_before_the_start_nobody_has_a_finish() -> None:
    room = RoomRecord(room_id="hall")
    assert paper_finish(paper(90), room, START) is None
    assert (
        sitting_finish(paper(90), SittingRecord(candidate_id="c", component_id="x"), room, 0, START) is None
    )
