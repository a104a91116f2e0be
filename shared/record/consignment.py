"""Sacks and parcels of sealed script envelopes, from the booking to the driver's signature (rules 40, 41)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from shared.record.events import dispatch, office
from shared.record.facts import Fact, in_order


class Consignment(Struct, frozen=True, kw_only=True):
    """One sack or parcel for one awarding body; ``collected_at`` is None while it waits for the courier."""

    consignment_id: str
    board: str
    script_envelope_ids: tuple[str, ...]
    service: str = ""
    booking_reference: str = ""
    packed_at: datetime
    packed_by: str
    collected_at: datetime | None = None
    driver: str = ""
    proof: str = ""
    labels: tuple[str, ...] = ()
    weight_grams: int = 0
    signature: str = ""


class Booking(Struct, frozen=True, kw_only=True):
    """When a courier is to come for one awarding body's scripts."""

    booking_id: str
    board: str
    service: str
    slot_from: datetime
    slot_until: datetime
    booking_reference: str = ""


def fold_consignments(facts: Sequence[Fact]) -> tuple[Consignment, ...]:
    """Every consignment in the order of packing. One that the courier has can't be opened again."""
    packed: dict[str, Consignment] = {}
    for fact in in_order(facts):
        match fact.envelope.event:
            case office.ConsignmentPacked() as event:
                packed.setdefault(event.consignment_id, _packed(fact, event))
            case dispatch.ConsignmentOpened() as event:
                if event.consignment_id in packed and packed[event.consignment_id].collected_at is None:
                    del packed[event.consignment_id]
            case _:
                pass
        _collect(packed, fact)
    # By its clock the hand-over may stand before the packing.
    for fact in in_order(facts):
        _collect(packed, fact)
    return tuple(packed.values())


def fold_bookings(facts: Sequence[Fact]) -> tuple[Booking, ...]:
    """The collections that are booked and not cancelled, the earliest first."""
    booked: dict[str, Booking] = {}
    for fact in in_order(facts):
        match fact.envelope.event:
            case dispatch.CollectionBooked() as event:
                booked[event.booking_id] = Booking(
                    booking_id=event.booking_id,
                    board=event.board,
                    service=event.service,
                    slot_from=event.slot_from,
                    slot_until=event.slot_until,
                    booking_reference=event.booking_reference,
                )
            case dispatch.CollectionCancelled() as event:
                booked.pop(event.booking_id, None)
            case _:
                pass
    return tuple(sorted(booked.values(), key=lambda b: (b.slot_from, b.booking_id)))


def _packed(fact: Fact, event: office.ConsignmentPacked) -> Consignment:
    return Consignment(
        consignment_id=event.consignment_id,
        board=event.board,
        script_envelope_ids=event.script_envelope_ids,
        service=event.service,
        booking_reference=event.booking_reference,
        packed_at=fact.at,
        packed_by=fact.envelope.actor,
        labels=event.labels,
        weight_grams=event.weight_grams,
    )


def _collect(packed: dict[str, Consignment], fact: Fact) -> None:
    event = fact.envelope.event
    if not isinstance(event, office.ConsignmentCollected):
        return
    known = packed.get(event.consignment_id)
    if known is not None and known.collected_at is None:
        packed[event.consignment_id] = msgspec.structs.replace(
            known,
            collected_at=event.handed_over_at or fact.at,
            driver=event.driver,
            proof=event.proof,
            signature=event.signature,
        )
