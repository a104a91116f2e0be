"""The recorder: a fact becomes an envelope, is signed and is on disk before anybody is told."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from kiosk_app.clock import TabletClock
from kiosk_app.faults import RecordRefused
from kiosk_app.texts import _
from kiosk_app.typed import mended
from shared.ids import DeviceId, RoomId, SessionId
from shared.protocol.signing import SigningKey
from shared.record.envelope import MAX_ENVELOPE_BYTES, Envelope, Live, Source, encode_envelope
from shared.record.events import KnownEvent


class Seen(Struct, frozen=True):
    """The last row of a hub's journal that stood behind what the screen showed."""

    journal: str = ""
    hub_seq: int = 0


class Outbox(Protocol):
    """Where signed facts are made durable (:class:`kiosk_app.journal.TabletJournal`)."""

    def append(self, session: SessionId, sign: SignNext) -> object:
        """Commit the next fact or raise JournalFault."""


class SignNext(Protocol):
    """Gives the signed bytes of fact ``device_seq`` behind the one whose digest is ``prev``."""

    def __call__(self, device_seq: int, prev: str, /) -> str: ...


class Recorder:
    """Signs this tablet's facts with its key and its clock, one after the other."""

    def __init__(self, device_id: DeviceId, key: SigningKey, outbox: Outbox, clock: TabletClock) -> None:
        self.device_id = device_id
        self._key = key
        self._outbox = outbox
        self._clock = clock

    def record(
        self,
        event: KnownEvent,
        *,
        session: SessionId,
        room: RoomId,
        actor: str,
        seen: Seen,
        source: Source | None = None,
    ) -> Envelope:
        """The fact as it was committed. Raises RecordRefused or JournalFault; then nothing was recorded."""
        made: list[Envelope] = []

        def sign(device_seq: int, prev: str) -> str:
            envelope = Envelope(
                device_id=self.device_id,
                device_seq=device_seq,
                prev=prev,
                session=session,
                room=room,
                journal=seen.journal,
                seen=seen.hub_seq,
                occurred_at=self._clock.now(),
                clock_offset_ms=self._clock.estimate.offset_ms,
                clock_uncertainty_ms=self._clock.uncertainty_ms,
                actor=actor,
                source=source or Live(),
                event=event,
                schema_version=event.schema_version,
            )
            try:
                payload = encode_envelope(envelope)
            except UnicodeEncodeError:
                envelope = replace(envelope, event=mended(event))
                payload = encode_envelope(envelope)
            if len(payload) > MAX_ENVELOPE_BYTES:
                too_long = _(
                    "This is too long to record ({length} characters, at most {most})."
                    " Shorten the text or make two records of it."
                )
                raise RecordRefused(too_long.format(length=len(payload), most=MAX_ENVELOPE_BYTES))
            made.append(envelope)
            return self._key.sign(payload, self.device_id)

        self._outbox.append(session, sign)
        return made[0]
