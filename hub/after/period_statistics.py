"""Several sessions in figures: a day, a week or the whole series, summed without counting anything twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

from msgspec import Struct
from msgspec.structs import astuple

from hub.after.statistics import Attended, ComponentAttended, SessionStatistics
from shared.ids import RoomId, SessionId, parse_session_id
from shared.plan.days import day_in_words, session_in_words
from shared.plan.timetable import elapsed

SMALL: Final = 5
"""A count below this may point to one person."""


class Span(StrEnum):
    """What is looked at together."""

    SESSION = "session"
    DAY = "day"
    WEEK = "week"
    SERIES = "series"


class MinuteBeforeStart(Struct, frozen=True, kw_only=True):
    """Check-ins of one minute, told from the published start: -5 is five minutes before it."""

    minute: int
    checked_in: int


class RoomTotal(Struct, frozen=True, kw_only=True):
    """One room over all sessions in which it was used; ``used`` says in how many."""

    room_id: RoomId
    name: str
    used: int
    attended: Attended
    incidents: int
    calls: int
    stopped: int


class SessionLine(Struct, frozen=True, kw_only=True):
    """One session of the period."""

    session: SessionId
    attended: Attended
    incidents: int
    questions: int


class PeriodStatistics(Struct, frozen=True, kw_only=True):
    """What a page, a PDF and a CSV file tell of one or several sessions."""

    span: Span
    name: str
    sessions: tuple[SessionLine, ...]
    attended: Attended
    papers: tuple[tuple[SessionId, ComponentAttended], ...]
    rooms: tuple[RoomTotal, ...]
    check_in: tuple[MinuteBeforeStart, ...]
    seconds: float | None
    answered_after_seconds: float | None
    tablets: int
    from_paper: int
    incidents: tuple[tuple[str, int], ...]
    calls: tuple[tuple[str, int], ...]
    corrections: int
    questions: int
    open_questions: int

    @property
    def has_small_numbers(self) -> bool:
        """Whether some count is so small that it may point to one person."""
        counts = [
            n
            for a in (*(p.attended for _, p in self.papers), *(r.attended for r in self.rooms))
            for n in (a.absent, a.late, a.very_late, a.withdrawn, a.transferred, a.unlisted)
        ]
        counts += [n for _, n in self.incidents]
        return any(0 < n < SMALL for n in counts)

    @property
    def busiest(self) -> MinuteBeforeStart | None:
        return max(self.check_in, key=lambda m: m.checked_in, default=None)


def sessions_of(span: Span, session: SessionId, known: Iterable[SessionId]) -> tuple[SessionId, ...]:
    """Those of the known sessions that belong to the span round this one, in order."""
    day, _ = parse_session_id(session)
    monday = day - timedelta(days=day.weekday())

    def belongs(other: SessionId) -> bool:
        its_day, _ = parse_session_id(other)
        match span:
            case Span.SESSION:
                return other == session
            case Span.DAY:
                return its_day == day
            case Span.WEEK:
                return monday <= its_day < monday + timedelta(days=7)
            case _:
                return True

    return tuple(sorted(s for s in known if belongs(s)))


def period_statistics(
    span: Span, session: SessionId, told: Sequence[tuple[SessionId, SessionStatistics]]
) -> PeriodStatistics:
    """The sum of these sessions' figures."""
    each = [figures for _, figures in told]
    seconds = [s.check_in.seconds for s in each if s.check_in.seconds is not None]
    answered = [s.answered_after_seconds for s in each if s.answered_after_seconds is not None]
    return PeriodStatistics(
        span=span,
        name=_name(span, session),
        sessions=tuple(
            SessionLine(
                session=name,
                attended=figures.attended,
                incidents=sum(n for _, n in figures.incidents),
                questions=figures.questions,
            )
            for name, figures in told
        ),
        attended=_sum(s.attended for s in each),
        papers=tuple((name, paper) for name, figures in told for paper in figures.components),
        rooms=_rooms(each),
        check_in=_check_in(each),
        seconds=median(seconds) if seconds else None,
        answered_after_seconds=median(answered) if answered else None,
        tablets=max((s.check_in.tablets for s in each), default=0),
        from_paper=sum(s.check_in.from_paper for s in each),
        incidents=_counted(s.incidents for s in each),
        calls=_counted(s.calls for s in each),
        corrections=sum(s.corrections for s in each),
        questions=sum(s.questions for s in each),
        open_questions=sum(s.open_questions for s in each),
    )


def _name(span: Span, session: SessionId) -> str:
    day, _ = parse_session_id(session)
    match span:
        case Span.SESSION:
            return session_in_words(session)
        case Span.DAY:
            return day_in_words(day)
        case Span.WEEK:
            return f"Week from {day_in_words(_monday(day))}"
        case _:
            return "All sessions of the series"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _sum(attended: Iterable[Attended]) -> Attended:
    sums = [sum(column) for column in zip(*(astuple(a) for a in attended), strict=True)]
    names = Attended.__struct_fields__
    return Attended(**dict(zip(names, sums or [0] * len(names), strict=True)))


def _rooms(each: Sequence[SessionStatistics]) -> tuple[RoomTotal, ...]:
    lines = [line for figures in each for line in figures.rooms]
    found = []
    for room in dict.fromkeys(line.room_id for line in lines):
        mine = [line for line in lines if line.room_id == room]
        found.append(
            RoomTotal(
                room_id=room,
                name=mine[-1].name,
                used=len(mine),
                attended=_sum(line.attended for line in mine),
                incidents=sum(line.incidents for line in mine),
                calls=sum(line.calls for line in mine),
                stopped=sum(line.stopped for line in mine),
            )
        )
    return tuple(found)


def _check_in(each: Sequence[SessionStatistics]) -> tuple[MinuteBeforeStart, ...]:
    counted: Counter[int] = Counter()
    for figures in each:
        if figures.starts_at is None:
            continue
        for minute in figures.check_in.by_minute:
            away = elapsed(figures.starts_at, minute.at)
            counted[int(away.total_seconds() // 60)] += minute.checked_in
    return tuple(MinuteBeforeStart(minute=m, checked_in=n) for m, n in sorted(counted.items()))


def _counted(kinds: Iterable[tuple[tuple[str, int], ...]]) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    for told in kinds:
        counted.update(dict(told))
    return tuple(counted.most_common())
