"""One way to turn values into bytes and bytes into digests, so that everybody hashes the same thing."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Final

import msgspec

GENESIS: Final = "0" * 64
"""What the first link of every chain names as its predecessor."""


def canonical_json(value: Any) -> bytes:  # noqa: ANN401 - any msgspec-encodable value
    """Deterministic JSON (sorted keys, no spaces) of a struct, mapping or plain value."""
    return msgspec.json.encode(value, order="deterministic")


def digest(data: bytes | str) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def short_digest(value: str) -> str:
    """The form in which a digest is printed on paper and read aloud: ``3f2a 91bc 07de``."""
    return " ".join((value[0:4], value[4:8], value[8:12]))


def b64url(data: bytes) -> str:
    """Base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def b64url_decode(text: str) -> bytes:
    """The inverse of :func:`b64url`. Raises ValueError for text that is not base64url."""
    if "+" in text or "/" in text:
        raise ValueError("base64url has neither + nor /")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
