"""A way through a day of clashing papers: in which order, at what times, supervised from when to when.

A proposal, no decision: the centre may choose another order. Papers stay in their half of the day where the
rules let them be sat one after the other; otherwise one moves to the day's other half, and where the day is
too long the last waits for the next morning (rules 19 and 20).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from msgspec import Struct

from shared.ids import CandidateId, Half
from shared.plan.clashes import CandidatePapers, long_days, overlaps
from shared.plan.timetable import TimetabledComponent, add_elapsed, half_of
from shared.rules.profile import RulesProfile

SessionStarts = Mapping[Half, time]
"""When sessions usually begin here, by the wall clock: what moves to another session begins then."""


class DayStep(Struct, frozen=True, kw_only=True):
    """One stretch of a candidate's day; ``until`` is None for a night whose morning has no usual start."""

    kind: Literal["paper", "supervised", "overnight", "next_morning"]
    since: datetime
    until: datetime | None = None
    paper: TimetabledComponent | None = None

    @property
    def text(self) -> str:
        """``09:00–10:30 AQA:8300/2F``, ``10:30–10:50 supervised``."""
        until = f"–{self.until:%H:%M}" if self.until is not None else ""
        times = f"{self.since:%H:%M}{until}"
        if self.kind == "overnight":
            end = f" until {self.until:%H:%M} the next morning" if self.until is not None else ""
            return f"from {self.since:%H:%M} supervised overnight{end}"
        if self.paper is None:
            return f"{times} supervised"
        if self.kind == "next_morning":
            return f"{times} the next morning: {self.paper.id}, published {self.paper.published_start:%H:%M}"
        moved = self.since != self.paper.published_start
        return f"{times} {self.paper.id}" + (
            f", published {self.paper.published_start:%H:%M}" if moved else ""
        )


class DayProposal(Struct, frozen=True, kw_only=True):
    """How one candidate could sit one day's papers, in the order in which it happens."""

    candidate_id: CandidateId
    day: date
    steps: tuple[DayStep, ...]

    @property
    def text(self) -> str:
        """All steps in one line."""
        return "; ".join(step.text for step in self.steps) + "."


class _Slot(Struct, frozen=True):
    paper: TimetabledComponent
    since: datetime
    until: datetime


def propose_day(
    one: CandidatePapers, day: date, rules: RulesProfile, starts: SessionStarts
) -> DayProposal | None:
    """The way through this day; None where its papers can be sat as published."""
    papers = one.on(day)
    this_day = CandidatePapers(
        candidate_id=one.candidate_id,
        papers=papers,
        extra_time_percent=one.extra_time_percent,
        rest_break_minutes=one.rest_break_minutes,
        level=one.level,
    )
    overnight = any(found.overnight for found in long_days((this_day,), rules))
    if not overnight and next(overlaps(this_day), None) is None:
        return None
    slots = _slots(this_day, _sequence(this_day, rules), rules, starts)
    waits = slots.pop() if overnight else None
    steps = list(_with_supervision(slots))
    if waits is not None:
        steps += _the_next_morning(this_day, slots, waits.paper, rules, starts)
    return DayProposal(candidate_id=one.candidate_id, day=day, steps=tuple(steps))


def _sequence(one: CandidatePapers, rules: RulesProfile) -> list[tuple[TimetabledComponent, Half]]:
    """Paper and the half of the day in which it is sat, in the order in which they are sat."""
    halves: dict[Half, list[TimetabledComponent]] = {"AM": [], "PM": []}
    for paper in sorted(one.papers, key=lambda p: (p.published_start, -p.minutes, p.id)):
        halves[half_of(paper.published_start)].append(paper)
    moved: dict[Half, list[TimetabledComponent]] = {"AM": [], "PM": []}
    limit = rules.clash_same_session_minutes.in_force
    both: tuple[tuple[Half, Half], ...] = (("AM", "PM"), ("PM", "AM"))
    for half, other in both:
        here = halves[half]
        clash = next(overlaps(_only(one, here)), None) is not None
        if limit is None or not clash:
            continue
        # What was published for the other half is sat there first; an afternoon's paper may go before it.
        while len(here) > 1 and sum(one.minutes_for(paper) for paper in here) > limit:
            paper = here.pop()
            to: Half = other if other == "PM" or not halves["AM"] else "PM"
            moved[to].append(paper)
    return [(paper, half) for half, _ in both for paper in (*halves[half], *reversed(moved[half]))]


def _slots(
    one: CandidatePapers,
    sequence: Sequence[tuple[TimetabledComponent, Half]],
    rules: RulesProfile,
    starts: SessionStarts,
) -> list[_Slot]:
    """Each as published, or when its new session begins, or after a break when the one before is over."""
    pause = timedelta(minutes=rules.clash_break_minutes.in_force or 0)
    slots: list[_Slot] = []
    for paper, half in sequence:
        since = _usual_start(paper, half, starts)
        if slots and since < slots[-1].until:
            since = add_elapsed(slots[-1].until, pause)
        until = add_elapsed(since, timedelta(minutes=one.minutes_for(paper)))
        slots.append(_Slot(paper, since, until))
    return slots


def _usual_start(paper: TimetabledComponent, half: Half, starts: SessionStarts) -> datetime:
    usual = starts.get(half)
    if half_of(paper.published_start) == half or usual is None:
        return paper.published_start
    return datetime.combine(paper.published_start.date(), usual, tzinfo=paper.published_start.tzinfo)


def _with_supervision(slots: Sequence[_Slot]) -> Iterator[DayStep]:
    """In between somebody stays with a candidate who has sat one early or has yet to sit one."""
    for place, slot in enumerate(slots):
        yield DayStep(kind="paper", since=slot.since, until=slot.until, paper=slot.paper)
        sat = [s.paper.published_start for s in slots[: place + 1] if s.since < s.paper.published_start]
        early = [published for published in sat if published > slot.until]
        following = slots[place + 1].since if place + 1 < len(slots) else slot.until
        # A paper still to be sat that others have begun by then.
        late = any(s.since > s.paper.published_start < following for s in slots[place + 1 :])
        until = following if late or (early and following > slot.until) else max(early, default=slot.until)
        if until > slot.until:
            yield DayStep(kind="supervised", since=slot.until, until=until)


def _the_next_morning(
    one: CandidatePapers,
    slots: Sequence[_Slot],
    paper: TimetabledComponent,
    rules: RulesProfile,
    starts: SessionStarts,
) -> Iterator[DayStep]:
    after = timedelta(minutes=rules.overnight_supervision_minutes.in_force or 0)
    since = max(add_elapsed(paper.published_start, after), *(slot.until for slot in slots))
    usual = starts.get("AM")
    morning = None
    if usual is not None:
        tomorrow = paper.published_start.date() + timedelta(days=1)
        morning = datetime.combine(tomorrow, usual, tzinfo=paper.published_start.tzinfo)
    yield DayStep(kind="overnight", since=since, until=morning)
    if morning is not None:
        until = add_elapsed(morning, timedelta(minutes=one.minutes_for(paper)))
        yield DayStep(kind="next_morning", since=morning, until=until, paper=paper)


def _only(one: CandidatePapers, papers: Sequence[TimetabledComponent]) -> CandidatePapers:
    return CandidatePapers(
        candidate_id=one.candidate_id,
        papers=tuple(papers),
        extra_time_percent=one.extra_time_percent,
        rest_break_minutes=one.rest_break_minutes,
    )
