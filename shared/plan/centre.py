"""The exam centre: its rooms, its seats and the people who invigilate."""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal

from msgspec import Struct, field

from shared.ids import InvigilatorId, RoomId


class Centre(Struct, frozen=True, kw_only=True):
    """The centre as the awarding bodies know it; ``number`` is five digits kept as text."""

    number: str
    name: str
    time_zone: str = "Europe/London"


class Seat(Struct, frozen=True, kw_only=True):
    """One seat: ``row`` 0 is nearest the front, ``column`` 0 is on the left facing the front."""

    label: str
    row: int
    column: int


RoomKind = Literal["main", "satellite", "separate"]
Side = Literal["front", "back", "left", "right"]
"""A wall of the room, seen by somebody who sits in it and faces the front."""


class Door(Struct, frozen=True, kw_only=True):
    """A door; ``at`` is how far along its wall in per cent, from the left, on a side wall from the front."""

    side: Side
    at: int = 50


class DisabledSeat(Struct, frozen=True, kw_only=True):
    """A seat that is there and isn't used, with the reason: broken, out of the camera's sight."""

    label: str
    reason: str = ""


def _main() -> RoomKind:
    return "main"


class Room(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A room as it is laid out for exams; ``seats`` stand in walking order.

    An aisle runs behind each column named in ``column_aisles`` (front to back) and each row named in
    ``row_aisles``. ``across_cm`` and ``along_cm`` are the distances of seat centres within a row and within
    a column, ``aisle_cm`` that across an aisle; where they aren't known, ``width_cm`` and ``depth_cm`` of the
    room stand in (see ``shared.plan.spacing``). ``front`` is the side of the drawn plan on which the front
    is shown; none is the top. 0 is not known.

    What has a constant as default came later and is left out where not given, so that a pack published
    before has the same content hash as ever.
    """

    id: RoomId
    name: str
    # Made by a function, so that it is written always, as in packs of the first version.
    kind: RoomKind = field(default_factory=_main)
    rows: int
    columns: int
    seats: tuple[Seat, ...]
    disabled: tuple[DisabledSeat, ...] = ()
    column_aisles: tuple[int, ...] = ()
    row_aisles: tuple[int, ...] = ()
    doors: tuple[Door, ...] = ()
    front: Literal["", "bottom", "left", "right"] = ""
    across_cm: int = 0
    along_cm: int = 0
    aisle_cm: int = 0
    width_cm: int = 0
    depth_cm: int = 0

    def seat(self, label: str) -> Seat | None:
        """The seat with this label, or None."""
        return next((seat for seat in self.seats if seat.label == label), None)

    @property
    def usable_seats(self) -> tuple[Seat, ...]:
        """The seats that may be used, in walking order."""
        broken = {seat.label for seat in self.disabled}
        return tuple(seat for seat in self.seats if seat.label not in broken)

    def why_disabled(self, label: str) -> str | None:
        """Why this seat isn't used, or None where it may be."""
        found = next((seat for seat in self.disabled if seat.label == label), None)
        return None if found is None else found.reason or "it is marked as not to be used"


InvigilatorRole = Literal["lead", "invigilator", "facilitator", "reserve"]


class Invigilator(Struct, frozen=True, kw_only=True):
    """A person who may sign in on a tablet; the PIN itself is never stored."""

    id: InvigilatorId
    name: str
    role: InvigilatorRole = "invigilator"
    pin_salt: str = ""
    pin_hash: str = ""

    def accepts_pin(self, pin: str) -> bool:
        """Whether ``pin`` is this person's, compared in constant time; works with the hub off."""
        if not self.pin_hash:
            return False
        return hmac.compare_digest(hash_pin(pin, self.pin_salt), self.pin_hash)


def hash_pin(pin: str, salt: str) -> str:
    """Scrypt of a PIN as hexadecimal digits (RFC 7914; 16 MiB, about 50 ms on a tablet).

    A PIN is short, so this only slows down somebody who holds a stolen tablet; what protects the
    record is that every fact also carries the tablet's own signature.
    """
    return hashlib.scrypt(pin.encode(), salt=salt.encode(), n=2**14, r=8, p=1, dklen=32).hex()
