"""Lines that are ticked one by one, then confirmed together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Panel
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.tick import Tick
from kiosk_app.screens.parts.words import Text
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import SMALL, TITLE


class LinesPanel(Panel):
    """Ticks stay on the screen until they are confirmed; what is confirmed can't be unticked.

    ``label`` makes the button's text from the number of ticks, ``confirm`` takes the items ticked.
    """

    def __init__(
        self,
        nav: Nav,
        ticked: set[str],
        lines: tuple[tuple[str, str, bool], ...],
        *,
        title: str,
        done: str,
        label: Callable[[int], str],
        confirm: Callable[..., None],
    ) -> None:
        super().__init__(fit=True)
        self._nav = nav
        self._kept = ticked
        self._label = label
        self._confirmed = confirm
        self.add_widget(Text(title, size=TITLE, bold=True))
        self.ticks: dict[str, Tick] = {}
        if all(is_done for _item, _text, is_done in lines):
            self.add_widget(Text(done, size=SMALL, colour=palette().text_soft))
            return
        for item, text, is_done in lines:
            tick = Tick(text, partial(self._turn, item), on=is_done or item in ticked, fixed=is_done)
            self.ticks[item] = tick
            self.add_widget(tick)
        self.button = PushButton(label(0), self._confirm, icon="check-all", height=56)
        self.add_widget(self.button)
        self._show()

    def _turn(self, item: str, on: bool) -> None:
        (self._kept.add if on else self._kept.discard)(item)
        self._show()

    def _ticked(self) -> list[str]:
        return [item for item, tick in self.ticks.items() if tick.is_on and not tick.disabled]

    def _show(self) -> None:
        self.button.text = self._label(len(self._ticked()))
        self.button.disabled = not self._ticked()

    def _confirm(self) -> None:
        self._nav.attempt(lambda: self._confirmed(*self._ticked()))
