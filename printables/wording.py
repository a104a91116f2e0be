"""Dates, times and lengths as a UK exams office writes them, in the centre's own zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.ids import RoomId
from shared.plan.days import day_in_short, half_in_words
from shared.plan.pack import SessionPack
from shared.plan.timetable import Session, TimetabledComponent


def day(value: date) -> str:
    """``Mon 3 June 2024``."""
    return day_in_short(value, whole_month=True)


def short_day(value: date) -> str:
    """``Mon 3 Jun 2024``."""
    return day_in_short(value)


def clock(moment: datetime, zone: str) -> str:
    """``09:14`` by the wall clock of the centre."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def moment(value: datetime, zone: str) -> str:
    """``Mon 3 Jun 2024 09:14``."""
    return f"{short_day(value.astimezone(ZoneInfo(zone)).date())} {clock(value, zone)}"


def length(minutes: int) -> str:
    """``1 h 30 min``, ``45 min``, ``2 h``."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)


def session_words(session: Session) -> str:
    """``Mon 3 June 2024, morning``."""
    return f"{day(session.day)}, {half_in_words(session.id)}"


def paper_words(paper: TimetabledComponent) -> str:
    """``AQA 8300/2F · Mathematics (Foundation) Paper 2``."""
    return f"{paper.component.board} {paper.component.code} · {paper.component.title}"


def time_words(paper: TimetabledComponent, zone: str) -> str:
    """``09:00 to 10:30 (1 h 30 min)``, as published."""
    start, finish = clock(paper.published_start, zone), clock(paper.published_finish, zone)
    return f"{start} to {finish} ({length(paper.minutes)})"


def room_name(pack: SessionPack, room: RoomId | None) -> str:
    """The room as people call it; a room that the pack doesn't know keeps its identifier."""
    if room is None:
        return "no room"
    found = pack.room(room)
    return found.name if found else room


def count(number: int, one: str, many: str = "") -> str:
    """``1 script``, ``3 scripts``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
