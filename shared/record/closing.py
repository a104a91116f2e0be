"""What stops a room or a component from closing, in sentences with the people and places they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from shared.ids import CandidateId, ComponentId, RoomId
from shared.plan.pack import SessionPack
from shared.record.discrepancies import discrepancy_id
from shared.record.events.candidate import Attendance
from shared.record.fold import room_register_digest
from shared.record.register import Discrepancy, DiscrepancyKind, Register, RoomRecord, SittingRecord

_GONE: Final = (Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN)


class ObstacleKind(StrEnum):
    """Why something can't close yet."""

    NOT_FINISHED = "not_finished"
    CLOCK_STOPPED = "clock_stopped"
    ATTENDANCE_NOT_SET = "attendance_not_set"
    AWAY = "away"
    SCRIPT_MISSING = "script_missing"
    SCRIPT_SURPLUS = "script_surplus"
    DISCREPANCY_OPEN = "discrepancy_open"
    REGISTER_UNSIGNED = "register_unsigned"
    SIGNED_BEFORE_CHANGE = "signed_before_change"


class Obstacle(Struct, frozen=True, kw_only=True):
    """One thing that has to be done first; ``what`` is the sentence that a person reads."""

    kind: ObstacleKind
    what: str
    rooms: tuple[RoomId, ...] = ()
    component_id: ComponentId | None = None
    candidate_ids: tuple[CandidateId, ...] = ()
    seats: tuple[str, ...] = ()
    discrepancy_ids: tuple[str, ...] = ()


def what_stops_room(register: Register, pack: SessionPack, room: RoomId) -> tuple[Obstacle, ...]:
    """What has to be done before ``room`` may close; nothing for a room in which nobody sits."""
    here = [s for s in register.in_room(room) if s.place == room]
    record = register.room(room)
    if not here and not record.started_at:
        return ()
    look = _Look(register, pack)
    # A paper to which nobody came is never started, and so never finished.
    components = dict.fromkeys(s.component_id for s in here if s.attendance not in _GONE)
    return _unique(
        (
            *look.unfinished(record, components),
            *look.people(here),
            *look.discrepancies(d for d in register.open_discrepancies if room in d.places),
            *look.signature(record),
        )
    )


def what_stops_component(
    register: Register, pack: SessionPack, component: ComponentId
) -> tuple[Obstacle, ...]:
    """What has to be done before the scripts of ``component`` may be sealed, across all rooms (rule 25)."""
    rows = register.of_component(component)
    look = _Look(register, pack)
    people = {s.candidate_id for s in rows}
    rooms = dict.fromkeys(s.place for s in rows if s.place)
    concerned = (
        d
        for d in register.open_discrepancies
        if component == d.component_id or (d.component_id is None and people.intersection(d.candidate_ids))
    )
    return _unique(
        (
            *(o for room in rooms for o in look.unfinished(register.room(room), (component,))),
            *look.people(rows),
            *look.discrepancies(concerned),
            *(o for room in rooms for o in look.signature(register.room(room))),
        )
    )


class _Look:
    """Looks at one register and finds the words."""

    def __init__(self, register: Register, pack: SessionPack) -> None:
        self._register = register
        self._pack = pack
        self._raised = {d.id: d for d in register.discrepancies}

    def room(self, room: RoomId | None) -> str:
        known = self._pack.room(room) if room else None
        return known.name if known else room or "no room"

    def paper(self, component: ComponentId) -> str:
        known = self._pack.component(component)
        return known.component.code if known else component

    def person(self, record: SittingRecord) -> str:
        seat = record.seat or record.planned_seat
        where = f"{self.room(record.place)}, seat {seat}" if seat else self.room(record.place)
        return f"{candidate_label(self._pack, record)} ({where})"

    def unfinished(self, room: RoomRecord, components: Iterable[ComponentId]) -> Iterator[Obstacle]:
        for component in components:
            if component not in room.finished_at:
                yield Obstacle(
                    kind=ObstacleKind.NOT_FINISHED,
                    what=f"{self.paper(component)} is not finished in {self.room(room.room_id)}.",
                    rooms=(room.room_id,),
                    component_id=component,
                )
        if room.stops and room.stops[-1].ended is None:
            yield Obstacle(
                kind=ObstacleKind.CLOCK_STOPPED,
                what=f"The clock of {self.room(room.room_id)} is still stopped.",
                rooms=(room.room_id,),
            )

    def people(self, rows: Sequence[SittingRecord]) -> Iterator[Obstacle]:
        for record in rows:
            person, paper = self.person(record), self.paper(record.component_id)
            if record.attendance is Attendance.EXPECTED:
                yield self._about(
                    record,
                    ObstacleKind.ATTENDANCE_NOT_SET,
                    DiscrepancyKind.ATTENDANCE_NOT_SET,
                    f"{person} is neither present nor absent for {paper}.",
                )
            if record.is_present and record.away_since is not None:
                yield self._about(
                    record, ObstacleKind.AWAY, None, f"{person} left the room and has not returned."
                )
            missing, surplus = (
                DiscrepancyKind.PRESENT_WITHOUT_SCRIPT,
                DiscrepancyKind.SCRIPT_WITHOUT_PRESENCE,
            )
            collected = record.script_collected_at is not None
            if record.is_present and not collected and not self.is_settled(missing, record):
                yield self._about(
                    record,
                    ObstacleKind.SCRIPT_MISSING,
                    missing,
                    f"No {paper} script was collected from {person}.",
                )
            if collected and not record.is_present and not self.is_settled(surplus, record):
                yield self._about(
                    record,
                    ObstacleKind.SCRIPT_SURPLUS,
                    surplus,
                    f"A {paper} script was collected from {person}, who is not recorded as present.",
                )

    def is_settled(self, kind: DiscrepancyKind, record: SittingRecord) -> bool:
        found = self._raised.get(discrepancy_id(kind, "|".join(record.key)))
        return found is not None and not found.is_open

    def discrepancies(self, found: Iterable[Discrepancy]) -> Iterator[Obstacle]:
        for discrepancy in found:
            yield Obstacle(
                kind=ObstacleKind.DISCREPANCY_OPEN,
                what=self._sentence(discrepancy),
                rooms=discrepancy.places,
                component_id=discrepancy.component_id,
                candidate_ids=discrepancy.candidate_ids,
                seats=(discrepancy.seat,) if discrepancy.seat else (),
                discrepancy_ids=(discrepancy.id,),
            )

    def signature(self, room: RoomRecord) -> Iterator[Obstacle]:
        name = self.room(room.room_id)
        if room.signed_at is None:
            yield Obstacle(
                kind=ObstacleKind.REGISTER_UNSIGNED,
                what=f"The register of {name} is not signed.",
                rooms=(room.room_id,),
            )
        elif room.closed_at is None and room.signed_digest != room_register_digest(
            self._register, room.room_id
        ):
            # Once the room is closed, a correction carries its own author and reason: nobody signs again.
            yield Obstacle(
                kind=ObstacleKind.SIGNED_BEFORE_CHANGE,
                what=f"The register of {name} changed after it was signed.",
                rooms=(room.room_id,),
            )

    def _about(
        self, record: SittingRecord, kind: ObstacleKind, raises: DiscrepancyKind | None, what: str
    ) -> Obstacle:
        raised = discrepancy_id(raises, "|".join(record.key)) if raises else ""
        seat = record.seat or record.planned_seat
        return Obstacle(
            kind=kind,
            what=what,
            rooms=(record.place,) if record.place else (),
            component_id=record.component_id,
            candidate_ids=(record.candidate_id,),
            seats=(seat,) if seat else (),
            discrepancy_ids=(raised,) if raised in self._raised else (),
        )

    def _sentence(self, discrepancy: Discrepancy) -> str:
        about = [
            candidate_label(self._pack, record)
            for who in discrepancy.candidate_ids
            for record in [s for s in self._register.sittings if s.candidate_id == who][:1]
        ]
        where = self.room(discrepancy.room) if discrepancy.room else ""
        if where and discrepancy.seat:
            where = f"{where}, seat {discrepancy.seat}"
        paper = self.paper(discrepancy.component_id) if discrepancy.component_id else ""
        subject = ", ".join(part for part in (" and ".join(about), where, paper) if part) or "The session"
        return f"{subject}: {discrepancy.detail}."


def candidate_label(pack: SessionPack, record: SittingRecord) -> str:
    """How a candidate is named in a sentence: ``1042 O'Connor, Siân``, as far as this pack knows them."""
    known = pack.candidate(record.candidate_id)
    if known is not None and known.is_known_here:
        return f"{known.number} {known.register_name}".strip()
    return f"{record.unlisted_number} {record.unlisted_name}".strip() or "A candidate of another room"


def _unique(obstacles: Iterable[Obstacle]) -> tuple[Obstacle, ...]:
    """Each obstacle once; a discrepancy that is already told as a person's obstacle isn't told again."""
    kept: list[Obstacle] = []
    told: set[str] = set()
    for obstacle in obstacles:
        if obstacle.kind is ObstacleKind.DISCREPANCY_OPEN and told.issuperset(obstacle.discrepancy_ids):
            continue
        told.update(obstacle.discrepancy_ids)
        if obstacle not in kept:
            kept.append(obstacle)
    return tuple(kept)
