"""Writing stops for the whole room: how long, what is noted, and the entry in the log when it goes on."""

from __future__ import annotations

from typing import Literal

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.exam import ExamViewModel
from kiosk_app.viewmodels.incidents import IncidentViewModel
from kiosk_app.viewmodels.observable import Observable
from kiosk_app.viewmodels.roll_call import RollCallViewModel
from shared.plan.timetable import elapsed
from shared.record.register import Stop
from shared.record.times import MINUTE

StopReason = Literal["evacuation", "interruption"]


class StopViewModel(Observable):
    """One press stops every clock of the room; resuming shifts every finish and logs what happened."""

    def __init__(self, book: RoomBook, exam: ExamViewModel, incidents: IncidentViewModel) -> None:
        super().__init__()
        self._book = book
        self._exam = exam
        self._incidents = incidents
        self.roll = RollCallViewModel(book)
        self._note = ""

    @property
    def now(self) -> Stop | None:
        """The stop that goes on, or None."""
        return self._exam.stopped

    @property
    def is_evacuation(self) -> bool:
        return self.now is not None and self.now.reason == "evacuation"

    @property
    def clock(self) -> str:
        """How long writing stands still, ``12:05``."""
        if self.now is None:
            return ""
        seconds = int(elapsed(self.now.began, self._book.desk.now()).total_seconds())
        return f"{seconds // 60}:{seconds % 60:02}"

    def stop(self, reason: StopReason, note: str = "") -> None:
        """Everybody stops writing."""
        self._exam.stop_clock(reason, note)
        self._note = note.strip()
        self.tell()

    def resume(self, note: str = "") -> str:
        """Writing goes on. The stop is in the incident log from now on; its identifier, for the details."""
        stop = self._exam.stopped
        counts = self.roll.counts
        self._exam.resume(note)
        if stop is None:
            return ""
        minutes = round(elapsed(stop.began, self._book.desk.now()) / MINUTE)
        said = " ".join(part for part in (self._note, note.strip()) if part)
        details = {"minutes_lost": str(minutes)}
        if stop.reason == "evacuation":
            details = {
                key: str(counts[where])
                for key, where in (("counted_out", "out"), ("counted_back", "back"))
                if where in counts
            }
        elif said:
            details["cause"] = said
        text = _("Writing stopped {start} to {end}, {n} min.").format(
            start=self._book.clock(stop.began), end=self._book.clock(self._book.desk.now()), n=minutes
        )
        here = dict.fromkeys(row.candidate for row in self.roll.rows)
        self._note = ""
        made = self._incidents.record(
            "evacuation" if stop.reason == "evacuation" else "disturbance",
            tuple(here),
            f"{text} {said}".strip(),
            happened_at=stop.began,
            until=self._book.desk.now(),
            details=details,
        )
        self.tell()
        return made
