"""Who is this? Challenges that a tablet signs, and the short-lived bearer tokens it gets for it."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from hub.during.devices import Devices
from hub.storage.device_store import Device
from shared.canonical import b64url, digest
from shared.protocol.enrolment import Access, open_proof
from shared.protocol.signing import SignatureError, key_id_of

CHALLENGE_LASTS: Final = timedelta(seconds=60)
TOKEN_LASTS: Final = timedelta(minutes=15)
MOST_CHALLENGES: Final = 8
"""Open challenges of one tablet: more only push out the oldest."""
MOST_TOKENS: Final = 8


class AccessRefused(Exception):
    """No access; ``reason`` is a word for programs, the text for the person who holds the tablet."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class AccessDesk:
    """Challenges and tokens live in memory only: after a restart tablets prove themselves again."""

    def __init__(
        self,
        devices: Devices,
        hub_id: str,
        real_now: Callable[[], datetime],
        draw: Callable[[int], bytes],
    ) -> None:
        self._devices = devices
        self._hub_id = hub_id
        self._real_now = real_now
        self._draw = draw
        self._challenges: dict[str, dict[str, datetime]] = {}
        self._tokens: dict[str, dict[str, datetime]] = {}

    def challenge(self, device_id: str) -> str:
        """Something fresh for the tablet to sign. Raises AccessRefused."""
        self._permitted(device_id)
        challenge = b64url(self._draw(24))
        _keep(
            self._challenges.setdefault(device_id, {}),
            challenge,
            self._real_now() + CHALLENGE_LASTS,
            MOST_CHALLENGES,
        )
        return challenge

    def token(self, signed_proof: str) -> Access:
        """A bearer token for whoever signed an open challenge with a permitted key. Raises AccessRefused."""
        try:
            device_id = key_id_of(signed_proof)
        except SignatureError as error:
            raise AccessRefused("proof", f"the proof can't be read: {error}") from error
        self._permitted(device_id)
        key = self._devices.key_of(device_id)
        try:
            proof = open_proof(signed_proof, key) if key else None
        except ValueError as error:
            raise AccessRefused("proof", "the proof is not signed with this tablet's key") from error
        if proof is None or proof.device_id != device_id or proof.hub_id != self._hub_id:
            raise AccessRefused("proof", "the proof was made for another hub or tablet")
        expires = self._challenges.get(device_id, {}).pop(proof.challenge, None)
        if expires is None or expires < self._real_now():
            raise AccessRefused("challenge", "the challenge is unknown, used or too old: ask for a new one")
        token = f"{device_id}.{b64url(self._draw(32))}"
        expires_at = self._real_now() + TOKEN_LASTS
        _keep(self._tokens.setdefault(device_id, {}), digest(token), expires_at, MOST_TOKENS)
        return Access(token=token, expires_at=expires_at)

    def device_of(self, token: str) -> Device:
        """The tablet that holds this token. Raises AccessRefused."""
        device_id, _, _ = token.rpartition(".")
        held, wanted = self._tokens.get(device_id, {}), digest(token)
        expires = next((when for known, when in held.items() if hmac.compare_digest(known, wanted)), None)
        if expires is None:
            raise AccessRefused(
                "token_unknown", "the hub doesn't know this access token: prove yourself again"
            )
        if expires < self._real_now():
            raise AccessRefused("token_expired", "the access token has expired: prove yourself again")
        return self._permitted(device_id)

    def still_permitted(self, device_id: str) -> Device:
        """The tablet of an open connection. Raises AccessRefused once the officer took it back."""
        return self._permitted(device_id)

    def _permitted(self, device_id: str) -> Device:
        device = next((d for d in self._devices.all() if d.device_id == device_id), None)
        if device is None:
            raise AccessRefused("device_unknown", "this tablet is not paired with this hub: pair it first")
        if device.status == "pending":
            raise AccessRefused("device_pending", "the exams office has not approved this tablet yet")
        if device.status != "approved":
            raise AccessRefused(f"device_{device.status}", device.detail)
        return device


def _keep(kept: dict[str, datetime], key: str, expires: datetime, most: int) -> None:
    kept[key] = expires
    while len(kept) > most:
        del kept[next(iter(kept))]
