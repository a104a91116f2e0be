"""Time in which a clock stands still: room stops and rest breaks, counted once where they overlap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from shared.plan.timetable import add_elapsed
from shared.record.register import Stop

Span = tuple[datetime, datetime]
"""Beginning and end in UTC."""


def merged(stops: Iterable[Stop], now: datetime) -> tuple[Span, ...]:
    """The stops as spans in order, overlapping ones joined; one that goes on lasts until ``now``."""
    spans: list[Span] = []
    moments = ((stop.began.astimezone(UTC), (stop.ended or now).astimezone(UTC)) for stop in stops)
    for began, ended in sorted(moments):
        if ended <= began:
            continue
        if spans and began <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], ended))
        else:
            spans.append((began, ended))
    return tuple(spans)


def stopped_since(stops: Iterable[Stop], since: datetime, now: datetime) -> timedelta:
    """How long writing stood still after ``since``."""
    began = since.astimezone(UTC)
    return sum((max(end - max(start, began), timedelta()) for start, end in merged(stops, now)), timedelta())


def finish_after(began: datetime, writing: timedelta, stops: Iterable[Stop], now: datetime) -> datetime:
    """When ``writing`` is used up by somebody who began at ``began``, the clock standing still in stops.

    What stops only after the time was used up gives nobody more of it.
    """
    start = began.astimezone(UTC)
    finish = start + writing
    for begin, end in merged(stops, now):
        if begin >= finish:
            break
        finish += max(end - max(begin, start), timedelta())
    return add_elapsed(began, finish - start)
