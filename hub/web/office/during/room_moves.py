"""A whole room moves: who goes to which seat, decided before anybody is told."""

from __future__ import annotations

from msgspec import Struct

from hub.web.office.desk import InHand
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from shared.ids import CandidateId, ComponentId, RoomId
from shared.plan.centre import Room
from shared.record.events.candidate import Attendance
from shared.record.register import SittingRecord

_STAYS = (Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN)


class SeatMove(Struct, frozen=True, kw_only=True):
    """One candidate's new seat."""

    candidate_id: CandidateId
    component_id: ComponentId
    number: str
    name: str
    old: str
    new: str


class RoomMove(Struct, frozen=True, kw_only=True):
    """Everybody of ``here`` on seats of ``there``; ``warnings`` are what the officer should know before."""

    here: Room
    there: Room
    moves: tuple[SeatMove, ...]
    warnings: tuple[str, ...]


def plan_room_move(held: InHand, here: RoomId, there: RoomId) -> RoomMove:
    """The move of everybody who still sits in ``here``. Raises NotThere, NotUsable, NotNow.

    Everybody keeps the seat's label where it exists and is free there, else takes the next free one in
    walking order. Whose script is in, or who is absent, stays on the old room's register.
    """
    old, new = held.pack.room(here), held.pack.room(there)
    if old is None or new is None:
        raise NotThere(f"There is no room {there if old else here} in this session.")
    if here == there:
        raise NotUsable("Choose another room.")
    if held.register.room(there).closed_at is not None:
        raise NotNow(f"{new.name} is closed.")
    going = [s for s in held.register.sittings if s.place == here and _goes(s)]
    if not going:
        raise NotNow(f"Nobody sits in {old.name} who could be moved.")
    taken = {
        held.names.seat(s) for s in held.register.sittings if s.place == there and s.attendance not in _STAYS
    }
    free = [seat.label for seat in new.usable_seats if seat.label not in taken]
    people = list(dict.fromkeys(s.candidate_id for s in going))
    if len(free) < len(people):
        seats_told = "1 free seat" if len(free) == 1 else f"{len(free)} free seats"
        raise NotNow(f"{new.name} has {seats_told}, and {len(people)} candidates sit in {old.name}.")
    seats = _seats_for(held, going, free)
    moves = tuple(
        SeatMove(
            candidate_id=s.candidate_id,
            component_id=s.component_id,
            number=held.names.number(s.candidate_id),
            name=held.names.candidate(s.candidate_id),
            old=held.names.seat(s),
            new=seats[s.candidate_id],
        )
        for s in going
    )
    in_number_order = tuple(sorted(moves, key=lambda m: (m.number, m.component_id)))
    return RoomMove(here=old, there=new, moves=in_number_order, warnings=_warnings(held, old, new, going))


def _goes(sitting: SittingRecord) -> bool:
    is_done = sitting.finished_at is not None or sitting.script_collected_at is not None
    return not is_done and sitting.attendance not in _STAYS


def _seats_for(held: InHand, going: list[SittingRecord], free: list[str]) -> dict[CandidateId, str]:
    """Own labels first, so that nobody takes one that its owner could have kept."""
    seats: dict[CandidateId, str] = {}
    left = dict.fromkeys(free)
    for keeps in (True, False):
        for sitting in going:
            label = held.names.seat(sitting)
            if sitting.candidate_id in seats or (keeps and label not in left):
                continue
            seat = label if keeps else next(iter(left))
            seats[sitting.candidate_id] = seat
            del left[seat]
    return seats


def _warnings(held: InHand, old: Room, new: Room, going: list[SittingRecord]) -> tuple[str, ...]:
    told = []
    record = held.register.room(old.id)
    running = sorted({s.component_id for s in going if s.component_id in record.started_at})
    if running:
        told.append(
            f"{old.name} is writing. Stop its clock first; once they sit again {new.name} records its own"
            " start, and the minutes lost stay on record here."
        )
    if any(s.attendance is Attendance.CONTRADICTED for s in going):
        told.append("For some of them rooms contradict each other. Settle that first, or it moves with them.")
    there = [s for s in held.register.sittings if s.place == new.id and s.attendance not in _STAYS]
    if there:
        told.append(f"{len(there)} candidates sit in {new.name} already.")
    return tuple(told)
