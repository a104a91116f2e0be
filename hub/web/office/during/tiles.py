"""What one room's tile on the board holds, as values."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from msgspec import Struct

from shared.ids import RoomId
from shared.record.register import SittingState
from shared.record.room_steps import RoomStep

LOW_BATTERY: Final = 20
WRONG_CLOCK: Final = timedelta(seconds=2)
"""A tablet further off than this is told on the board; its times are set right by the hub all the same."""

STEP_WORDS: Final = {
    RoomStep.WAITING: "not begun",
    RoomStep.CHECKLIST_CONFIRMED: "checklist done",
    RoomStep.PACKETS_CHECKED: "packets checked",
    RoomStep.PACKETS_OPENED: "packets open",
    RoomStep.SCRIPT_READ: "ready to start",
    RoomStep.STARTED: "writing",
    RoomStep.STOPPED: "clock stopped",
    RoomStep.FINISHED: "collecting",
    RoomStep.SCRIPTS_BALANCED: "scripts balanced",
    RoomStep.REGISTER_SIGNED: "register signed",
    RoomStep.CLOSED: "closed",
}
"""How far a room got, in two words."""


class Phase(StrEnum):
    """The coarse state by which the board is filtered, in the order of the day."""

    NOT_STARTED = "not-started"
    RUNNING = "running"
    CLOSING = "closing"
    CLOSED = "closed"


_PHASES: Final = {
    RoomStep.STARTED: Phase.RUNNING,
    RoomStep.STOPPED: Phase.RUNNING,
    RoomStep.FINISHED: Phase.CLOSING,
    RoomStep.SCRIPTS_BALANCED: Phase.CLOSING,
    RoomStep.REGISTER_SIGNED: Phase.CLOSING,
    RoomStep.CLOSED: Phase.CLOSED,
}


def phase_of(step: RoomStep, *, any_started: bool) -> Phase:
    """A room where one of two papers has begun is running, although the other still waits."""
    found = _PHASES.get(step, Phase.NOT_STARTED)
    return Phase.RUNNING if found is Phase.NOT_STARTED and any_started else found


class TileDevice(Struct, frozen=True, kw_only=True):
    """How one tablet of a room is."""

    device_id: str
    name: str
    online: bool
    last_seen: datetime | None
    queue: int | None
    battery_percent: int | None = None
    clock_offset_ms: int | None = None
    app_version: str = ""

    @property
    def is_low(self) -> bool:
        return self.battery_percent is not None and self.battery_percent <= LOW_BATTERY

    @property
    def clock_off_seconds(self) -> int:
        """By how much its own clock is wrong, where that is worth telling; positive: it is behind."""
        off = timedelta(milliseconds=self.clock_offset_ms or 0)
        return round(off.total_seconds()) if abs(off) >= WRONG_CLOCK else 0


class TilePaper(Struct, frozen=True, kw_only=True):
    """One component in one room. ``finish`` is on the board, ``last_finish`` includes extra time."""

    component_id: str
    paper: str
    title: str
    sitters: int
    published_start: datetime
    started_at: datetime | None = None
    finish: datetime | None = None
    last_finish: datetime | None = None
    minutes_left: int | None = None
    finished_at: datetime | None = None


class StateCount(Struct, frozen=True, kw_only=True):
    """How many sittings of a room are in one state."""

    state: SittingState
    count: int


class RoomTile(Struct, frozen=True, kw_only=True):
    """One room at a glance; ``needs`` counts what waits for the officer there.

    ``minutes_left`` counts to the finish of the last candidate, extra time and stops included.
    ``not_here`` are the names of those who should have signed in by now.
    """

    room: RoomId
    name: str
    kind: str
    papers: tuple[TilePaper, ...]
    states: tuple[StateCount, ...]
    expected: int
    present: int
    late: int
    absent: int
    pending: int
    undecided: int
    incidents: int
    help_calls: int
    open_discrepancies: int
    alarms: int
    on_duty: int
    on_duty_needed: int
    stopped: str
    stage: str
    devices: tuple[TileDevice, ...]
    silent: int
    needs: int
    step: RoomStep = RoomStep.WAITING
    phase: Phase = Phase.NOT_STARTED
    last_finish: datetime | None = None
    minutes_left: int | None = None
    not_here: tuple[str, ...] = ()
    calls_unanswered: int = 0

    @property
    def total(self) -> int:
        return sum(s.count for s in self.states)

    @property
    def step_words(self) -> str:
        return STEP_WORDS[self.step]

    @property
    def unsent(self) -> int:
        """Records that are on the room's tablets only."""
        return sum(d.queue or 0 for d in self.devices)
