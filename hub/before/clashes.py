"""Clashes and long days of the plan: whom they concern and what to do; the rules are ``shared.plan``'s."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Literal

from msgspec import Struct

from hub.before.records import CandidateRecord, TimetableRecord
from hub.before.session_plan import Timetabling
from shared.ids import ComponentId, Half, SessionId
from shared.plan.candidates import ArrangementKind
from shared.plan.clash_days import DayProposal, SessionStarts, propose_day
from shared.plan.clashes import CandidatePapers, Level, LongDay, PaperClash, clashes, long_days, overlaps
from shared.plan.timetable import TimetabledComponent
from shared.rules.numbers import RuledNumber
from shared.rules.profile import RulesProfile

RulesOfDay = Callable[[date], RulesProfile]
FindingKind = Literal["overlap", "long_day", "overnight"]


class Clash(Struct, frozen=True, kw_only=True):
    """Two components that one candidate can't sit at the same time, extra time counted."""

    candidate: CandidateRecord
    first: TimetableRecord
    second: TimetableRecord
    overlap_minutes: int

    @property
    def sentence(self) -> str:
        """For a person: who, what and by how much."""
        return (
            f"{named(self.candidate)} is entered for {self.first.key} and {self.second.key} on "
            f"{self.first.day:%a %d %b} and they overlap by {self.overlap_minutes} minutes."
        )


class ClashFinding(Struct, frozen=True, kw_only=True):
    """One thing to arrange for one candidate on one day.

    ``minutes`` is what the papers take together, extra time and rest breaks counted; ``overlap_minutes`` is
    for how long they would run at once; ``limit_minutes`` is the rules' limit for it, from ``source``.
    """

    kind: FindingKind
    candidate: CandidateRecord
    day: date
    papers: tuple[TimetableRecord, ...]
    minutes: int
    overlap_minutes: int = 0
    limit_minutes: int | None = None
    rule: int
    source: str
    edition: str
    what_to_do: str
    proposal: DayProposal | None = None


class _Entered(Struct, frozen=True):
    """One candidate's papers of one day, where there are two or more."""

    candidate: CandidateRecord
    day: date
    papers: CandidatePapers


def check_clashes(
    timetabling: Timetabling, rules_of: RulesOfDay, *, day: date | None = None
) -> tuple[ClashFinding, ...]:
    """Everything to arrange, on one day or in the whole series, by day and candidate number."""
    rows = {row.key: row for row in timetabling.timetable}
    starts = usual_starts(timetabling)
    found: list[ClashFinding] = []
    for entered in _entered(timetabling, rows, None if day is None else day.isoformat()):
        rules = rules_of(entered.day)
        proposal: DayProposal | None = None
        here: list[ClashFinding] = []
        too_long = long_days((entered.papers,), rules)
        pairs = clashes((entered.papers,), rules)
        if pairs or too_long:
            proposal = propose_day(entered.papers, entered.day, rules, starts)
        here += [_overlap(entered, clash, rows, rules, proposal) for clash in pairs]
        here += [_too_long(entered, long, rows, rules, proposal) for long in too_long]
        found += here
    return tuple(sorted(found, key=lambda f: (f.day, f.candidate.number)))


def usual_starts(timetabling: Timetabling) -> SessionStarts:
    """When mornings and afternoons begin: the start that most of the timetable's papers have."""
    counted: dict[Half, Counter[time]] = {"AM": Counter(), "PM": Counter()}
    for row in timetabling.timetable:
        counted[row.half][time(row.hours, row.minutes_past)] += 1
    return {
        half: max(starts, key=lambda start: (starts[start], -start.hour * 60 - start.minute))
        for half, starts in counted.items()
        if starts
    }


def clashes_in(timetabling: Timetabling, session: SessionId) -> tuple[Clash, ...]:
    """The session's clashes in candidate-number order."""
    return tuple(clash for clash in all_clashes(timetabling, session[:10]) if clash.first.session == session)


def all_clashes(timetabling: Timetabling, day: str | None = None) -> tuple[Clash, ...]:
    """Every clash of the series, or of one day (ISO date): a long morning may run into the afternoon."""
    rows = {row.key: row for row in timetabling.timetable}
    return tuple(
        Clash(
            candidate=entered.candidate, first=rows[first.id], second=rows[second.id], overlap_minutes=minutes
        )
        for entered in _entered(timetabling, rows, day)
        for first, second, minutes in overlaps(entered.papers)
    )


def advice(timetabling: Timetabling, rules: RulesProfile, day: str) -> tuple[str, ...]:
    """What to do about one day's clashes and long days, a sentence each (rules 19 and 20)."""
    found = check_clashes(timetabling, lambda _: rules, day=date.fromisoformat(day))
    return tuple(clash_sentence(one) for one in found)


def clash_sentence(found: ClashFinding) -> str:
    """Who, what and what to do, with the proposed day where there is one."""
    told = f"{_who_and_what(found)}: {found.what_to_do}"
    return told if found.proposal is None else f"{told} Proposed: {found.proposal.text}"


def clash_report(found: ClashFinding) -> dict[str, object]:
    """The finding as plain values, for ``--json``."""
    steps = () if found.proposal is None else found.proposal.steps
    return {
        "kind": found.kind,
        "candidate": found.candidate.number,
        "day": found.day.isoformat(),
        "papers": [paper.key for paper in found.papers],
        "minutes": found.minutes,
        "overlap_minutes": found.overlap_minutes,
        "limit_minutes": found.limit_minutes,
        "rule": found.rule,
        "source": found.source,
        "edition": found.edition,
        "what_to_do": found.what_to_do,
        "proposal": [
            {
                "kind": step.kind,
                "from": f"{step.since:%Y-%m-%dT%H:%M}",
                "until": None if step.until is None else f"{step.until:%Y-%m-%dT%H:%M}",
                "paper": None if step.paper is None else step.paper.id,
                "text": step.text,
            }
            for step in steps
        ],
    }


def named(candidate: CandidateRecord) -> str:
    """Number and name, as lists give them."""
    name = f"{candidate.surname}, {candidate.forenames}".rstrip(", ")
    return f"{candidate.number} {name}"


def _who_and_what(found: ClashFinding) -> str:
    if found.kind != "overlap":
        return named(found.candidate)
    return f"{named(found.candidate)}, {' and '.join(paper.key for paper in found.papers)}"


def _overlap(
    entered: _Entered,
    clash: PaperClash,
    rows: dict[ComponentId, TimetableRecord],
    rules: RulesProfile,
    proposal: DayProposal | None,
) -> ClashFinding:
    number = rules.clash_same_session_minutes
    return _finding(
        "overlap",
        entered,
        (rows[clash.first.id], rows[clash.second.id]),
        clash.together_minutes,
        number,
        rule=19,
        overlap_minutes=clash.overlap_minutes,
        what_to_do=clash.what_to_do,
        proposal=proposal,
    )


def _too_long(
    entered: _Entered,
    found: LongDay,
    rows: dict[ComponentId, TimetableRecord],
    rules: RulesProfile,
    proposal: DayProposal | None,
) -> ClashFinding:
    gce = rules.long_day_minutes_gce
    number = gce if entered.papers.level == "gce" else rules.long_day_minutes_gcse
    return _finding(
        "overnight" if found.overnight else "long_day",
        entered,
        tuple(rows[paper.id] for paper in found.papers),
        found.minutes,
        rules.overnight_papers if found.overnight else number,
        rule=20,
        limit_minutes=found.limit_minutes,
        what_to_do=found.what_to_do,
        proposal=proposal,
    )


def _finding(
    kind: FindingKind,
    entered: _Entered,
    papers: tuple[TimetableRecord, ...],
    minutes: int,
    number: RuledNumber,
    *,
    rule: int,
    what_to_do: str,
    overlap_minutes: int = 0,
    limit_minutes: int | None = None,
    proposal: DayProposal | None,
) -> ClashFinding:
    return ClashFinding(
        kind=kind,
        candidate=entered.candidate,
        day=entered.day,
        papers=papers,
        minutes=minutes,
        overlap_minutes=overlap_minutes,
        limit_minutes=number.in_force if limit_minutes is None else limit_minutes,
        rule=rule,
        source=number.source,
        edition=number.edition,
        what_to_do=what_to_do,
        proposal=proposal,
    )


def _entered(
    timetabling: Timetabling, rows: dict[ComponentId, TimetableRecord], day: str | None
) -> Iterator[_Entered]:
    """Who is entered for two papers or more on one day, in candidate-number order and then by day.

    All papers hang on the same wall, so that any one zone tells how far they are apart.
    """
    taken: dict[tuple[str, date], list[ComponentId]] = defaultdict(list)
    for entry in timetabling.entries:
        row = rows.get(entry.component_id)
        if row is not None and (day is None or row.day.isoformat() == day):
            taken[(entry.number, row.day)].append(entry.component_id)
    on_the_wall: dict[ComponentId, TimetabledComponent] = {}
    extra = timetabling.extra_time()
    rest = _rest_minutes(timetabling)
    for (number, on), components in sorted(taken.items()):
        candidate = timetabling.candidates.get(number)
        if len(components) < 2 or candidate is None or candidate.withdrawn:
            continue
        for component in components:
            if component not in on_the_wall:
                on_the_wall[component] = rows[component].in_zone("UTC")
        papers = CandidatePapers(
            candidate_id=candidate.id,
            papers=tuple(on_the_wall[component] for component in components),
            extra_time_percent=extra.get(number, 0),
            rest_break_minutes=rest.get(number, 0),
            level=_level_of([rows[component] for component in components]),
        )
        yield _Entered(candidate, on, papers)


def _level_of(rows: list[TimetableRecord]) -> Level | None:
    """The longer day is for those who sit AS and A level only."""
    levels = {row.level for row in rows}
    if levels == {"gce"}:
        return "gce"
    return "gcse" if "gcse" in levels else None


def _rest_minutes(timetabling: Timetabling) -> dict[str, int]:
    return {
        row.number: row.minutes
        for row in timetabling.arrangements
        if row.kind is ArrangementKind.REST_BREAKS and row.minutes
    }
