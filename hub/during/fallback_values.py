"""What the paper fallback says of itself: how far a sheet goes, which file it is, and how writing goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.record.register import Register


class Mark(Struct, frozen=True, kw_only=True):
    """How far the journal went: number and hash of its last row, and when that was looked up."""

    seq: int
    head: str
    at: datetime


class RoomSheet(Struct, frozen=True, kw_only=True):
    """One room's file as it was last written."""

    session: SessionId
    room: RoomId
    name: str
    file: str
    mark: Mark
    present: int
    not_set: int
    lines: int


class Sheets(Protocol):
    """What draws (``hub.printing``)."""

    def name(self, pack: SessionPack, room: RoomId) -> str:
        """The room's file name, different for every room."""

    def register(self, pack: SessionPack, register: Register, room: RoomId, mark: Mark) -> bytes:
        """The register of one room to go on with."""

    def index(self, pack: SessionPack, sheets: Sequence[RoomSheet], mark: Mark) -> bytes:
        """Which file holds which room."""


class FallbackStatus(Struct, frozen=True, kw_only=True):
    """How the fallback is. ``fault`` is empty while all is well, ``looked_at`` when it last was."""

    folder: str
    fault: str
    since: datetime | None
    looked_at: datetime | None
    same_disk: bool
    free_bytes: int | None
    sheets: tuple[RoomSheet, ...]
