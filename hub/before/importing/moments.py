"""Dates, times and lengths as timetables write them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
SHORTEST_MINUTES: Final = 5
LONGEST_MINUTES: Final = 600
_WORDS: Final = re.compile(
    r"^(?:(?P<weekday>[a-z]+)[ ,.]+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ ./-]+(?P<month>[a-z]+|\d{1,2})\.?"
    r"(?:[ ,./-]+(?P<year>\d{4}|\d{2}))?$"
)
_ISO: Final = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$")
_CLOCK: Final = re.compile(r"[ T,]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]\.?m\.?)?)$", re.IGNORECASE)
_SERIAL: Final = re.compile(r"^(\d{5})(?:\.\d+)?$")
_SERIALS: Final = range(36526, 73051)
"""Days since 30 December 1899, as Excel counts them: from the year 2000 to the end of 2099."""
_DAY_PART: Final = re.compile(r"^(?:0|\d{5})?[.,](\d+)$")


class NotADateError(ValueError):
    """The text says what was expected."""


class YearMissingError(NotADateError):
    """The date has no year and none was given."""


def read_date(text: str, year: int | None) -> date:
    """A date with or without weekday and year, the day before the month. Raises NotADateError."""
    plain = _CLOCK.sub("", text).casefold()
    if (serial := _SERIAL.match(plain)) and int(serial[1]) in _SERIALS:
        return date(1899, 12, 30) + timedelta(days=int(serial[1]))
    if iso := _ISO.match(plain):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    match = _WORDS.match(plain)
    if match is None:
        raise NotADateError("a date such as Mon 20 May, 20/05/2024 or 2024-05-20")
    month = _month(match["month"])
    written = match["year"]
    if written is None and year is None:
        raise YearMissingError("a year: the dates have none, so add --year, for instance --year 2024")
    full_year = (2000 + int(written) if len(written) == 2 else int(written)) if written else year or 0
    day = _date(full_year, month, int(match["day"]))
    if match["weekday"] is not None:
        _check_weekday(match["weekday"], day, year_was_given=written is None)
    return day


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADateError(f"a date that exists, day before month ({error})") from error


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    found = [i for i, name in enumerate(MONTHS, start=1) if len(text) >= 3 and name.startswith(text)]
    if text == "sept":
        found = [9]
    if len(found) != 1:
        raise NotADateError("a month such as May or 05")
    return found[0]


def _check_weekday(text: str, day: date, *, year_was_given: bool) -> None:
    meant = [i for i, name in enumerate(DAYS) if len(text) >= 2 and name.startswith(text)]
    if not meant:
        raise NotADateError("a weekday such as Mon")
    if day.weekday() not in meant:
        written = f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"
        hint = "; is --year right?" if year_was_given else ""
        raise NotADateError(f"a weekday that fits: {written} is a {DAYS[day.weekday()].capitalize()}{hint}")


def read_time(text: str) -> tuple[int, int] | None:
    """(hours, minutes) by the wall clock: ``09:05``, ``9.05 am``, ``0905``; None for anything else.

    Of a day with its time the time is taken; Excel's part of a day (0.375) is one, too.
    """
    if (part := _minutes_of_day_part(text)) is not None:
        return divmod(part, 60)
    if with_day := _CLOCK.search(text):
        text = with_day[1]
    match = re.fullmatch(r"(\d{1,2})[:.h]?(\d{2})(?:[:.]00)? ?(am|pm|a\.m\.|p\.m\.)?", text.casefold())
    if match is None:
        return None
    hours, minutes = int(match[1]), int(match[2])
    if match[3] is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if match[3].startswith("p") else 0)
    return (hours, minutes) if hours < 24 and minutes < 60 else None


def read_minutes(text: str) -> int | None:
    """A length in minutes: ``02:15``, ``1h 30m``, ``90``, ``90 min``; None for anything else. May be 0."""
    if (part := _minutes_of_day_part(text)) is not None:
        return part
    plain = text.casefold().replace("hours", "h").replace("hour", "h").replace("hrs", "h").replace("hr", "h")
    plain = plain.replace("minutes", "m").replace("mins", "m").replace("min", "m").replace(" ", "")
    if clock := re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", plain):
        return int(clock[1]) * 60 + int(clock[2]) if int(clock[2]) < 60 else None
    if spoken := re.fullmatch(r"(?:(\d{1,2})h)?(?:(\d{1,3})m?)?", plain):
        if spoken[1] is None and spoken[2] is None:
            return None
        return int(spoken[1] or 0) * 60 + int(spoken[2] or 0)
    return None


def _minutes_of_day_part(text: str) -> int | None:
    """Excel's 0.0625 → 90: a part of a day in whole minutes. ``9.05`` and ``.5`` are none."""
    match = _DAY_PART.match(text)
    if match is None or len(match[1]) < 3:
        return None
    minutes = float(f"0.{match[1]}") * 24 * 60
    return round(minutes) if abs(minutes - round(minutes)) < 0.02 else None


def is_a_length(minutes: int) -> bool:
    """Whether an exam can last this long."""
    return SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES
