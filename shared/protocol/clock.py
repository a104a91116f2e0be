"""Clock offset from time beacons: what the hub's clock says, and how sure that is."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shared.protocol.messages import TimeBeacon


class ClockEstimate(Struct, frozen=True, kw_only=True):
    """Hub time = device time + ``offset_ms``, give or take ``uncertainty_ms``; None before any beacon."""

    offset_ms: int = 0
    uncertainty_ms: int | None = None
    measured_at: datetime | None = None


DRIFT_PPM = 50
"""How fast a tablet's quartz may drift: an old measurement is worth less than its first uncertainty."""


def measure(beacon: TimeBeacon, received_at: datetime) -> ClockEstimate:
    """Offset and uncertainty from the four timestamps of one exchange (as NTP computes them).

    ``received_at`` and ``beacon.request_sent_at`` are by the device's own clock. Half of the time on
    the way bounds the error, whatever part of it each direction took.
    """
    there = (beacon.received_at - beacon.request_sent_at).total_seconds()
    back = (beacon.sent_at - received_at).total_seconds()
    round_trip = max(0.0, there - back)
    return ClockEstimate(
        offset_ms=round((there + back) / 2 * 1000),
        uncertainty_ms=round(round_trip / 2 * 1000) + 1,
        measured_at=received_at,
    )


def uncertainty_now(estimate: ClockEstimate, now: datetime) -> int | None:
    """The estimate's uncertainty in milliseconds at ``now``, grown by possible drift since."""
    if estimate.uncertainty_ms is None or estimate.measured_at is None:
        return None
    age_ms = abs((now - estimate.measured_at).total_seconds()) * 1000
    return estimate.uncertainty_ms + round(age_ms * DRIFT_PPM / 1_000_000)


def better(current: ClockEstimate, candidate: ClockEstimate, now: datetime) -> ClockEstimate:
    """Which estimate to believe: the one that is surer now."""
    known, fresh = uncertainty_now(current, now), uncertainty_now(candidate, now)
    if known is None or (fresh is not None and fresh <= known):
        return candidate
    return current
