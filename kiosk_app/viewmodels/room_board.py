"""The board at the front of the room (rule 3): what every candidate may read, and nothing about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk_app.texts import _
from kiosk_app.viewmodels.finishes import common_finish, own_finishes
from kiosk_app.viewmodels.room_face import RoomFace
from kiosk_app.viewmodels.wording import long_day
from shared.plan.timetable import TimetabledComponent


@dataclass(frozen=True, slots=True)
class BoardPaper:
    """One paper of the room. ``others`` are further finish times; nobody can tell whose they are."""

    code: str
    title: str
    start: str
    finish: str
    is_started: bool
    is_finished: bool
    others: tuple[str, ...] = ()


class RoomBoardViewModel(RoomFace):
    """Asked every second; reads the register of the room and says times only."""

    @property
    def date(self) -> str:
        """``Monday 3 June 2024``"""
        return long_day(self._book.local(self._book.desk.now()).date())

    @property
    def centre(self) -> str:
        """The number that candidates write on their scripts."""
        return _("Centre {number}").format(number=self._book.desk.pack.centre.number)

    @property
    def stopped(self) -> str:
        """``STOPPED at 09:40: evacuation``; empty while the clock runs."""
        stops = self._book.room.stops
        if not stops or stops[-1].ended is not None:
            return ""
        since = self._book.clock(stops[-1].began)
        why = {"evacuation": _("evacuation"), "interruption": _("interruption")}.get(stops[-1].reason, "")
        return _("STOPPED at {time}: {why}").format(time=since, why=why)

    @property
    def papers(self) -> tuple[BoardPaper, ...]:
        now = self._book.desk.now()
        return tuple(self._paper(paper, now) for paper in self._book.papers)

    def _paper(self, paper: TimetabledComponent, now: datetime) -> BoardPaper:
        room = self._book.room
        started, finished = room.started_at.get(paper.id), room.finished_at.get(paper.id)
        finish = finished or common_finish(self._book, paper.id, now) or paper.published_finish
        others = (
            ()
            if finished
            else dict.fromkeys(
                self._book.clock(own.at) for own in own_finishes(self._book, paper.id, now) if own.at > finish
            )
        )
        return BoardPaper(
            code=paper.component.code,
            title=paper.component.title,
            start=self._book.clock(started or paper.published_start),
            finish=self._book.clock(finish),
            is_started=started is not None,
            is_finished=finished is not None,
            others=tuple(others),
        )
