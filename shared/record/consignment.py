"""Sacks and parcels of sealed script envelopes, from packing to the driver's signature (rules 40, 41)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from shared.record.events import office
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


def fold_consignments(facts: Sequence[Fact]) -> tuple[Consignment, ...]:
    """Every consignment in the order of packing."""
    packed: dict[str, Consignment] = {}
    collected: dict[str, Fact] = {}
    for fact in in_order(facts):
        match fact.envelope.event:
            case office.ConsignmentPacked() as event:
                packed.setdefault(
                    event.consignment_id,
                    Consignment(
                        consignment_id=event.consignment_id,
                        board=event.board,
                        script_envelope_ids=event.script_envelope_ids,
                        service=event.service,
                        booking_reference=event.booking_reference,
                        packed_at=fact.at,
                        packed_by=fact.envelope.actor,
                    ),
                )
            case office.ConsignmentCollected() as event:
                collected.setdefault(event.consignment_id, fact)
            case _:
                pass
    return tuple(_with_collection(c, collected.get(c.consignment_id)) for c in packed.values())


def _with_collection(consignment: Consignment, fact: Fact | None) -> Consignment:
    event = fact.envelope.event if fact else None
    if fact is None or not isinstance(event, office.ConsignmentCollected):
        return consignment
    return msgspec.structs.replace(
        consignment, collected_at=fact.at, driver=event.driver, proof=event.proof
    )
