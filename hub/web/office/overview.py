"""The live overview of a session: who needs me now, and how every room stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from hub.web.office.clock import minutes_until
from hub.web.office.queue import rooms_concerned
from hub.web.office.wording import Names
from shared.ids import RoomId, SessionId
from shared.plan.candidates import Candidate
from shared.plan.centre import Room
from shared.plan.pack import SessionPack
from shared.plan.timetable import TimetabledComponent
from shared.record.events.candidate import Attendance
from shared.record.finishes import paper_finish, sitting_finish
from shared.record.register import Register, RoomRecord, SittingRecord, SittingState
from shared.record.times import Lateness, invigilators_needed


class TileDevice(Struct, frozen=True, kw_only=True):
    """How one tablet of a room is."""

    device_id: str
    name: str
    online: bool
    last_seen: datetime | None
    queue: int | None
    battery_percent: int | None = None


class TilePaper(Struct, frozen=True, kw_only=True):
    """One component in one room. ``finish`` is on the board, ``last_finish`` includes extra time."""

    component_id: str
    paper: str
    title: str
    sitters: int
    published_start: datetime
    started_at: datetime | None = None
    finish: datetime | None = None
    last_finish: datetime | None = None
    minutes_left: int | None = None
    finished_at: datetime | None = None


class StateCount(Struct, frozen=True, kw_only=True):
    """How many sittings of a room are in one state."""

    state: SittingState
    count: int


class RoomTile(Struct, frozen=True, kw_only=True):
    """One room at a glance; ``needs`` counts what waits for the officer there."""

    room: RoomId
    name: str
    kind: str
    papers: tuple[TilePaper, ...]
    states: tuple[StateCount, ...]
    expected: int
    present: int
    late: int
    absent: int
    pending: int
    undecided: int
    incidents: int
    help_calls: int
    open_discrepancies: int
    alarms: int
    on_duty: int
    on_duty_needed: int
    stopped: str
    stage: str
    devices: tuple[TileDevice, ...]
    silent: int
    needs: int

    @property
    def total(self) -> int:
        return sum(s.count for s in self.states)


class Overview(Struct, frozen=True, kw_only=True):
    """Everything the board shows of one session at one revision."""

    session: SessionId
    revision: int
    pack_version: int
    now: datetime
    tiles: tuple[RoomTile, ...]
    expected: int
    present: int
    absent: int
    open_discrepancies: int


def overview(
    pack: SessionPack,
    register: Register,
    devices: dict[RoomId, tuple[TileDevice, ...]],
    now: datetime,
    *,
    revision: int | None = None,
) -> Overview:
    """The session's rooms, those in need first, then by name."""
    names = Names(pack, register)
    people = {c.id: c for c in pack.candidates}
    tiles = [
        _tile(pack, register, room, people, names, devices.get(room.id, ()), now)
        for room in pack.rooms
        if pack.sittings_in(room.id) or register.in_room(room.id)
    ]
    tiles.sort(key=lambda t: (-t.help_calls, -t.alarms, -t.needs, t.name.casefold()))
    here = [s for s in register.sittings if s.listed]
    return Overview(
        session=register.session,
        revision=register.revision if revision is None else revision,
        pack_version=pack.version,
        now=now,
        tiles=tuple(tiles),
        expected=len(here),
        present=sum(s.is_present for s in register.sittings),
        absent=sum(_is_absent(s) for s in register.sittings),
        open_discrepancies=len(register.open_discrepancies),
    )


def _tile(
    pack: SessionPack,
    register: Register,
    room: Room,
    people: dict[str, Candidate],
    names: Names,
    devices: tuple[TileDevice, ...],
    now: datetime,
) -> RoomTile:
    record = register.room(room.id)
    sittings = [s for s in register.sittings if s.place == room.id]
    states = Counter(s.state for s in sittings)
    calls = [c for c in register.help_calls if c.room == room.id and c.closed_at is None]
    open_here = [d for d in register.open_discrepancies if room.id in rooms_concerned(d, names)]
    stopped = next((s.reason for s in record.stops if s.ended is None), "")
    alarms = states[SittingState.ALARM] + sum(c.acknowledged_at is None for c in calls) + 2 * bool(stopped)
    papers = _papers(pack, record, sittings, people, names, now)
    stage = room_stage(record, papers)
    silent = sum(not d.online for d in devices) if stage in ("starting", "writing") else 0
    present = [s for s in sittings if s.is_present]
    return RoomTile(
        room=room.id,
        name=room.name,
        kind=room.kind,
        papers=papers,
        states=tuple(StateCount(state=s, count=states[s]) for s in SittingState if states[s]),
        expected=len(sittings),
        present=len(present),
        late=sum(s.lateness is not Lateness.ON_TIME for s in present),
        absent=sum(_is_absent(s) for s in sittings),
        pending=states[SittingState.PENDING],
        undecided=sum(s.attendance is Attendance.EXPECTED for s in sittings),
        incidents=sum(i.room == room.id for i in register.incidents),
        help_calls=len(calls),
        open_discrepancies=len(open_here),
        alarms=alarms,
        on_duty=len(record.on_duty),
        on_duty_needed=invigilators_needed(len({s.candidate_id for s in present}), pack.rules),
        stopped=stopped,
        stage=stage,
        devices=devices,
        silent=silent,
        needs=len(calls) + len(open_here) + silent + bool(stopped),
    )


def room_stage(record: RoomRecord, papers: Iterable[TilePaper]) -> str:
    """How far a room is: waiting, starting, writing, finished, closed."""
    if record.closed_at is not None:
        return "closed"
    here = {p.component_id for p in papers}
    if here and here <= record.finished_at.keys():
        return "finished"
    if record.started_at:
        return "writing"
    return "starting" if record.on_duty or record.checklist else "waiting"


def _papers(
    pack: SessionPack,
    record: RoomRecord,
    sittings: list[SittingRecord],
    people: dict[str, Candidate],
    names: Names,
    now: datetime,
) -> tuple[TilePaper, ...]:
    here = Counter(s.component_id for s in sittings)
    return tuple(
        _paper(paper, record, [s for s in sittings if s.component_id == paper.id], people, names, now)
        for paper in pack.session.components
        if here[paper.id]
    )


def _paper(
    paper: TimetabledComponent,
    record: RoomRecord,
    sittings: list[SittingRecord],
    people: dict[str, Candidate],
    names: Names,
    now: datetime,
) -> TilePaper:
    finish = paper_finish(paper, record, now)
    own = [
        sitting_finish(paper, s, record, extra_time(people, s), now)
        for s in sittings
        if s.is_present and s.finished_at is None and s.script_collected_at is None
    ]
    last = max((f for f in own if f is not None), default=finish)
    finished = record.finished_at.get(paper.id)
    return TilePaper(
        component_id=paper.id,
        paper=names.paper(paper.id),
        title=paper.component.title,
        sitters=len(sittings),
        published_start=paper.published_start,
        started_at=record.started_at.get(paper.id),
        finish=finish,
        last_finish=last,
        minutes_left=minutes_until(finish, now) if finish and not finished else None,
        finished_at=finished,
    )


def extra_time(people: dict[str, Candidate], sitting: SittingRecord) -> int:
    known = people.get(sitting.candidate_id)
    return known.extra_time_percent if known else 0


def _is_absent(sitting: SittingRecord) -> bool:
    return sitting.attendance in (Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN)
