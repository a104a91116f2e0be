"""Times as the officer reads them: 24 hours, in the centre's zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.plan.days import day_in_words


def hours_minutes(moment: datetime | None, zone: str) -> str:
    """``09:07``; a dash where there is no moment."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M") if moment else "–"


def hours_minutes_seconds(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S")


def moment_in_words(moment: datetime, zone: str) -> str:
    """``Monday 3 June 2024, 09:07``."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_in_words(local.date())}, {local:%H:%M}"


def minutes_until(moment: datetime, now: datetime) -> int:
    """Whole minutes that are left, counted as a person does: 0 only once the moment has come."""
    seconds = (moment - now).total_seconds()
    return int(-(-seconds // 60))


def minutes_in_words(minutes: int) -> str:
    """``38 min``, ``1 h 05``."""
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02d}"


def ago_in_words(then: datetime, now: datetime) -> str:
    """``just now``, ``4 min ago``, ``2 h 10 ago``."""
    minutes = int((now - then).total_seconds() // 60)
    return "just now" if minutes < 1 else f"{minutes_in_words(minutes)} ago"
