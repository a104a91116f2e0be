"""Private keys in files that only their owner may read, where the operating system knows owners."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from shared.protocol.signing import SigningKey


class KeyFileError(Exception):
    """A key or certificate can't be read; the text says which and what to do."""


def write_private(file: Path, data: bytes) -> None:
    """Write ``file`` whole or not at all, readable by its owner only from its first byte on."""
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(file)


def pem(key: EllipticCurvePrivateKey | Ed25519PrivateKey) -> bytes:
    """The private key as PEM (PKCS #8)."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def read_curve_key(file: Path) -> EllipticCurvePrivateKey:
    """The certificate key in ``file``. Raises KeyFileError."""
    key = _read(file)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise KeyFileError(f"{file} holds another kind of key than ExamDay wrote: restore it from a back-up")
    return key


def signing_key(file: Path, draw: Callable[[int], bytes]) -> SigningKey:
    """The Ed25519 key in ``file``, made from drawn bytes where there is none. Raises KeyFileError."""
    if not file.exists():
        write_private(file, pem(Ed25519PrivateKey.from_private_bytes(draw(32))))
    key = _read(file)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{file} holds another kind of key than ExamDay wrote: restore it from a back-up")
    return SigningKey(key.private_bytes_raw())


def _read(file: Path) -> object:
    try:
        return load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError(f"{file} can't be read as a private key: restore it from a back-up") from error
