"""What programs send about scripts after the exam: signing, sealing, storing, packing, handing over."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shared.record.events.base import Moment
from shared.record.register import Discrepancy
from shared.record.script_envelopes import ScriptEnvelope


class SecondPerson(Struct, frozen=True, kw_only=True):
    """Somebody else who stands for it, proven by a password of their own. Empty: nobody."""

    name: str = ""
    password: str = ""


class SignOff(Struct, frozen=True, kw_only=True):
    """The component whose register is signed; differences need a reason and a second person.

    ``present`` and ``scripts`` are the totals that were read: others by now, and nothing is signed.
    """

    component_id: str
    present: int | None = None
    scripts: int | None = None
    reason: str = ""
    second: SecondPerson = SecondPerson()


class Seal(Struct, frozen=True, kw_only=True):
    """The component whose loose scripts are sealed, or its envelope ``number`` alone with label and weight.

    ``most`` scripts go into one envelope, never more than the awarding body allows.
    """

    component_id: str
    number: int | None = None
    most: int = 0
    label: str = ""
    grams: int = 0


class Sealed(Struct, frozen=True, kw_only=True):
    """The envelopes that were made."""

    envelopes: tuple[ScriptEnvelope, ...]


class Found(Struct, frozen=True, kw_only=True):
    """Scripts that lay in a pile and that nobody had recorded."""

    component_id: str
    candidates: tuple[str, ...]


class FoundOnRecord(Struct, frozen=True, kw_only=True):
    """How many of them were put on record."""

    recorded: int


class Reopen(Struct, frozen=True, kw_only=True):
    """Why an envelope was opened again, and who stood beside."""

    reason: str
    witness: str


class Scanned(Struct, frozen=True, kw_only=True):
    """The text of an envelope's QR code."""

    code: str


class LabelTold(Struct, frozen=True, kw_only=True):
    """What a label tells now: ``state`` is ``right`` where the envelope is as it was when it was printed."""

    state: str
    script_envelope_id: str
    code: str
    number: int
    of: int
    scripts: int
    present: int
    absent: int
    journal_seq: int
    journal_head: str
    envelope: ScriptEnvelope | None = None


class Store(Struct, frozen=True, kw_only=True):
    """The envelopes that are locked away, by identifier or label code, and where."""

    envelopes: tuple[str, ...]
    place: str


class TakeOut(Struct, frozen=True, kw_only=True):
    """The envelopes that are taken out of their locked place, and why."""

    envelopes: tuple[str, ...]
    reason: str


class Moved(Struct, frozen=True, kw_only=True):
    """The envelopes as they lie now."""

    envelopes: tuple[ScriptEnvelope, ...]


class Book(Struct, frozen=True, kw_only=True):
    """A courier's slot; with ``booking_id`` a booked one is changed."""

    board: str
    service: str
    slot_from: Moment
    slot_until: Moment
    booking_reference: str = ""
    booking_id: str = ""


class Consign(Struct, frozen=True, kw_only=True):
    """The awarding body whose envelopes are packed: all that wait, or those named."""

    board: str
    service: str = ""
    booking_reference: str = ""
    envelopes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    grams: int = 0


class HandOver(Struct, frozen=True, kw_only=True):
    """Who took a consignment; ``handed_over_at`` where that was not just now."""

    driver: str
    proof: str = ""
    signature: str = ""
    handed_over_at: Moment | None = None


class Why(Struct, frozen=True, kw_only=True):
    """The reason."""

    reason: str


class Undone(Struct, frozen=True, kw_only=True):
    """What was opened or cancelled, and when that went on record."""

    about: str
    at: datetime


class Countersign(Struct, frozen=True, kw_only=True):
    """What the second person looked at; without ``second`` it is whoever is signed in."""

    answer: str
    second: SecondPerson = SecondPerson()


class Countersigned(Struct, frozen=True, kw_only=True):
    """The correction that was signed beside."""

    discrepancy: Discrepancy
    signed_by: str
