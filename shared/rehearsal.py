"""The rehearsal clock: a morning played in fast motion, the same on hub and tablets.

Only what the record says of time follows it; tokens, time-outs and TLS stay with the real clock.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

from msgspec import Struct


class RehearsalClock(Struct, frozen=True, kw_only=True):
    """At real moment ``anchor`` the exam day shows ``shown``; from then on it runs ``rate`` times as fast."""

    anchor: datetime
    shown: datetime
    rate: float

    def at(self, real_now: datetime) -> datetime:
        """The exam-day moment (UTC) at a real moment."""
        return (self.shown + (real_now - self.anchor) * self.rate).astimezone(UTC)

    def real(self, shown: datetime) -> datetime:
        """The real moment at which the exam day shows ``shown``."""
        return self.anchor + (shown - self.shown) / self.rate

    @property
    def text(self) -> str:
        """As it is passed to a process: ``ANCHOR,SHOWN,RATE``."""
        return f"{self.anchor.isoformat()},{self.shown.isoformat()},{self.rate:g}"

    @classmethod
    def from_text(cls, text: str) -> RehearsalClock:
        """The inverse of ``text``. Raises ValueError for anything else."""
        parts = text.split(",")
        if len(parts) != 3:
            raise ValueError("a rehearsal clock is ANCHOR,SHOWN,RATE")
        anchor, shown = datetime.fromisoformat(parts[0]), datetime.fromisoformat(parts[1])
        if anchor.tzinfo is None or shown.tzinfo is None or not 0 < float(parts[2]) < math.inf:
            raise ValueError("a rehearsal clock needs two moments with their zone and a rate above 0")
        return cls(anchor=anchor, shown=shown, rate=float(parts[2]))
