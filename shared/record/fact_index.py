"""Which facts are about what, so that a new fact only has its own subjects folded again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from shared.ids import CandidateId, ComponentId, EnvelopeId, RoomId
from shared.record.envelope import OFFICE_DEVICE
from shared.record.events import (
    IncidentEvent,
    OfficeEvent,
    RoomEvent,
    UnknownEvent,
    dispatch,
    office,
    scripts,
)
from shared.record.events import candidate as candidate_events
from shared.record.facts import Fact, can_trust_clock

Facts = dict[EnvelopeId, Fact]
Key = tuple[CandidateId, ComponentId]

_ROOM_TYPES: Final = frozenset(
    (
        *RoomEvent.__args__,
        scripts.ScriptsCounted,
        scripts.UnusedPapersCounted,
        scripts.RoomPackHandedOver,
    )
)
_INCIDENT_TYPES: Final = frozenset(IncidentEvent.__args__)
_SITTING_TYPES: Final = (
    candidate_events.UnlistedCandidateAdded,
    candidate_events.CandidateMarkedPresent,
    candidate_events.CandidateMarkedAbsent,
    candidate_events.CandidateMarkedTransferred,
    candidate_events.CandidateMarkedWithdrawn,
    candidate_events.LateArrivalAdmitted,
    candidate_events.LateArrivalRefused,
    candidate_events.AttendanceCorrected,
    scripts.ScriptCollected,
)
"""What says that somebody is to be looked for on a register, also where the plan no longer enters them."""
_OFFICE_TYPES: Final = frozenset(OfficeEvent.__args__)
_SEAL_TYPES: Final = frozenset(
    (
        office.EnvelopeSealed,
        office.ConsignmentPacked,
        office.ConsignmentCollected,
        dispatch.EnvelopeReopened,
        dispatch.EnvelopesStored,
        dispatch.EnvelopesTakenOut,
        dispatch.CollectionBooked,
        dispatch.CollectionCancelled,
        dispatch.ConsignmentOpened,
    )
)


class FactIndex:
    """Every fact once, by subject; ``changed_rooms`` and ``changed_candidates`` until the fold took note."""

    def __init__(self, rooms: Iterable[RoomId], clock_suspect_ms: int) -> None:
        self.all: Facts = {}
        self.by_candidate: dict[CandidateId, Facts] = {}
        self.by_room: dict[RoomId, Facts] = {room: {} for room in rooms}
        self.incidents: Facts = {}
        self.seals: Facts = {}
        self.sign_offs: dict[ComponentId, Facts] = {}
        self.suspects: Facts = {}
        self.settlements: dict[str, Facts] = {}
        self.unknown: Facts = {}
        self.told_of: set[Key] = set()
        self.changed_rooms: set[RoomId] = set(self.by_room)
        self.changed_candidates: set[CandidateId] = set()
        self.changed_sign_offs: set[ComponentId] = set()
        self._clock_suspect_ms = clock_suspect_ms

    def take(self, fact: Fact) -> bool:
        """Take a fact; False where nothing about it is new.

        The hub's word on where a fact stands in its journal replaces what was known before: nothing
        (the tablet's own fact), or a place in the journal of a hub that is gone.
        """
        if not can_trust_clock(fact.envelope, self._clock_suspect_ms):
            fact = msgspec.structs.replace(fact, clock_trusted=False)
        known = self.all.get(fact.id)
        if known is not None:
            if fact.hub_seq is None or (fact.journal, fact.hub_seq) == (known.journal, known.hub_seq):
                return False
            if known.envelope != fact.envelope:
                self._drop(known)
        self.all[fact.id] = fact
        for facts in self._subjects(fact):
            facts[fact.id] = fact
        return True

    def _drop(self, fact: Fact) -> None:
        """A device used a number twice: what the hub holds counts, the other leaves its subjects."""
        for facts in self._subjects(fact):
            facts.pop(fact.id, None)

    def _subjects(self, fact: Fact) -> Iterator[Facts]:
        event, room = fact.envelope.event, fact.envelope.room
        kind = type(event)
        if kind in _OFFICE_TYPES and fact.envelope.device_id != OFFICE_DEVICE:
            # On record, but without effect: a tablet can't settle or seal in the office's name.
            return
        if room is not None:
            here = self.by_room.setdefault(room, {})
            if kind in _ROOM_TYPES:
                self.changed_rooms.add(room)
                yield here
            elif not here:
                self.changed_rooms.add(room)
        for candidate in candidates_of(fact):
            self.changed_candidates.add(candidate)
            yield self.by_candidate.setdefault(candidate, {})
        yield from self._of_the_session(fact)
        if kind is office.RecordQuarantined or abs(fact.envelope.clock_offset_ms) > self._clock_suspect_ms:
            yield self.suspects

    def _of_the_session(self, fact: Fact) -> Iterator[Facts]:
        """What it is about beside a room and a candidate."""
        event = fact.envelope.event
        if isinstance(event, UnknownEvent):
            yield self.unknown
        elif type(event) in _INCIDENT_TYPES:
            yield self.incidents
        elif type(event) in _SEAL_TYPES:
            yield self.seals
        elif isinstance(event, dispatch.ComponentSignedOff):
            self.changed_sign_offs.add(event.component_id)
            yield self.sign_offs.setdefault(event.component_id, {})
        elif isinstance(event, office.DiscrepancySettled):
            yield self.settlements.setdefault(event.discrepancy_id, {})
        elif isinstance(event, _SITTING_TYPES):
            self.told_of.add((event.candidate_id, event.component_id))


def candidates_of(fact: Fact) -> tuple[CandidateId, ...]:
    """The candidate whose sittings this fact may change; none where it only mentions people."""
    event = fact.envelope.event
    if isinstance(event, office.DiscrepancySettled):
        return (event.ruling.candidate_id,) if event.ruling else ()
    candidate = getattr(event, "candidate_id", None)
    return (candidate,) if isinstance(candidate, str) else ()
