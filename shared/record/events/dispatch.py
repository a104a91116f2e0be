"""From the signed component register to the courier: what the office does with counted scripts."""

from __future__ import annotations

from shared.ids import ComponentId
from shared.record.events.base import Event, Moment


class ComponentSignedOff(Event, frozen=True):
    """The officer signed the register of a component across all its rooms (rules 22 and 25).

    ``differences`` are the discrepancies that were still open: then ``reason`` says why it is closed all
    the same, and ``second`` is another person than the envelope's actor.
    """

    component_id: ComponentId
    register_digest: str
    present: int
    absent: int
    scripts: int
    differences: tuple[str, ...] = ()
    reason: str = ""
    second: str = ""


class EnvelopeReopened(Event, frozen=True):
    """A sealed script envelope was opened again; ``witness`` is who stood beside."""

    script_envelope_id: str
    reason: str
    witness: str = ""


class EnvelopesStored(Event, frozen=True):
    """Sealed script envelopes were locked away."""

    script_envelope_ids: tuple[str, ...]
    place: str


class EnvelopesTakenOut(Event, frozen=True):
    """Script envelopes left their locked place, with why."""

    script_envelope_ids: tuple[str, ...]
    reason: str = ""


class CollectionBooked(Event, frozen=True):
    """A courier is to come between two moments (rule 40); the same ``booking_id`` again changes the slot."""

    booking_id: str
    board: str
    service: str
    slot_from: Moment
    slot_until: Moment
    booking_reference: str = ""


class CollectionCancelled(Event, frozen=True):
    """A booked collection doesn't take place."""

    booking_id: str
    reason: str


class ConsignmentOpened(Event, frozen=True):
    """A sack or parcel that had not left was opened again: its envelopes wait to be packed anew."""

    consignment_id: str
    reason: str
