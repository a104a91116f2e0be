"""Tablets: pairing offers, enrolments that wait for the officer, permissions, and how each tablet is."""

from __future__ import annotations

import asyncio
import hmac
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from hub.during.health_board import DeviceHealth, HealthBoard
from hub.during.office import SITE, Office
from hub.during.watching import Watchers
from hub.storage.device_store import Device, DeviceOrder, DeviceStore
from shared.canonical import b64url, digest
from shared.protocol.enrolment import EnrolmentAnswer, EnrolmentRequest, PairingOffer, comparison_code
from shared.protocol.signing import SignatureError, VerifyKey
from shared.record.envelope import OFFICE_DEVICE, Envelope
from shared.record.events import KnownEvent
from shared.record.events.office import DeviceEnrolled, DeviceRevoked, OfficeActed

OFFER_LASTS: Final = timedelta(minutes=10)
MAX_NAME: Final = 60
MAX_DEVICES: Final = 500
ORDERS: Final[dict[DeviceOrder, str]] = {
    "hold": "Told a tablet to stay locked",
    "release": "Unlocked a tablet",
    "wipe": "Told a tablet to wipe itself",
    "": "Took an order to a tablet back",
}


class EnrolmentRefused(Exception):
    """The tablet may not pair; ``reason`` is a word for programs, the text for the person who holds it."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class UnknownDeviceError(LookupError):
    """No tablet has this identifier."""


class Devices:
    """The tablets of the site. May be asked from any thread; decisions are awaited on the hub's loop."""

    def __init__(
        self,
        store: DeviceStore,
        office: Office,
        *,
        hub_id: str,
        hub_key: VerifyKey,
        fingerprint: str,
        site_name: str,
        real_now: Callable[[], datetime],
        draw: Callable[[int], bytes],
    ) -> None:
        self.watchers = Watchers()
        self.board = HealthBoard(real_now, self._changed, kept=store.health(), keep=store.keep_health)
        self._store = store
        self._office = office
        self._hub_id = hub_id
        self._hub_key = hub_key
        self._fingerprint = fingerprint
        self._site_name = site_name
        self._real_now = real_now
        self._draw = draw
        self._lock = threading.Lock()
        # Held from reading a tablet until its change is on disk: a pack that is fetched in the same moment
        # must not write back the permission that the officer takes away.
        self._changing = threading.Lock()
        self._devices: dict[str, Device] = {device.device_id: device for device in store.all()}
        self._keys = {device.device_id: VerifyKey.from_text(device.public_key) for device in store.all()}
        self._dropped: list[Callable[[str, str], None]] = []
        self._ordered: list[Callable[[Device], None]] = []

    def rename_site(self, name: str) -> None:
        """The centre has another name from now on: pairing codes and tablets say it."""
        self._site_name = name

    def offer(self, addresses: Iterable[str]) -> PairingOffer:
        """A pairing code for one tablet, good once and for ten minutes by the real clock."""
        now = self._real_now()
        token = b64url(self._draw(24))
        expires_at = now + OFFER_LASTS
        self._store.put_offer(digest(token), expires_at, now)
        return PairingOffer(
            addresses=tuple(addresses),
            fingerprint=self._fingerprint,
            token=token,
            expires_at=expires_at,
            site=self._site_name,
        )

    def enrol(self, request: EnrolmentRequest) -> EnrolmentAnswer:
        """A tablet asks to be paired. Raises EnrolmentRefused."""
        self._check_request(request)
        with self._changing:
            return self._enrol(request, self._check_token(request))

    def _enrol(self, request: EnrolmentRequest, token_digest: str) -> EnrolmentAnswer:
        known = self._devices.get(request.device_id)
        if known is not None and not hmac.compare_digest(known.public_key, request.public_key):
            raise EnrolmentRefused(
                "device_taken", "another tablet has this identifier: reset this tablet, then pair again"
            )
        if known is None and len(self._devices) >= MAX_DEVICES:
            raise EnrolmentRefused("too_many", f"this hub already knows {MAX_DEVICES} tablets")
        device = Device(
            device_id=request.device_id,
            name=request.name.strip(),
            public_key=request.public_key,
            status="approved" if known is not None and known.status == "approved" else "pending",
            rooms=known.rooms if known else (),
            fetched_rooms=known.fetched_rooms if known else (),
            app_version=request.app_version,
            asked_at=self._real_now(),
        )
        if not self._store.redeem(token_digest, device):
            # The same tablet may ask twice where the first answer got lost on the way.
            if known is None:
                raise EnrolmentRefused("token_used", "this pairing code was used already: ask for a new one")
            device = known
        self._keep(device)
        return self.answer(device.device_id)

    def answer(self, device_id: str) -> EnrolmentAnswer:
        """How the enrolment of a tablet stands. Raises UnknownDeviceError."""
        device = self.get(device_id)
        return EnrolmentAnswer(
            status=device.status if device.status in ("pending", "approved") else "refused",
            hub_id=self._hub_id,
            hub_key=self._hub_key.text,
            centre_name=self._site_name,
            code=comparison_code(self._hub_key.text, device.public_key),
            detail=device.detail,
        )

    def get(self, device_id: str) -> Device:
        """The tablet. Raises UnknownDeviceError."""
        try:
            return self._devices[device_id]
        except KeyError:
            raise UnknownDeviceError(f"no tablet {device_id!r} asked to be paired here") from None

    def pending(self) -> tuple[Device, ...]:
        """Tablets that wait for the officer."""
        return self._in_status("pending")

    def approved(self) -> tuple[Device, ...]:
        """Tablets that may be used."""
        return self._in_status("approved")

    def all(self) -> tuple[Device, ...]:
        """Every tablet that ever asked."""
        return tuple(self._devices.values())

    async def approve(self, device_id: str, rooms: Iterable[str], actor: str) -> Device:
        """Let the tablet be used in ``rooms`` (none: in any), and put that on record."""
        device, allowed = self.get(device_id), tuple(rooms)
        event = DeviceEnrolled(
            device_id=device_id, name=device.name, public_key=device.public_key, rooms=allowed
        )
        return await self._on_record(
            device_id,
            event,
            actor,
            lambda old: self._decided(old, actor, status="approved", rooms=allowed, detail=""),
        )

    async def refuse(self, device_id: str, actor: str, reason: str = "") -> Device:
        """Turn a waiting tablet away."""
        detail = reason or "the exams office turned this tablet away"
        return await self._change(
            device_id, lambda old: self._decided(old, actor, status="refused", detail=detail)
        )

    async def revoke(self, device_id: str, actor: str, reason: str) -> Device:
        """Take the tablet's permission back: what it sends from now on is quarantined."""
        detail = f"the exams office took this tablet's permission back: {reason}"
        device = await self._on_record(
            device_id,
            DeviceRevoked(device_id=device_id, reason=reason),
            actor,
            lambda old: self._decided(old, actor, status="revoked", detail=detail),
        )
        for drop in self._dropped:
            drop(device_id, detail)
        return device

    async def assign(self, device_id: str, actor: str, *, name: str, rooms: Iterable[str]) -> Device:
        """Give an approved tablet another name or other rooms (none: any)."""
        told = {"tablet": device_id, "name": name, "rooms": ", ".join(rooms := tuple(rooms)) or "any"}
        event = OfficeActed(what="Tablet named and assigned to rooms", about=told)
        return await self._on_record(
            device_id, event, actor, lambda device: replace(device, name=name, rooms=rooms)
        )

    async def order(self, device_id: str, order: DeviceOrder, actor: str, *, losing: int = 0) -> Device:
        """Tell a tablet to stay locked, to open again or to wipe itself: now, and until it did."""
        event = OfficeActed(what=ORDERS[order], about={"tablet": device_id})
        if losing:
            event = OfficeActed(
                what=f"{ORDERS[order]}, with {losing} unsent records lost", about={"tablet": device_id}
            )
        told = {"commanded_at": self._real_now(), "commanded_by": actor, "losing": losing}
        device = await self._on_record(
            device_id, event, actor, lambda old: replace(old, command=order, **told)
        )
        for tell in self._ordered:
            tell(device)
        return device

    async def obeyed(self, device_id: str, lock: str) -> None:
        """The tablet says how it is: what was ordered is done with, and a wiped tablet has no permission."""
        device = self.get(device_id)
        done = {"release": lock in ("", "locked"), "wipe": lock == "wiped", "hold": False, "": False}
        if not done[device.command]:
            return
        await self._change(device_id, lambda old: replace(old, command=""))
        if device.command == "wipe":
            await self.revoke(device_id, device.commanded_by, "it was wiped as the exams office asked")

    def on_order(self, tell: Callable[[Device], None]) -> None:
        """Have ``tell`` called with a tablet that was just told to do something."""
        self._ordered.append(tell)

    def on_revoked(self, drop: Callable[[str, str], None]) -> None:
        """Have ``drop(device_id, why)`` called when a tablet loses its permission."""
        self._dropped.append(drop)

    def key_of(self, device_id: str) -> VerifyKey | None:
        """The key of a tablet that the officer approved at some time, or None."""
        device = self._devices.get(device_id)
        if device is None or device.status not in ("approved", "revoked"):
            return None
        return self._keys[device_id]

    def is_revoked(self, device_id: str) -> bool:
        """Whether the tablet's permission was taken back."""
        device = self._devices.get(device_id)
        return device is not None and device.status == "revoked"

    async def fetched(self, device_id: str, room: str) -> None:
        """Remember that the tablet now holds this room's names and photos."""

        def add(device: Device) -> Device:
            return replace(device, fetched_rooms=tuple(dict.fromkeys((*device.fetched_rooms, room))))

        if room not in self.get(device_id).fetched_rooms:
            await self._change(device_id, add)

    def health(self) -> tuple[DeviceHealth, ...]:
        """How every tablet is that was ever approved."""
        return tuple(self.board.of(d) for d in self.all() if d.status in ("approved", "revoked"))

    def _check_request(self, request: EnrolmentRequest) -> None:
        name, device_id = request.name.strip(), request.device_id
        if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
            raise EnrolmentRefused("name", f"a tablet's name has 1 to {MAX_NAME} printable characters")
        plain = device_id.isascii() and device_id.replace("-", "").replace("_", "").isalnum()
        if not 4 <= len(device_id) <= 64 or not plain or device_id == OFFICE_DEVICE:
            raise EnrolmentRefused("device_id", "a tablet's identifier has 4 to 64 letters, digits, dashes")
        if len(request.app_version) > MAX_NAME:
            raise EnrolmentRefused("app_version", f"the version has at most {MAX_NAME} characters")
        try:
            VerifyKey.from_text(request.public_key)
        except SignatureError as error:
            raise EnrolmentRefused("public_key", f"the tablet's key can't be used: {error}") from error

    def _check_token(self, request: EnrolmentRequest) -> str:
        token_digest = digest(request.token)
        # Every offer is compared, so that the time taken says nothing about which one came near.
        found = [o for o in self._store.offers() if hmac.compare_digest(o[0], token_digest)]
        if not found:
            raise EnrolmentRefused(
                "token_unknown", "this hub did not make the pairing code: ask for a new one"
            )
        _, expires_at, used_by = found[0]
        if used_by and used_by != request.device_id:
            raise EnrolmentRefused("token_used", "this pairing code was used already: ask for a new one")
        if self._real_now() > expires_at:
            raise EnrolmentRefused("token_expired", "this pairing code has expired: ask for a new one")
        return token_digest

    def _decided(self, device: Device, actor: str, **changes: object) -> Device:
        return replace(device, **({"decided_at": self._real_now(), "decided_by": actor} | changes))

    async def _on_record(
        self, device_id: str, event: KnownEvent, actor: str, change: Callable[[Device], Device]
    ) -> Device:
        """The change and its fact in one transaction: neither is ever there without the other."""

        def read_and_write() -> tuple[Envelope, Device]:
            with self._changing:
                device = change(self.get(device_id))
                recorded = self._office.record_with(
                    SITE, event, actor, lambda unit: self._store.put_within(unit, device)
                )
                return recorded, self._keep(device)

        recorded, device = await asyncio.to_thread(read_and_write)
        self._office.note(recorded)
        return device

    async def _change(self, device_id: str, change: Callable[[Device], Device]) -> Device:
        def read_and_write() -> Device:
            with self._changing:
                device = change(self.get(device_id))
                self._store.put(device)
                return self._keep(device)

        return await asyncio.to_thread(read_and_write)

    def _keep(self, device: Device) -> Device:
        with self._lock:
            self._devices = self._devices | {device.device_id: device}
            self._keys = self._keys | {device.device_id: VerifyKey.from_text(device.public_key)}
        self._changed(device.device_id)
        return device

    def _in_status(self, status: str) -> tuple[Device, ...]:
        return tuple(device for device in self._devices.values() if device.status == status)

    def _changed(self, device_id: str) -> None:
        self.watchers.changed(device_id)
