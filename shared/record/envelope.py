"""The envelope: one signed fact, as it is written on a tablet and kept for good."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

import msgspec
from msgspec import Raw, Struct

from shared.canonical import canonical_json
from shared.ids import DeviceId, EnvelopeId, RoomId, SessionId
from shared.record.events import AnyEvent, KnownEvent, UnknownEvent
from shared.record.events.base import Moment

MAX_ENVELOPE_BYTES = 16_384
"""A larger one is quarantined: no event of an exam room needs more."""

OFFICE_DEVICE: DeviceId = "hub"
"""The hub signs what the office does as a device like any other."""


class Live(Struct, frozen=True, tag="live", tag_field="kind"):
    """Recorded as it happened."""


class Transcribed(Struct, frozen=True, kw_only=True, tag="transcribed", tag_field="kind"):
    """Keyed in from paper: who signed the paper and when it was written."""

    signed_by: str
    written_at: Moment


Source: TypeAlias = Live | Transcribed


class Envelope(Struct, frozen=True, kw_only=True):
    """One fact with everything needed to order, attribute and check it.

    ``device_seq`` counts 1, 2, 3 … without gaps on one device; ``prev`` is the SHA-256 of that
    device's previous signed envelope (``canonical.GENESIS`` for its first). ``seen`` is the last
    sequence number of hub journal ``journal`` that the device had applied (0: none). ``occurred_at``
    is hub time by the device's best estimate, an aware UTC moment. ``actor`` is who was signed in.
    """

    device_id: DeviceId
    device_seq: int
    prev: str
    session: SessionId
    room: RoomId | None = None
    journal: str = ""
    seen: int = 0
    occurred_at: Moment
    clock_offset_ms: int = 0
    clock_uncertainty_ms: int = 0
    actor: str
    source: Source = Live()
    schema_version: int = 1
    event: AnyEvent

    @property
    def id(self) -> EnvelopeId:
        """``device_id:device_seq``."""
        return f"{self.device_id}:{self.device_seq}"


class _Wire(Struct, kw_only=True):
    device_id: DeviceId
    device_seq: int
    prev: str
    session: SessionId
    room: RoomId | None = None
    journal: str = ""
    seen: int = 0
    occurred_at: Moment
    clock_offset_ms: int = 0
    clock_uncertainty_ms: int = 0
    actor: str
    source: Source = Live()
    schema_version: int = 1
    event: Raw


class _Typed(Struct, kw_only=True):
    type: str


class MalformedEnvelopeError(ValueError):
    """The bytes are not an envelope; the text says what was found and expected."""


_EVENT = msgspec.json.Decoder(KnownEvent)
_WIRE = msgspec.json.Decoder(_Wire)
_TYPE = msgspec.json.Decoder(_Typed)
_VERSIONS = {cls.__name__: cls.schema_version for cls in KnownEvent.__args__}
_YEARS = range(2, 9999)
"""The first and the last year of the calendar can't be told in every time zone: one such moment in a record
would stop every page that shows it."""


def encode_envelope(envelope: Envelope) -> bytes:
    """The exact bytes that are signed."""
    if isinstance(envelope.event, UnknownEvent):
        fields = {name: getattr(envelope, name) for name in envelope.__struct_fields__}
        return canonical_json(fields | {"event": envelope.event.body})
    return canonical_json(envelope)


def decode_envelope(payload: bytes) -> Envelope:
    """An envelope from its bytes; an event of a later kind or version becomes an ``UnknownEvent``.

    Raises MalformedEnvelopeError for bytes that are too many, not JSON, or miss a field.
    """
    if len(payload) > MAX_ENVELOPE_BYTES:
        raise MalformedEnvelopeError(f"{len(payload)} bytes; an envelope has at most {MAX_ENVELOPE_BYTES}")
    try:
        wire = _WIRE.decode(payload)
        kind = _TYPE.decode(wire.event).type
        event: AnyEvent
        if kind in _VERSIONS and wire.schema_version <= _VERSIONS[kind]:
            event = _EVENT.decode(wire.event)
        else:
            # A kind or a version that this program doesn't know: carried as it is, never misread.
            event = UnknownEvent(type=kind, body=wire.event.copy())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedEnvelopeError(str(error)) from error
    if wire.device_seq < 1 or wire.seen < 0 or wire.schema_version < 1:
        raise MalformedEnvelopeError("device_seq and schema_version start at 1 and seen at 0")
    told = (wire.occurred_at, *msgspec.structs.astuple(wire.source), *msgspec.structs.astuple(event))
    if any(isinstance(value, datetime) and value.year not in _YEARS for value in told):
        raise MalformedEnvelopeError("it names a moment in a year that no clock of a time zone can show")
    fields = {name: getattr(wire, name) for name in _Wire.__struct_fields__ if name != "event"}
    return Envelope(event=event, **fields)
