"""Working days, limits on the change of clocks, and the moments before an exam."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from shared.plan.timetable import Component, TimetabledComponent, in_zone
from shared.record.deadlines import (
    day_of,
    is_working_day,
    malpractice_deadline,
    special_consideration_deadline,
    very_late_deadline,
    working_days_after,
    working_days_left,
)
from shared.record.times import (
    Lateness,
    classify_lateness,
    earliest,
    earliest_leaving,
    earliest_removal,
    invigilators_needed,
    latest,
    very_late_limit,
)
from shared.rules.numbers import STANDS_IN
from tests.factories import START, rules

MINUTE = timedelta(minutes=1)
EASTER = (date(2027, 3, 26), date(2027, 3, 29))


def paper(minutes: int, start: datetime = START) -> TimetabledComponent:
    component = Component(board="AQA", code="1", title="any")
    return TimetabledComponent(component=component, published_start=start, minutes=minutes)


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2027, 5, 10), 1, date(2027, 5, 11)),
        (date(2027, 5, 10), 7, date(2027, 5, 19)),
        (date(2027, 5, 14), 1, date(2027, 5, 17)),
        (date(2027, 5, 15), 1, date(2027, 5, 17)),
        (date(2027, 3, 24), 2, date(2027, 3, 30)),
        (date(2027, 5, 10), 0, date(2027, 5, 10)),
    ],
    ids=["next day", "over a weekend", "Friday", "Saturday", "over Easter", "none"],
)
def test_weekends_and_holidays_are_no_working_days(day: date, count: int, due: date) -> None:
    assert working_days_after(day, count, EASTER) == due


def test_seven_working_days_for_the_very_late_report() -> None:
    """Rule 17: the day of the exam isn't counted; the spring bank holiday of 2027 isn't either."""
    assert very_late_deadline(date(2027, 5, 10), rules()) == date(2027, 5, 19)
    assert very_late_deadline(date(2027, 5, 26), rules()) == date(2027, 6, 7)


def test_malpractice_is_reported_at_once_where_no_number_of_days_is_ruled() -> None:
    """Rule 31: no deadline was found, so none is made up; a centre's own number counts."""
    assert malpractice_deadline(date(2027, 5, 10), rules()) is None
    number = msgspec.structs.replace(rules().malpractice_report_working_days, applies=True)
    ours = msgspec.structs.replace(rules(), malpractice_report_working_days=number)
    assert malpractice_deadline(date(2027, 5, 14), ours) == date(2027, 5, 17)


def test_special_consideration_is_asked_for_within_seven_days_of_the_exam() -> None:
    """Rule 34: counted from the exam itself, a weekend and a bank holiday among the days."""
    assert special_consideration_deadline(date(2027, 5, 28), rules()) == date(2027, 6, 4)
    older = msgspec.structs.replace(
        rules(), special_consideration_days=STANDS_IN["special_consideration_days"]
    )
    assert special_consideration_deadline(date(2027, 5, 28), older) is None


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2027, 5, 19), 0),
        (date(2027, 5, 18), 1),
        (date(2027, 5, 14), 3),
        (date(2027, 5, 10), 7),
        (date(2027, 5, 20), -1),
        (date(2027, 5, 22), -2),
        (date(2027, 5, 24), -3),
    ],
)
def test_days_that_are_left_and_days_that_it_is_late(today: date, left: int) -> None:
    assert working_days_left(today, date(2027, 5, 19), ()) == left


def test_a_deadline_on_a_friday_is_late_on_saturday() -> None:
    assert working_days_left(date(2027, 5, 15), date(2027, 5, 14), ()) == -1


def test_saturday_sunday_and_a_holiday_are_free() -> None:
    days = [date(2027, 3, 25) + timedelta(days=n) for n in range(7)]
    assert [is_working_day(day, EASTER) for day in days] == [True, False, False, False, False, True, True]


def test_the_day_is_the_one_on_the_centre_s_wall() -> None:
    late = datetime(2027, 5, 10, 23, 30, tzinfo=UTC)
    assert day_of(late, "Europe/London") == date(2027, 5, 11)
    assert day_of(late, "UTC") == date(2027, 5, 10)


@pytest.mark.parametrize(("minutes", "limit"), [(90, 60), (61, 60), (60, 60), (45, 45)])
def test_the_limit_of_very_late(minutes: int, limit: int) -> None:
    """Rule 16: an hour after the published start, or the published finish of a shorter exam."""
    assert very_late_limit(paper(minutes), rules()) == START + limit * MINUTE


def test_papers_stay_in_the_store_where_that_rule_is_switched_on() -> None:
    """Rule 11 is unverified and off; a centre may switch it on."""
    assert earliest_removal(paper(90), rules()) is None
    number = msgspec.structs.replace(rules().earliest_removal_minutes, applies=True)
    ours = msgspec.structs.replace(rules(), earliest_removal_minutes=number)
    assert earliest_removal(paper(90), ours) == START - 60 * MINUTE


@pytest.mark.parametrize(("candidates", "needed"), [(0, 0), (20, 1), (21, 2), (40, 2)])
def test_a_practical_exam_has_smaller_groups(candidates: int, needed: int) -> None:
    """Rule 5."""
    assert invigilators_needed(candidates, rules(), practical=True) == needed


def test_lateness_in_the_hour_that_comes_twice() -> None:
    """25 October 2026, a start at half past midnight: by the hands of the wall clock nobody would be late."""
    start = in_zone(date(2026, 10, 25), 0, 30, "Europe/London")
    twice = (start.astimezone(UTC) + 90 * MINUTE).astimezone(start.tzinfo)
    assert (twice.hour, twice.minute) == (1, 0)
    assert classify_lateness(paper(120, start), twice, None, rules()) is Lateness.VERY_LATE
    limit = earliest_leaving(paper(120, start), rules())
    assert limit.astimezone(UTC) == start.astimezone(UTC) + 60 * MINUTE
    assert latest(limit, twice) == twice
    assert earliest(limit, twice).astimezone(UTC) == limit.astimezone(UTC)
