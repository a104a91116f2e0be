"""Clashes and long days of the plan: whom they concern. The rules are those of ``shared.plan.clashes``."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from hub.before.records import CandidateRecord, TimetableRecord
from hub.before.session_plan import Timetabling
from shared.ids import ComponentId, SessionId
from shared.plan.clashes import CandidatePapers, clashes, long_days, overlaps
from shared.rules.profile import RulesProfile


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
            f"{_named(self.candidate)} is entered for {self.first.key} and {self.second.key} on "
            f"{self.first.day:%a %d %b} and they overlap by {self.overlap_minutes} minutes."
        )


def clashes_in(timetabling: Timetabling, session: SessionId) -> tuple[Clash, ...]:
    """The session's clashes in candidate-number order."""
    return tuple(clash for clash in all_clashes(timetabling, session[:10]) if clash.first.session == session)


def all_clashes(timetabling: Timetabling, day: str | None = None) -> tuple[Clash, ...]:
    """Every clash of the series, or of one day (ISO date): a long morning may run into the afternoon."""
    rows = {row.key: row for row in timetabling.timetable}
    return tuple(
        Clash(candidate=candidate, first=rows[first.id], second=rows[second.id], overlap_minutes=minutes)
        for candidate, entered in _entered(timetabling, rows, day)
        for first, second, minutes in overlaps(entered)
    )


def advice(timetabling: Timetabling, rules: RulesProfile, day: str) -> tuple[str, ...]:
    """What to do about one day's clashes and long days, a sentence each (rules 19 and 20)."""
    rows = {row.key: row for row in timetabling.timetable}
    told: list[str] = []
    for candidate, entered in _entered(timetabling, rows, day):
        told += [
            f"{_named(candidate)}, {clash.first.id} and {clash.second.id}: {clash.what_to_do}"
            for clash in clashes((entered,), rules)
        ]
        told += [f"{_named(candidate)}: {found.what_to_do}" for found in long_days((entered,), rules)]
    return tuple(told)


def _entered(
    timetabling: Timetabling, rows: dict[ComponentId, TimetableRecord], day: str | None
) -> Iterator[tuple[CandidateRecord, CandidatePapers]]:
    """Who is entered for two papers or more, in candidate-number order.

    Both papers hang on the same wall, so that any one zone tells how far they are apart.
    """
    papers: dict[str, list[ComponentId]] = {}
    for entry in timetabling.entries:
        row, candidate = rows.get(entry.component_id), timetabling.candidates.get(entry.number)
        wanted = row is not None and (day is None or row.day.isoformat() == day)
        if wanted and candidate is not None and not candidate.withdrawn:
            papers.setdefault(entry.number, []).append(entry.component_id)
    extra = timetabling.extra_time()
    for number in sorted(number for number, taken in papers.items() if len(taken) > 1):
        candidate = timetabling.candidates[number]
        yield (
            candidate,
            CandidatePapers(
                candidate_id=candidate.id,
                papers=tuple(rows[taken].in_zone("UTC") for taken in papers[number]),
                extra_time_percent=extra.get(number, 0),
            ),
        )


def _named(candidate: CandidateRecord) -> str:
    name = f"{candidate.surname}, {candidate.forenames}".rstrip(", ")
    return f"{candidate.number} {name}"
