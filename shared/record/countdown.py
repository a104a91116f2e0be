"""What a clock on the wall of an exam room shows: how long is left, and when to say so (rule 18)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from shared.ids import CandidateId
from shared.plan.timetable import add_elapsed, elapsed
from shared.record.finishes import OwnFinish
from shared.record.times import MINUTE
from shared.rules.profile import RulesProfile


class Phase(StrEnum):
    """What a clock is doing."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    WARNING = "warning"
    PAUSED = "paused"
    OVER = "over"


class Countdown(Struct, frozen=True, kw_only=True):
    """One clock at one moment; ``left`` is never negative, ``over`` counts on from the finish."""

    phase: Phase
    finish: datetime | None = None
    left: timedelta = timedelta()
    over: timedelta = timedelta()
    warning_at: datetime | None = None

    @property
    def minutes_left(self) -> int:
        """Minutes as an invigilator says them: the last one counts until it is used up."""
        return math.ceil(self.left / MINUTE)

    @property
    def shown(self) -> str:
        """``1:04:09``; the seconds are there to be seen running."""
        seconds = math.ceil(self.left.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


class FinishWarning(Struct, frozen=True, kw_only=True):
    """A moment at which candidates are told how long they have, and who finishes then."""

    at: datetime
    finish: datetime
    candidate_ids: tuple[CandidateId, ...]


def countdown(
    finish: datetime | None, now: datetime, rules: RulesProfile, *, is_paused: bool = False
) -> Countdown:
    """The clock that runs to ``finish``; None is a clock that waits for its start.

    While it is paused the finish that the record gives moves on with ``now``, so that what is left stays.
    """
    if finish is None:
        return Countdown(phase=Phase.NOT_STARTED)
    left, warning_at = elapsed(now, finish), warning_before(finish, rules)
    if left <= timedelta():
        return Countdown(phase=Phase.OVER, finish=finish, over=-left, warning_at=warning_at)
    phase = Phase.RUNNING
    if is_paused:
        phase = Phase.PAUSED
    elif warning_at is not None and elapsed(warning_at, now) >= timedelta():
        phase = Phase.WARNING
    return Countdown(phase=phase, finish=finish, left=left, warning_at=warning_at)


def warning_before(finish: datetime, rules: RulesProfile) -> datetime | None:
    """When the candidates who finish then are told; None where this centre gives no warning (rule 18)."""
    minutes = rules.five_minute_warning_minutes.in_force
    return None if minutes is None else add_elapsed(finish, -minutes * MINUTE)


def warnings(finishes: Iterable[OwnFinish], rules: RulesProfile) -> tuple[FinishWarning, ...]:
    """Every moment of a room at which somebody is told, in order, with whom it is for.

    A clock that stands still has no such moment yet.
    """
    groups: dict[datetime, list[CandidateId]] = {}
    for own in finishes:
        if not own.is_paused:
            groups.setdefault(own.at, []).append(own.candidate_id)
    told = ((warning_before(at, rules), at, tuple(who)) for at, who in groups.items())
    moments = [
        FinishWarning(at=at, finish=finish, candidate_ids=who) for at, finish, who in told if at is not None
    ]
    return tuple(sorted(moments, key=lambda w: w.at.timestamp()))
