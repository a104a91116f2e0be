"""A chain of supervision as values: who, from when until when, and where nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from shared.ids import CandidateId, EnvelopeId, InvigilatorId, RoomId

A_MINUTE = timedelta(minutes=1)
"""The chain names somebody for every minute: what is shorter is the time that a hand-over takes."""


class SupervisionStretch(Struct, frozen=True, kw_only=True):
    """One supervisor's time; with a ``room`` and nobody named, that room's own invigilators.

    ``until`` is None while it runs.
    """

    since: datetime
    until: datetime | None
    supervisor: InvigilatorId = ""
    room: RoomId | None = None

    @property
    def is_gap(self) -> bool:
        """Nobody supervises, for a minute or more or without an end."""
        nobody = not self.supervisor and self.room is None
        return nobody and (self.until is None or self.until - self.since >= A_MINUTE)


class SupervisionChain(Struct, frozen=True, kw_only=True):
    """The stretches of one candidate between the papers of a clash, in order."""

    candidate_id: CandidateId
    stretches: tuple[SupervisionStretch, ...] = ()
    evidence: tuple[EnvelopeId, ...] = ()

    @property
    def gaps(self) -> tuple[SupervisionStretch, ...]:
        """Where nobody supervised."""
        return tuple(stretch for stretch in self.stretches if stretch.is_gap)
