"""Ingest: signed envelopes of one device into the journal, each exactly once, with the hub's receipt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final, Protocol

import msgspec
from msgspec import Struct

from hub.during.admission import GAP_PATIENCE, Desk, Offered, Suspect
from hub.during.office import SITE, Office
from hub.storage.journal import Entry, Journal
from shared.canonical import canonical_json
from shared.ids import parse_session_id
from shared.protocol.messages import Quarantined, Receipt, ReceiptClaim
from shared.protocol.signing import (
    SignatureError,
    SigningKey,
    VerifyKey,
    key_id_of,
    open_envelope,
    payload_of,
)
from shared.record.envelope import MAX_ENVELOPE_BYTES, OFFICE_DEVICE, Envelope, MalformedEnvelopeError

MAX_JWS_CHARACTERS: Final = MAX_ENVELOPE_BYTES * 4 // 3 + 400
"""An envelope of the largest size as base64url, its header and its signature."""

LARGEST_NUMBER: Final = 2**40
"""No device counts that far; a larger one would not fit where it is stored."""


class Taken(Struct, frozen=True, kw_only=True):
    """What the hub tells the tablet about a push; ``last`` is the last readable envelope in it."""

    acked_through: int
    receipt: Receipt
    quarantined: tuple[Quarantined, ...]
    last: Envelope | None = None


class KnownKeys(Protocol):
    """Who may write into the record, and with which key."""

    def key_of(self, device_id: str) -> VerifyKey | None:
        """The device's key, or None for a device that was never approved."""

    def is_revoked(self, device_id: str) -> bool:
        """Whether the officer took the device's permission back."""


class _Claim(Struct):
    device_seq: int | None = None
    session: str = ""
    room: str | None = None


_CLAIM = msgspec.json.Decoder(_Claim)


class Ingest:
    """Verifies, admits, commits, then signs the receipt: in this order and never another."""

    def __init__(
        self,
        journal: Journal,
        office: Office,
        devices: KnownKeys,
        key: SigningKey,
        now: Callable[[], datetime],
    ) -> None:
        self._journal = journal
        self._office = office
        self._devices = devices
        self._key = key
        self._now = now
        self._gaps: dict[str, tuple[int, int]] = {}

    async def take(self, device_id: str, jws: Sequence[str]) -> Taken:
        """Take a push of ``device_id``. Raises StorageError where the disk took nothing."""
        key = self._devices.key_of(device_id)
        revoked = self._devices.is_revoked(device_id)
        offered = await asyncio.to_thread(lambda: [inspect(text, device_id, key, revoked) for text in jws])
        gap_at, times = self._gaps.get(device_id, (0, 0))
        patient = times < GAP_PATIENCE - 1
        done = await self._journal.transact(
            lambda unit: Desk(unit, self._office, device_id).admit(
                offered, gap_is_loss=not patient and unit.tail(device_id).received_through + 1 == gap_at
            )
        )
        if done.gap_at is None:
            self._gaps.pop(device_id, None)
        else:
            self._gaps[device_id] = (done.gap_at, times + 1 if gap_at == done.gap_at else 1)
        claim = ReceiptClaim(
            device_id=device_id,
            acked_through=done.acked_through,
            journal=self._journal.journal_id,
            hub_seq=done.hub_seq,
            row_hash=done.row_hash,
            at=self._now().astimezone(UTC),
        )
        signed = self._key.sign(canonical_json(claim), OFFICE_DEVICE)
        receipt = Receipt(acked_through=done.acked_through, signed=signed)
        last = next((item.envelope for item in reversed(offered) if isinstance(item, Entry)), None)
        return Taken(
            acked_through=done.acked_through, receipt=receipt, quarantined=done.quarantined, last=last
        )


def inspect(text: str, device_id: str, key: VerifyKey | None, revoked: bool) -> Offered:
    """Whether these bytes are an authentic, readable envelope of this device."""
    if len(text) > MAX_JWS_CHARACTERS:
        detail = f"{len(text)} characters; an envelope has at most {MAX_JWS_CHARACTERS}"
        return Suspect(data=text, reason="malformed", detail=detail)
    claim = _claim_of(text)

    def suspect(reason: str, detail: str) -> Suspect:
        return msgspec.convert(
            {"data": text, "reason": reason, "detail": detail, **msgspec.structs.asdict(claim)}, Suspect
        )

    if key is None:
        return suspect("unknown_device", "this tablet was never approved here")
    if revoked:
        return suspect("revoked_device", "this tablet's permission was taken back")
    try:
        if key_id_of(text) != device_id:
            return suspect("bad_signature", "it is signed in the name of another device")
        envelope = open_envelope(text, key)
    except SignatureError:
        return suspect("bad_signature", "its signature is not this tablet's")
    except MalformedEnvelopeError as error:
        return suspect("malformed", f"it can't be read: {error}")
    if envelope.device_seq > LARGEST_NUMBER:
        return suspect("malformed", f"no tablet writes {envelope.device_seq} envelopes")
    return Entry(jws=text, envelope=envelope)


def _claim_of(text: str) -> _Claim:
    """What unverified bytes say about themselves: enough to know where to look, never more."""
    try:
        claim = _CLAIM.decode(payload_of(text))
        parse_session_id(claim.session)
    except (SignatureError, msgspec.DecodeError, UnicodeError, RecursionError):
        return _Claim(session=SITE)
    except ValueError:
        return _Claim(session=SITE, device_seq=claim.device_seq)
    number = claim.device_seq
    return _Claim(
        session=claim.session,
        room=claim.room,
        device_seq=number if number is not None and number > 0 else None,
    )
