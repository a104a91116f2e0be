"""What is doubtful about a rota: rooms under the ratio or without a lead, people who can't be there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final

from msgspec import Struct

from hub.before.records import DutyRecord, InvigilatorRecord
from hub.before.rota.needs import RoomNeed, SessionNeeds
from hub.before.rota.share import Workload
from shared.ids import InvigilatorId, RoomId, SessionId
from shared.plan.duties import RESERVE_ROOM


class RotaDoubtKind(StrEnum):
    """What may be wrong with a rota."""

    UNDER_RATIO = "under_ratio"
    NO_LEAD = "no_lead"
    NO_FACILITATOR = "no_facilitator"
    ALONE = "alone"
    NO_RESERVE = "no_reserve"
    UNAVAILABLE = "unavailable"
    TWO_ROOMS = "two_rooms"
    UNTRAINED = "untrained"
    NOBODY_SITS = "nobody_sits"
    UNKNOWN_PERSON = "unknown_person"


class RotaDoubt(Struct, frozen=True, kw_only=True):
    """One doubt about a room or a person in one session, as a sentence."""

    kind: RotaDoubtKind
    session: SessionId
    room_id: RoomId = RESERVE_ROOM
    invigilator_id: InvigilatorId = ""
    text: str


Told = tuple[RotaDoubtKind, str]
CALL_HELP: Final = (
    "they must be able to call help without leaving the room. Give it a paired tablet of its own, "
    "or a second person."
)


def rota_doubts(
    sessions: Sequence[SessionNeeds],
    duties: Sequence[DutyRecord],
    people: Sequence[InvigilatorRecord],
    unavailable: Collection[tuple[InvigilatorId, SessionId]],
) -> tuple[RotaDoubt, ...]:
    """Every doubt about these sessions, rooms first; duties of other sessions count where they overlap."""
    by_id = {person.id: person for person in people}
    found: list[RotaDoubt] = []
    for needs in sorted(sessions, key=lambda n: n.session):
        here = [duty for duty in duties if duty.session == needs.session and duty.invigilator_id in by_id]
        for room in needs.rooms:
            there = [duty for duty in here if duty.room_id == room.room_id]
            found += [
                RotaDoubt(kind=kind, session=needs.session, room_id=room.room_id, text=text)
                for kind, text in _of_room(room, there)
            ]
        waiting = sum(duty.room_id == RESERVE_ROOM for duty in here)
        if waiting < needs.reserves:
            text = f"{waiting} of {needs.reserves} reserves: nobody can step in when somebody is ill."
            found.append(RotaDoubt(kind=RotaDoubtKind.NO_RESERVE, session=needs.session, text=text))
        for duty in duties:
            if duty.session == needs.session:
                found += [
                    RotaDoubt(
                        kind=kind,
                        session=needs.session,
                        room_id=duty.room_id,
                        invigilator_id=duty.invigilator_id,
                        text=text,
                    )
                    for kind, text in _of_person(duty, needs, by_id, unavailable)
                ]
    return (*found, *_in_two_rooms(sessions, duties, by_id))


def _of_room(room: RoomNeed, there: Sequence[DutyRecord]) -> Iterator[Told]:
    roles = [duty.role for duty in there]
    invigilating = sum(role in ("lead", "invigilator") for role in roles)
    if invigilating < room.invigilators:
        short = room.invigilators - invigilating
        there_are = f"{room.room_name} has {invigilating} of {room.invigilators} invigilators"
        yield RotaDoubtKind.UNDER_RATIO, f"{there_are} ({room.why}): {short} more."
    if room.invigilators and "lead" not in roles:
        yield RotaDoubtKind.NO_LEAD, f"{room.room_name} has no lead: name one of its invigilators."
    if roles.count("facilitator") < room.facilitators:
        there_are = f"{room.room_name} has {roles.count('facilitator')} of {room.facilitators} facilitators"
        yield RotaDoubtKind.NO_FACILITATOR, f"{there_are} for those who are read to, written for or prompted."
    if len(there) == 1:
        yield RotaDoubtKind.ALONE, f"One person is alone in {room.room_name}: {CALL_HELP}"


def _of_person(
    duty: DutyRecord,
    needs: SessionNeeds,
    people: dict[InvigilatorId, InvigilatorRecord],
    unavailable: Collection[tuple[InvigilatorId, SessionId]],
) -> Iterator[Told]:
    person = people.get(duty.invigilator_id)
    if person is None:
        text = f"{duty.invigilator_id} is not on the list of invigilators any more: give the duty to another."
        yield RotaDoubtKind.UNKNOWN_PERSON, text
        return
    if (person.id, needs.session) in unavailable:
        yield RotaDoubtKind.UNAVAILABLE, f"{person.name} said they can't come in {needs.session}."
    if duty.room_id != RESERVE_ROOM and needs.room(duty.room_id) is None:
        yield RotaDoubtKind.NOBODY_SITS, f"{person.name} is expected in {duty.room_id}, where nobody sits."
    if duty.role == "facilitator" and person.role != "facilitator":
        yield RotaDoubtKind.UNTRAINED, f"{person.name} is down as facilitator and is not listed as one."


def _in_two_rooms(
    sessions: Sequence[SessionNeeds],
    duties: Sequence[DutyRecord],
    people: dict[InvigilatorId, InvigilatorRecord],
) -> Iterator[RotaDoubt]:
    """A long morning that reaches into the afternoon's duty."""
    work = Workload(sessions, ())
    spans: dict[InvigilatorId, list[DutyRecord]] = {}
    for duty in sorted(duties, key=lambda d: d.session):
        if work.span(duty) is not None and duty.invigilator_id in people:
            spans.setdefault(duty.invigilator_id, []).append(duty)
    for who, theirs in sorted(spans.items()):
        for one, two in pairwise(theirs):
            first, second = work.span(one), work.span(two)
            if first is not None and second is not None and second[0] < first[1]:
                yield RotaDoubt(
                    kind=RotaDoubtKind.TWO_ROOMS,
                    session=two.session,
                    room_id=two.room_id,
                    invigilator_id=who,
                    text=(
                        f"{people[who].name} is needed until {first[1]:%H:%M}, and the next duty begins "
                        f"at {second[0]:%H:%M}."
                    ),
                )
