"""Who has to be accounted for when rooms are left in a hurry: the roll of each room, out and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from hub.web.office.desk import InHand
from shared.ids import CandidateId, RoomId
from shared.plan.centre import Seat
from shared.record.events.candidate import Attendance, Identity
from shared.record.events.room import RollCalled
from shared.record.facts import Fact, in_order
from shared.record.register import SittingRecord, Stop
from shared.record.rolls import Where, roll_called

EVACUATION = "evacuation"


class RollName(Struct, frozen=True, kw_only=True):
    """One candidate on a roll; ``note`` says why she may not be with the others."""

    candidate_id: CandidateId
    number: str
    name: str
    seat: str
    note: str = ""


class Count(Struct, frozen=True, kw_only=True):
    """A roll call: how many, when, by whom."""

    counted: int
    at: datetime
    by: str


class RoomRoll(Struct, frozen=True, kw_only=True):
    """One room: who has to be there, what was counted outside and on coming back."""

    room: RoomId
    name: str
    on_duty: tuple[str, ...]
    stop: Stop | None
    people: tuple[RollName, ...]
    doubtful: tuple[RollName, ...]
    out: Count | None
    back: Count | None

    @property
    def is_out(self) -> bool:
        """Left because of an evacuation, and not back."""
        return self.stop is not None and self.stop.reason == EVACUATION and self.stop.ended is None

    @property
    def was_out(self) -> bool:
        return self.stop is not None and self.stop.reason == EVACUATION

    @property
    def expected(self) -> int:
        return len(self.people)

    @property
    def missing_out(self) -> int | None:
        """How many were not counted outside; negative: more than expected; None before a count."""
        return None if self.out is None else self.expected - self.out.counted

    @property
    def missing_back(self) -> int | None:
        return None if self.back is None else self.expected - self.back.counted

    @property
    def missing(self) -> int | None:
        """By the latest count; None before one."""
        return self.missing_out if self.back is None else self.missing_back


class Evacuation(Struct, frozen=True, kw_only=True):
    """All rooms of a session, those outside first."""

    rolls: tuple[RoomRoll, ...]

    @property
    def outside(self) -> tuple[RoomRoll, ...]:
        return tuple(r for r in self.rolls if r.is_out)

    @property
    def missing(self) -> int:
        """Everybody whom the counts of the rooms outside did not find."""
        return sum(max(0, r.missing or 0) for r in self.outside)

    @property
    def uncounted(self) -> tuple[RoomRoll, ...]:
        return tuple(r for r in self.outside if r.out is None)

    @property
    def people_outside(self) -> int:
        return sum(r.expected for r in self.outside)


def evacuation(held: InHand, facts: Sequence[Fact]) -> Evacuation:
    """The rolls as they stand: who was present when the room was left, or is now."""
    by_room: dict[RoomId, list[Fact]] = {}
    for fact in in_order(f for f in facts if isinstance(f.envelope.event, RollCalled)):
        by_room.setdefault(fact.envelope.room or "", []).append(fact)
    rolls = [
        _roll(held, room.id, room.name, by_room.get(room.id, ()))
        for room in held.pack.rooms
        if held.pack.sittings_in(room.id) or held.register.in_room(room.id)
    ]
    rolls.sort(key=lambda r: (not r.is_out, -(r.missing or 0), not r.was_out, r.name.casefold()))
    return Evacuation(rolls=tuple(rolls))


def _roll(held: InHand, room: RoomId, name: str, counts: Iterable[Fact]) -> RoomRoll:
    record = held.register.room(room)
    stops = [s for s in record.stops if s.reason == EVACUATION] or list(record.stops)
    stop = stops[-1] if stops else None
    since = [f for f in counts if stop is None or f.at >= stop.began]
    order = {seat.label: place for place, seat in enumerate(_seats(held, room))}
    here = [s for s in held.register.sittings if s.place == room and _is_in_room(s, stop)]
    maybe = [s for s in held.register.sittings if s.place == room and _may_be_in_room(s)]

    def names(sittings: Iterable[SittingRecord]) -> tuple[RollName, ...]:
        rows = {s.candidate_id: _name(held, s) for s in sittings}
        return tuple(sorted(rows.values(), key=lambda r: (order.get(r.seat, len(order)), r.number, r.name)))

    return RoomRoll(
        room=room,
        name=name,
        on_duty=tuple(held.names.actor(p) for p in record.on_duty),
        stop=stop,
        people=names(here),
        doubtful=names(maybe),
        out=_count(held, room, since, "out"),
        back=_count(held, room, since, "back"),
    )


def _seats(held: InHand, room: RoomId) -> Sequence[Seat]:
    known = held.pack.room(room)
    return known.seats if known else ()


def _is_in_room(s: SittingRecord, stop: Stop | None) -> bool:
    """Present, and not gone before the room was left."""
    if not s.is_present:
        return False
    return s.finished_at is None or (stop is not None and stop.ended is None and s.finished_at > stop.began)


def _may_be_in_room(s: SittingRecord) -> bool:
    """Nobody knows for certain: not decided, identity pending, contradicted."""
    if s.attendance is Attendance.CONTRADICTED:
        return True
    return s.attendance is Attendance.EXPECTED and s.identity is not Identity.UNDECIDED


def _name(held: InHand, s: SittingRecord) -> RollName:
    note = ""
    if s.away_since is not None:
        note = "was out of the room already"
    elif s.attendance is Attendance.CONTRADICTED:
        note = "rooms say different things"
    elif s.attendance is Attendance.EXPECTED:
        note = "seated, not marked present"
    elif s.breaks and s.breaks[-1].ended is None:
        note = "on a rest break"
    return RollName(
        candidate_id=s.candidate_id,
        number=held.names.number(s.candidate_id),
        name=held.names.candidate(s.candidate_id),
        seat=held.names.seat(s),
        note=note,
    )


def _count(held: InHand, room: RoomId, facts: Iterable[Fact], where: Where) -> Count | None:
    """What stands of this sort of count, by all tablets of the room together."""
    roll = roll_called(facts, room, where, None)
    return Count(counted=roll.counted, at=roll.at, by=held.names.actor(roll.by)) if roll else None
