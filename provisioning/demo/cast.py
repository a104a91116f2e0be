"""Who plays which part in the morning: chosen from the published pack, so that any site can be played."""

from __future__ import annotations

from dataclasses import dataclass

from shared.ids import CandidateId, ComponentId, InvigilatorId, RoomId
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting


@dataclass(frozen=True, slots=True)
class Cast:
    """The parts of the morning. Each candidate plays at most one."""

    absentees: tuple[CandidateId, ...]
    late: tuple[CandidateId, ...]
    very_late: CandidateId
    wrong_person_on_seat_of: CandidateId
    strayed: tuple[CandidateId, RoomId]
    unlisted_room: RoomId
    unlisted_component: ComponentId
    offline_room: RoomId
    incident_room: RoomId
    missing_script_of: CandidateId
    script_found_in: RoomId
    pending: CandidateId


def choose_cast(pack: SessionPack) -> Cast:
    """The parts for this pack. Raises ValueError where the session has too few candidates or rooms."""
    by_size = sorted(pack.rooms, key=lambda r: -len(pack.sittings_in(r.id)))
    rooms = [r.id for r in by_size if pack.sittings_in(r.id)]
    if len(rooms) < 3 or len(pack.sittings_in(rooms[0])) < 12 or len(pack.sittings_in(rooms[1])) < 8:
        raise ValueError("the morning needs three rooms, with 12 and 8 candidates in the two largest")
    largest, second, third = (pack.sittings_in(room) for room in rooms[:3])
    missing = _of_component(largest, largest[-1].component_id, skip=1)
    return Cast(
        absentees=(largest[4].candidate_id, second[2].candidate_id),
        late=(largest[6].candidate_id, second[5].candidate_id, third[0].candidate_id),
        very_late=largest[8].candidate_id,
        wrong_person_on_seat_of=largest[10].candidate_id,
        strayed=(second[3].candidate_id, rooms[0]),
        unlisted_room=rooms[1],
        unlisted_component=second[0].component_id,
        offline_room=rooms[1],
        incident_room=rooms[2],
        missing_script_of=missing,
        script_found_in=rooms[2],
        pending=largest[2].candidate_id,
    )


def _of_component(sittings: tuple[Sitting, ...], component: ComponentId, skip: int) -> CandidateId:
    """The last but ``skip`` candidate of a component: its script goes astray."""
    return [s.candidate_id for s in sittings if s.component_id == component][-1 - skip]


def staff_of(pack: SessionPack, room: RoomId) -> tuple[InvigilatorId, ...]:
    """Who invigilates a room: as many as the ratio needs, at least two, shared out in order."""
    order = [r.id for r in pack.rooms]
    needed = {
        r: max(2, -(-len(pack.sittings_in(r)) // pack.rules.candidates_per_invigilator.value)) for r in order
    }
    people = [i.id for i in pack.invigilators]
    first = sum(needed[r] for r in order[: order.index(room)])
    if first + needed[room] > len(people):
        raise ValueError(f"{len(people)} invigilators are too few for {sum(needed.values())} places")
    return tuple(people[first : first + needed[room]])
