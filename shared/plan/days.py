"""Days and sessions in words, in UK order, whatever language the machine itself speaks."""

from __future__ import annotations

from datetime import date
from typing import Final

from shared.ids import SessionId, parse_session_id

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
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


def day_in_words(day: date) -> str:
    """``Monday 3 June 2024``."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_in_short(day: date, *, whole_month: bool = False) -> str:
    """``Mon 3 Jun 2024``, or ``Mon 3 June 2024`` with the whole month."""
    month = _MONTHS[day.month - 1]
    return f"{_DAYS[day.weekday()][:3]} {day.day} {month if whole_month else month[:3]} {day.year}"


def half_in_words(session: SessionId) -> str:
    """``morning`` or ``afternoon``. Raises ValueError for a text that is no session."""
    return "morning" if parse_session_id(session)[1] == "AM" else "afternoon"


def session_in_words(session: SessionId) -> str:
    """``Monday 3 June 2024, morning``. Raises ValueError for a text that is no session."""
    return f"{day_in_words(parse_session_id(session)[0])}, {half_in_words(session)}"
