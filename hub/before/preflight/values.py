"""What the checklist of the day looks at, and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack

State = Literal["stop", "look", "good"]


class TabletFacts(Struct, frozen=True, kw_only=True):
    """One approved tablet as it said last. ``holds``: room → version of this session's plan."""

    name: str
    rooms: tuple[RoomId, ...] = ()
    holds: dict[RoomId, int] = {}
    last_seen: datetime | None = None
    battery_percent: int | None = None
    clock_offset_ms: int | None = None
    queue: int | None = None


class PaperFallbackFacts(Struct, frozen=True, kw_only=True):
    """The folder of the paper registers; an empty ``folder``: none is chosen."""

    folder: str = ""
    fault: str = ""
    same_disk: bool = False


class PreflightFacts(Struct, frozen=True, kw_only=True):
    """Everything that the checklist looks at. ``knows_tablets`` is no where the hub was never asked.

    ``printed`` is sheet → newest plan version on paper, ``backup_at`` when the site was copied last.
    """

    session: SessionId
    now: datetime
    pack: SessionPack | None
    plan_moved_on: bool = False
    tablets: tuple[TabletFacts, ...] = ()
    printed: dict[str, int] = {}
    fallback: PaperFallbackFacts | None = None
    free_disk_mb: int | None = None
    backup_at: datetime | None = None
    certificate_until: datetime | None = None


class PreflightLine(Struct, frozen=True, kw_only=True):
    """One thing: how it stands, what to do, who or what is concerned, and the page where it is done."""

    key: str
    title: str
    state: State
    what: str
    todo: str = ""
    link: str = ""
    who: tuple[str, ...] = ()


def worst(lines: Iterable[PreflightLine]) -> State:
    """How the day stands: the state of its worst line."""
    states = {line.state for line in lines}
    return "stop" if "stop" in states else "look" if "look" in states else "good"


def counted(number: int, one: str, many: str) -> str:
    """``1 tablet`` or ``2 tablets``."""
    return f"{number} {one if number == 1 else many}"
