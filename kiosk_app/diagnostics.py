"""How this tablet is, as plain data: one question for every screen that tells it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct

from kiosk_app.clock import ClockJump, TabletClock
from kiosk_app.connection import Connection
from kiosk_app.health import app_version, battery_percent
from kiosk_app.journal import FILE_NAME
from shared.plan.pack import SessionPack

SURE_MS, USABLE_MS = 1_000, 30_000
LOW_BATTERY, LOW_STORAGE_MB = 20, 500
ClockQuality = Literal["unmeasured", "sure", "usable", "doubtful"]
CameraState = Literal["none", "resting", "open", "lost"]


class FaultView(Protocol):
    """The last thing that went wrong."""

    @property
    def text(self) -> str: ...
    @property
    def at(self) -> datetime | None: ...


class DeskView(Protocol):
    """What a room's desk tells (:class:`kiosk_app.desk.RoomDesk`)."""

    @property
    def pack(self) -> SessionPack: ...
    @property
    def last_fault(self) -> FaultView: ...
    def connection(self) -> Connection: ...
    def now(self) -> datetime: ...


class HandoverView(Protocol):
    """What waits for the hub (:class:`kiosk_app.handover.desk.HandoverDesk`)."""

    @property
    def unsent(self) -> int: ...
    @property
    def waiting(self) -> int: ...


class TabletView(Protocol):
    """What the tablet knows of itself (:class:`kiosk_app.tablet.Tablet`)."""

    @property
    def home(self) -> Path: ...
    @property
    def name(self) -> str: ...
    @property
    def device_id(self) -> str: ...
    @property
    def centre_name(self) -> str: ...
    @property
    def opening_note(self) -> str: ...
    @property
    def records(self) -> int: ...
    @property
    def camera(self) -> Callable[[], CameraState]: ...
    @property
    def clock(self) -> TabletClock: ...
    @property
    def handover(self) -> HandoverView: ...
    @property
    def desk(self) -> DeskView | None: ...


class Diagnostics(Struct, frozen=True, kw_only=True):
    """Moments are of the exam day. None where it can't be told: no battery, no room open, no contact yet."""

    name: str
    device_id: str
    centre: str
    online: bool = False
    offline_since: datetime | None = None
    last_contact: datetime | None = None
    refusal: str = ""
    unsent: int = 0
    carried: int = 0
    """Series of other tablets' records that the hub has not signed for."""
    clock_quality: ClockQuality = "unmeasured"
    clock_offset_ms: int = 0
    clock_uncertainty_ms: int | None = None
    clock_jump: ClockJump | None = None
    battery_percent: int | None = None
    storage_free_mb: int = 0
    camera: CameraState = "none"
    app_version: str = ""
    session: str = ""
    pack_version: int | None = None
    pack_age: timedelta | None = None
    records: int = 0
    journal_bytes: int = 0
    last_fault: str = ""
    last_fault_at: datetime | None = None

    @property
    def is_battery_low(self) -> bool:
        """Whether somebody should bring a charger."""
        return self.battery_percent is not None and self.battery_percent < LOW_BATTERY

    @property
    def is_storage_low(self) -> bool:
        """Whether the tablet may soon be unable to record."""
        return self.storage_free_mb < LOW_STORAGE_MB


def diagnose(tablet: TabletView) -> Diagnostics:
    """Everything at this moment; without an open room what can be told without one."""
    desk = tablet.desk
    told = desk.connection() if desk else Connection()
    pack = desk.pack if desk else None
    fault = desk.last_fault if desk else None
    return Diagnostics(
        name=tablet.name,
        device_id=tablet.device_id,
        centre=tablet.centre_name,
        online=told.online,
        offline_since=told.offline_since,
        last_contact=told.last_contact,
        refusal=told.refusal,
        unsent=tablet.handover.unsent,
        carried=tablet.handover.waiting,
        clock_quality=clock_quality(told),
        clock_offset_ms=told.clock_offset_ms,
        clock_uncertainty_ms=told.clock_uncertainty_ms if told.is_clock_measured else None,
        clock_jump=tablet.clock.jump,
        battery_percent=battery_percent(),
        storage_free_mb=shutil.disk_usage(tablet.home).free // 1_000_000,
        camera=tablet.camera(),
        app_version=app_version(),
        session=pack.session.id if pack else "",
        pack_version=pack.version if pack else None,
        pack_age=desk.now() - pack.published_at if desk and pack else None,
        records=tablet.records,
        journal_bytes=journal_bytes(tablet.home),
        last_fault=(fault.text if fault else "") or tablet.opening_note,
        last_fault_at=fault.at if fault else None,
    )


def clock_quality(told: Connection) -> ClockQuality:
    """How well this tablet knows the hub's time."""
    if not told.is_clock_measured:
        return "unmeasured"
    if told.clock_uncertainty_ms <= SURE_MS:
        return "sure"
    return "usable" if told.clock_uncertainty_ms <= USABLE_MS else "doubtful"


def journal_bytes(home: Path) -> int:
    """What the journal takes on disk, with what SQLite keeps beside it."""
    files = (home / f"{FILE_NAME}{suffix}" for suffix in ("", "-wal", "-shm"))
    return sum(file.stat().st_size for file in files if file.exists())
