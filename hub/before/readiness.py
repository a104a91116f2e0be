"""The facts for the checklist of the day, from a site's own files and what tablets said."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from hub.before.preflight import TabletFacts
from hub.before.preflight.of_rooms import TO_PRINT
from hub.during.health_board import DeviceHealth
from shared.ids import RoomId, SessionId


def tablet_facts(health: Iterable[DeviceHealth], session: SessionId) -> tuple[TabletFacts, ...]:
    """The approved tablets, with what they hold of this session."""
    return tuple(
        TabletFacts(
            name=one.name,
            rooms=one.rooms,
            holds=_of_session(one.holds, session),
            last_seen=one.last_seen,
            battery_percent=one.battery_percent,
            clock_offset_ms=one.clock_offset_ms,
            queue=one.queue,
        )
        for one in health
        if one.status == "approved"
    )


def printed_versions(folder: Path, session: SessionId) -> dict[str, int]:
    """Sheet → the newest plan version that is printed of it; everything in one zip counts for all."""
    wanted = {name for name, _ in TO_PRINT}
    found: dict[str, int] = {}
    pattern = re.compile(rf"{re.escape(session)}_([a-z-]+)(?:_.*)?_v(\d+)\.(?:pdf|zip)")
    for path in folder.glob(f"{session}_*") if folder.is_dir() else ():
        match = pattern.fullmatch(path.name)
        if match is None or "_recorded_" in path.name:
            continue
        for name in wanted if match[1] == "all" else wanted & {match[1]}:
            found[name] = max(found.get(name, 0), int(match[2]))
    return found


def free_disk_mb(folder: Path) -> int | None:
    """Free space where the site lies; None where the system doesn't say."""
    try:
        return shutil.disk_usage(folder).free // 1_000_000
    except OSError:
        return None


def _of_session(holds: dict[str, int], session: SessionId) -> dict[RoomId, int]:
    split = ((key.partition(" "), version) for key, version in holds.items())
    return {room: version for (of, _, room), version in split if of == session}
