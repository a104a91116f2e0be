"""Lateness, leaving and finish times: one pure function each (rules 13 to 16 and 26)."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from shared.plan.timetable import TimetabledComponent
from shared.rules.profile import RulesProfile


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
    if paper.minutes > rules.very_late_long_exam_over_minutes.value:
        limit = paper.published_start + timedelta(minutes=rules.very_late_after_minutes.value)
    else:
        limit = paper.published_finish
    if arrived_at > limit:
        return Lateness.VERY_LATE
    if arrived_at == limit and paper.minutes > rules.very_late_long_exam_over_minutes.value:
        return Lateness.ASK_OFFICER
    return Lateness.LATE if arrived_at > (actual_start or paper.published_start) else Lateness.ON_TIME


def writing_time(minutes: int, extra_time_percent: int) -> timedelta:
    """The candidate's own writing time; part minutes are rounded up in the candidate's favour."""
    return timedelta(minutes=minutes + math.ceil(minutes * extra_time_percent / 100))


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
    return started_at + writing_time(paper.minutes, extra_time_percent) + stopped


def earliest_leaving(paper: TimetabledComponent, rules: RulesProfile) -> datetime:
    """Before this moment nobody leaves for good (rule 14)."""
    if paper.minutes >= rules.earliest_leaving_applies_from_minutes.value:
        return paper.published_start + timedelta(minutes=rules.earliest_leaving_minutes.value)
    return paper.published_finish


def invigilators_needed(candidates: int, rules: RulesProfile) -> int:
    """How many invigilators a room with this many candidates needs (rule 5); none for an empty room."""
    return math.ceil(candidates / rules.candidates_per_invigilator.value)


def minutes_outside_window(paper: TimetabledComponent, actual_start: datetime, rules: RulesProfile) -> int:
    """By how many minutes a start missed the published one where that is more than the window allows, else 0.

    Negative is too early. Within the window a centre may begin without asking (rule 13).
    """
    off = actual_start.astimezone(UTC) - paper.published_start.astimezone(UTC)
    if abs(off) <= timedelta(minutes=rules.start_window_minutes.value):
        return 0
    minutes = math.ceil(abs(off) / timedelta(minutes=1))
    return minutes if off > timedelta() else -minutes
