"""The live overview of a session: who needs me now, and how every room stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from hub.web.office.clock import minutes_until
from hub.web.office.during.tiles import Phase, RoomTile, StateCount, TileDevice, TilePaper, phase_of
from hub.web.office.queue import rooms_concerned
from hub.web.office.wording import Names
from shared.ids import RoomId, SessionId
from shared.plan.candidates import Candidate
from shared.plan.centre import Room
from shared.plan.pack import SessionPack
from shared.plan.timetable import TimetabledComponent
from shared.record.events.candidate import Attendance
from shared.record.expected_duty import not_signed_in
from shared.record.finishes import paper_finish, sitting_finish
from shared.record.register import Register, RoomRecord, SittingRecord, SittingState
from shared.record.room_protocol import step_of
from shared.record.times import Lateness, invigilators_needed, latest

__all__ = [
    "Overview",
    "Phase",
    "RoomTile",
    "StateCount",
    "TileDevice",
    "TilePaper",
    "extra_time",
    "one_tile",
    "overview",
    "room_stage",
]


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
    look = _Look(pack, register, names, now)
    tiles = [look.tile(room, devices.get(room.id, ())) for room in pack.rooms if look.is_used(room.id)]
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


def one_tile(
    pack: SessionPack, register: Register, room: RoomId, devices: tuple[TileDevice, ...], now: datetime
) -> RoomTile | None:
    """The tile of one room alone; None where nobody sits in it."""
    look = _Look(pack, register, Names(pack, register), now)
    known = pack.room(room)
    return look.tile(known, devices) if known and look.is_used(room) else None


class _Look:
    """The session's sittings, questions and duties sorted by room once, however many rooms there are."""

    def __init__(self, pack: SessionPack, register: Register, names: Names, now: datetime) -> None:
        self._pack, self._register, self._names, self._now = pack, register, names, now
        self._people = {c.id: c for c in pack.candidates}
        self._sittings: dict[RoomId, list[SittingRecord]] = defaultdict(list)
        self._used: set[RoomId | None] = {s.room_id for s in pack.sittings}
        for sitting in register.sittings:
            self._used |= {sitting.place, sitting.planned_room}
            self._sittings[sitting.place or ""].append(sitting)
        self._open = Counter(r for d in register.open_discrepancies for r in set(rooms_concerned(d, names)))
        self._not_here: dict[RoomId, list[str]] = defaultdict(list)
        for one in not_signed_in(pack, register, now):
            self._not_here[one.duty.room_id].append(names.actor(one.duty.invigilator_id))

    def is_used(self, room: RoomId) -> bool:
        return room in self._used

    def tile(self, room: Room, devices: tuple[TileDevice, ...]) -> RoomTile:
        pack, register = self._pack, self._register
        record, sittings = register.room(room.id), self._sittings[room.id]
        states = Counter(s.state for s in sittings)
        calls = [c for c in register.help_calls if c.room == room.id and c.closed_at is None]
        unanswered = sum(c.acknowledged_at is None for c in calls)
        stopped = next((s.reason for s in record.stops if s.ended is None), "")
        papers = _papers(pack, record, sittings, self._people, self._names, self._now)
        stage = room_stage(record, papers)
        step = step_of(register, pack, room.id)
        silent = sum(not d.online for d in devices) if stage in ("starting", "writing") else 0
        present = [s for s in sittings if s.is_present]
        running = [p.last_finish for p in papers if p.last_finish and not p.finished_at]
        last = latest(*running) if running else None
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
            open_discrepancies=self._open[room.id],
            alarms=states[SittingState.ALARM] + unanswered + 2 * bool(stopped),
            on_duty=len(record.on_duty),
            on_duty_needed=invigilators_needed(len({s.candidate_id for s in present}), pack.rules),
            stopped=stopped,
            stage=stage,
            devices=devices,
            silent=silent,
            needs=len(calls) + self._open[room.id] + silent + bool(stopped) + bool(self._not_here[room.id]),
            step=step,
            phase=phase_of(step, any_started=bool(record.started_at)),
            last_finish=last,
            minutes_left=minutes_until(last, self._now) if last else None,
            not_here=tuple(self._not_here[room.id]),
            calls_unanswered=unanswered,
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
