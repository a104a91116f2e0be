"""From the facts of one room to what is recorded of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from shared.ids import ComponentId, EnvelopeId, InvigilatorId, RoomId
from shared.record.custody import fold_custody
from shared.record.events import AnyEvent, scripts
from shared.record.events import room as ev
from shared.record.facts import Fact, heads, in_order
from shared.record.register import PackHandedOver, RoomRecord, Stop
from shared.record.room_steps import StepLog


def fold_room(room: RoomId, facts: Sequence[Fact]) -> RoomRecord:
    """The record of one room from every fact whose envelope names the room."""
    fold = _RoomFold()
    for fact in in_order(facts):
        fold.take(fact)
    return msgspec.structs.replace(
        fold.record(room),
        custody=fold_custody(facts),
        count_claims=_count_claims(facts),
        served=_served(facts),
    )


def _served(facts: Sequence[Fact]) -> tuple[InvigilatorId, ...]:
    """Everybody who was ever on duty in the room."""
    signed_in = (fact.envelope.event for fact in in_order(facts))
    return tuple(dict.fromkeys(e.invigilator_id for e in signed_in if isinstance(e, ev.InvigilatorSignedIn)))


def _count_claims(facts: Sequence[Fact]) -> dict[ComponentId, tuple[int, ...]]:
    """Every count of a pile that still stands: a second number where the second counter knew of no first."""
    counts: dict[ComponentId, list[Fact]] = {}
    for fact in facts:
        if isinstance(fact.envelope.event, scripts.ScriptsCounted):
            counts.setdefault(fact.envelope.event.component_id, []).append(fact)
    return {component: tuple(sorted(_said(heads(said)))) for component, said in sorted(counts.items())}


def _said(counted: Sequence[Fact]) -> set[int]:
    events = (fact.envelope.event for fact in counted)
    return {event.count for event in events if isinstance(event, scripts.ScriptsCounted)}


class _RoomFold:
    def __init__(self) -> None:
        self.on_duty: list[InvigilatorId] = []
        self.checklist: tuple[str, ...] = ()
        self.checked: dict[ComponentId, list[InvigilatorId]] = {}
        self.mismatches: list[ComponentId] = []
        self.opened: list[ComponentId] = []
        self.started: dict[ComponentId, datetime] = {}
        self.stops: list[Stop] = []
        self.finished: dict[ComponentId, datetime] = {}
        self.counted: dict[ComponentId, int] = {}
        self.unused: dict[ComponentId, int] = {}
        self.signed: Fact | None = None
        self.closed_at: datetime | None = None
        self.handed_over: PackHandedOver | None = None
        self.refused_scans = 0
        self.steps = StepLog()
        self.evidence: dict[str, list[EnvelopeId]] = {}

    def take(self, fact: Fact) -> None:  # noqa: C901 - one case an event, flat
        event, at = fact.envelope.event, fact.at
        self.steps.take(fact)
        topic = _topic(event)
        if topic:
            self.evidence.setdefault(topic, []).append(fact.id)
        match event:
            case ev.InvigilatorSignedIn() if event.invigilator_id not in self.on_duty:
                self.on_duty.append(event.invigilator_id)
            case ev.InvigilatorSignedOut() if event.invigilator_id in self.on_duty:
                self.on_duty.remove(event.invigilator_id)
            case ev.ChecklistConfirmed():
                self.checklist = tuple(dict.fromkeys((*self.checklist, *event.items)))
            case ev.PacketChecked():
                self._packet_checked(event)
            case ev.PacketOpened():
                self.opened.append(event.component_id)
            case ev.ExamStarted():
                for component in event.component_ids:
                    self.started.setdefault(component, event.actual_start)
            # A second tablet that says so too stops nothing more; one resume must end it.
            case ev.ClockStopped() if not self.stops or self.stops[-1].ended is not None:
                self.stops.append(Stop(reason=event.reason, began=at))
            case ev.ClockResumed() if self.stops and self.stops[-1].ended is None:
                last = self.stops[-1]
                self.stops[-1] = Stop(reason=last.reason, began=last.began, ended=at)
            case ev.ExamFinished():
                for component in event.component_ids:
                    self.finished.setdefault(component, at)
            case scripts.ScriptsCounted():
                self.counted[event.component_id] = event.count
            case scripts.UnusedPapersCounted():
                self.unused[event.component_id] = event.unused + event.spoiled
            case ev.RegisterSigned():
                self.signed = fact
            case ev.RoomClosed():
                self.closed_at = at
            case scripts.RoomPackHandedOver():
                self.handed_over = _handed_over(fact.at, event)
            case ev.ScanRefused():
                self.refused_scans += 1
            case _:
                pass

    def _packet_checked(self, event: ev.PacketChecked) -> None:
        checkers = self.checked.setdefault(event.component_id, [])
        if event.matches and event.checked_by not in checkers:
            checkers.append(event.checked_by)
        if not event.matches:
            self.mismatches.append(event.component_id)

    def record(self, room: RoomId) -> RoomRecord:
        signed = self.signed.envelope.event if self.signed else None
        signature = signed if isinstance(signed, ev.RegisterSigned) else None
        return RoomRecord(
            room_id=room,
            on_duty=tuple(self.on_duty),
            checklist=self.checklist,
            packets_checked={component: tuple(people) for component, people in self.checked.items()},
            packets_opened=tuple(dict.fromkeys(self.opened)),
            packet_mismatches=tuple(dict.fromkeys(self.mismatches)),
            started_at=self.started,
            stops=tuple(self.stops),
            finished_at=self.finished,
            counted=self.counted,
            unused=self.unused,
            signed_by=signature.signed_by if signature else (),
            signed_at=self.signed.at if self.signed else None,
            signed_digest=signature.register_digest if signature else "",
            closed_at=self.closed_at,
            handed_over=self.handed_over,
            refused_scans=self.refused_scans,
            script_read=self.steps.script_read,
            overrides=tuple(self.steps.overrides.values()),
            skipped=self.steps.skipped,
            evidence={topic: tuple(sorted(ids)) for topic, ids in self.evidence.items()},
        )


def _handed_over(at: datetime, event: scripts.RoomPackHandedOver) -> PackHandedOver:
    return PackHandedOver(
        at=at,
        given_by=event.given_by,
        taken_by=event.taken_by,
        scripts=event.scripts,
        items=event.items,
    )


def _topic(event: AnyEvent) -> str:
    match event:
        case ev.InvigilatorSignedIn() | ev.InvigilatorSignedOut():
            return "duty"
        case ev.PacketChecked() | ev.PacketOpened():
            return f"packet|{event.component_id}"
        case scripts.ScriptsCounted():
            return f"count|{event.component_id}"
        case ev.RegisterSigned() | ev.RoomClosed():
            return "close"
        case ev.ExamStarted():
            return "start"
        case _:
            return ""
