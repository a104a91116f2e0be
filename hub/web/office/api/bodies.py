"""What programs send to the office's JSON, and small answers that are no value of the kernel."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, field

from hub.during.health_board import DeviceHealth
from hub.storage.device_store import DeviceStatus
from hub.web.office.overview import Overview
from hub.web.office.queue import PendingDevice, QueueItem
from shared.record.events.office import AttendanceRuling
from shared.record.register import Register
from shared.record.room_protocol import Missing
from shared.record.room_steps import SkippedStep, StepOverride


class Settle(Struct, frozen=True, kw_only=True):
    """An answer to a discrepancy; ``seen`` are the facts that it took into account, ``way`` which answer."""

    answer: str
    ruling: AttendanceRuling | None = None
    room: str | None = None
    seen: tuple[str, ...] | None = None
    way: str = ""
    method: str = ""


class Approve(Struct, frozen=True, kw_only=True):
    """The rooms a tablet may open; none is all of them."""

    rooms: tuple[str, ...] = ()


class Reason(Struct, frozen=True, kw_only=True):
    """Why."""

    reason: str = ""


class PassOver(Struct, frozen=True, kw_only=True):
    """The step that a room may pass over, and why."""

    step: str
    reason: str


class Note(Struct, frozen=True, kw_only=True):
    """A word with it."""

    note: str = ""


class Board(Overview, frozen=True, kw_only=True):
    """The live overview with the queue of what waits for a person."""

    queue: tuple[QueueItem, ...]


class Named(Struct, frozen=True, kw_only=True):
    """A candidate's number and name."""

    number: str
    name: str


class NamedRegister(Register, frozen=True, kw_only=True):
    """The register, with the names of its candidates by their identifier."""

    names: dict[str, Named] = field(default_factory=dict)


class RoomSteps(Struct, frozen=True, kw_only=True):
    """How far a room is, and what stands before its next step."""

    step: str
    next: str | None
    missing: tuple[Missing, ...]
    overrides: tuple[StepOverride, ...]
    skipped: tuple[SkippedStep, ...]


class Printed(Struct, frozen=True, kw_only=True):
    """Names of the files in the print folder, and what is missing on them."""

    files: tuple[str, ...]
    warnings: tuple[str, ...]


class Exported(Struct, frozen=True, kw_only=True):
    """Where the evidence lies, within the site."""

    path: str


class Offered(Struct, frozen=True, kw_only=True):
    """What the pairing code holds, and until when it is good."""

    offer: str
    expires_at: datetime


class Tablets(Struct, frozen=True, kw_only=True):
    """The tablets that wait, and how every approved one is."""

    pending: tuple[PendingDevice, ...]
    devices: tuple[DeviceHealth, ...]


class Decided(Struct, frozen=True, kw_only=True):
    """How a tablet stands now."""

    device_id: str
    status: DeviceStatus


class Quarantined(Struct, frozen=True, kw_only=True):
    """What is not in the record, and why; ``data`` is empty for who only looks."""

    quarantine_id: str
    device_id: str
    device_seq: int
    session: str
    reason: str
    detail: str
    received_at: datetime
    data: str
