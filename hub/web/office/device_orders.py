"""What the officer does to a tablet that is approved: name, rooms, lock, wipe, and who takes its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hub.during.devices import MAX_NAME, UnknownDeviceError
from hub.during.health_board import DeviceHealth
from hub.storage.device_store import Device
from hub.web.office.acting import text_of
from hub.web.office.refusals import NotNow, NotThere, NotUsable

if TYPE_CHECKING:
    from hub.bootstrap import Hub


def rooms_of(hub: Hub) -> dict[str, str]:
    """Every room of the published sessions, with its name, in the order of names."""
    packs = [hub.live.pack(session) for session in hub.live.sessions()]
    rooms = {room.id: room.name for pack in packs if pack for room in pack.rooms}
    return dict(sorted(rooms.items(), key=lambda item: item[1].casefold()))


def chosen_rooms(hub: Hub, rooms: Iterable[str], known: Iterable[str] = ()) -> tuple[str, ...]:
    """The rooms, each once. Raises NotUsable for one that no published session has."""
    chosen = tuple(dict.fromkeys(rooms))
    unknown = set(chosen) - rooms_of(hub).keys() - set(known)
    if unknown:
        raise NotUsable(f"There is no room {', '.join(sorted(unknown))} in any published session.")
    return chosen


def approved(hub: Hub, device_id: str) -> tuple[Device, DeviceHealth]:
    """The tablet and how it is. Raises NotThere, NotNow."""
    try:
        device = hub.devices.get(device_id)
    except UnknownDeviceError as error:
        raise NotThere(str(error)) from error
    if device.status != "approved":
        raise NotNow(f"This tablet is {device.status}: there is nothing to tell it.")
    return device, hub.devices.board.of(device)


async def assign(hub: Hub, device_id: str, name: str, rooms: Iterable[str], *, actor: str) -> Device:
    """Another name, other rooms. Raises NotThere, NotNow, NotUsable."""
    device, _ = approved(hub, device_id)
    name = " ".join(text_of(name, "the tablet's name", most=MAX_NAME, least=1).split())
    if not name.isprintable():
        raise NotUsable("The tablet's name holds characters that can't be printed.")
    others = (d for d in hub.devices.approved() if d.device_id != device_id)
    if any(d.name.casefold() == name.casefold() for d in others):
        raise NotUsable(f"Another tablet is called “{name}” already. Two of one name get mixed up.")
    chosen = chosen_rooms(hub, rooms, device.rooms)
    return await hub.devices.assign(device_id, actor, name=name, rooms=chosen)


async def hold(hub: Hub, device_id: str, *, locked: bool, actor: str) -> None:
    """Lock a tablet until it is unlocked here, or unlock it. Raises NotThere, NotNow."""
    device, health = approved(hub, device_id)
    if device.command == "wipe":
        raise NotNow("This tablet was told to wipe itself. Take that back first.")
    is_locked = device.command == "hold" or (health.lock == "held" and device.command != "release")
    if locked == is_locked:
        raise NotNow("It is locked already." if locked else "It is not locked.")
    await hub.devices.order(device_id, "hold" if locked else "release", actor)


async def wipe(hub: Hub, device_id: str, typed: str, *, actor: str) -> int:
    """Have a tablet forget everything; how many records that may lose. Raises NotThere, NotNow, NotUsable.

    Where records are unsent, their number has to be typed; the tablet itself refuses where there are more.
    """
    _, health = approved(hub, device_id)
    unsent = health.queue or 0
    given = typed.strip()
    if unsent and given != str(unsent):
        raise NotUsable(
            f"{unsent} {'record' if unsent == 1 else 'records'} of this tablet would be lost for ever:"
            f" the hub does not have {'it' if unsent == 1 else 'them'}. Bring the tablet back online, or read"
            f" what it has from its screen; to lose all of it, type {unsent}."
        )
    await hub.devices.order(device_id, "wipe", actor, losing=unsent)
    return unsent


async def take_back_wipe(hub: Hub, device_id: str, *, actor: str) -> None:
    """A tablet that hasn't heard yet that it should wipe itself keeps everything. Raises NotThere, NotNow."""
    device, _ = approved(hub, device_id)
    if device.command != "wipe":
        raise NotNow("This tablet was not told to wipe itself, or it did so already.")
    await hub.devices.order(device_id, "", actor)


def spares(hub: Hub, device_id: str) -> tuple[DeviceHealth, ...]:
    """The tablets that could take its place, connected ones first; never one that failed in a room itself."""
    others = [h for h in hub.devices.health() if h.status == "approved" and h.device_id != device_id]
    free = [h for h in others if not h.rooms and not (h.room and (h.online or h.queue))]
    return tuple(sorted(free, key=lambda h: (not h.online, -(h.battery_percent or 0), h.name.casefold())))


async def take_over(hub: Hub, device_id: str, spare_id: str, *, actor: str, approve: bool = False) -> Device:
    """Give a spare tablet the rooms of one that fails; ``approve`` one whose code was just compared.

    Raises NotThere, NotNow, NotUsable.
    """
    device, health = approved(hub, device_id)
    if spare_id == device_id:
        raise NotUsable("A tablet can't take its own place. Choose another one.")
    rooms = device.rooms or ((health.room,) if health.room else ())
    if approve and any(d.device_id == spare_id for d in hub.devices.pending()):
        return await hub.devices.approve(spare_id, rooms, actor)
    spare, _ = approved(hub, spare_id)
    return await hub.devices.assign(spare_id, actor, name=spare.name, rooms=rooms)
