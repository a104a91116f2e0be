"""What a proposal comes to: everybody's seat with its reason, who has none, and how rooms are used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from hub.before.records import SeatingRecord
from shared.ids import RoomId


class Unplaced(Struct, frozen=True, kw_only=True):
    """A candidate without a seat, the reason, and the way out."""

    number: str
    reason: str
    what_to_do: str = ""


class RoomUse(Struct, frozen=True, kw_only=True):
    """How one room comes out: ``most`` may sit there, spare seats left out; ``reason`` is why it is used."""

    room_id: RoomId
    seats: int
    most: int
    taken: int
    reason: str


class SeatingPlan(Struct, frozen=True, kw_only=True):
    """Everybody's seat, and who has none. ``reasons`` tells for each candidate number why they sit there."""

    seatings: tuple[SeatingRecord, ...]
    unplaced: tuple[Unplaced, ...]
    reasons: Mapping[str, str] = {}
    rooms: tuple[RoomUse, ...] = ()
    notes: tuple[str, ...] = ()

    def moved_from(self, before: Sequence[SeatingRecord]) -> tuple[str, ...]:
        """Candidate numbers that had another seat in an earlier plan."""
        places = {s.key: (s.room_id, s.seat) for s in before}
        now = {s.key: (s.room_id, s.seat) for s in self.seatings}
        moved = {s.number for s in self.seatings if s.key in places and places[s.key] != now[s.key]}
        return tuple(sorted(moved))
