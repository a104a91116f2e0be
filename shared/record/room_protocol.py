"""The day of an exam room as a state machine: how far it got, and what stands in the way of the next step.

Nothing here forbids a fact; it says what should come first. Asked of a register, it always answers with a
list of plain sentences, each with what it is about. What was passed over is told by the register itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from shared.ids import CandidateId, ComponentId, RoomId
from shared.plan.pack import SessionPack
from shared.record.closing import Obstacle, ObstacleKind, what_stops_room
from shared.record.events.candidate import Attendance
from shared.record.register import Register, RoomRecord
from shared.record.room_lists import CHECKLIST, START_SCRIPT, checklist_open
from shared.record.room_steps import OVERRIDABLE, RoomStep, lines_unread
from shared.record.times import invigilators_needed

ORDER: Final = tuple(step for step in RoomStep if step is not RoomStep.STOPPED)
"""The steps one after the other; a stop comes and goes between start and finish."""

CHECKERS: Final = 2
"""Two different people check a packet before it is opened (rule 8)."""

_LINES: Final = dict((*CHECKLIST, *START_SCRIPT))
_GONE: Final = (Attendance.ABSENT, Attendance.TRANSFERRED, Attendance.WITHDRAWN)
_SIGNATURE: Final = (ObstacleKind.REGISTER_UNSIGNED, ObstacleKind.SIGNED_BEFORE_CHANGE)
_AT_THE_END: Final = (ObstacleKind.NOT_FINISHED, ObstacleKind.CLOCK_STOPPED, *_SIGNATURE)


class Missing(Struct, frozen=True, kw_only=True):
    """One thing that should come first: the step it belongs to, the sentence, and what it is about."""

    step: RoomStep
    what: str
    item: str = ""
    component_id: ComponentId | None = None
    candidate_ids: tuple[CandidateId, ...] = ()
    discrepancy_ids: tuple[str, ...] = ()

    @property
    def may_be_overridden(self) -> bool:
        """Whether the officer may let the room go on without it, with a reason."""
        return self.step in OVERRIDABLE


def step_of(register: Register, pack: SessionPack, room: RoomId) -> RoomStep:
    """The furthest step that the room completed for every paper that somebody sits in it."""
    look = _Look(register, pack, room)
    if look.record.closed_at is not None:
        return RoomStep.CLOSED
    if look.is_stopped:
        return RoomStep.STOPPED
    if not look.components and not look.people:
        return RoomStep.WAITING
    if not look.started:
        return look.prepared
    if not look.finished:
        return RoomStep.STARTED
    if any(look.unbalanced()):
        return RoomStep.FINISHED
    return RoomStep.SCRIPTS_BALANCED if any(look.unsigned()) else RoomStep.REGISTER_SIGNED


def next_step_of(step: RoomStep) -> RoomStep | None:
    """What comes after a step; None once the room is closed. After a stop, writing goes on."""
    if step is RoomStep.STOPPED:
        return RoomStep.STARTED
    place = ORDER.index(step)
    return ORDER[place + 1] if place + 1 < len(ORDER) else None


def missing_for_next(register: Register, pack: SessionPack, room: RoomId) -> tuple[Missing, ...]:
    """What stands in the way of the room's next step, in the order in which to do it; empty means: go on."""
    step = step_of(register, pack, room)
    look = _Look(register, pack, room)
    if step is RoomStep.STOPPED:
        return (Missing(step=step, what=f"The clock of {look.name} stands still: resume it first."),)
    if next_step_of(step) is None or not (look.components or look.people):
        return ()
    if not look.started:
        return tuple(look.unprepared(next_step_of(step)))
    if step is RoomStep.STARTED:
        return tuple(look.register_incomplete())
    if step is RoomStep.FINISHED:
        return tuple(look.unbalanced())
    # Two people sign, then somebody closes: nothing else stands before either.
    return ()


class _Look:
    """One room of a register, and what is open in it."""

    def __init__(self, register: Register, pack: SessionPack, room: RoomId) -> None:
        self._register, self._pack, self._room = register, pack, room
        self.record: RoomRecord = register.room(room)
        self.people = [s for s in register.in_room(room) if s.place == room]
        sat = {s.component_id for s in self.people if s.attendance not in _GONE} | set(self.record.started_at)
        self.components = tuple(c.id for c in pack.session.components if c.id in sat)
        self._waiting = tuple(c for c in self.components if c not in self.record.started_at)
        self._waived = {override.step for override in self.record.overrides}
        known = pack.room(room)
        self.name = known.name if known else room

    @property
    def is_stopped(self) -> bool:
        return any(stop.ended is None for stop in self.record.stops)

    @property
    def started(self) -> bool:
        return not self._waiting

    @property
    def finished(self) -> bool:
        return all(c in self.record.finished_at for c in self.components)

    @property
    def prepared(self) -> RoomStep:
        """How far the preparations of the papers that wait got, nothing left out on the way."""
        done = RoomStep.WAITING
        for step, open_ones in self._preparations():
            if any(open_ones):
                break
            done = step
        return done

    def unprepared(self, wanted: RoomStep | None) -> Iterator[Missing]:
        """What is open up to and with the step ``wanted``; before the start also who is to be there."""
        for step, open_ones in self._preparations():
            if wanted is None or ORDER.index(step) > ORDER.index(wanted):
                return
            yield from open_ones
        if wanted is RoomStep.STARTED:
            yield from self._too_few()

    def _preparations(self) -> Iterator[tuple[RoomStep, Iterable[Missing]]]:
        steps = (
            (RoomStep.CHECKLIST_CONFIRMED, self._checklist()),
            (RoomStep.PACKETS_CHECKED, self._unchecked()),
            (RoomStep.PACKETS_OPENED, self._sealed()),
            (RoomStep.SCRIPT_READ, self._unread()),
        )
        for step, open_ones in steps:
            yield step, () if step in self._waived else open_ones

    def _checklist(self) -> Iterator[Missing]:
        for item in checklist_open(self.record.checklist):
            what = f"Not confirmed in {self.name}: {_LINES[item]}"
            yield Missing(step=RoomStep.CHECKLIST_CONFIRMED, what=what, item=item)

    def _unchecked(self) -> Iterator[Missing]:
        if RoomStep.PACKETS_OPENED in self._waived:
            return
        for component in self._waiting:
            if component in self.record.packets_opened:
                continue
            people = len(self.record.packets_checked.get(component, ()))
            if people < CHECKERS:
                who = "A second person" if people else "Two people"
                what = f"{who} must check the packet of {self._paper(component)} in {self.name}."
                yield Missing(step=RoomStep.PACKETS_CHECKED, what=what, component_id=component)

    def _sealed(self) -> Iterator[Missing]:
        for component in self._waiting:
            if component not in self.record.packets_opened:
                what = f"The packet of {self._paper(component)} is not opened in {self.name}."
                yield Missing(step=RoomStep.PACKETS_OPENED, what=what, component_id=component)

    def _unread(self) -> Iterator[Missing]:
        unread = {item: c for c in self._waiting for item in lines_unread(self.record.script_read, c)}
        for item, text in START_SCRIPT:
            if item in unread:
                what = f"Not read out in {self.name}: {text}"
                yield Missing(step=RoomStep.SCRIPT_READ, what=what, item=item, component_id=unread[item])

    def _too_few(self) -> Iterator[Missing]:
        present = {s.candidate_id for s in self.people if s.is_present}
        needed = max(1, invigilators_needed(len(present), self._pack.rules))
        on_duty = len(self.record.on_duty)
        if on_duty < needed:
            what = f"{self.name} has {on_duty} on duty and needs {needed}."
            yield Missing(step=RoomStep.STARTED, what=what)

    def register_incomplete(self) -> Iterator[Missing]:
        """The register is complete before the exam ends (rule 22)."""
        for obstacle in self._obstacles():
            if obstacle.kind is ObstacleKind.ATTENDANCE_NOT_SET:
                yield _missing(RoomStep.FINISHED, obstacle)

    def unbalanced(self) -> Iterator[Missing]:
        """People, scripts and questions that are open once writing is over (rule 35)."""
        for obstacle in self._obstacles():
            if obstacle.kind not in _AT_THE_END:
                yield _missing(RoomStep.SCRIPTS_BALANCED, obstacle)
        for component in self.components:
            if component not in self.record.counted and any(
                s.component_id == component and s.is_present for s in self.people
            ):
                what = f"The scripts of {self._paper(component)} are not counted by hand in {self.name}."
                yield Missing(step=RoomStep.SCRIPTS_BALANCED, what=what, component_id=component)

    def unsigned(self) -> Iterator[Missing]:
        for obstacle in self._obstacles():
            if obstacle.kind in _SIGNATURE:
                yield _missing(RoomStep.REGISTER_SIGNED, obstacle)

    def _obstacles(self) -> tuple[Obstacle, ...]:
        return what_stops_room(self._register, self._pack, self._room)

    def _paper(self, component: ComponentId) -> str:
        known = self._pack.component(component)
        return known.component.code if known else component


def _missing(step: RoomStep, obstacle: Obstacle) -> Missing:
    return Missing(
        step=step,
        what=obstacle.what,
        component_id=obstacle.component_id,
        candidate_ids=obstacle.candidate_ids,
        discrepancy_ids=obstacle.discrepancy_ids,
    )
