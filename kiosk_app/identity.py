"""Who this tablet is: the key it made itself, and the hub it is paired with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

import msgspec
from msgspec import Struct

from shared.canonical import b64url, b64url_decode, digest
from shared.ids import DeviceId
from shared.protocol.signing import SigningKey

Stage = Literal["unpaired", "pending", "paired"]


class Notebook(Protocol):
    """Small durable facts (:class:`kiosk_app.journal.TabletJournal`)."""

    def note(self, name: str) -> str: ...
    def keep_notes(self, **notes: str) -> None: ...


class Identity(Struct, frozen=True):
    """The tablet's own name and key. The identifier follows from the key, so it can't be taken over."""

    device_id: DeviceId
    key: SigningKey


class PairedHub(Struct, frozen=True, kw_only=True):
    """The hub that a tablet trusts: where it is, its site's authority, and the key of its receipts."""

    hub_id: str
    hub_key: str
    centre_name: str
    ca_pem: str
    fingerprint: str
    addresses: tuple[str, ...]
    code: str = ""
    is_approved: bool = False


def own_identity(notes: Notebook, draw: Callable[[int], bytes]) -> Identity:
    """The tablet's identity, made at its first start. It lives and dies with the journal it signs."""
    kept = notes.note("device_key")
    secret = b64url_decode(kept) if kept else draw(32)
    if not kept:
        notes.keep_notes(device_key=b64url(secret))
    key = SigningKey(secret)
    return Identity(device_id=f"T{digest(key.public.raw)[:15]}", key=key)


def paired_hub(notes: Notebook) -> PairedHub | None:
    """The hub this tablet paired with, or None."""
    kept = notes.note("hub")
    return msgspec.json.decode(kept, type=PairedHub) if kept else None


def keep_hub(notes: Notebook, hub: PairedHub | None) -> None:
    """Remember the hub, or that there is none any more."""
    notes.keep_notes(hub=msgspec.json.encode(hub).decode() if hub else "")
