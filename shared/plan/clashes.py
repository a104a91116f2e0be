"""Papers that one candidate can't sit as published, and days that are too long (rules 19 and 20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Literal

from msgspec import Struct

from shared.ids import CandidateId
from shared.plan.timetable import TimetabledComponent, writing_minutes
from shared.rules.profile import RulesProfile

Level = Literal["gcse", "gce"]
"""Which limit a long day has; where nobody knows, the shorter one."""


class CandidatePapers(Struct, frozen=True, kw_only=True):
    """What one candidate is entered for, with the time they need beyond the published length.

    ``rest_break_minutes`` is what to reckon with for each paper.
    """

    candidate_id: CandidateId
    papers: tuple[TimetabledComponent, ...]
    extra_time_percent: int = 0
    rest_break_minutes: int = 0
    level: Level | None = None

    def minutes_for(self, paper: TimetabledComponent) -> int:
        """How long this candidate may sit ``paper``, rest breaks counted; part minutes are rounded up."""
        return writing_minutes(paper.minutes, self.extra_time_percent) + self.rest_break_minutes

    def finish_of(self, paper: TimetabledComponent) -> datetime:
        """When this candidate would finish, had the paper begun as published."""
        return paper.published_start + timedelta(minutes=self.minutes_for(paper))

    def on(self, day: date) -> tuple[TimetabledComponent, ...]:
        """The papers of one day in timetable order."""
        return tuple(p for p in _ordered(self.papers) if p.published_start.date() == day)


class PaperClash(Struct, frozen=True, kw_only=True):
    """Two papers of one candidate that run at the same time for ``overlap_minutes``.

    ``same_session`` says that both are short enough to be sat one after the other in one session, with a
    supervised break of at most ``break_minutes`` (None: no limit, the day being long); otherwise one moves
    to another session of that day.
    """

    candidate_id: CandidateId
    first: TimetabledComponent
    second: TimetabledComponent
    overlap_minutes: int
    together_minutes: int
    same_session: bool
    break_minutes: int | None = None

    @property
    def what_to_do(self) -> str:
        """The way out as a sentence."""
        if not self.same_session:
            return (
                f"Together they take {_hours(self.together_minutes)}: one of them moves to another session, "
                "and the candidate is supervised in between."
            )
        pause = f" of at most {self.break_minutes} minutes" if self.break_minutes is not None else ""
        return (
            f"Together they take {_hours(self.together_minutes)}: one after the other in one session, with a "
            f"supervised break{pause}."
        )


class LongDay(Struct, frozen=True, kw_only=True):
    """A day on which one candidate writes for longer than the rules' limit.

    ``overnight`` says that a paper may be left for the next morning, with supervision from
    ``supervised_from`` on; the break between clashing papers may be longer in any case.
    """

    candidate_id: CandidateId
    day: date
    papers: tuple[TimetabledComponent, ...]
    minutes: int
    limit_minutes: int
    overnight: bool
    supervised_from: datetime | None = None

    @property
    def what_to_do(self) -> str:
        """The way out as a sentence."""
        over = (
            f"{len(self.papers)} papers take {_hours(self.minutes)}, more than {_hours(self.limit_minutes)}"
        )
        if self.overnight and self.supervised_from is not None:
            return (
                f"{over}: the last may be sat the next morning, with supervision overnight from "
                f"{self.supervised_from:%H:%M} on."
            )
        return f"{over}: the break between them may be longer than usual; talk to the candidate."


def clashes(entered: Iterable[CandidatePapers], rules: RulesProfile) -> tuple[PaperClash, ...]:
    """Every clash, candidate by candidate as given, each pair in timetable order."""
    return tuple(clash for one in entered for clash in _clashes_of(one, rules))


def long_days(entered: Iterable[CandidatePapers], rules: RulesProfile) -> tuple[LongDay, ...]:
    """Every day that is too long, candidate by candidate as given."""
    return tuple(found for one in entered for found in _long_days_of(one, rules))


def overlaps(one: CandidatePapers) -> Iterator[tuple[TimetabledComponent, TimetabledComponent, int]]:
    """Every two papers that would run at the same time, with the minutes for which they do."""
    for first, second in combinations(_ordered(one.papers), 2):
        both_until = min(one.finish_of(first), one.finish_of(second))
        minutes = int((both_until - second.published_start).total_seconds() // 60)
        if minutes > 0:
            yield first, second, minutes


def _clashes_of(one: CandidatePapers, rules: RulesProfile) -> Iterator[PaperClash]:
    long = {found.day for found in _long_days_of(one, rules)}
    for first, second, overlap in overlaps(one):
        together = one.minutes_for(first) + one.minutes_for(second)
        limit = rules.clash_same_session_minutes.in_force
        pause = rules.clash_break_minutes.in_force
        yield PaperClash(
            candidate_id=one.candidate_id,
            first=first,
            second=second,
            overlap_minutes=overlap,
            together_minutes=together,
            same_session=limit is None or together <= limit,
            break_minutes=None if second.published_start.date() in long else pause,
        )


def _long_days_of(one: CandidatePapers, rules: RulesProfile) -> Iterator[LongDay]:
    limit = _long_day_limit(one.level, rules)
    if limit is None:
        return
    for day in sorted({paper.published_start.date() for paper in one.papers}):
        papers = one.on(day)
        minutes = sum(one.minutes_for(paper) for paper in papers)
        if minutes <= limit or len(papers) < 2:
            continue
        least, after = rules.overnight_papers.in_force, rules.overnight_supervision_minutes.in_force
        overnight = least is not None and len(papers) >= least
        since = papers[-1].published_start + timedelta(minutes=after or 0) if overnight else None
        yield LongDay(
            candidate_id=one.candidate_id,
            day=day,
            papers=papers,
            minutes=minutes,
            limit_minutes=limit,
            overnight=overnight,
            supervised_from=since,
        )


def _long_day_limit(level: Level | None, rules: RulesProfile) -> int | None:
    gcse, gce = rules.long_day_minutes_gcse.in_force, rules.long_day_minutes_gce.in_force
    if level is not None:
        return gcse if level == "gcse" else gce
    return min((limit for limit in (gcse, gce) if limit is not None), default=None)


def _ordered(papers: Sequence[TimetabledComponent]) -> list[TimetabledComponent]:
    return sorted(papers, key=lambda p: (p.published_start, p.id))


def _hours(minutes: int) -> str:
    """``3 h 15 min``."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02} min" if rest else f"{hours} h"
