"""``project(pack, facts) -> Register``: any order, duplication or split of deliveries folds the same.

``RegisterFold`` is the same function taken step by step: what every subject's facts folded to is kept,
and only the subjects that a new fact is about are folded again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from shared.canonical import canonical_json, digest
from shared.ids import ComponentId, RoomId
from shared.plan.pack import SessionPack
from shared.plan.timetable import Sitting
from shared.record import discrepancies
from shared.record.attendance import attendance_said
from shared.record.balance import balance_component
from shared.record.component_sign_off import fold_sign_offs
from shared.record.consignment import fold_bookings, fold_consignments
from shared.record.corrections import SIGN_OFFS, needs_counter_signature
from shared.record.discrepancies_of_papers import of_papers
from shared.record.discrepancies_of_people import of_corrections, of_supervision
from shared.record.events.candidate import SupervisionHandedOver
from shared.record.fact_index import FactIndex, Key
from shared.record.facts import Fact
from shared.record.incident_fold import fold_help_calls, fold_incidents
from shared.record.kept import Kept
from shared.record.register import (
    Discrepancy,
    Register,
    RoomRecord,
    ScriptBalance,
    SittingRecord,
)
from shared.record.room_fold import fold_room
from shared.record.script_envelopes import ScriptEnvelope, fold_reopenings, fold_script_envelopes
from shared.record.sitting_fold import fold_sitting, rooms_claimed
from shared.record.stretches import SupervisionChain
from shared.record.supervision import clashing_sittings, supervision_chain


class _Row(NamedTuple):
    record: SittingRecord
    claimed: tuple[RoomId, ...]
    found: tuple[Discrepancy, ...]
    saying: tuple[Fact, ...] = ()
    """The facts behind the attendance, kept where something was corrected."""


class RegisterFold:
    """The facts of one session, and the register they make with ``pack``."""

    def __init__(self, pack: SessionPack) -> None:
        self._pack = pack
        self._index = FactIndex((room.id for room in pack.rooms), pack.rules.clock_suspect_ms.value)
        self._planned: dict[Key, Sitting] = {(s.candidate_id, s.component_id): s for s in pack.sittings}
        self._rows: dict[Key, _Row] = {}
        self._rooms: dict[RoomId, RoomRecord] = {}
        self._sealed: dict[Key, str] = {}
        self._sign_offs: dict[RoomId, tuple[Fact, ...]] = {}
        self._clashing = clashing_sittings(pack)
        self._of_room = Kept(self._wrong_in_room)
        self._chains = Kept(supervision_chain)
        self._balance = Kept(balance_component)
        self._incidents = Kept(fold_incidents)
        self._help_calls = Kept(fold_help_calls)
        self._envelopes = Kept(fold_script_envelopes)
        self._reopenings = Kept(fold_reopenings)
        self._consignments = Kept(fold_consignments)
        self._bookings = Kept(fold_bookings)
        self._component_sign_offs = Kept(fold_sign_offs)

    @property
    def pack(self) -> SessionPack:
        """The plan that the facts are held against."""
        return self._pack

    @property
    def revision(self) -> int:
        """How many different facts were taken."""
        return len(self._index.all)

    def facts(self) -> tuple[Fact, ...]:
        """Every fact taken, in display order of its own clock."""
        return tuple(sorted(self._index.all.values(), key=lambda f: f.order))

    def take(self, fact: Fact) -> bool:
        """Take a fact; False where it was already known and nothing about it is new.

        A fact known without a hub sequence (the tablet's own) is replaced once it comes back with one.
        """
        return self._index.take(fact)

    def take_all(self, facts: Iterable[Fact]) -> int:
        """Take many facts; the number of those that were new."""
        return sum(self.take(fact) for fact in facts)

    def register(self) -> Register:
        """The register as it stands."""
        seals, incidents = tuple(self._index.seals.values()), tuple(self._index.incidents.values())
        signed = tuple(f for facts in self._index.sign_offs.values() for f in facts.values())
        envelopes = self._envelopes.of("", seals)
        self._refresh(envelopes)
        records = tuple(row.record for row in self._rows.values())
        chains = self._supervision()
        return Register(
            session=self._pack.session.id,
            pack_version=self._pack.version,
            revision=self.revision,
            sittings=records,
            rooms=tuple(self._rooms.values()),
            incidents=self._incidents.of("", incidents),
            help_calls=self._help_calls.of("", incidents),
            balances=self._balances(),
            script_envelopes=envelopes,
            discrepancies=self._discrepancies(records, chains),
            supervision=chains,
            consignments=self._consignments.of("", seals),
            sign_offs=self._component_sign_offs.of("", signed),
            reopenings=self._reopenings.of("", seals),
            bookings=self._bookings.of("", seals),
            unknown_events=len(self._index.unknown),
        )

    def _refresh(self, envelopes: Sequence[ScriptEnvelope]) -> None:
        """Fold again what changed since the last register."""
        changed = self._refresh_rooms()
        sealed = {(c, e.component_id): e.script_envelope_id for e in envelopes for c in e.candidate_ids}
        if sealed != self._sealed:
            changed |= {k for k in {*sealed, *self._sealed} if sealed.get(k) != self._sealed.get(k)}
            self._sealed = sealed
        people, signed = self._index.changed_candidates, self._index.changed_sign_offs
        if len(self._rows) < len(self._planned) or not self._index.told_of <= self._rows.keys():
            extra = sorted(self._index.told_of - self._planned.keys())
            old = self._rows
            self._rows = {key: old.get(key) or self._row(key) for key in (*self._planned, *extra)}
        for key in self._rows:
            if key[0] in people or key[1] in signed or key in changed:
                self._rows[key] = self._row(key)
        people.clear()
        signed.clear()

    def _refresh_rooms(self) -> set[Key]:
        """Fold changed rooms and look again at who sits there; the sittings that a start is about."""
        started: set[Key] = set()
        for room in self._index.changed_rooms:
            before = self._rooms.get(room)
            facts = tuple(self._index.by_room[room].values())
            signed = self._sign_offs.get(room, ())
            self._rooms[room] = after = fold_room(room, facts)
            self._sign_offs[room] = tuple(f for f in facts if isinstance(f.envelope.event, SIGN_OFFS))
            if before == after and signed == self._sign_offs[room]:
                continue
            here = {key: row for key, row in self._rows.items() if room in _rooms_of(row.record)}
            self._rows.update(
                {key: self._looked_at(row.record, row.claimed, row.saying) for key, row in here.items()}
            )
            if before is None or before.started_at != after.started_at:
                started |= here.keys()
        if self._index.changed_rooms:
            planned = dict.fromkeys(room.id for room in self._pack.rooms)
            order = (*planned, *sorted(self._rooms.keys() - planned.keys()))
            self._rooms = {room: self._rooms[room] for room in order}
            self._index.changed_rooms.clear()
        return started

    def _row(self, key: Key) -> _Row:
        who, what = key
        listed = key in self._planned
        planned = self._planned[key] if listed else Sitting(candidate_id=who, component_id=what)
        facts = tuple(self._index.by_candidate.get(who, {}).values())
        started = {
            room: record.started_at[what] for room, record in self._rooms.items() if what in record.started_at
        }
        record = fold_sitting(self._pack, planned, facts, started, listed=listed)
        if key in self._sealed:
            record = msgspec.structs.replace(record, sealed_in=self._sealed[key])
        saying = tuple(f for f in facts if attendance_said(f, *key)) if record.corrections else ()
        return self._looked_at(record, rooms_claimed(record, facts), saying)

    def _looked_at(
        self, record: SittingRecord, claimed: tuple[RoomId, ...], saying: tuple[Fact, ...]
    ) -> _Row:
        room = self._rooms.get(record.place or "")
        found = tuple(discrepancies.of_sitting(record, claimed, room))
        if saying:
            signed = [f for r in _rooms_of(record) for f in self._sign_offs.get(r, ())]
            signed += self._index.sign_offs.get(record.component_id, {}).values()
            wanting = needs_counter_signature(saying, signed, *record.key)
            found += tuple(of_corrections(record, wanting))
        return _Row(record, claimed, found, saying)

    def _supervision(self) -> tuple[SupervisionChain, ...]:
        """The chains of those whose papers clash, once one of them is over."""
        chains: list[SupervisionChain] = []
        for who, keys in self._clashing.items():
            records = tuple(self._rows[key].record for key in keys)
            rooms = {r.place: self._rooms[r.place] for r in records if r.place in self._rooms}
            handed = tuple(
                f
                for f in self._index.by_candidate.get(who, {}).values()
                if isinstance(f.envelope.event, SupervisionHandedOver)
            )
            chains.append(self._chains.of(who, who, records, rooms, handed))
        return tuple(chain for chain in chains if chain.stretches)

    def _balances(self) -> tuple[ScriptBalance, ...]:
        by_component: dict[ComponentId, list[SittingRecord]] = {
            c.id: [] for c in self._pack.session.components
        }
        for (_, component), row in self._rows.items():
            if component in by_component:
                by_component[component].append(row.record)
        return tuple(self._balance.of(c, c, tuple(rows)) for c, rows in by_component.items())

    def _discrepancies(
        self, records: Sequence[SittingRecord], chains: Sequence[SupervisionChain]
    ) -> tuple[Discrepancy, ...]:
        found = [d for row in self._rows.values() for d in row.found]
        by_room: dict[RoomId, list[SittingRecord]] = {room: [] for room in self._rooms}
        for record in records:
            for room in {record.place, record.script_room}:
                if room in by_room:
                    by_room[room].append(record)
        for room, here in by_room.items():
            found += self._of_room.of(room, self._rooms[room], tuple(here))
        found += discrepancies.of_facts(self._pack, self._index.suspects.values())
        found += [gap for chain in chains for gap in of_supervision(chain)]
        unique = {d.id: d for d in found}
        settlements = {
            wanted: sorted(facts.values(), key=lambda f: f.order)
            for wanted, facts in self._index.settlements.items()
            if wanted in unique
        }
        settled = discrepancies.settle(unique.values(), settlements)
        return tuple(sorted(settled, key=lambda d: (d.kind, d.id)))

    def _wrong_in_room(self, room: RoomRecord, here: Sequence[SittingRecord]) -> list[Discrepancy]:
        sitting = [s for s in here if s.place == room.room_id]
        return [
            *discrepancies.of_room(self._pack, room, here),
            *of_papers(self._pack, room, here),
            *discrepancies.seats_taken_twice(sitting),
        ]


def _rooms_of(record: SittingRecord) -> set[RoomId]:
    """Whose registers the sitting stands on."""
    return {room for room in (record.place, record.planned_room) if room is not None}


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
