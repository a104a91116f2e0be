"""Facts: envelopes as the fold sees them, and who could have known of whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from shared.ids import EnvelopeId
from shared.record.envelope import Envelope, Transcribed


class Fact(Struct, frozen=True, kw_only=True):
    """An envelope with its place in a hub's journal, once it has one.

    Where ``clock_trusted`` is false the device's clock was too far off, or nobody knew how far: its time is
    kept and shown, but does not order it (see :func:`in_order`).
    """

    envelope: Envelope
    journal: str = ""
    hub_seq: int | None = None
    clock_trusted: bool = True

    @property
    def id(self) -> EnvelopeId:
        """The envelope's identity."""
        return self.envelope.id

    @property
    def at(self) -> datetime:
        """When it happened: as recorded, or as the paper says where it was keyed in from paper."""
        source = self.envelope.source
        return source.written_at if isinstance(source, Transcribed) else self.envelope.occurred_at

    @property
    def is_from_paper(self) -> bool:
        """Whether somebody keyed it in from paper."""
        return isinstance(self.envelope.source, Transcribed)

    @property
    def order(self) -> tuple[datetime, str, int]:
        """A total order that does not depend on the way of delivery; only for display and ties."""
        return (self.at, self.envelope.device_id, self.envelope.device_seq)


def had_seen(later: Fact, earlier: Fact) -> bool:
    """Whether the device that wrote ``later`` had ``earlier`` before its eyes.

    True on one device in its own order; between devices only where the hub had delivered it, which
    ``seen`` tells. Without a common journal the answer is no: better an extra question to the officer
    than an answer lost. Who wrote on paper had seen no tablet: what is keyed in later stands beside what was
    recorded live, and where the two differ somebody has to look (only paper keyed in again replaces paper).
    """
    a, b = earlier.envelope, later.envelope
    if later.is_from_paper and not earlier.is_from_paper:
        return False
    if a.device_id == b.device_id:
        return b.device_seq > a.device_seq
    return earlier.hub_seq is not None and earlier.journal == b.journal and b.seen >= earlier.hub_seq


def heads(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that no other of ``facts`` had seen, in display order: what is still said today."""
    kept = [f for f in facts if not any(had_seen(other, f) for other in facts if other is not f)]
    return in_order(kept)


def can_trust_clock(envelope: Envelope, limit_ms: int) -> bool:
    """Whether the envelope's time may order it: measured against the hub, and within the limit."""
    return abs(envelope.clock_offset_ms) <= limit_ms and envelope.clock_uncertainty_ms <= limit_ms


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """By time, with device and sequence as tie-break; then moved where ``had_seen`` contradicts time.

    A fact whose clock can't be trusted stands by its arrival: behind everything trusted that the hub had
    before it, and last where it has not arrived. This follows from the facts alone, not from the way or
    the order in which they reached whoever asks.
    """
    ordered: list[Fact] = []
    written: dict[str, int] = {}
    seen: dict[str, int] = {}
    for fact in _by_time_or_arrival(facts):
        envelope = fact.envelope
        place = len(ordered)
        # A device with a wrong clock may date its answer before the question: what was seen goes first.
        # Only then can anything placed so far have seen this fact.
        if written.get(envelope.device_id, 0) > envelope.device_seq or (
            fact.hub_seq is not None and seen.get(fact.journal, 0) >= fact.hub_seq
        ):
            place = next((i for i, other in enumerate(ordered) if had_seen(other, fact)), place)
        ordered.insert(place, fact)
        written[envelope.device_id] = max(written.get(envelope.device_id, 0), envelope.device_seq)
        seen[envelope.journal] = max(seen.get(envelope.journal, 0), envelope.seen)
    return tuple(ordered)


_Place = tuple[datetime, bool, bool, int, str, int]
_EVER: Final = datetime.min.replace(tzinfo=UTC)


def _by_time_or_arrival(facts: Iterable[Fact]) -> list[Fact]:
    known = list(facts)
    if all(fact.clock_trusted for fact in known):
        return sorted(known, key=lambda f: f.order)
    places: dict[int, _Place] = {}
    latest: dict[str, datetime] = {}
    # Row by row of each journal: the hub had seen this moment when the next row came.
    for fact in sorted(known, key=lambda f: (f.hub_seq is None, f.hub_seq or 0, *f.order)):
        at, device, number = fact.order
        if fact.clock_trusted:
            places[id(fact)] = (at, False, False, 0, device, number)
            latest[""] = max(latest.get("", _EVER), at)
            if fact.hub_seq is not None:
                latest[fact.journal] = max(latest.get(fact.journal, _EVER), at)
        elif fact.hub_seq is not None:
            places[id(fact)] = (latest.get(fact.journal, _EVER), True, False, fact.hub_seq, device, number)
    for fact in known:
        if id(fact) not in places:
            _, device, number = fact.order
            places[id(fact)] = (latest.get("", _EVER), True, True, 0, device, number)
    return sorted(known, key=lambda f: places[id(f)])
