"""What ``shared`` puts into words, said in the language of whoever holds the tablet."""

from __future__ import annotations

from datetime import date

from kiosk_app.texts import _
from shared.ids import SessionId, parse_session_id
from shared.plan.candidates import Arrangement
from shared.plan.days import DAY_NAMES, MONTH_NAMES, half_in_words


def long_day(day: date) -> str:
    """``Monday 3 June 2024``."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=_(DAY_NAMES[day.weekday()]), day=day.day, month=_(MONTH_NAMES[day.month - 1]), year=day.year
    )


def session_words(session: SessionId) -> str:
    """``Monday 3 June 2024, morning``."""
    day = parse_session_id(session)[0]
    return _("{weekday} {day} {month} {year}, {half}").format(
        weekday=_(DAY_NAMES[day.weekday()]),
        day=day.day,
        month=_(MONTH_NAMES[day.month - 1]),
        year=day.year,
        half=_(half_in_words(session)),
    )


def arrangement_words(arrangement: Arrangement) -> str:
    """``25 % extra time``; with what the office wrote about it."""
    name = _(Arrangement(kind=arrangement.kind).label)
    if arrangement.percent:
        name = _("{percent} % {arrangement}").format(percent=arrangement.percent, arrangement=name)
    return f"{name} · {arrangement.note}" if arrangement.note else name
