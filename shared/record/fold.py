"""``project(pack, facts) -> Register``: any order, duplication or split of deliveries folds the same.

``RegisterFold`` is the same function taken step by step: it keeps what every subject's facts folded to
and folds again only the subjects that a new fact is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from shared.canonical import canonical_json, digest
from shared.ids import CandidateId, ComponentId, EnvelopeId, RoomId
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting
from shared.record import discrepancies
from shared.record.balance import balance_component, fold_script_envelopes
from shared.record.consignment import fold_consignments
from shared.record.events import IncidentEvent, UnknownEvent, office
from shared.record.events import candidate as candidate_events
from shared.record.facts import Fact
from shared.record.incident_fold import fold_help_calls, fold_incidents
from shared.record.register import Register, RoomRecord, SittingRecord
from shared.record.room_fold import fold_room
from shared.record.sitting_fold import fold_sitting, rooms_claimed

Key = tuple[CandidateId, ComponentId]


class RegisterFold:
    """The facts of one session, and the register they make with ``pack``."""

    def __init__(self, pack: SessionPack) -> None:
        self._pack = pack
        self._planned: dict[Key, Sitting] = {(s.candidate_id, s.component_id): s for s in pack.sittings}
        self._facts: dict[EnvelopeId, Fact] = {}
        self._by_candidate: dict[CandidateId, list[Fact]] = {}
        self._by_room: dict[RoomId, list[Fact]] = {room.id: [] for room in pack.rooms}
        self._incidents: list[Fact] = []
        self._office: list[Fact] = []
        self._settlements: dict[str, list[Fact]] = {}
        self._unlisted: dict[Key, Sitting] = {}
        self._sittings: dict[Key, tuple[SittingRecord, tuple[RoomId, ...]]] = {}
        self._rooms: dict[RoomId, RoomRecord] = {}
        self._unknown = 0

    @property
    def pack(self) -> SessionPack:
        """The plan that the facts are held against."""
        return self._pack

    @property
    def revision(self) -> int:
        """How many different facts were taken."""
        return len(self._facts)

    def facts(self) -> tuple[Fact, ...]:
        """Every fact taken, in display order of its own clock."""
        return tuple(sorted(self._facts.values(), key=lambda f: f.order))

    def take(self, fact: Fact) -> bool:
        """Take a fact; False where it was already known and nothing about it is new.

        A fact known without a hub sequence (the tablet's own) is replaced once it comes back with one.
        """
        known = self._facts.get(fact.id)
        if known is not None:
            if known.hub_seq is not None or fact.hub_seq is None:
                return False
            self._forget(known)
        self._facts[fact.id] = fact
        self._index(fact)
        return True

    def take_all(self, facts: Iterable[Fact]) -> int:
        """Take many facts; the number of those that were new."""
        return sum(self.take(fact) for fact in facts)

    def register(self) -> Register:
        """The register as it stands."""
        rooms = {room: self._room(room) for room in self._by_room}
        sittings = tuple(self._sitting(key, rooms) for key in (*self._planned, *self._unlisted))
        envelopes = fold_script_envelopes(self._office)
        sealed = {(c, e.component_id): e.script_envelope_id for e in envelopes for c in e.candidate_ids}
        records = tuple(msgspec.structs.replace(s, sealed_in=sealed.get(s.key, "")) for s, _ in sittings)
        found = [
            *(
                d
                for record, claimed in sittings
                for d in discrepancies.of_sitting(record, claimed, rooms.get(record.place or ""))
            ),
            *(
                d
                for room in rooms.values()
                for d in discrepancies.of_room(
                    self._pack, room, [s for s in records if room.room_id in (s.place, s.script_room)]
                )
            ),
            *discrepancies.seats_taken_twice(records),
            *discrepancies.of_facts(self._pack, self._facts.values()),
        ]
        unique = {d.id: d for d in found}
        return Register(
            session=self._pack.session.id,
            pack_version=self._pack.version,
            revision=self.revision,
            sittings=records,
            rooms=tuple(rooms.values()),
            incidents=fold_incidents(self._incidents),
            help_calls=fold_help_calls(self._incidents),
            balances=tuple(balance_component(c.id, records) for c in self._pack.session.components),
            script_envelopes=envelopes,
            discrepancies=tuple(
                sorted(discrepancies.settle(unique.values(), self._settlements), key=lambda d: (d.kind, d.id))
            ),
            consignments=fold_consignments(self._office),
            unknown_events=self._unknown,
        )

    def _index(self, fact: Fact) -> None:
        event, room = fact.envelope.event, fact.envelope.room
        if isinstance(event, UnknownEvent):
            self._unknown += 1
        if room is not None:
            self._by_room.setdefault(room, []).append(fact)
            self._rooms.pop(room, None)
        if isinstance(event, IncidentEvent):
            self._incidents.append(fact)
        elif isinstance(event, office.DiscrepancySettled):
            self._settlements.setdefault(event.discrepancy_id, []).append(fact)
            self._settlements[event.discrepancy_id].sort(key=lambda f: f.order)
        elif isinstance(
            event, office.EnvelopeSealed | office.ConsignmentPacked | office.ConsignmentCollected
        ):
            self._office.append(fact)
        for candidate in _candidates_of(fact):
            self._by_candidate.setdefault(candidate, []).append(fact)
            self._drop_sittings(candidate)
        if isinstance(event, candidate_events.UnlistedCandidateAdded):
            key = (event.candidate_id, event.component_id)
            if key not in self._planned:
                self._unlisted[key] = Sitting(candidate_id=key[0], component_id=key[1])
                self._unlisted = dict(sorted(self._unlisted.items()))
        if not _candidates_of(fact) and room is not None:
            # A room's start decides who is late in it.
            self._sittings = {k: v for k, v in self._sittings.items() if v[0].place != room}

    def _forget(self, fact: Fact) -> None:
        self._unknown -= isinstance(fact.envelope.event, UnknownEvent)
        for index in (self._by_candidate, self._by_room, self._settlements):
            for facts in index.values():
                if fact in facts:
                    facts.remove(fact)
        for facts in (self._incidents, self._office):
            if fact in facts:
                facts.remove(fact)

    def _drop_sittings(self, candidate: CandidateId) -> None:
        for key in [k for k in self._sittings if k[0] == candidate]:
            del self._sittings[key]

    def _room(self, room: RoomId) -> RoomRecord:
        if room not in self._rooms:
            self._rooms[room] = fold_room(room, self._by_room[room])
        return self._rooms[room]

    def _sitting(self, key: Key, rooms: dict[RoomId, RoomRecord]) -> tuple[SittingRecord, tuple[RoomId, ...]]:
        if key not in self._sittings:
            planned = self._planned.get(key) or self._unlisted[key]
            facts = self._by_candidate.get(key[0], [])
            started: dict[RoomId, datetime] = {
                room: record.started_at[key[1]]
                for room, record in rooms.items()
                if key[1] in record.started_at
            }
            record = fold_sitting(self._pack, planned, facts, started)
            self._sittings[key] = (record, rooms_claimed(record, facts))
        return self._sittings[key]


def _candidates_of(fact: Fact) -> tuple[CandidateId, ...]:
    event = fact.envelope.event
    if isinstance(event, office.DiscrepancySettled):
        return (event.ruling.candidate_id,) if event.ruling else ()
    if isinstance(event, IncidentEvent | UnknownEvent):
        return ()
    candidate = getattr(event, "candidate_id", None)
    return (candidate,) if isinstance(candidate, str) else ()


def project(pack: SessionPack, facts: Iterable[Fact]) -> Register:
    """The register that these facts make with this pack."""
    fold = RegisterFold(pack)
    fold.take_all(facts)
    return fold.register()


def room_register_digest(register: Register, room: RoomId) -> str:
    """What an invigilator's signature covers: the room's register, row by row, as a digest."""
    rows = [
        (s.candidate_id, s.component_id, s.attendance, s.identity, s.seat or "", s.place or "")
        for s in register.in_room(room)
    ]
    return digest(canonical_json(sorted(rows)))
