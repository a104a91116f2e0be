"""Booked collections: when a courier comes for one awarding body's scripts (rule 40)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from hub.after.reconcile import Unready
from shared.ids import safe_file_name
from shared.plan.pack import SessionPack
from shared.record.consignment import Booking
from shared.record.events.dispatch import CollectionBooked, CollectionCancelled
from shared.record.register import Register

LONGEST_SLOT: Final = timedelta(hours=24)


def plan_booking(
    register: Register, pack: SessionPack, asked: CollectionBooked, now: datetime
) -> CollectionBooked:
    """The booking for the caller to record; without ``booking_id`` a new one, else a changed slot.

    Raises Unready for a board without a paper here, a slot that ends before it begins, or one that is past.
    """
    boards = sorted({c.component.board for c in pack.session.components})
    if asked.board not in boards:
        raise Unready(f"No paper of {asked.board} is sat in this session. There are {', '.join(boards)}.")
    if asked.slot_until <= asked.slot_from:
        raise Unready("The slot ends before it begins.")
    if asked.slot_until - asked.slot_from > LONGEST_SLOT:
        raise Unready("A slot is not longer than a day.")
    if asked.slot_until < now:
        raise Unready("This slot is over already.")
    if asked.booking_id:
        find_booking(register, asked.booking_id)
        return asked
    stem = f"{pack.session.id}-{safe_file_name(asked.board)}-collection"
    used = {b.booking_id for b in register.bookings}
    number = next(n for n in range(1, len(used) + 2) if f"{stem}-{n}" not in used)
    return msgspec.structs.replace(asked, booking_id=f"{stem}-{number}")


def plan_cancelling(register: Register, booking_id: str, reason: str) -> CollectionCancelled:
    """The cancellation for the caller to record. Raises Unready for an unknown booking."""
    find_booking(register, booking_id)
    return CollectionCancelled(booking_id=booking_id, reason=reason)


def find_booking(register: Register, booking_id: str) -> Booking:
    """The booking with this identifier. Raises Unready for an unknown or cancelled one."""
    for booking in register.bookings:
        if booking.booking_id == booking_id:
            return booking
    raise Unready("There is no such collection, or it was cancelled.")
