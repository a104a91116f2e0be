"""The tablet's clock: its own time, and the hub's by the best estimate."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kiosk_app.connection import UNMEASURED_MS
from shared.protocol.clock import ClockEstimate, better, measure, uncertainty_now
from shared.protocol.messages import TimeBeacon
from shared.rehearsal import RehearsalClock


def real_now() -> datetime:
    """The machine's clock (UTC)."""
    return datetime.now(UTC)


class TabletClock:
    """``device_now`` is what this tablet believes, ``now`` what the hub's clock should say. Thread-safe.

    In a rehearsal both follow the rehearsal clock; ``real_now`` never does.
    """

    def __init__(
        self, real: Callable[[], datetime] = real_now, rehearsal: RehearsalClock | None = None
    ) -> None:
        self._real = real
        self._rehearsal = rehearsal
        self._estimate = ClockEstimate()
        self._lock = threading.Lock()

    def real_now(self) -> datetime:
        """The moment for time-outs, tokens and sync timers."""
        return self._real()

    def device_now(self) -> datetime:
        """The exam day by the tablet's own clock, uncorrected."""
        real = self._real()
        return self._rehearsal.at(real) if self._rehearsal else real.astimezone(UTC)

    def now(self) -> datetime:
        """The exam day by the hub's clock, as well as this tablet knows it."""
        return self.device_now() + timedelta(milliseconds=self.estimate.offset_ms)

    @property
    def estimate(self) -> ClockEstimate:
        """The offset in use."""
        with self._lock:
            return self._estimate

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
