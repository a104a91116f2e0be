"""Tablets and pairing offers on disk."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from sqlite_utils import Database

from hub.storage.journal import JournalUnit
from hub.storage.writer import StorageError, Writer, reading

DeviceStatus = Literal["pending", "approved", "refused", "revoked"]
DeviceOrder = Literal["", "hold", "release", "wipe"]


class Device(Struct, frozen=True, kw_only=True):
    """A tablet as the hub knows it. No ``rooms``: usable in any; ``fetched_rooms``: whose names it holds.

    ``command`` is what it was told to do and is told again until it did; a wipe may lose ``losing`` records.
    """

    device_id: str
    name: str
    public_key: str
    status: DeviceStatus
    rooms: tuple[str, ...] = ()
    fetched_rooms: tuple[str, ...] = ()
    app_version: str = ""
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: str = ""
    detail: str = ""
    command: DeviceOrder = ""
    commanded_at: datetime | None = None
    commanded_by: str = ""
    losing: int = 0


class DeviceStore:
    """The tables ``devices`` and ``offers``, written by the journal's writer."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def all(self) -> list[Device]:
        """Every device, in the order in which they asked."""
        return devices_in(self._writer.file)

    def put(self, device: Device) -> None:
        """Write a device, new or changed; durable when this returns."""
        self._writer.run(lambda db: _put(db, device))

    def put_within(self, unit: JournalUnit, device: Device) -> None:
        """Write a device in the transaction that puts on record why."""
        unit.beside(lambda db: _put(db, device))

    def keep_health(self, device_id: str, told: bytes) -> None:
        """Remember how a tablet is, without waiting for the disk: a word that is lost is said again."""
        row = {"device_id": device_id, "told": told.decode()}

        def write(db: Database) -> None:
            db.table("device_health").upsert(row, pk="device_id")

        # Where the hub is closing there is nobody to tell.
        with suppress(StorageError):
            self._writer.submit(write)

    def health(self) -> dict[str, bytes]:
        """What was kept of each tablet's health."""
        return health_in(self._writer.file)

    def put_offer(self, token_digest: str, expires_at: datetime, now: datetime) -> None:
        """Keep an offer by its token's digest, and forget those that ran out unused."""

        def write(db: Database) -> None:
            db.execute("DELETE FROM offers WHERE used_by = '' AND expires_at < ?", [now.isoformat()])
            db.table("offers").insert(
                {"token_digest": token_digest, "expires_at": expires_at.isoformat(), "used_by": ""}
            )

        self._writer.run(write)

    def offers(self) -> list[tuple[str, datetime, str]]:
        """Digest, expiry and user of every offer that is kept."""
        with reading(self._writer.file) as db:
            rows = db.execute("SELECT token_digest, expires_at, used_by FROM offers").fetchall()
        return [(digest, datetime.fromisoformat(expires), used_by) for digest, expires, used_by in rows]

    def redeem(self, token_digest: str, device: Device) -> bool:
        """Spend an offer for this device, in one transaction; False where somebody was quicker."""

        def write(db: Database) -> bool:
            spent = db.execute(
                "UPDATE offers SET used_by = ? WHERE token_digest = ? AND used_by = ''",
                [device.device_id, token_digest],
            )
            if spent.rowcount == 1:
                _put(db, device)
            return spent.rowcount == 1

        return self._writer.run(write)


def devices_in(file: Path) -> list[Device]:
    """Every device of a journal.db that a hub may have open, in the order in which they asked."""
    with reading(file) as db:
        return [_device(row) for row in db.table("devices").rows_where(order_by="asked_at, device_id")]


def health_in(file: Path) -> dict[str, bytes]:
    """What was kept of each tablet's health."""
    with reading(file) as db:
        rows = db.execute("SELECT device_id, told FROM device_health").fetchall()
    return {device_id: told.encode() for device_id, told in rows}


def _put(db: Database, device: Device) -> None:
    plain = msgspec.to_builtins(device)
    lists = {name: msgspec.json.encode(plain[name]).decode() for name in ("rooms", "fetched_rooms")}
    db.table("devices").upsert(plain | lists, pk="device_id")


def _device(row: dict[str, object]) -> Device:
    lists = {name: msgspec.json.decode(str(row[name])) for name in ("rooms", "fetched_rooms")}
    return msgspec.convert(row | lists, Device)
