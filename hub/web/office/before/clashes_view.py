"""Clashes as cards: candidates who share papers, times and advice stand on one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from hub.before.clashes import ClashFinding, FindingKind
from hub.before.records import CandidateRecord
from hub.before.session_plan import Timetabling
from shared.plan.timetable import writing_minutes

KIND_WORDS: Final[dict[FindingKind, str]] = {
    "overlap": "At the same time",
    "long_day": "Long day",
    "overnight": "Overnight supervision",
}


class CardPaper(Struct, frozen=True, kw_only=True):
    """One paper on a card: published length, and how long these candidates may sit it."""

    paper: str
    title: str
    start: str
    published: int
    minutes: int


class ClashCard(Struct, frozen=True, kw_only=True):
    """One thing to arrange, for everybody it is the same for."""

    kind: FindingKind
    day: date
    candidates: tuple[CandidateRecord, ...]
    papers: tuple[CardPaper, ...]
    extra_time: int
    rest_minutes: int
    minutes: int
    overlap_minutes: int
    limit_minutes: int | None
    rule: int
    source: str
    what_to_do: str
    steps: tuple[str, ...]


def clash_cards(found: Sequence[ClashFinding], timetabling: Timetabling) -> tuple[ClashCard, ...]:
    """By day, then kind; the first candidate's number decides the rest."""
    extra = timetabling.extra_time()
    alike: dict[tuple[object, ...], list[ClashFinding]] = defaultdict(list)
    for one in found:
        steps = one.proposal.text if one.proposal else ""
        papers = tuple(paper.key for paper in one.papers)
        alike[one.day, one.kind, papers, one.minutes, extra.get(one.candidate.number, 0), steps].append(one)
    cards = [_card(group, extra.get(group[0].candidate.number, 0)) for group in alike.values()]
    order = tuple(KIND_WORDS)
    return tuple(sorted(cards, key=lambda c: (c.day, order.index(c.kind), c.candidates[0].number)))


def _card(group: Sequence[ClashFinding], extra_time: int) -> ClashCard:
    first = group[0]
    writing = [writing_minutes(paper.minutes, extra_time) for paper in first.papers]
    # What a day comes to beyond writing is rest, the same for every paper.
    rest = max(0, first.minutes - sum(writing)) // len(first.papers)
    return ClashCard(
        kind=first.kind,
        day=first.day,
        candidates=tuple(one.candidate for one in group),
        papers=tuple(
            CardPaper(
                paper=f"{paper.board} {paper.code}",
                title=paper.title,
                start=paper.start_text,
                published=paper.minutes,
                minutes=minutes + rest,
            )
            for paper, minutes in zip(first.papers, writing, strict=True)
        ),
        extra_time=extra_time,
        rest_minutes=rest,
        minutes=first.minutes,
        overlap_minutes=first.overlap_minutes,
        limit_minutes=first.limit_minutes,
        rule=first.rule,
        source=", ".join(part for part in (first.source, first.edition) if part),
        what_to_do=first.what_to_do,
        steps=tuple(step.text for step in first.proposal.steps) if first.proposal else (),
    )
