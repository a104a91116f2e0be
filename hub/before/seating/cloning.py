"""The seating of another session taken over: who sits in both keeps the seat, the others are seated anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from hub.before.records import SeatingRecord
from hub.before.seating.engine import seat_session
from hub.before.seating.floor import Floor
from hub.before.seating.kept import keep
from hub.before.seating.options import Scope, SeatingOptions
from hub.before.seating.outcome import SeatingPlan
from hub.before.seating.sitters import Sitter, rooms_for, sitters_of
from hub.before.session_plan import SessionPlan
from shared.ids import RoomId


class Cloned(Struct, frozen=True, kw_only=True):
    """The proposal, and where it differs from the session it was taken from."""

    plan: SeatingPlan
    kept: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    elsewhere: tuple[str, ...]

    @property
    def differences(self) -> tuple[str, ...]:
        """As sentences, with the candidates' numbers."""
        told = [f"{len(self.kept)} candidates keep the seat they had."]
        for numbers, what in (
            (self.new, "did not sit then and got a free seat"),
            (self.elsewhere, "could not keep their seat and got another"),
            (self.gone, "sat then and do not sit now"),
        ):
            if numbers:
                told.append(f"{len(numbers)} {what}: {', '.join(numbers)}.")
        return tuple(told)


def clone_seating(plan: SessionPlan, other: Sequence[SeatingRecord], options: SeatingOptions) -> Cloned:
    """Seat ``plan`` as in ``other``, another session's seating, as far as rooms and arrangements allow.

    Seats that this session holds fast stay as they are here.
    """
    there = {s.number: (s.room_id, s.seat) for s in sorted(other, key=lambda s: s.key, reverse=True)}
    held = tuple(s for s in plan.seatings if s.pinned)
    sitters = sitters_of(plan)
    wanted = (*held, *_as_there(plan, sitters, there, held, options))
    proposal = seat_session(replace(plan, seatings=wanted), replace(options, scope=Scope.NEW))
    now = {s.number: (s.room_id, s.seat) for s in proposal.seatings}
    entered = {s.number for s in sitters}
    return Cloned(
        plan=proposal,
        kept=tuple(sorted(n for n in entered & there.keys() if now.get(n) == there[n])),
        new=tuple(sorted(n for n in entered - there.keys() if n in now)),
        gone=tuple(sorted(there.keys() - entered)),
        elsewhere=tuple(sorted(n for n in entered & there.keys() & now.keys() if now[n] != there[n])),
    )


def _as_there(
    plan: SessionPlan,
    sitters: Sequence[Sitter],
    there: Mapping[str, tuple[RoomId, str]],
    held: Sequence[SeatingRecord],
    options: SeatingOptions,
) -> Iterator[SeatingRecord]:
    """The seats of the other session that can be had here, in candidate-number order."""
    floors = {room.id: Floor(room, options) for room in plan.rooms}
    kept = keep(floors, sitters, held, options.scope)
    for sitter in sitters:
        room_id, seat = there.get(sitter.number, ("", ""))
        floor = floors.get(room_id)
        if floor is None or sitter.number in kept.reasons or not floor.has_free(seat):
            continue
        if floor.takes(sitter) and any(room.id == room_id for room in rooms_for(sitter, plan.rooms)):
            floor.place(sitter, seat)
            for paper in sitter.components:
                yield SeatingRecord(
                    session=plan.session, number=sitter.number, component_id=paper, room_id=room_id, seat=seat
                )
