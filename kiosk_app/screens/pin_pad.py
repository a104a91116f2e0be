"""Ten digits, large enough for a quick thumb."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.metrics import dp
from kivy.uix.gridlayout import GridLayout

from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import frame, tall
from kiosk_app.theme.tokens import NAME, NUMBER, SMALL

KEY = 72
LOW_KEY = 60
"""Where the screen is low, so that OK stays in sight beside a message."""


class PinPad(Column):
    """Shows dots, never digits; tells each press and what to do with a finished PIN."""

    def __init__(
        self, press: Callable[[str], None], rub_out: Callable[[], None], enter: Callable[[], None]
    ) -> None:
        super().__init__(fit=True, spacing=dp(8))
        self._key_height = LOW_KEY if frame().is_low else KEY
        self.dots = Line("", size=NAME, halign="center", size_hint_y=None, height=tall(40))
        self.error = Line("", size=SMALL, halign="center", size_hint_y=None, height=tall(48), shorten=False)
        self.error.color = palette().alarm
        grid = GridLayout(cols=3, spacing=dp(8), size_hint_y=None, height=dp(4 * self._key_height + 24))
        self.keys: dict[str, PushButton] = {}
        for digit in "123456789":
            self.keys[digit] = self._key(digit, partial(press, digit))
        self.keys["back"] = self._key("", rub_out, icon="backspace-outline")
        self.keys["0"] = self._key("0", lambda: press("0"))
        self.keys["enter"] = PushButton(_("OK"), enter, kind="main", height=self._key_height, size=NUMBER)
        for key in self.keys.values():
            grid.add_widget(key)
        for part in (self.dots, grid, self.error):
            self.add_widget(part)

    def show(self, typed: int, error: str) -> None:
        """How many digits were typed, and what is wrong."""
        self.dots.text = "  ".join("•" * typed) if typed else _("PIN")
        self.dots.color = palette().text if typed else palette().text_soft
        self.error.text = error

    def _key(self, text: str, act: Callable[[], None], icon: str = "") -> PushButton:
        return PushButton(text, act, icon=icon, height=self._key_height, size=NUMBER)
