"""The exam centre: its rooms, its seats and the people who invigilate."""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal

from msgspec import Struct

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


class Room(Struct, frozen=True, kw_only=True):
    """A room as it is laid out for exams; ``seats`` stand in walking order."""

    id: RoomId
    name: str
    kind: RoomKind = "main"
    rows: int
    columns: int
    seats: tuple[Seat, ...]

    def seat(self, label: str) -> Seat | None:
        """The seat with this label, or None."""
        return next((seat for seat in self.seats if seat.label == label), None)


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
