"""The tablet's clock: its own time, and the hub's by the best estimate."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from kiosk_app.connection import UNMEASURED_MS
from shared.protocol.clock import ClockEstimate, better, measure, uncertainty_now
from shared.protocol.messages import TimeBeacon
from shared.rehearsal import RehearsalClock

JUMP: Final = timedelta(seconds=2)
"""What no quartz does between two looks: somebody, or the network, has set the clock."""


def real_now() -> datetime:
    """The machine's clock (UTC)."""
    return datetime.now(UTC)


def steady_seconds() -> float:
    """Seconds that only ever run on, through sleep too where the system can tell."""
    boot_time: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


class ClockJump(Struct, frozen=True, kw_only=True):
    """The machine's clock was set by ``by``. ``kept``: the exam clock went on as if nothing had happened."""

    number: int
    by: timedelta
    kept: bool


class TabletClock:
    """``device_now`` is what this tablet believes, ``now`` what the hub's clock should say. Thread-safe.

    Time runs on steadily from what the machine's clock said at the start: setting that clock changes
    nothing once the hub's time was measured, and is told. Before, the new setting is believed.
    In a rehearsal both follow the rehearsal clock; ``real_now`` never does.
    """

    def __init__(
        self,
        real: Callable[[], datetime] = real_now,
        rehearsal: RehearsalClock | None = None,
        steady: Callable[[], float] | None = None,
    ) -> None:
        self._real = real
        self._rehearsal = rehearsal
        self._steady = steady_seconds if steady is None and real is real_now else steady
        self._estimate = ClockEstimate()
        self._lock = threading.Lock()
        self._jump: ClockJump | None = None
        self._set_by = timedelta()
        self._anchor = (self._real(), self._steady() if self._steady else 0.0)

    def real_now(self) -> datetime:
        """The moment for time-outs and sync timers: never goes back."""
        if self._steady is None:
            return self._real()
        with self._lock:
            wall, seconds = self._real(), self._steady()
            going = self._anchor[0] + timedelta(seconds=seconds - self._anchor[1])
            by = wall - going - self._set_by
            if abs(by) < JUMP:
                return going
            kept = self._estimate.measured_at is not None
            self._jump = ClockJump(number=self._jump.number + 1 if self._jump else 1, by=by, kept=kept)
            if kept:
                self._set_by += by
                return going
            self._anchor, self._set_by = (wall, seconds), timedelta()
            return wall

    def device_now(self) -> datetime:
        """The exam day by the tablet's own clock, uncorrected."""
        real = self.real_now()
        return self._rehearsal.at(real) if self._rehearsal else real.astimezone(UTC)

    def now(self) -> datetime:
        """The exam day by the hub's clock, as well as this tablet knows it."""
        return self.device_now() + timedelta(milliseconds=self.estimate.offset_ms)

    @property
    def jump(self) -> ClockJump | None:
        """The last time that somebody set the machine's clock while the tablet ran."""
        self.real_now()
        with self._lock:
            return self._jump

    @property
    def estimate(self) -> ClockEstimate:
        """The offset in use."""
        with self._lock:
            return self._estimate

    @property
    def estimate_to_keep(self) -> ClockEstimate:
        """The estimate as the next start needs it, which begins from the machine's clock as it is set now."""
        with self._lock:
            set_by_ms = round(self._set_by / timedelta(milliseconds=1))
            return replace(self._estimate, offset_ms=self._estimate.offset_ms - set_by_ms)

    @property
    def uncertainty_ms(self) -> int:
        """How far off ``now`` may be; ``UNMEASURED_MS`` before any measurement."""
        uncertainty = uncertainty_now(self.estimate, self.device_now())
        return UNMEASURED_MS if uncertainty is None else uncertainty

    def restore(self, estimate: ClockEstimate) -> None:
        """Take up an estimate of an earlier run: its uncertainty has grown since."""
        with self._lock:
            self._estimate = estimate

    def hear(self, beacon: TimeBeacon) -> ClockEstimate:
        """Measure with the hub's answer that has just arrived; the estimate in use afterwards."""
        arrived = self.device_now()
        fresh = measure(beacon, arrived)
        with self._lock:
            if _contradict(self._estimate, fresh, arrived):
                # Both can't be true: somebody set one of the clocks since, so the old one is history.
                self._estimate = fresh
            else:
                self._estimate = better(self._estimate, fresh, arrived)
            return self._estimate


def _contradict(old: ClockEstimate, fresh: ClockEstimate, now: datetime) -> bool:
    known, measured = uncertainty_now(old, now), uncertainty_now(fresh, now)
    if known is None or measured is None:
        return False
    return abs(old.offset_ms - fresh.offset_ms) > known + measured
