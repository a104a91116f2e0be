"""The light clash check: one candidate, two components whose times overlap on the published timetable."""

from __future__ import annotations

from itertools import combinations

from msgspec import Struct

from hub.before.records import CandidateRecord, TimetableRecord
from hub.before.session_plan import Timetabling
from shared.ids import SessionId


class Clash(Struct, frozen=True, kw_only=True):
    """Two components that one candidate can't sit at the same time, extra time counted."""

    candidate: CandidateRecord
    first: TimetableRecord
    second: TimetableRecord
    overlap_minutes: int

    @property
    def sentence(self) -> str:
        """For a person: who, what and by how much."""
        name = f"{self.candidate.surname}, {self.candidate.forenames}".rstrip(", ")
        return (
            f"{self.candidate.number} {name} is entered for {self.first.key} and {self.second.key} on "
            f"{self.first.day:%a %d %b} and they overlap by {self.overlap_minutes} minutes."
        )


def clashes_in(timetabling: Timetabling, session: SessionId) -> tuple[Clash, ...]:
    """The session's clashes in candidate-number order."""
    return tuple(clash for clash in all_clashes(timetabling, session[:10]) if clash.first.session == session)


def all_clashes(timetabling: Timetabling, day: str | None = None) -> tuple[Clash, ...]:
    """Every clash of the series, or of one day (ISO date): a long morning may run into the afternoon."""
    rows = {row.key: row for row in timetabling.timetable if day is None or row.day.isoformat() == day}
    papers: dict[str, list[TimetableRecord]] = {}
    for entry in timetabling.entries:
        candidate = timetabling.candidates.get(entry.number)
        if entry.component_id in rows and candidate is not None and not candidate.withdrawn:
            papers.setdefault(entry.number, []).append(rows[entry.component_id])
    extra = timetabling.extra_time()
    clashes = []
    for number in sorted(number for number, taken in papers.items() if len(taken) > 1):
        for one, two in combinations(sorted(papers[number], key=_order), 2):
            overlap = _overlap(one, two, extra.get(number, 0))
            if overlap > 0:
                candidate = timetabling.candidates[number]
                clashes.append(Clash(candidate=candidate, first=one, second=two, overlap_minutes=overlap))
    return tuple(clashes)


def _order(row: TimetableRecord) -> tuple[str, str, str]:
    return (row.day.isoformat(), row.start_text, row.key)


def _overlap(one: TimetableRecord, two: TimetableRecord, percent: int) -> int:
    """Minutes that both run, ``one`` being the first to start; 0 or less when they don't meet."""
    if one.day != two.day:
        return 0
    starts = [row.hours * 60 + row.minutes_past for row in (one, two)]
    ends = [
        start + row.minutes * (100 + percent) // 100 for start, row in zip(starts, (one, two), strict=True)
    ]
    return min(ends) - max(starts)
