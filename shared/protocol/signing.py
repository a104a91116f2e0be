"""Signatures: every envelope and receipt is a JWS compact (RFC 7515) with Ed25519 (RFC 9864)."""

from __future__ import annotations

from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.canonical import b64url, b64url_decode
from shared.record.envelope import Envelope, decode_envelope, encode_envelope

ALGORITHM: Final = "Ed25519"


class SignatureError(ValueError):
    """The text is not a JWS of the key that it claims; the message says which part fails."""


class SigningKey:
    """An Ed25519 private key. Made from 32 secret bytes that the caller drew and keeps."""

    def __init__(self, secret: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(secret)
        self._jwk = _private_jwk(secret, self.public.raw)

    @property
    def public(self) -> VerifyKey:
        """The public half."""
        return VerifyKey(self._private.public_key().public_bytes_raw())

    def sign_raw(self, data: bytes) -> bytes:
        """The bare 64-byte signature, for QR tags."""
        return self._private.sign(data)

    def sign(self, payload: bytes, key_id: str) -> str:
        """``payload`` as JWS compact; ``key_id`` goes into the protected header."""
        header = {"alg": ALGORITHM, "kid": key_id}
        return jws.serialize_compact(header, payload, self._jwk, algorithms=[ALGORITHM])


class VerifyKey:
    """An Ed25519 public key of 32 bytes. Raises SignatureError for any other length."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != 32:
            raise SignatureError("an Ed25519 public key has 32 bytes")
        self.raw = raw
        self._public = Ed25519PublicKey.from_public_bytes(raw)
        self._jwk = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": b64url(raw)})

    @classmethod
    def from_text(cls, text: str) -> VerifyKey:
        """The key from base64url. Raises SignatureError for text that is no key."""
        try:
            return cls(b64url_decode(text))
        except ValueError as error:
            raise SignatureError(f"not a public key: {error}") from error

    @property
    def text(self) -> str:
        """The key as base64url."""
        return b64url(self.raw)

    def verifies_raw(self, signature: bytes, data: bytes) -> bool:
        """Whether the bare signature is this key's over ``data``."""
        try:
            self._public.verify(signature, data)
        except InvalidSignature:
            return False
        return True

    def verify(self, token: str) -> bytes:
        """The payload of a JWS compact signed by this key. Raises SignatureError."""
        try:
            return jws.deserialize_compact(token, self._jwk, algorithms=[ALGORITHM]).payload
        except (JoseError, ValueError, TypeError) as error:
            # TypeError: a header field of another kind than the library expects, such as "crit": 5.
            raise SignatureError(str(error) or type(error).__name__) from error


def _private_jwk(secret: bytes, public: bytes) -> OKPKey:
    fields: dict[str, Any] = {"kty": "OKP", "crv": "Ed25519", "x": b64url(public), "d": b64url(secret)}
    return OKPKey.import_key(fields)


def key_id_of(token: str) -> str:
    """The ``kid`` a JWS claims, before anything is verified. Raises SignatureError."""
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError) as error:
        raise SignatureError(f"not a JWS: {error}") from error
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise SignatureError("the JWS names no key")
    return kid


def payload_of(token: str) -> bytes:
    """What a JWS says, unverified: only for bytes that were verified earlier. Raises SignatureError."""
    try:
        return jws.extract_compact(token.encode()).payload
    except (JoseError, ValueError, TypeError) as error:
        raise SignatureError(f"not a JWS: {error}") from error


def sign_envelope(envelope: Envelope, key: SigningKey) -> str:
    """The envelope as it is stored and sent."""
    return key.sign(encode_envelope(envelope), envelope.device_id)


def open_envelope(token: str, key: VerifyKey) -> Envelope:
    """The envelope in a JWS signed by ``key``.

    Raises SignatureError, or MalformedEnvelopeError for authentic bytes that are no envelope.
    """
    envelope = decode_envelope(key.verify(token))
    if envelope.device_id != key_id_of(token):
        raise SignatureError("the envelope names another device than its signature")
    return envelope
