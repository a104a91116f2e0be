"""Tablets of a room at work that haven't been heard for a while: the room goes on, its records wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from hub.during.health_board import DeviceHealth
from hub.web.office.clock import ago_in_words
from hub.web.office.during.tiles import LOW_BATTERY
from hub.web.office.queue import QueueItem
from hub.web.office.wording import Names
from shared.ids import RoomId
from shared.record.register import Register

SILENT_FOR: Final = timedelta(minutes=2)
"""Less is a walk through a corridor without reception."""


def is_silent(device: DeviceHealth, register: Register | None, real_now: datetime) -> bool:
    """Whether it was heard, isn't any more, and its room is at work in this session."""
    if device.status != "approved" or device.online or device.last_seen is None:
        return False
    return is_at_work(register, device.room) and real_now - device.last_seen >= SILENT_FOR


def is_at_work(register: Register | None, room_id: RoomId | None) -> bool:
    """Whether somebody is on duty in the room, or it writes, and it isn't closed."""
    room = register.room(room_id) if register and room_id else None
    return room is not None and bool(room.on_duty or room.started_at) and room.closed_at is None


def silent_tablets(
    health: Iterable[DeviceHealth], register: Register, names: Names, real_now: datetime
) -> tuple[QueueItem, ...]:
    """One item a silent tablet of this session, with what it had left to send."""
    return tuple(
        _item(device, names, real_now)
        for device in health
        if device.session == register.session and is_silent(device, register, real_now)
    )


def _item(device: DeviceHealth, names: Names, real_now: datetime) -> QueueItem:
    told = [f"{device.name}, heard {ago_in_words(device.last_seen or real_now, real_now)}"]
    if device.queue:
        told.append(f"{device.queue} unsent")
    if device.battery_percent is not None and device.battery_percent <= LOW_BATTERY:
        told.append(f"battery at {device.battery_percent} %")
    return QueueItem(
        kind="tablet",
        id=device.device_id,
        title="Tablet silent",
        detail=", ".join(told),
        advice="A spare goes on where it was.",
        room=device.room,
        rooms=(device.room,) if device.room else (),
        room_name=names.room(device.room),
    )
