"""Whom each room of a session needs: by the ratio, by who is read to or written for, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from hub.before.session_plan import SessionPlan
from shared.ids import ComponentId, RoomId, SessionId
from shared.plan.candidates import ArrangementKind, Candidate
from shared.plan.timetable import TimetabledComponent, add_elapsed, writing_minutes
from shared.record.times import invigilators_needed
from shared.rules.profile import RulesProfile


class RotaOptions(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The choices for a rota.

    ``least_per_room`` is for rooms in which somebody invigilates; ``reserves`` wait in the office in every
    session. With ``one_to_one`` a facilitator who is alone with one candidate invigilates as well.
    """

    least_per_room: int = 1
    reserves: int = 1
    report_minutes: int = 30
    one_to_one: bool = True


class RoomNeed(Struct, frozen=True, kw_only=True):
    """One room in one session: ``invigilators`` counts the lead; times are those on the centre's wall."""

    session: SessionId
    room_id: RoomId
    room_name: str
    candidates: int
    invigilators: int
    facilitators: int
    since: datetime
    until: datetime
    why: str

    @property
    def people(self) -> int:
        """How many are needed altogether."""
        return self.invigilators + self.facilitators


class SessionNeeds(Struct, frozen=True, kw_only=True):
    """Everything one session needs; rooms with most candidates first."""

    session: SessionId
    rooms: tuple[RoomNeed, ...]
    reserves: int
    since: datetime
    until: datetime

    def room(self, room_id: RoomId) -> RoomNeed | None:
        """What this room needs, or None where nobody sits there."""
        return next((need for need in self.rooms if need.room_id == room_id), None)


def session_needs(plan: SessionPlan, rules: RulesProfile, options: RotaOptions) -> SessionNeeds | None:
    """What the session needs as it is seated; None before anybody has a seat."""
    people = {candidate.number: candidate for candidate in plan.sitting_candidates()}
    papers = {row.key: row.in_zone("UTC") for row in plan.timetabling.components(plan.session)}
    sat: dict[RoomId, dict[str, list[ComponentId]]] = {}
    for seating in plan.seatings:
        if seating.number in people and seating.component_id in papers:
            sat.setdefault(seating.room_id, {}).setdefault(seating.number, []).append(seating.component_id)
    rooms = [
        _room_need(plan.session, room.id, room.name, here, people, papers, rules, options)
        for room in plan.rooms
        if (here := sat.get(room.id))
    ]
    if not rooms:
        return None
    return SessionNeeds(
        session=plan.session,
        rooms=tuple(sorted(rooms, key=lambda need: (-need.candidates, need.room_name))),
        reserves=options.reserves,
        since=min(need.since for need in rooms),
        until=max(need.until for need in rooms),
    )


def _room_need(
    session: SessionId,
    room_id: RoomId,
    name: str,
    here: dict[str, list[ComponentId]],
    people: dict[str, Candidate],
    papers: dict[ComponentId, TimetabledComponent],
    rules: RulesProfile,
    options: RotaOptions,
) -> RoomNeed:
    candidates = [people[number] for number in here]
    facilitators = _facilitators(candidates)
    by_ratio = invigilators_needed(len(candidates), rules)
    together = options.one_to_one and len(candidates) == 1 and facilitators > 0
    first = min(papers[c].published_start for components in here.values() for c in components)
    last = max(_finish(people[number], [papers[c] for c in here[number]]) for number in here)
    ratio = rules.candidates_per_invigilator.value
    told = f"{len(candidates)} candidate{'s' if len(candidates) != 1 else ''}, one invigilator for {ratio}"
    if together:
        told = "one candidate, whose facilitator invigilates as well"
    return RoomNeed(
        session=session,
        room_id=room_id,
        room_name=name,
        candidates=len(candidates),
        invigilators=0 if together else max(options.least_per_room, by_ratio),
        facilitators=facilitators,
        since=add_elapsed(first, -timedelta(minutes=options.report_minutes)),
        until=last,
        why=told,
    )


def _facilitators(candidates: Sequence[Candidate]) -> int:
    """One for everybody who is written for, and one for all in the room who are read to or prompted."""
    needs = [{a.kind for a in candidate.arrangements} for candidate in candidates]
    scribed = sum(ArrangementKind.SCRIBE in kinds for kinds in needs)
    spoken = {ArrangementKind.READER, ArrangementKind.PROMPTER}
    others = any(spoken & kinds and ArrangementKind.SCRIBE not in kinds for kinds in needs)
    return scribed + int(others)


def _finish(candidate: Candidate, papers: Sequence[TimetabledComponent]) -> datetime:
    """When the last paper of this candidate ends, one after the other where they clash."""
    ready = papers[0].published_start
    for paper in sorted(papers, key=lambda p: (p.published_start, p.id)):
        length = timedelta(minutes=writing_minutes(paper.minutes, candidate.extra_time_percent))
        ready = add_elapsed(max(ready, paper.published_start), length)
    return ready
