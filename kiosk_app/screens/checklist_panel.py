"""The room checklist: ticked line by line, then confirmed together."""

from __future__ import annotations

from functools import partial

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Panel
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.tick import Tick
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _
from kiosk_app.theme.measures import SMALL, TITLE
from kiosk_app.theme.palette import palette


class ChecklistPanel(Panel):
    """Ticks stay on the screen until they are confirmed; what is confirmed can't be unticked."""

    def __init__(self, nav: Nav, ticked: set[str]) -> None:
        super().__init__(fit=True)
        self._nav = nav
        self._kept = ticked
        lines = nav.room.exam.checklist
        self.add_widget(Text(_("Room checklist"), size=TITLE, bold=True))
        self.ticks: dict[str, Tick] = {}
        if all(done for _item, _text, done in lines):
            self.add_widget(Text(_("All lines are confirmed."), size=SMALL, colour=palette().text_soft))
            return
        for item, text, done in lines:
            tick = Tick(
                text,
                partial(self._turn, item),
                on=done or item in ticked,
                fixed=done,
            )
            self.ticks[item] = tick
            self.add_widget(self.ticks[item])
        self.button = PushButton(_("Confirm"), self._confirm, icon="check-all", height=56)
        self.add_widget(self.button)
        self._show()

    def _turn(self, item: str, on: bool) -> None:
        (self._kept.add if on else self._kept.discard)(item)
        self._show()

    def _ticked(self) -> list[str]:
        return [item for item, tick in self.ticks.items() if tick.is_on and not tick.disabled]

    def _show(self) -> None:
        self.button.text = _("Confirm {n} lines").format(n=len(self._ticked()))
        self.button.disabled = not self._ticked()

    def _confirm(self) -> None:
        self._nav.attempt(lambda: self._nav.room.exam.confirm_checklist(*self._ticked()))
