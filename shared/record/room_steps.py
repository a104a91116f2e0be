"""The steps of an exam room in their order, and which of them its facts passed over.

A fact out of step is taken like any other. What was open at that moment is kept as a skipped step, which
doing it afterwards does not undo: a start script that is read after the start was not read before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from shared.ids import ComponentId, EnvelopeId
from shared.record.envelope import OFFICE_DEVICE
from shared.record.events import room as ev
from shared.record.facts import Fact
from shared.record.room_lists import checklist_open, script_open

EVERYBODY: Final = ""
"""Stands for all papers of the room where a reading of the start script names none."""


class RoomStep(StrEnum):
    """How far a room got; ``STOPPED`` is writing that stands still between start and finish."""

    WAITING = "waiting"
    CHECKLIST_CONFIRMED = "checklist_confirmed"
    PACKETS_CHECKED = "packets_checked"
    PACKETS_OPENED = "packets_opened"
    SCRIPT_READ = "script_read"
    STARTED = "started"
    STOPPED = "stopped"
    FINISHED = "finished"
    SCRIPTS_BALANCED = "scripts_balanced"
    REGISTER_SIGNED = "register_signed"
    CLOSED = "closed"


OVERRIDABLE: Final = frozenset({RoomStep.CHECKLIST_CONFIRMED, RoomStep.PACKETS_OPENED, RoomStep.SCRIPT_READ})
"""What the officer may waive with a reason: a line that can't be met, papers that come without a packet (an
exam on screen), a script given in writing. Never two people's check of a packet that there is (rule 8), the
scripts (rule 35) or the register (rule 22)."""


class StepOverride(Struct, frozen=True, kw_only=True):
    """The officer let a room pass over a step, and said why."""

    step: str
    reason: str
    actor: str
    at: datetime
    evidence: EnvelopeId


class SkippedStep(Struct, frozen=True, kw_only=True):
    """A step that was still open when a later one was recorded."""

    step: str
    component_id: ComponentId | None = None
    detail: str
    evidence: tuple[EnvelopeId, ...]


class StepLog:
    """Takes one room's facts in their order and notes every step that was passed over."""

    def __init__(self) -> None:
        self.script_read: dict[ComponentId, tuple[str, ...]] = {}
        self.overrides: dict[str, StepOverride] = {}
        self._checklist: set[str] = set()
        self._opened: set[ComponentId] = set()
        self._started: set[ComponentId] = set()
        self._finished: set[ComponentId] = set()
        self._skipped: dict[tuple[str, ComponentId], SkippedStep] = {}

    @property
    def skipped(self) -> tuple[SkippedStep, ...]:
        """What was passed over, in the order in which it happened."""
        return tuple(self._skipped.values())

    def take(self, fact: Fact) -> None:
        """One more fact of the room."""
        match fact.envelope.event:
            case ev.ChecklistConfirmed() as event:
                self._checklist.update(event.items)
            case ev.PacketOpened() as event:
                self._opened.add(event.component_id)
            case ev.StartScriptRead() as event:
                for component in event.component_ids or (EVERYBODY,):
                    known = self.script_read.get(component, ())
                    self.script_read[component] = tuple(dict.fromkeys((*known, *event.items)))
            case ev.ExamStarted() as event:
                self._start(fact, event.component_ids)
            case ev.ExamFinished() as event:
                for component in event.component_ids:
                    if component not in self._started:
                        self._skip(RoomStep.STARTED, "finished without a recorded start", fact, component)
                self._finished.update(event.component_ids)
            case ev.RegisterSigned():
                self._unfinished(fact, "the register was signed before the finish was recorded")
            case ev.RoomClosed():
                self._unfinished(fact, "the room was closed before the finish was recorded")
            case ev.StepOverridden() as event:
                self._override(fact, event)
            case _:
                pass

    def _start(self, fact: Fact, components: Iterable[ComponentId]) -> None:
        new = [c for c in components if c not in self._started]
        if not new:
            return
        self._started.update(new)
        lines = checklist_open(self._checklist)
        if lines:
            detail = f"started with {_lines(lines)} of the checklist open"
            self._skip(RoomStep.CHECKLIST_CONFIRMED, detail, fact)
        for component in new:
            if component not in self._opened:
                self._skip(RoomStep.PACKETS_OPENED, "started with its packet not opened", fact, component)
            unread = lines_unread(self.script_read, component)
            if unread:
                detail = f"started with {_lines(unread)} of the start script not read"
                self._skip(RoomStep.SCRIPT_READ, detail, fact, component)

    def _unfinished(self, fact: Fact, detail: str) -> None:
        for component in sorted(self._started - self._finished):
            self._skip(RoomStep.FINISHED, detail, fact, component)

    def _override(self, fact: Fact, event: ev.StepOverridden) -> None:
        if event.step not in OVERRIDABLE or not event.reason.strip():
            self._skip(event.step, "no step that the rules allow to pass over, or no reason given", fact)
        elif fact.envelope.device_id != OFFICE_DEVICE:
            self._skip(event.step, "a tablet recorded an override, which only the office may", fact)
        else:
            self.overrides.setdefault(
                event.step,
                StepOverride(
                    step=event.step,
                    reason=event.reason,
                    actor=fact.envelope.actor,
                    at=fact.at,
                    evidence=fact.id,
                ),
            )

    def _skip(self, step: str, detail: str, fact: Fact, component: ComponentId = EVERYBODY) -> None:
        if step in self.overrides:
            return
        known = self._skipped.get((step, component))
        self._skipped[step, component] = SkippedStep(
            step=step,
            component_id=component or None,
            detail=known.detail if known else detail,
            evidence=(*(known.evidence if known else ()), fact.id),
        )


def lines_unread(script_read: dict[ComponentId, tuple[str, ...]], component: ComponentId) -> tuple[str, ...]:
    """The lines of the start script that the candidates of this paper have not heard."""
    return script_open((*script_read.get(EVERYBODY, ()), *script_read.get(component, ())))


def _lines(items: tuple[str, ...]) -> str:
    return "1 line" if len(items) == 1 else f"{len(items)} lines"
