"""How the tablet is: what the office's device board shows of it."""

from __future__ import annotations

import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from shared.ids import RoomId
from shared.protocol.messages import Health

POWER_SUPPLIES = Path("/sys/class/power_supply")


def app_version() -> str:
    """The installed version of ExamDay."""
    try:
        return version("examday")
    except PackageNotFoundError:
        return "unknown"


def battery_percent(supplies: Path = POWER_SUPPLIES) -> int | None:
    """The first battery's charge; None where the machine has none or doesn't say."""
    if not supplies.is_dir():
        return None
    for supply in sorted(supplies.iterdir()):
        try:
            if (supply / "type").read_text().strip() == "Battery":
                return max(0, min(100, int((supply / "capacity").read_text())))
        except (OSError, ValueError):
            continue
    return None


def measure_health(home: Path, queue: int, *, camera: bool, room: RoomId, lock: str = "") -> Health:
    """The tablet's state at this moment."""
    return Health(
        battery_percent=battery_percent(),
        free_disk_mb=shutil.disk_usage(home).free // 1_000_000,
        queue=queue,
        camera=camera,
        app_version=app_version(),
        room=room,
        lock=lock,
    )
