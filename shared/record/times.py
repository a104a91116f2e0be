"""Arrivals, starts and leaving by the rules: one pure function each (rules 5, 11, 13 to 16 and 26).

Everything is counted in real time and compared in UTC: two times of one zone compare by the hands of the
wall clock, which show one hour twice on the day when clocks go back.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from shared.plan.timetable import TimetabledComponent, add_elapsed, elapsed, writing_minutes
from shared.rules.profile import RulesProfile

MINUTE = timedelta(minutes=1)


class Lateness(StrEnum):
    """How an arrival counts; ``ASK_OFFICER`` is the minute that the rules leave open."""

    ON_TIME = "on_time"
    LATE = "late"
    VERY_LATE = "very_late"
    ASK_OFFICER = "ask_officer"


def classify_lateness(
    paper: TimetabledComponent, arrived_at: datetime, actual_start: datetime | None, rules: RulesProfile
) -> Lateness:
    """How an arrival at ``arrived_at`` counts for ``paper``.

    Late is measured against the start on the board (the published one until the room started); very
    late against the *published* start or finish (rule 16). Exactly on the limit is left to the officer.
    """
    is_long = paper.minutes > rules.very_late_long_exam_over_minutes.value
    limit = very_late_limit(paper, rules)
    past = elapsed(limit, arrived_at)
    if past > timedelta():
        return Lateness.VERY_LATE
    if past == timedelta() and is_long:
        return Lateness.ASK_OFFICER
    after_start = elapsed(actual_start or paper.published_start, arrived_at)
    return Lateness.LATE if after_start > timedelta() else Lateness.ON_TIME


def very_late_limit(paper: TimetabledComponent, rules: RulesProfile) -> datetime:
    """Whoever comes after this moment is very late (rule 16)."""
    if paper.minutes > rules.very_late_long_exam_over_minutes.value:
        return add_elapsed(paper.published_start, rules.very_late_after_minutes.value * MINUTE)
    return paper.published_finish


def writing_time(minutes: int, extra_time_percent: int) -> timedelta:
    """The candidate's own writing time; part minutes are rounded up in the candidate's favour."""
    return timedelta(minutes=writing_minutes(minutes, extra_time_percent))


def personal_finish(
    paper: TimetabledComponent,
    *,
    started_at: datetime,
    extra_time_percent: int = 0,
    stopped: timedelta = timedelta(),
) -> datetime:
    """When a candidate who began at ``started_at`` finishes.

    A late candidate passes the own arrival, having the full time (rule 15). ``stopped`` is the sum of
    room stops and rest breaks since then.
    """
    return add_elapsed(started_at, writing_time(paper.minutes, extra_time_percent) + stopped)


def earliest_leaving(paper: TimetabledComponent, rules: RulesProfile) -> datetime:
    """Before this moment nobody leaves for good (rule 14)."""
    if paper.minutes >= rules.earliest_leaving_applies_from_minutes.value:
        return add_elapsed(paper.published_start, rules.earliest_leaving_minutes.value * MINUTE)
    return paper.published_finish


def earliest_removal(paper: TimetabledComponent, rules: RulesProfile) -> datetime | None:
    """Before this moment the packet stays in the secure store (rule 11); None where that isn't applied."""
    minutes = rules.earliest_removal_minutes.in_force
    return None if minutes is None else add_elapsed(paper.published_start, -minutes * MINUTE)


def minutes_outside_window(paper: TimetabledComponent, actual_start: datetime, rules: RulesProfile) -> int:
    """By how many minutes a start missed the published one where that is more than the window allows, else 0.

    Negative is too early. Within the window a centre may begin without asking (rule 13).
    """
    off = elapsed(paper.published_start, actual_start)
    if abs(off) <= rules.start_window_minutes.value * MINUTE:
        return 0
    minutes = math.ceil(abs(off) / MINUTE)
    return minutes if off > timedelta() else -minutes


def invigilators_needed(candidates: int, rules: RulesProfile, *, practical: bool = False) -> int:
    """How many invigilators a room with this many candidates needs (rule 5); none for an empty room."""
    ratio = rules.candidates_per_invigilator_practical if practical else rules.candidates_per_invigilator
    return math.ceil(candidates / ratio.value)


def earliest(*moments: datetime) -> datetime:
    """The first of these moments in real time."""
    return min(moments, key=_utc)


def latest(*moments: datetime) -> datetime:
    """The last of these moments in real time."""
    return max(moments, key=_utc)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
