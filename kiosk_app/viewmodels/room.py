"""Everything about one room together, over one desk: what a screen or a script holds on to."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable

from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.bulletin import BulletinViewModel
from kiosk_app.viewmodels.clash_supervision import ClashSupervisionViewModel
from kiosk_app.viewmodels.closing import SignViewModel
from kiosk_app.viewmodels.collect import CollectViewModel
from kiosk_app.viewmodels.exam import ExamViewModel
from kiosk_app.viewmodels.finish_times import FinishesViewModel
from kiosk_app.viewmodels.help_calls import HelpViewModel
from kiosk_app.viewmodels.incidents import IncidentViewModel
from kiosk_app.viewmodels.movements import MovementsViewModel
from kiosk_app.viewmodels.next_step import NextStep, Progress, next_step
from kiosk_app.viewmodels.observable import Observable
from kiosk_app.viewmodels.pack_handover import PackHandoverViewModel
from kiosk_app.viewmodels.ports import Desk
from kiosk_app.viewmodels.recount import RecountViewModel
from kiosk_app.viewmodels.register import RegisterViewModel
from kiosk_app.viewmodels.room_board import RoomBoardViewModel
from kiosk_app.viewmodels.scan import ScanViewModel
from kiosk_app.viewmodels.seat_map import SeatMapViewModel
from kiosk_app.viewmodels.seat_walk import SeatWalkViewModel
from kiosk_app.viewmodels.sign_in import SignInViewModel
from kiosk_app.viewmodels.status import StatusViewModel
from kiosk_app.viewmodels.stops import StopViewModel
from kiosk_app.viewmodels.unlisted import UnlistedViewModel
from shared.ids import ComponentId


def _new_id() -> str:
    return uuid.uuid4().hex[:16]


class RoomViewModel(Observable):
    """The view-models of one room; ``changed`` is told after every change of the desk, from any thread."""

    def __init__(
        self,
        desk: Desk,
        *,
        new_id: Callable[[], str] = _new_id,
        random_bytes: Callable[[int], bytes] = os.urandom,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.book = RoomBook(desk)
        self.sign_in = SignInViewModel(self.book)
        self.register = RegisterViewModel(self.book)
        self.scan = ScanViewModel(self.book)
        self.walk = SeatWalkViewModel(self.book, self.scan)
        self.map = SeatMapViewModel(self.book)
        self.exam = ExamViewModel(self.book)
        self.finishes = FinishesViewModel(self.book)
        self.movements = MovementsViewModel(self.book)
        self.incidents = IncidentViewModel(self.book, new_id)
        self.help = HelpViewModel(self.book, new_id)
        self.stops = StopViewModel(self.book, self.exam, self.incidents)
        self.clashes = ClashSupervisionViewModel(self.book)
        self.bulletin = BulletinViewModel(self.book)
        self.unlisted = UnlistedViewModel(self.book, random_bytes)
        self.collect = CollectViewModel(self.book, self.scan)
        self.sign = SignViewModel(self.book)
        self.pack = PackHandoverViewModel(self.book)
        self.board = RoomBoardViewModel(self.book)
        self._recount: RecountViewModel | None = None
        self.status = StatusViewModel(self.book)
        self._unsubscribe = desk.subscribe(self.tell)

    @property
    def recount(self) -> RecountViewModel:
        """The re-count that goes on; of the room's first paper where nobody chose one."""
        if self._recount is None:
            papers = self.book.papers
            self._recount = RecountViewModel(self.book, papers[0].id if papers else "")
        return self._recount

    def begin_recount(self, component: ComponentId) -> None:
        """Count this paper's pile again, from nought."""
        self._recount = RecountViewModel(self.book, component)

    @property
    def next_step(self) -> NextStep:
        return next_step(
            Progress(self.book, self.register, self.exam, self.finishes, self.collect, self.sign)
        )

    def close(self) -> None:
        """Stop listening; the desk itself stays with its tablet."""
        self._unsubscribe()
