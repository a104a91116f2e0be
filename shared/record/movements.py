"""Who left an exam room, with whom, and for how long (rule 30), from the facts of the room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from shared.ids import CandidateId, RoomId
from shared.record.events import candidate as ev
from shared.record.facts import Fact, in_order


class Movement(Struct, frozen=True, kw_only=True):
    """One way out of the room and back; ``returned_at`` is None while the candidate is away."""

    candidate_id: CandidateId
    room: RoomId | None
    left_at: datetime
    escort: str
    purpose: str
    returned_at: datetime | None = None


def movements_in(facts: Iterable[Fact], room: RoomId) -> tuple[Movement, ...]:
    """Every time somebody left ``room``, the earliest first.

    Who is recorded as leaving twice without coming back left anew the second time, as the register has it;
    coming back is taken from whichever room recorded it.
    """
    kinds = (ev.CandidateLeftRoom, ev.CandidateReturned)
    told: list[Movement] = []
    open_ones: dict[CandidateId, int] = {}
    for fact in in_order(f for f in facts if isinstance(f.envelope.event, kinds)):
        event = fact.envelope.event
        match event:
            case ev.CandidateLeftRoom():
                open_ones[event.candidate_id] = len(told)
                told.append(
                    Movement(
                        candidate_id=event.candidate_id,
                        room=fact.envelope.room,
                        left_at=fact.at,
                        escort=event.escort,
                        purpose=event.purpose,
                    )
                )
            case ev.CandidateReturned():
                place = open_ones.pop(event.candidate_id, None)
                if place is not None:
                    told[place] = replace(told[place], returned_at=fact.at)
            case _:
                pass
    return tuple(movement for movement in told if movement.room == room)
