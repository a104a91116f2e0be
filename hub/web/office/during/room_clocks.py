"""One room's clocks: who finishes when, whose time is their own, and what counts for who comes late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from msgspec import Struct

from hub.web.office.clock import minutes_until
from hub.web.office.desk import InHand
from shared.ids import CandidateId, RoomId
from shared.record.finishes import finish_if_admitted, finishes_in, paper_finish
from shared.record.register import SittingRecord
from shared.record.times import Lateness, classify_lateness, earliest_leaving, latest, very_late_limit

LATE_WORDS: Final = {
    Lateness.ON_TIME: "on time",
    Lateness.LATE: "late",
    Lateness.VERY_LATE: "very late",
    Lateness.ASK_OFFICER: "on the limit",
}


class FinishGroup(Struct, frozen=True, kw_only=True):
    """Everybody who finishes one paper at one moment."""

    paper: str
    at: datetime
    minutes_left: int
    people: tuple[CandidateId, ...]
    is_main: bool
    is_paused: bool


class LateAdvice(Struct, frozen=True, kw_only=True):
    """What the rules say of somebody who comes to this paper now."""

    paper: str
    lateness: Lateness
    finish: datetime
    very_late_after: datetime
    others_may_have_left: bool
    report_days: int

    @property
    def words(self) -> str:
        return LATE_WORDS[self.lateness]


def finish_groups(held: InHand, room: RoomId) -> tuple[FinishGroup, ...]:
    """Who finishes when, the first in front; ``is_main`` is the time on the board."""
    record = held.register.room(room)
    main = {
        paper.id: paper_finish(paper, record, held.now)
        for paper in held.pack.components_in(room)
        if paper.id in record.started_at
    }
    together: dict[tuple[datetime, str], list[CandidateId]] = {}
    paused: set[tuple[datetime, str]] = set()
    for own in finishes_in(held.register, held.pack, room, held.now):
        key = (own.at, own.component_id)
        together.setdefault(key, []).append(own.candidate_id)
        if own.is_paused:
            paused.add(key)
    return tuple(
        FinishGroup(
            paper=held.names.paper(component),
            at=at,
            minutes_left=minutes_until(at, held.now),
            people=tuple(people),
            is_main=at == main.get(component),
            is_paused=(at, component) in paused,
        )
        for (at, component), people in together.items()
    )


def late_advice(held: InHand, room: RoomId) -> Iterable[LateAdvice]:
    """For every paper that has begun here or elsewhere by its published time, and isn't over."""
    record, rules = held.register.room(room), held.pack.rules
    for paper in held.pack.components_in(room):
        begun = record.started_at.get(paper.id)
        if paper.id in record.finished_at or (begun is None and held.now < paper.published_start):
            continue
        begins = held.now if begun is None else latest(begun, held.now)
        nobody = SittingRecord(candidate_id="", component_id=paper.id)
        yield LateAdvice(
            paper=held.names.paper(paper.id),
            lateness=classify_lateness(paper, held.now, begun, rules),
            finish=finish_if_admitted(paper, nobody, 0, begins),
            very_late_after=very_late_limit(paper, rules),
            others_may_have_left=held.now >= earliest_leaving(paper, rules),
            report_days=rules.very_late_report_working_days.value,
        )
