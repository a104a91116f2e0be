"""Days and sessions in words, in UK order, whatever language the machine itself speaks."""

from __future__ import annotations

from datetime import date
from typing import Final

from shared.ids import SessionId, parse_session_id

DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
HALF_NAMES: Final = ("morning", "afternoon")


def day_in_words(day: date) -> str:
    """``Monday 3 June 2024``."""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def day_in_short(day: date, *, whole_month: bool = False) -> str:
    """``Mon 3 Jun 2024``, or ``Mon 3 June 2024`` with the whole month."""
    month = MONTH_NAMES[day.month - 1]
    return f"{DAY_NAMES[day.weekday()][:3]} {day.day} {month if whole_month else month[:3]} {day.year}"


def half_in_words(session: SessionId) -> str:
    """``morning`` or ``afternoon``. Raises ValueError for a text that is no session."""
    return HALF_NAMES[parse_session_id(session)[1] != "AM"]


def session_in_words(session: SessionId) -> str:
    """``Monday 3 June 2024, morning``. Raises ValueError for a text that is no session."""
    return f"{day_in_words(parse_session_id(session)[0])}, {half_in_words(session)}"
