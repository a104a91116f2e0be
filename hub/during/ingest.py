"""Ingest: signed envelopes of one device into the journal, each exactly once, with the hub's receipt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final, Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from hub.during.admission import GAP_PATIENCE, Admission, Desk, Offered, Suspect
from hub.during.office import SITE, Office
from hub.storage.journal import Entry, Journal, JournalUnit
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
from shared.record.events.office import RecordsCarried

MAX_JWS_CHARACTERS: Final = MAX_ENVELOPE_BYTES * 4 // 3 + 400
"""An envelope of the largest size as base64url, its header and its signature."""

LARGEST_NUMBER: Final = 2**40
"""No device counts that far; a larger one would not fit where it is stored."""


class NotItsOwnError(Exception):
    """Somebody brought an envelope that the tablet it names did not sign; nothing of it was taken."""


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
        offered = await self._inspect(device_id, jws)
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
        return self._receipted(device_id, offered, done)

    async def take_carried(
        self, device_id: str, jws: Sequence[str], *, carrier: str, actor: str
    ) -> tuple[Taken, int | None]:
        """Take envelopes of ``device_id`` that somebody else brought, and put who did on record.

        The second value is the first number that is missing before them, if one is: whoever carries knows
        nothing of what the tablet still has, so that a gap is never taken for a loss. What ``device_id`` did
        not sign is refused and not quarantined: nobody may fill up another tablet's record.
        Raises NotItsOwnError or StorageError; then nothing was taken.
        """
        await asyncio.to_thread(_check_signed, jws, device_id, self._devices.key_of(device_id))
        offered = await self._inspect(device_id, jws)

        def admit(unit: JournalUnit) -> Admission:
            before = unit.tail(device_id).received_through
            done = Desk(unit, self._office, device_id).admit(offered, gap_is_loss=False)
            if done.acked_through > before:
                event = RecordsCarried(
                    device_id=device_id, carrier=carrier, first=before + 1, last=done.acked_through
                )
                self._office.write(unit, SITE, event, actor=actor)
            return replace(done, hub_seq=unit.head_seq, row_hash=unit.head_hash)

        done = await self._journal.transact(admit)
        return self._receipted(device_id, offered, done), done.gap_at

    async def _inspect(self, device_id: str, jws: Sequence[str]) -> list[Offered]:
        key, revoked = self._devices.key_of(device_id), self._devices.is_revoked(device_id)
        return await asyncio.to_thread(lambda: [inspect(text, device_id, key, revoked) for text in jws])

    def _receipted(self, device_id: str, offered: Sequence[Offered], done: Admission) -> Taken:
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


def _check_signed(jws: Sequence[str], device_id: str, key: VerifyKey | None) -> None:
    """Raises NotItsOwnError unless ``device_id`` signed every one of them, whatever it says."""
    if key is None:
        raise NotItsOwnError("The tablet that wrote these records was never approved here.")
    for text in jws:
        try:
            if len(text) > MAX_JWS_CHARACTERS or key_id_of(text) != device_id:
                raise NotItsOwnError("One of these records is not the tablet's own. Nothing was taken.")
            key.verify(text)
        except SignatureError as error:
            raise NotItsOwnError(
                "One of these records is not signed by the tablet that it names. Nothing was taken."
            ) from error


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
