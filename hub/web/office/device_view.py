"""What the pages of the tablets show: each with what is wrong with it, those in need first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from hub.during.health_board import DeviceHealth

LOW_BATTERY: Final = 20
LITTLE_DISK_MB: Final = 500
QUIET_FOR: Final = timedelta(minutes=2)
"""A tablet in a room is missed once it was silent for so long."""
AWAY_FOR: Final = timedelta(hours=12)
"""A tablet that nobody has used for so long lies in its cupboard: that is no trouble."""

Show = Literal["all", "attention", "connected", "spare", "out"]
SHOWS: Final[tuple[tuple[Show, str], ...]] = (
    ("all", "All"),
    ("attention", "Need attention"),
    ("connected", "Connected"),
    ("spare", "Spare"),
    ("out", "Revoked"),
)


class DeviceRow(Struct, frozen=True, kw_only=True):
    """One tablet; ``troubles`` are what somebody should do something about, the worst first."""

    health: DeviceHealth
    rooms: tuple[str, ...]
    room: str
    troubles: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_spare(self) -> bool:
        """Approved, in no room now and kept for none; what failed in a room with records is none."""
        one = self.health
        return one.status == "approved" and not one.rooms and not (one.room and (one.online or one.queue))

    def is_shown(self, show: Show) -> bool:
        """Whether the tablet belongs under this filter."""
        match show:
            case "attention":
                return bool(self.troubles)
            case "connected":
                return self.health.online
            case "spare":
                return self.is_spare
            case "out":
                return self.health.status == "revoked"
            case "all":
                return True


def device_rows(
    health: tuple[DeviceHealth, ...],
    names: Mapping[str, str],
    *,
    now: datetime,
    clock_suspect_ms: int,
    hub_version: str,
) -> tuple[DeviceRow, ...]:
    """Every tablet that was ever approved: those in need, the others by name, revoked ones last."""
    rows = []
    for one in health:
        troubles = _troubles(one, now, clock_suspect_ms) if one.status == "approved" else ()
        rows.append(
            DeviceRow(
                health=one,
                rooms=tuple(names.get(room, room) for room in one.rooms),
                room=names.get(one.room, one.room),
                troubles=troubles,
                note=_note(one, hub_version),
            )
        )
    return tuple(
        sorted(rows, key=lambda r: (r.health.status != "approved", not r.troubles, natural(r.health.name)))
    )


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key by which Tablet 2 comes before Tablet 10."""
    parts: list[tuple[int, int, str]] = []
    text = ""
    digits = ""
    for letter in [*name.casefold(), ""]:
        if letter.isascii() and letter.isdigit():
            if text:
                parts.append((1, 0, text))
                text = ""
            digits += letter
            continue
        if digits:
            parts.append((0, int(digits), ""))
            digits = ""
        text += letter
    return (*parts, (1, 0, text)) if text else tuple(parts)


def _troubles(one: DeviceHealth, now: datetime, clock_suspect_ms: int) -> tuple[str, ...]:
    found = []
    silent = None if one.last_seen is None else now - one.last_seen
    is_missed = not one.online and silent is not None and QUIET_FOR < silent < AWAY_FOR
    unsent = one.queue or 0
    if not one.online and unsent:
        found.append(f"Not connected, with {unsent} unsent record{'' if unsent == 1 else 's'}")
    elif is_missed and (one.room or one.rooms):
        found.append("Not connected")
    if one.battery_percent is not None and one.battery_percent < LOW_BATTERY and (one.online or is_missed):
        found.append(f"Battery at {one.battery_percent} %")
    if one.clock_offset_ms is not None and abs(one.clock_offset_ms) >= clock_suspect_ms:
        found.append(f"Its own clock is off by {abs(one.clock_offset_ms) // 1000} s")
    if one.free_disk_mb is not None and one.free_disk_mb < LITTLE_DISK_MB:
        found.append(f"Only {one.free_disk_mb} MB free")
    if one.camera is False:
        found.append("No camera: tags can't be scanned")
    if one.room and one.rooms and one.room not in one.rooms and one.online:
        found.append("Works in a room that it is not assigned to")
    if one.command == "wipe":
        found.append("Told to wipe itself, has not said that it did")
    return tuple(found)


def _note(one: DeviceHealth, hub_version: str) -> str:
    if one.command == "hold" or one.lock == "held":
        return "locked" if one.lock == "held" else "told to lock itself"
    if one.command == "release":
        return "told to unlock"
    if one.app_version and hub_version and one.app_version != hub_version:
        return f"version {one.app_version}, the hub has {hub_version}"
    return ""
