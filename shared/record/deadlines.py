"""Until when something has to be reported: working days, without weekends and the profile's holidays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.rules.profile import RulesProfile

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether the exams office and the boards work on this day."""
    return day.weekday() < _SATURDAY and day not in holidays


def working_days_after(day: date, count: int, holidays: Collection[date]) -> date:
    """The ``count``-th working day after ``day``, which itself isn't counted."""
    while count > 0:
        day += _DAY
        count -= is_working_day(day, holidays)
    return day


def working_days_left(today: date, due: date, holidays: Collection[date]) -> int:
    """How many working days remain until ``due``: 0 on the last one, negative once it has passed."""
    if today > due:
        return -max(1, working_days_left(due, today, holidays))
    days = (today + n * _DAY for n in range(1, (due - today).days + 1))
    return sum(is_working_day(day, holidays) for day in days)


def very_late_deadline(exam_day: date, rules: RulesProfile) -> date:
    """The last day for the very-late report of an exam (rule 17)."""
    return working_days_after(exam_day, rules.very_late_report_working_days.value, rules.holidays)


def malpractice_deadline(happened_on: date, rules: RulesProfile) -> date | None:
    """The last day for a malpractice report; None where the rules name no number of days: at once, then."""
    days = rules.malpractice_report_working_days.in_force
    return None if days is None else working_days_after(happened_on, days, rules.holidays)


def special_consideration_deadline(exam_day: date, rules: RulesProfile) -> date | None:
    """The last day to ask for it that is safe (rule 34); None where the rules name no number of days.

    Calendar days from the exam itself. Where the body counts from the last exam of the specification it is
    later, never earlier.
    """
    days = rules.special_consideration_days.in_force
    return None if days is None else exam_day + days * _DAY


def day_of(moment: datetime, time_zone: str) -> date:
    """The date that a calendar on the centre's wall shows at this moment."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
