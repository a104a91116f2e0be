"""The rota as a page shows it: sessions, one session room by room, and everybody's share."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from msgspec import Struct

from hub.before.records import DutyRecord, InvigilatorRecord
from hub.before.rota import RoomNeed, RotaDoubt, RotaDoubtKind
from hub.web.office.before.rota_keeping import RotaState
from shared.ids import RoomId, SessionId

GRAVE: Final = frozenset(
    {
        RotaDoubtKind.UNDER_RATIO,
        RotaDoubtKind.NO_FACILITATOR,
        RotaDoubtKind.UNAVAILABLE,
        RotaDoubtKind.TWO_ROOMS,
        RotaDoubtKind.UNKNOWN_PERSON,
    }
)
"""Without these an exam can't run as it should; the others are for the officer to weigh."""
_RANK: Final = {"lead": 0, "invigilator": 1, "facilitator": 2, "reserve": 3}


class OnDuty(Struct, frozen=True, kw_only=True):
    """One person in one place."""

    id: str
    name: str
    role: str
    pinned: bool
    report_minutes: int
    doubts: tuple[str, ...] = ()


class RotaRoom(Struct, frozen=True, kw_only=True):
    """One room of one session; ``need`` is None where nobody sits."""

    id: RoomId
    name: str
    need: RoomNeed | None
    people: tuple[OnDuty, ...]
    doubts: tuple[RotaDoubt, ...]

    @property
    def invigilating(self) -> int:
        return sum(1 for one in self.people if one.role in ("lead", "invigilator"))

    @property
    def facilitating(self) -> int:
        return sum(1 for one in self.people if one.role == "facilitator")

    @property
    def is_enough(self) -> bool:
        return not any(doubt.kind in GRAVE for doubt in self.doubts)


class RotaPerson(Struct, frozen=True, kw_only=True):
    """One person in one session, with what they do in all."""

    id: str
    name: str
    usually: str
    where: str
    role: str
    is_free: bool
    note: str | None
    duties: int
    hours: str


class RotaLine(Struct, frozen=True, kw_only=True):
    """One session in the list."""

    session: SessionId
    rooms: int
    needed: int
    expected: int
    reserves: int
    grave: int
    doubts: int


def rota_lines(state: RotaState) -> tuple[RotaLine, ...]:
    """The sessions that are seated, earliest first."""
    doubts = defaultdict(list)
    for doubt in state.doubts:
        doubts[doubt.session].append(doubt)
    lines = []
    for session, needs in sorted(state.needs.items()):
        duties = state.of(session)
        lines.append(
            RotaLine(
                session=session,
                rooms=len(needs.rooms),
                needed=sum(room.people for room in needs.rooms),
                expected=sum(1 for duty in duties if duty.room_id),
                reserves=sum(1 for duty in duties if not duty.room_id),
                grave=sum(1 for doubt in doubts[session] if doubt.kind in GRAVE),
                doubts=len(doubts[session]),
            )
        )
    return tuple(lines)


def rota_rooms(state: RotaState, session: SessionId, names: dict[RoomId, str]) -> tuple[RotaRoom, ...]:
    """The session's rooms, those with most candidates first, then where somebody is expected in vain."""
    needs = state.needs.get(session)
    here = defaultdict(list)
    for duty in state.of(session):
        if duty.room_id:
            here[duty.room_id].append(duty)
    needed = {room.room_id: room for room in needs.rooms} if needs else {}
    about = [doubt for doubt in state.doubts if doubt.session == session]
    people = {person.id: person for person in state.people}
    return tuple(
        RotaRoom(
            id=room,
            name=names.get(room, room),
            need=needed.get(room),
            people=_on_duty(here[room], people, about),
            doubts=tuple(d for d in about if d.room_id == room and not d.invigilator_id),
        )
        for room in dict.fromkeys((*needed, *here))
    )


def reserves(state: RotaState, session: SessionId) -> tuple[OnDuty, ...]:
    """Who waits in the office."""
    people = {person.id: person for person in state.people}
    about = [doubt for doubt in state.doubts if doubt.session == session]
    return _on_duty([d for d in state.of(session) if not d.room_id], people, about)


def rota_people(state: RotaState, session: SessionId, names: dict[RoomId, str]) -> tuple[RotaPerson, ...]:
    """Everybody: who is free first, then who has a duty, then who can't come."""
    duties = {duty.invigilator_id: duty for duty in state.of(session)}
    shares = state.shares()
    found = []
    for person in state.people:
        duty, away = duties.get(person.id), state.unavailable.get((person.id, session))
        share = shares[person.id]
        found.append(
            RotaPerson(
                id=person.id,
                name=person.name,
                usually=person.role,
                where=""
                if duty is None
                else names.get(duty.room_id, duty.room_id)
                if duty.room_id
                else "office",
                role=duty.role if duty else "",
                is_free=duty is None and away is None,
                note=None if away is None else away.note,
                duties=share.duties,
                hours=f"{share.minutes / 60:.1f}",
            )
        )
    return tuple(sorted(found, key=lambda p: (not p.is_free, p.note is not None, p.name.casefold())))


def _on_duty(
    duties: list[DutyRecord], people: dict[str, InvigilatorRecord], doubts: list[RotaDoubt]
) -> tuple[OnDuty, ...]:
    return tuple(
        OnDuty(
            id=duty.invigilator_id,
            name=people[duty.invigilator_id].name if duty.invigilator_id in people else duty.invigilator_id,
            role=duty.role,
            pinned=duty.pinned,
            report_minutes=duty.report_minutes,
            doubts=tuple(d.text for d in doubts if d.invigilator_id == duty.invigilator_id),
        )
        for duty in sorted(duties, key=lambda d: (_RANK[d.role], d.invigilator_id))
    )
