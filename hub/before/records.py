"""What the hub keeps about the plan: one record a row, named by the key a school's exports repeat."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from shared.ids import (
    CandidateId,
    ComponentId,
    Half,
    InvigilatorId,
    RoomId,
    SessionId,
    component_id,
    session_id,
)
from shared.plan.candidates import Arrangement, ArrangementKind, Candidate
from shared.plan.centre import Invigilator, InvigilatorRole, Room
from shared.plan.clashes import Level
from shared.plan.timetable import Component, TimetabledComponent, in_zone


class Kind(StrEnum):
    """What can be imported; the value is what the command line calls it."""

    TIMETABLE = "timetable"
    CANDIDATES = "candidates"
    ENTRIES = "entries"
    ROOMS = "rooms"
    SEATS = "seats"
    ARRANGEMENTS = "arrangements"
    INVIGILATORS = "invigilators"
    PHOTOS = "photos"
    ONEROSTER = "oneroster"


class CandidateRecord(Struct, frozen=True, kw_only=True):
    """A candidate; a withdrawn one is kept, so that coming back means the same identifier.

    ``upn``, ``admission_number`` and ``uln`` only serve to match photos and other lists: they stay in the
    plan and go into no pack. ``from_centre`` is the centre of a candidate who is transferred in (rule 23).
    """

    number: str
    id: CandidateId
    surname: str
    forenames: str = ""
    uci: str = ""
    photo: str = ""
    tag_issue: int = 1
    withdrawn: bool = False
    upn: str = ""
    admission_number: str = ""
    uln: str = ""
    from_centre: str = ""

    @property
    def key(self) -> str:
        return self.number

    def with_arrangements(self, arrangements: tuple[Arrangement, ...]) -> Candidate:
        return Candidate(
            id=self.id,
            number=self.number,
            surname=self.surname,
            forenames=self.forenames,
            uci=self.uci,
            photo=self.photo,
            arrangements=arrangements,
            tag_issue=self.tag_issue,
        )


class TimetableRecord(Struct, frozen=True, kw_only=True):
    """When a component is sat, by the clock on the centre's wall; ``level`` says which day is a long one."""

    board: str
    code: str
    title: str
    day: date
    hours: int
    minutes_past: int
    minutes: int
    level: Level | None = None

    @property
    def key(self) -> ComponentId:
        return component_id(self.board, self.code)

    @property
    def half(self) -> Half:
        return "AM" if self.hours < 12 else "PM"

    @property
    def session(self) -> SessionId:
        return session_id(self.day, self.half)

    @property
    def start_text(self) -> str:
        return f"{self.hours:02}:{self.minutes_past:02}"

    def in_zone(self, zone: str) -> TimetabledComponent:
        return TimetabledComponent(
            component=Component(board=self.board, code=self.code, title=self.title),
            published_start=in_zone(self.day, self.hours, self.minutes_past, zone),
            minutes=self.minutes,
        )


class EntryRecord(Struct, frozen=True, kw_only=True):
    """One candidate entered for one component."""

    number: str
    component_id: ComponentId
    withdrawn: bool = False

    @property
    def key(self) -> str:
        return f"{self.number} {self.component_id}"


class RoomRecord(Room, frozen=True, kw_only=True):
    """A room and whom it is kept for: a room that serves nobody in particular takes everybody.

    Rooms are filled by ``position``, counted from 1; those without one come last. ``capacity`` is the most
    who are seated there, 0 for all its seats.
    """

    serves: tuple[ArrangementKind, ...] = ()
    position: int = 0
    capacity: int = 0

    @property
    def key(self) -> RoomId:
        return self.id

    @property
    def room(self) -> Room:
        return Room(**{name: getattr(self, name) for name in Room.__struct_fields__})

    @property
    def takes_everybody(self) -> bool:
        """Neither kept for an arrangement nor for candidates who sit apart."""
        return not self.serves and self.kind != "separate"

    @property
    def most_seated(self) -> int:
        """How many may be seated here at once."""
        usable = len(self.usable_seats)
        return min(usable, self.capacity) if self.capacity else usable


class ArrangementRecord(Struct, frozen=True, kw_only=True):
    """One access arrangement of one candidate; ``minutes`` is the rest to reckon with a paper."""

    number: str
    kind: ArrangementKind
    percent: int = 0
    minutes: int = 0
    note: str = ""

    @property
    def key(self) -> str:
        return f"{self.number} {self.kind.value}"

    @property
    def arrangement(self) -> Arrangement:
        return Arrangement(kind=self.kind, percent=self.percent, note=self.note)


class InvigilatorRecord(Invigilator, frozen=True, kw_only=True):
    """A person who may sign in on a tablet."""

    @property
    def key(self) -> str:
        return self.id

    @property
    def invigilator(self) -> Invigilator:
        return Invigilator(
            id=self.id, name=self.name, role=self.role, pin_salt=self.pin_salt, pin_hash=self.pin_hash
        )


class SeatingRecord(Struct, frozen=True, kw_only=True):
    """Where one candidate sits one component of a session; a pinned seat was chosen by a person."""

    session: SessionId
    number: str
    component_id: ComponentId
    room_id: RoomId
    seat: str
    pinned: bool = False

    @property
    def key(self) -> str:
        return f"{self.session} {self.number} {self.component_id}"


class DutyRecord(Struct, frozen=True, kw_only=True):
    """One person's duty in one session; without a room they are a reserve in the office.

    The key holds one duty a session, so nobody is in two rooms at once. ``report_minutes`` is how long
    before the first paper of the room they report; a pinned duty was chosen by a person.
    """

    session: SessionId
    invigilator_id: InvigilatorId
    room_id: RoomId = ""
    role: InvigilatorRole = "invigilator"
    report_minutes: int = 30
    pinned: bool = False

    @property
    def key(self) -> str:
        return f"{self.session} {self.invigilator_id}"


class UnavailabilityRecord(Struct, frozen=True, kw_only=True):
    """A session in which a person can't invigilate; ``note`` is why, as far as anybody needs to know."""

    invigilator_id: InvigilatorId
    session: SessionId
    note: str = ""

    @property
    def key(self) -> str:
        return f"{self.session} {self.invigilator_id}"


PlanRecord: TypeAlias = (
    CandidateRecord
    | TimetableRecord
    | EntryRecord
    | RoomRecord
    | ArrangementRecord
    | InvigilatorRecord
    | SeatingRecord
)
