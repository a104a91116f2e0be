"""Pairing: what the officer's QR code offers and what tablet and hub say until the tablet is trusted."""

from __future__ import annotations

from typing import Final, Literal

import base45
import msgspec
from msgspec import Struct

from shared.canonical import canonical_json, digest
from shared.ids import DeviceId, RoomId, SessionId
from shared.protocol.signing import SigningKey, VerifyKey
from shared.record.events.base import Moment

PREFIX: Final = "XDP1:"
HUB_HOST_NAME: Final = "hub.examday.internal"
"""The name in every hub's certificate: tablets check it, so that addresses may change."""
SERVICE_TYPE: Final = "_examday._tcp.local."


class PairingOffer(Struct, frozen=True, kw_only=True):
    """The officer's pairing QR: ``addresses`` in order of trial, ``fingerprint`` of the site's CA."""

    addresses: tuple[str, ...]
    fingerprint: str
    token: str
    expires_at: Moment
    site: str = ""


class OfferError(ValueError):
    """The scanned text is not a pairing code."""


def write_offer(offer: PairingOffer) -> str:
    """The text of the pairing QR, alphanumeric."""
    return PREFIX + bytes(base45.b45encode(msgspec.msgpack.encode(offer))).decode()


def read_offer(text: str) -> PairingOffer:
    """The offer in a scanned text. Raises OfferError."""
    if not text.startswith(PREFIX):
        raise OfferError("This is not a pairing code.")
    try:
        return msgspec.msgpack.decode(base45.b45decode(text[len(PREFIX) :].strip()), type=PairingOffer)
    except (ValueError, msgspec.DecodeError, RecursionError) as error:
        raise OfferError("The pairing code is damaged.") from error


class EnrolmentRequest(Struct, frozen=True, kw_only=True):
    """Tablet → hub: the one-use token, the key that the tablet made, and what to call it."""

    token: str
    device_id: DeviceId
    name: str
    public_key: str
    app_version: str


class EnrolmentAnswer(Struct, frozen=True, kw_only=True):
    """Hub → tablet. ``hub_key`` signs receipts; ``code`` is shown on both screens to compare."""

    status: Literal["pending", "approved", "refused"]
    hub_id: str
    hub_key: str
    centre_name: str
    code: str
    detail: str = ""


class Proof(Struct, frozen=True, kw_only=True):
    """What a tablet signs to show that it holds its key: the hub's fresh challenge."""

    device_id: DeviceId
    hub_id: str
    challenge: str


class Access(Struct, frozen=True, kw_only=True):
    """Hub → tablet: a short-lived bearer token for packs, photos and sync."""

    token: str
    expires_at: Moment


class SessionOffer(Struct, frozen=True, kw_only=True):
    """A published session that a tablet may fetch."""

    session: SessionId
    version: int
    content_hash: str
    title: str
    rooms: tuple[tuple[RoomId, str], ...]


def comparison_code(hub_key: str, device_key: str) -> str:
    """Six digits that officer and invigilator compare: each side works them out from both public keys."""
    number = int(digest(f"{hub_key}.{device_key}")[:12], 16) % 1_000_000
    return f"{number // 1000:03d} {number % 1000:03d}"


def sign_proof(proof: Proof, key: SigningKey) -> str:
    """The proof as JWS."""
    return key.sign(canonical_json(proof), proof.device_id)


def open_proof(token: str, key: VerifyKey) -> Proof:
    """A proof signed by ``key``. Raises SignatureError, or ValueError for a foreign payload."""
    try:
        return msgspec.json.decode(key.verify(token), type=Proof)
    except RecursionError as error:
        raise ValueError(str(error)) from error
