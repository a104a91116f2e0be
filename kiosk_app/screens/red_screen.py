"""The red screen: it fills the view, says what is wrong in one sentence and what to do in another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.metrics import dp, sp
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.parts.panel import Row, Scroll, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Icon, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import frame
from kiosk_app.theme.tokens import MAIN_TARGET, NAME, NUMBER
from kiosk_app.viewmodels.scan import RedScreen

WIDEST = 680


class RedScreenView(BoxLayout):
    """Covers everything until somebody has read it. Many words scroll; the buttons stay."""

    def __init__(self, red: RedScreen, again: Callable[[], None], search: Callable[[], None]) -> None:
        super().__init__(orientation="vertical", padding=dp(24), spacing=dp(16))
        look = palette()
        paint(self, look.alarm_background)
        ink, low = look.on_alarm, frame().is_low
        self.scroll = Scroll()
        column = self.scroll.body
        column.spacing = dp(12) if low else dp(20)
        column.add_widget(Icon(red.icon, size=56 if low else 96, colour=ink, pos_hint={"center_x": 0.5}))
        column.add_widget(Text(red.wrong, size=NAME + 4, bold=True, halign="center", colour=ink))
        if red.who:
            column.add_widget(Text(red.who, size=NUMBER, bold=True, halign="center", colour=ink))
        for place in red.where:
            column.add_widget(Text(place, size=NAME, bold=True, halign="center", colour=ink))
        column.add_widget(Text(red.advice, size=NUMBER, halign="center", colour=ink))
        buttons = Row(height=MAIN_TARGET, spacing=dp(16))
        self.search = PushButton(_("Search by name"), search, icon="magnify", height=MAIN_TARGET)
        self.again = PushButton(_("Next scan"), again, icon="qrcode-scan", height=MAIN_TARGET)
        for button in (self.search, self.again):
            buttons.add_widget(button)
        self.add_widget(self.scroll)
        self.add_widget(buttons)
        self.bind(width=self._narrow)
        self.scroll.bind(height=self._centre)
        column.bind(minimum_height=self._centre)

    def on_touch_down(self, touch: object) -> bool:
        super().on_touch_down(touch)
        return True

    def _narrow(self, *_args: Any) -> None:
        beside = max(dp(24), (self.width - max(dp(WIDEST), sp(WIDEST) * 0.9)) / 2)
        self.padding = (beside, dp(24), beside, dp(24))

    def _centre(self, *_args: Any) -> None:
        body = self.scroll.body
        words = body.minimum_height - body.padding[1]
        body.padding = (dp(1), max(dp(1), (self.scroll.height - words) / 2), dp(9), dp(1))
