"""A rota proposed: leads, facilitators, invigilators, reserves; always whoever has done least so far."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from msgspec import Struct

from hub.before.records import DutyRecord, InvigilatorRecord
from hub.before.rota.needs import RoomNeed, RotaOptions, SessionNeeds
from hub.before.rota.share import Workload
from shared.ids import InvigilatorId, RoomId, SessionId
from shared.plan.centre import InvigilatorRole
from shared.plan.duties import RESERVE_ROOM

FIT: Final[dict[InvigilatorRole, tuple[InvigilatorRole, ...]]] = {
    "lead": ("lead", "invigilator"),
    "facilitator": ("facilitator",),
    "invigilator": ("invigilator", "lead", "reserve"),
    "reserve": ("reserve", "invigilator", "lead"),
}
"""Who may take which duty, the usual ones first. Only trained people facilitate."""


class Gap(Struct, frozen=True, kw_only=True):
    """A place that nobody could be found for."""

    session: SessionId
    room_id: RoomId
    role: InvigilatorRole
    text: str


class Rota(Struct, frozen=True, kw_only=True):
    """The duties proposed for the sessions asked for, those set by hand among them, and what is lacking."""

    duties: tuple[DutyRecord, ...]
    gaps: tuple[Gap, ...]


class _Place(Struct, frozen=True):
    needs: SessionNeeds
    room: RoomNeed | None
    role: InvigilatorRole


def propose_rota(
    sessions: Sequence[SessionNeeds],
    people: Sequence[InvigilatorRecord],
    *,
    unavailable: Collection[tuple[InvigilatorId, SessionId]],
    standing: Sequence[DutyRecord],
    options: RotaOptions,
    others: Sequence[SessionNeeds] = (),
) -> Rota:
    """Fill every place of these sessions, earliest first.

    Of ``standing`` the pinned duties of these sessions stay; duties of other sessions stay as well and count
    for the share, with their times where ``others`` has what those sessions need.
    """
    asked = {needs.session for needs in sessions}
    known = {person.id for person in people}
    fixed = [d for d in standing if d.invigilator_id in known and (d.pinned or d.session not in asked)]
    work = Workload((*sessions, *others), fixed)
    duties = [duty for duty in fixed if duty.session in asked]
    gaps: list[Gap] = []
    for needs in sorted(sessions, key=lambda n: n.session):
        here = [duty for duty in duties if duty.session == needs.session]
        for place in _open_places(needs, here):
            person = _whom(place, people, work, unavailable)
            if person is None:
                gaps.append(_gap(place))
                continue
            duty = DutyRecord(
                session=needs.session,
                invigilator_id=person.id,
                room_id=RESERVE_ROOM if place.room is None else place.room.room_id,
                role=place.role,
                report_minutes=options.report_minutes,
            )
            duties.append(duty)
            work.take(duty)
    return Rota(duties=tuple(sorted(duties, key=lambda d: d.key)), gaps=tuple(gaps))


def _open_places(needs: SessionNeeds, taken: Sequence[DutyRecord]) -> Iterator[_Place]:
    """What is left to fill, the hardest first: over all rooms leads, facilitators, invigilators, reserves."""
    left: list[tuple[RoomNeed, dict[InvigilatorRole, int]]] = []
    for room in needs.rooms:
        here = [duty.role for duty in taken if duty.room_id == room.room_id]
        invigilating = sum(role in ("lead", "invigilator") for role in here)
        open_here = max(0, room.invigilators - invigilating)
        lead = int(open_here > 0 and "lead" not in here)
        left.append(
            (
                room,
                {
                    "lead": lead,
                    "facilitator": max(0, room.facilitators - here.count("facilitator")),
                    "invigilator": open_here - lead,
                },
            )
        )
    roles: tuple[InvigilatorRole, ...] = ("lead", "facilitator", "invigilator")
    for role in roles:
        for room, counts in left:
            for _ in range(counts[role]):
                yield _Place(needs, room, role)
    waiting = sum(duty.room_id == RESERVE_ROOM for duty in taken)
    for _ in range(needs.reserves - waiting):
        yield _Place(needs, None, "reserve")


def _whom(
    place: _Place,
    people: Sequence[InvigilatorRecord],
    work: Workload,
    unavailable: Collection[tuple[InvigilatorId, SessionId]],
) -> InvigilatorRecord | None:
    session = place.needs.session
    since, until = (
        (place.needs.since, place.needs.until) if place.room is None else (place.room.since, place.room.until)
    )
    fit = FIT[place.role]
    free = [
        person
        for person in people
        if person.role in fit
        and (person.id, session) not in unavailable
        and not work.is_busy(person.id, session, since, until)
    ]
    return min(free, key=lambda p: (fit.index(p.role), *work.load(p.id), p.id), default=None)


def _gap(place: _Place) -> Gap:
    where = "the office" if place.room is None else place.room.room_name
    return Gap(
        session=place.needs.session,
        room_id=RESERVE_ROOM if place.room is None else place.room.room_id,
        role=place.role,
        text=(
            f"Nobody is free as {place.role} in {where}. "
            "Ask somebody who said they can't come, add a person, or move candidates to fewer rooms."
        ),
    )
