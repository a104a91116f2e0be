"""One room in detail: seat map, register rows, incidents."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from hub.web.office.overview import extra_time
from hub.web.office.queue import rooms_concerned
from hub.web.office.wording import DISCREPANCY_TITLES, INCIDENT_TITLES, Names
from shared.ids import CandidateId, ComponentId, RoomId
from shared.plan.candidates import Candidate
from shared.plan.centre import Room
from shared.plan.pack import SessionPack
from shared.record.events.candidate import Attendance, Identity
from shared.record.finishes import sitting_finish
from shared.record.incident_log import Incident
from shared.record.register import Register, SittingRecord, SittingState


class RegisterRow(Struct, frozen=True, kw_only=True):
    """One line of a register as the officer reads it."""

    candidate_id: CandidateId
    component_id: ComponentId
    number: str
    name: str
    seat: str
    paper: str
    state: SittingState
    attendance: Attendance
    identity: Identity
    listed: bool
    surname: str = ""
    room_name: str = ""
    elsewhere: str = ""
    planned_seat: str = ""
    flag: str = ""
    arrangements: str = ""
    arrived_at: datetime | None = None
    finish: datetime | None = None
    script_collected_at: datetime | None = None


class SeatCell(Struct, frozen=True, kw_only=True):
    """One place of the seat map: an aisle where ``label`` is empty, a free seat where ``rows`` is."""

    label: str = ""
    rows: tuple[RegisterRow, ...] = ()
    is_aisle: bool = False
    disabled: str = ""

    @property
    def shown(self) -> RegisterRow | None:
        """The row that needs looking at most, where two papers or two people share a seat."""
        return max(self.rows, key=lambda r: (bool(r.flag), _NEED[r.state]), default=None)


_NEED = {
    SittingState.COLLECTED: 0,
    SittingState.PRESENT: 1,
    SittingState.LATE: 2,
    SittingState.VERY_LATE: 3,
    SittingState.ABSENT: 4,
    SittingState.EXPECTED: 5,
    SittingState.AWAY: 6,
    SittingState.PENDING: 7,
    SittingState.ALARM: 8,
}


class IncidentView(Struct, frozen=True, kw_only=True):
    """An incident as its reader may see it."""

    title: str
    at: datetime
    restricted: bool
    people: tuple[str, ...]
    notes: tuple[tuple[datetime, str, str, str], ...]


def register_rows(
    pack: SessionPack, register: Register, room: RoomId, names: Names, now: datetime
) -> tuple[RegisterRow, ...]:
    """The room's register in candidate-number order, unlisted sitters behind."""
    people = {c.id: c for c in pack.candidates}
    claimed = {
        (candidate, d.component_id)
        for d in register.open_discrepancies
        if room in rooms_concerned(d, names)
        for candidate in d.candidate_ids
    }
    here = [
        s
        for s in register.sittings
        if room in (s.place, s.planned_room) or s.key in claimed or (s.candidate_id, None) in claimed
    ]
    rows = [_row(pack, register, s, people, names, room, now) for s in here]
    return tuple(sorted(rows, key=lambda r: (not r.listed, r.number, r.name, r.paper)))


def _row(
    pack: SessionPack,
    register: Register,
    sitting: SittingRecord,
    people: dict[CandidateId, Candidate],
    names: Names,
    room: RoomId,
    now: datetime,
) -> RegisterRow:
    paper = pack.component(sitting.component_id)
    place = register.room(sitting.place) if sitting.place else None
    finish = None
    if paper and place and sitting.is_present:
        finish = sitting_finish(paper, sitting, place, extra_time(people, sitting), now)
    known = people.get(sitting.candidate_id)
    wrong = [d for d in register.open_discrepancies if sitting.candidate_id in d.candidate_ids]
    return RegisterRow(
        candidate_id=sitting.candidate_id,
        component_id=sitting.component_id,
        number=names.number(sitting.candidate_id),
        name=names.candidate(sitting.candidate_id),
        surname=names.surname(sitting.candidate_id),
        seat=names.seat(sitting),
        planned_seat=sitting.planned_seat or "" if sitting.planned_room == room else "",
        flag=DISCREPANCY_TITLES[wrong[0].kind] if wrong else "",
        paper=names.paper(sitting.component_id),
        state=sitting.state,
        attendance=sitting.attendance,
        identity=sitting.identity,
        listed=sitting.listed,
        room_name=names.room(sitting.place),
        elsewhere=names.room(sitting.place) if sitting.place != room else "",
        arrangements=known.arrangement_codes if known else "",
        arrived_at=sitting.arrived_at,
        finish=finish,
        script_collected_at=sitting.script_collected_at,
    )


def seat_map(room: Room, rows: tuple[RegisterRow, ...]) -> tuple[tuple[SeatCell, ...], ...]:
    """Rows of cells, the front of the room first, aisles where the plan has them.

    Who sits in another room is not on it, unless that is just what is in question.
    """
    seats = {(s.row, s.column): s.label for s in room.seats}
    on_seat: dict[str, list[RegisterRow]] = {}
    for row in rows:
        if row.elsewhere and not row.flag:
            continue
        seat = row.planned_seat if row.elsewhere else row.seat
        if seat:
            on_seat.setdefault(seat, []).append(row)
    lines: list[tuple[SeatCell, ...]] = []
    for r in range(room.rows):
        line: list[SeatCell] = []
        for c in range(room.columns):
            line.append(_cell(room, seats.get((r, c), ""), on_seat))
            line += [_AISLE] if c in room.column_aisles else []
        lines.append(tuple(line))
        lines += [(_AISLE,) * len(line)] if r in room.row_aisles else []
    return tuple(lines)


_AISLE = SeatCell(is_aisle=True)


def _cell(room: Room, label: str, on_seat: dict[str, list[RegisterRow]]) -> SeatCell:
    if not label:
        return SeatCell()
    return SeatCell(label=label, rows=tuple(on_seat.get(label, ())), disabled=room.why_disabled(label) or "")


def incident_views(
    incidents: tuple[Incident, ...], names: Names, *, restricted: bool
) -> tuple[IncidentView, ...]:
    """What its reader may see: of a restricted incident a viewer learns only that it is there."""
    return tuple(
        IncidentView(
            title=INCIDENT_TITLES.get(i.kind, "Incident")
            if restricted or not i.restricted
            else "Restricted incident",
            at=i.happened_at,
            restricted=i.restricted,
            people=tuple(names.numbered(c) for c in i.candidate_ids)
            if restricted or not i.restricted
            else (),
            notes=tuple((n.at, names.actor(n.actor), n.text, n.action) for n in i.notes)
            if restricted or not i.restricted
            else (),
        )
        for i in incidents
    )
