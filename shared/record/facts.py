"""Facts: envelopes as the fold sees them, and who could have known of whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from shared.ids import EnvelopeId
from shared.record.envelope import Envelope


class Fact(Struct, frozen=True, kw_only=True):
    """An envelope with its place in a hub's journal, once it has one."""

    envelope: Envelope
    journal: str = ""
    hub_seq: int | None = None

    @property
    def id(self) -> EnvelopeId:
        """The envelope's identity."""
        return self.envelope.id

    @property
    def order(self) -> tuple[datetime, str, int]:
        """A total order that does not depend on the way of delivery; only for display and ties."""
        return (self.envelope.occurred_at, self.envelope.device_id, self.envelope.device_seq)


def had_seen(later: Fact, earlier: Fact) -> bool:
    """Whether the device that wrote ``later`` had ``earlier`` before its eyes.

    True on one device in its own order; between devices only where the hub had delivered it, which
    ``seen`` tells. Without a common journal the answer is no: better an extra question to the officer
    than an answer lost.
    """
    a, b = earlier.envelope, later.envelope
    if a.device_id == b.device_id:
        return b.device_seq > a.device_seq
    return earlier.hub_seq is not None and earlier.journal == b.journal and b.seen >= earlier.hub_seq


def heads(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that no other of ``facts`` had seen, in display order: what is still said today."""
    kept = [f for f in facts if not any(had_seen(other, f) for other in facts if other is not f)]
    return in_order(kept)


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """By time, with device and sequence as tie-break; then moved where ``had_seen`` contradicts time."""
    ordered: list[Fact] = []
    written: dict[str, int] = {}
    seen: dict[str, int] = {}
    for fact in sorted(facts, key=lambda f: f.order):
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
