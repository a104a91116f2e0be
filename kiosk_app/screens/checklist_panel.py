"""The room checklist: lines ticked one by one, then confirmed together."""

from __future__ import annotations

from functools import partial

from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.tick import Tick
from kiosk_app.screens.parts.words import Text
from kiosk_app.screens.waived_note import waived_note
from kiosk_app.texts import _, counted
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import MAIN_TARGET, SMALL, TITLE
from shared.record.room_steps import RoomStep


class ChecklistPanel(LivePanel):
    """Ticks stay on the screen until they are confirmed; what is confirmed can't be unticked."""

    def __init__(self, nav: Nav) -> None:
        # Ticks outlive a redraw: another tablet's record may arrive between two of them.
        self._ticked: set[str] = set()
        self.ticks: dict[str, Tick] = {}
        super().__init__(nav)

    def shows(self) -> object:
        exam = self.nav.room.exam
        return (exam.checklist, exam.waived(RoomStep.CHECKLIST_CONFIRMED))

    def draw(self) -> None:
        exam, look = self.nav.room.exam, palette()
        self.ticks = {}
        self.add_widget(Text(_("Room checklist"), size=TITLE, bold=True))
        waived = exam.waived(RoomStep.CHECKLIST_CONFIRMED)
        if waived is not None:
            self.add_widget(waived_note(self.nav.room.book, waived))
        elif not exam.checklist_open:
            self.add_widget(Note(_("All lines are confirmed."), icon="check-all", ink=look.good, size=SMALL))
            return
        for item, text, is_done in exam.checklist:
            tick = Tick(text, partial(self._turn, item), on=is_done or item in self._ticked, fixed=is_done)
            self.ticks[item] = tick
            self.add_widget(tick)
        self.button = PushButton("", self._confirm, icon="check-all", height=MAIN_TARGET, kind="main")
        self.add_widget(self.button)
        self._label()

    def _turn(self, item: str, on: bool) -> None:
        (self._ticked.add if on else self._ticked.discard)(item)
        self._label()

    def _chosen(self) -> list[str]:
        return [item for item, tick in self.ticks.items() if tick.is_on and not tick.disabled]

    def _label(self) -> None:
        chosen = len(self._chosen())
        confirm = counted("Confirm {n} line", "Confirm {n} lines", chosen)
        self.button.text = confirm if chosen else _("Tick what you looked at")
        self.button.disabled = not chosen

    def _confirm(self) -> None:
        self.nav.attempt(lambda: self.nav.room.exam.confirm_checklist(*self._chosen()))
