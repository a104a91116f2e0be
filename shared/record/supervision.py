"""Who supervises a candidate at every minute between two papers of a clash (rule 19), from the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import msgspec
from msgspec import Struct

from shared.ids import CandidateId, ComponentId, RoomId
from shared.plan.pack import SessionPack
from shared.plan.timetable import TimetabledComponent
from shared.record.events import candidate as ev
from shared.record.events.candidate import Attendance
from shared.record.facts import Fact, in_order
from shared.record.register import RoomRecord, SittingRecord
from shared.record.stretches import SupervisionChain, SupervisionStretch
from shared.record.times import writing_time

_AWAY = (Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN)
_LAST = datetime.max.replace(tzinfo=UTC)


class _Sat(Struct, frozen=True):
    record: SittingRecord
    began: datetime | None
    left: datetime | None


def papers_clash(papers: Sequence[TimetabledComponent], extra_time_percent: int = 0) -> bool:
    """Whether one candidate can't sit these as published: then somebody stays with them in between."""
    ordered = sorted(papers, key=lambda p: (p.published_start, p.id))
    return any(
        one.published_start + writing_time(one.minutes, extra_time_percent) > two.published_start
        for one, two in pairwise(ordered)
    )


def clashing_sittings(pack: SessionPack) -> dict[CandidateId, tuple[tuple[CandidateId, ComponentId], ...]]:
    """The planned sittings of everybody whose papers in this session can't be sat as published."""
    papers = {c.id: c for c in pack.session.components}
    people = {c.id: c for c in pack.candidates}
    taken: dict[CandidateId, list[ComponentId]] = {}
    for sitting in pack.sittings:
        taken.setdefault(sitting.candidate_id, []).append(sitting.component_id)
    return {
        who: tuple((who, what) for what in theirs)
        for who, theirs in taken.items()
        if len(theirs) > 1
        and papers_clash(
            [papers[what] for what in theirs if what in papers],
            people[who].extra_time_percent if who in people else 0,
        )
    }


def supervision_chain(
    candidate: CandidateId,
    sittings: Sequence[SittingRecord],
    rooms: Mapping[RoomId, RoomRecord],
    handovers: Iterable[Fact],
) -> SupervisionChain:
    """Who supervised between the papers of a clash; the sittings may come from several sessions of a day.

    The room's own invigilators supervise while a paper is written, and between two papers that are both
    sat in one room, until somebody takes the candidate over. Before the next paper has begun the last
    stretch has no end.
    """
    handed = [f for f in in_order(handovers) if isinstance(f.envelope.event, ev.SupervisionHandedOver)]
    # Who was there is often entered afterwards: each counts from its own time, not from when it was heard of.
    handed.sort(key=lambda fact: fact.at)
    sat = sorted(
        (_Sat(s, _began(s, rooms), _left(s, rooms)) for s in sittings if s.attendance not in _AWAY),
        key=lambda s: (s.left or _LAST, s.began or _LAST, s.record.key),
    )
    stretches: list[SupervisionStretch] = []
    evidence = [f.id for f in handed]
    for one, two in pairwise(sat):
        if one.left is not None:
            stretches += _between(one, two, handed)
            evidence += (*one.record.script_evidence, *two.record.evidence)
    return SupervisionChain(
        candidate_id=candidate, stretches=tuple(stretches), evidence=tuple(sorted(set(evidence)))
    )


def _between(one: _Sat, two: _Sat, handed: Sequence[Fact]) -> Iterator[SupervisionStretch]:
    left = one.left
    if left is None:
        return
    until = None if two.began is None else max(left, two.began)
    same_room = one.record.place is not None and one.record.place == two.record.place
    current = SupervisionStretch(since=left, until=until, room=one.record.place if same_room else None)
    for fact in handed:
        at, event = fact.at, fact.envelope.event
        if not isinstance(event, ev.SupervisionHandedOver) or (until is not None and at >= until):
            continue
        if one.began is not None and at < one.began:
            continue
        if at > current.since:
            yield msgspec.structs.replace(current, until=at)
        current = SupervisionStretch(
            since=max(at, current.since),
            until=until,
            supervisor=event.to_supervisor,
            room=event.to_room if event.to_supervisor else None,
        )
    if until is None or until > current.since:
        yield current


def _began(record: SittingRecord, rooms: Mapping[RoomId, RoomRecord]) -> datetime | None:
    """When the candidate was in the room and the paper ran there; None before that."""
    room = rooms.get(record.place or "")
    started = room.started_at.get(record.component_id) if room else None
    if not record.is_present or started is None:
        return None
    return max(started, record.arrived_at) if record.arrived_at else started


def _left(record: SittingRecord, rooms: Mapping[RoomId, RoomRecord]) -> datetime | None:
    """When the room let the candidate go: dismissed, or the paper over and the script handed in."""
    if not record.is_present:
        return None
    if record.finished_at is not None:
        return record.finished_at
    room = rooms.get(record.place or "")
    over = room.finished_at.get(record.component_id) if room else None
    if over is None or record.script_collected_at is None:
        return over
    return max(over, record.script_collected_at)
