"""How each tablet is, as it said last; kept now and then, so that a hub that was restarted still knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from hub.storage.device_store import Device, DeviceStatus
from shared.protocol.messages import Health
from shared.record.envelope import Envelope

KEPT_EVERY: Final = timedelta(seconds=30)
MOST_HELD: Final = 60


class DeviceHealth(Struct, frozen=True, kw_only=True):
    """One tablet on the officer's board. ``last_seen`` is real time; None: never.

    ``lock`` is what the tablet says of itself ("", locked, held, wiped), ``command`` what it was told to do
    and hasn't said that it did. ``holds`` is "session room" → version of the plan that it fetched last.
    """

    device_id: str
    name: str
    status: DeviceStatus
    rooms: tuple[str, ...] = ()
    room: str = ""
    session: str = ""
    online: bool = False
    last_seen: datetime | None = None
    battery_percent: int | None = None
    free_disk_mb: int | None = None
    queue: int | None = None
    camera: bool | None = None
    app_version: str = ""
    acked_through: int = 0
    clock_offset_ms: int | None = None
    clock_uncertainty_ms: int | None = None
    lock: str = ""
    command: str = ""
    commanded_at: datetime | None = None
    commanded_by: str = ""
    fetched_rooms: tuple[str, ...] = ()
    holds: dict[str, int] = {}


class HealthBoard:
    """Takes what tablets say, and when they come and go. Used on the hub's loop only; read from anywhere."""

    def __init__(
        self,
        real_now: Callable[[], datetime],
        changed: Callable[[str], None],
        *,
        kept: Mapping[str, bytes] | None = None,
        keep: Callable[[str, bytes], None] | None = None,
    ) -> None:
        self._real_now = real_now
        self._changed = changed
        self._keep = keep
        self._kept_at: dict[str, datetime] = {}
        self._known = {
            device_id: msgspec.json.decode(told, type=DeviceHealth)
            for device_id, told in (kept or {}).items()
        }
        self._connections: dict[str, int] = {}

    def of(self, device: Device) -> DeviceHealth:
        """The board's line for ``device``."""
        known = self._known.get(device.device_id) or _unheard(device.device_id)
        return replace(
            known,
            name=device.name,
            status=device.status,
            rooms=device.rooms,
            app_version=known.app_version or device.app_version,
            online=self._connections.get(device.device_id, 0) > 0,
            command=device.command,
            commanded_at=device.commanded_at,
            commanded_by=device.commanded_by,
            fetched_rooms=device.fetched_rooms,
        )

    def connected(self, device_id: str) -> None:
        """A connection of the tablet was opened."""
        self._connections[device_id] = self._connections.get(device_id, 0) + 1
        self._update(device_id)

    def disconnected(self, device_id: str) -> None:
        """A connection of the tablet ended."""
        self._connections[device_id] = max(0, self._connections.get(device_id, 0) - 1)
        self._kept_at.pop(device_id, None)
        self._update(device_id)

    def greeted(self, device_id: str, session: str, acked_through: int) -> None:
        """The tablet said hello for a session."""
        self._update(device_id, session=session, acked_through=acked_through)

    def told(self, device_id: str, health: Health) -> None:
        """The tablet said how it is."""
        self._update(
            device_id,
            battery_percent=health.battery_percent,
            free_disk_mb=health.free_disk_mb,
            queue=health.queue,
            camera=health.camera,
            lock=health.lock,
            app_version=health.app_version,
            room=health.room or self._line(device_id).room,
        )

    def fetched(self, device_id: str, session: str, room: str, version: int) -> None:
        """The tablet fetched a room's plan; kept at once, since the day before may end with it."""
        self._kept_at.pop(device_id, None)
        holds = self._line(device_id).holds | {f"{session} {room}": version}
        self._update(device_id, holds=dict(sorted(holds.items())[-MOST_HELD:]))

    def pushed(self, device_id: str, acked_through: int, last: Envelope | None) -> None:
        """The tablet's record grew."""
        if last is None:
            self._update(device_id, acked_through=acked_through)
            return
        self._update(
            device_id,
            acked_through=acked_through,
            room=last.room or self._line(device_id).room,
            clock_offset_ms=last.clock_offset_ms,
            clock_uncertainty_ms=last.clock_uncertainty_ms,
        )

    def _line(self, device_id: str) -> DeviceHealth:
        return self._known.get(device_id) or _unheard(device_id)

    def _update(self, device_id: str, **changes: object) -> None:
        line, now = self._line(device_id), self._real_now()
        self._known = self._known | {device_id: replace(line, last_seen=now, **changes)}
        kept_at = self._kept_at.get(device_id)
        if self._keep is not None and (kept_at is None or now - kept_at >= KEPT_EVERY):
            self._kept_at[device_id] = now
            self._keep(device_id, msgspec.json.encode(self._known[device_id]))
        self._changed(device_id)


def _unheard(device_id: str) -> DeviceHealth:
    return DeviceHealth(device_id=device_id, name="", status="approved")
