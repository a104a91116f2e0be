"""Running the exam: checklist, packets, start, stops, finish and the clocks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.checklist import CHECKLIST, START_SCRIPT
from kiosk_app.viewmodels.finishes import Finish, common_finish, own_finishes
from kiosk_app.viewmodels.observable import NotPossible, Observable
from kiosk_app.viewmodels.packets import PacketsViewModel
from kiosk_app.viewmodels.people import OnDuty
from shared.ids import ComponentId
from shared.plan.timetable import elapsed
from shared.record.countdown import Countdown, countdown
from shared.record.events import RoomEvent
from shared.record.events import room as ev
from shared.record.register import Stop
from shared.record.room_steps import RoomStep, StepOverride, lines_unread
from shared.record.times import MINUTE, earliest_leaving


@dataclass(frozen=True, slots=True)
class PaperClock:
    """One paper's clock; ``finish`` is the planned one before the start."""

    component: ComponentId
    code: str
    title: str
    starts: str
    started_at: datetime | None
    finish: datetime
    finished_at: datetime | None
    minutes_left: int | None
    leaving_from: datetime
    own: tuple[Finish, ...]
    running: Countdown


class ExamViewModel(Observable):
    """Everything from the empty room to the last minute of the last candidate."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book
        self.duty = OnDuty(book)
        self.packets = PacketsViewModel(book)

    @property
    def checklist(self) -> tuple[tuple[str, str, bool], ...]:
        """Item, sentence, and whether it was confirmed."""
        done = self._book.room.checklist
        return tuple((item, _(text), item in done) for item, text in CHECKLIST)

    @property
    def checklist_open(self) -> int:
        """Lines that are still to be confirmed; none once the office waived the step."""
        if self.waived(RoomStep.CHECKLIST_CONFIRMED):
            return 0
        return sum(1 for _item, _text, done in self.checklist if not done)

    def waived(self, step: RoomStep) -> StepOverride | None:
        """The officer's word that this room may go on without the step, with the reason; else None."""
        return next((o for o in self._book.room.overrides if o.step == step), None)

    def confirm_checklist(self, *items: str) -> None:
        """Confirm one or more lines; all that are open when none is named."""
        known = [item for item, _text in CHECKLIST]
        wanted = items or tuple(item for item, _text, done in self.checklist if not done)
        if not wanted:
            raise NotPossible(_("The checklist is complete."))
        if any(item not in known for item in wanted):
            raise NotPossible(_("That line is not on the checklist."))
        self._record(ev.ChecklistConfirmed(items=wanted))

    @property
    def script(self) -> tuple[tuple[str, str, bool], ...]:
        """Item, the words to say, and whether everybody who is about to start has heard them."""
        heard = self._book.room.script_read
        unread = {item for c in self.waiting for item in lines_unread(heard, c)}
        return tuple((item, _(text), item not in unread) for item, text in START_SCRIPT)

    @property
    def script_open(self) -> int:
        """Lines that are still to be read; none once the office waived the step."""
        if self.waived(RoomStep.SCRIPT_READ):
            return 0
        return sum(1 for _item, _text, done in self.script if not done)

    def read_script(self, *items: str) -> None:
        """One or more lines were read to the room; all that are open when none is named."""
        wanted = items or tuple(item for item, _text, done in self.script if not done)
        if not wanted:
            raise NotPossible(_("The start script is read."))
        if any(item not in [known for known, _text in START_SCRIPT] for item in wanted):
            raise NotPossible(_("That line is not in the start script."))
        self._record(ev.StartScriptRead(items=wanted, component_ids=self.waiting))

    def start(self, *components: ComponentId) -> None:
        """Writing begins now: the actual start for the board (rule 3)."""
        waiting = self.waiting
        wanted = components or waiting
        if not wanted or any(c not in waiting for c in wanted):
            raise NotPossible(_("Nothing is left to start in this room."))
        opened = self._book.room.packets_opened
        sealed = [self._book.code(c) for c in wanted if c not in opened]
        if self.waived(RoomStep.PACKETS_OPENED):
            sealed = []
        if sealed:
            raise NotPossible(
                _("The packet of {codes} is not opened.").format(codes=", ".join(sealed)),
                _("Check it with a second person, then open it."),
            )
        self._record(ev.ExamStarted(component_ids=wanted, actual_start=self._book.desk.now()))

    @property
    def waiting(self) -> tuple[ComponentId, ...]:
        """Papers of this room that have not started."""
        return tuple(p.id for p in self._book.papers if p.id not in self._book.room.started_at)

    @property
    def running(self) -> tuple[ComponentId, ...]:
        room = self._book.room
        return tuple(
            p.id for p in self._book.papers if p.id in room.started_at and p.id not in room.finished_at
        )

    def finish(self, *components: ComponentId) -> None:
        """Writing ends for these papers; for all that run when none is named."""
        wanted = components or self.running
        if not wanted or any(c not in self.running for c in wanted):
            raise NotPossible(_("No paper is running in this room."))
        if self.stopped:
            raise NotPossible(_("The clock stands still."), _("Resume it first."))
        self._record(ev.ExamFinished(component_ids=wanted))

    @property
    def stopped(self) -> Stop | None:
        """The stop that goes on now, or None."""
        stops = self._book.room.stops
        return stops[-1] if stops and stops[-1].ended is None else None

    def stop_clock(self, reason: Literal["evacuation", "interruption"], note: str = "") -> None:
        """Everybody stops writing (rule 29); every clock in the room stands still."""
        if self.stopped:
            raise NotPossible(_("The clock stands still already."))
        if not self.running:
            raise NotPossible(_("No paper is running in this room."))
        self._record(ev.ClockStopped(reason=reason, note=note.strip()))

    def resume(self, note: str = "") -> None:
        """Writing goes on; every finish moves by the length of the stop."""
        if not self.stopped:
            raise NotPossible(_("The clock runs."))
        self._record(ev.ClockResumed(note=note.strip()))

    def call_roll(self, counted: int, where: Literal["out", "back"]) -> bool:
        """Count candidates outside or on coming back; whether it is everybody who is present."""
        if counted < 0:
            raise NotPossible(_("A count is 0 or more."))
        self._record(ev.RollCalled(counted=counted, where=where))
        return counted == self.present_now

    @property
    def present_now(self) -> int:
        here = self._book.desk.room.id
        return len(
            {
                s.candidate_id
                for s in self._book.sittings
                if s.is_present and s.place == here and not s.away_since
            }
        )

    @property
    def roll(self) -> tuple[tuple[str, str, str], ...]:
        """Seat, number and name of everybody who has to be there, in walking order of the room."""
        here = self._book.desk.room
        order = {seat.label: place for place, seat in enumerate(here.seats)}
        present = [s for s in self._book.sittings if s.is_present and s.place == here.id and not s.away_since]
        rows = [(self._book.seat(s), self._book.number(s), self._book.name(s)) for s in present]
        return tuple(sorted(dict.fromkeys(rows), key=lambda row: (order.get(row[0], len(order)), row)))

    @property
    def clocks(self) -> tuple[PaperClock, ...]:
        now = self._book.desk.now()
        room, shown = self._book.room, []
        for paper in self._book.papers:
            finish = common_finish(self._book, paper.id, now) or paper.published_finish
            started = room.started_at.get(paper.id)
            left = math.ceil(elapsed(now, finish) / MINUTE) if started else None
            shown.append(
                PaperClock(
                    component=paper.id,
                    code=paper.component.code,
                    title=paper.component.title,
                    starts=self._book.clock(paper.published_start),
                    started_at=started,
                    finish=finish,
                    finished_at=room.finished_at.get(paper.id),
                    minutes_left=left,
                    leaving_from=earliest_leaving(paper, self._book.desk.pack.rules),
                    own=own_finishes(self._book, paper.id, now),
                    running=countdown(
                        finish if started else None,
                        now,
                        self._book.desk.pack.rules,
                        is_paused=self.stopped is not None,
                    ),
                )
            )
        return tuple(shown)

    def _record(self, event: RoomEvent) -> None:
        self._book.desk.record(event)
        self.tell()
