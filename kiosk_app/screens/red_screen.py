"""The red screen: it fills the view, says what is wrong in one sentence and what to do in another."""

from __future__ import annotations

from collections.abc import Callable

from kivy.metrics import dp
from kivy.uix.anchorlayout import AnchorLayout

from kiosk_app.screens.parts.panel import Column, Row, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Icon, Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import NAME, NUMBER
from kiosk_app.viewmodels.scan import RedScreen


class RedScreenView(AnchorLayout):
    """Covers everything until somebody has read it."""

    def __init__(self, red: RedScreen, again: Callable[[], None], search: Callable[[], None]) -> None:
        super().__init__(padding=dp(32))
        look = palette()
        paint(self, look.alarm_background)
        column = Column(fit=True, spacing=dp(20), size_hint_x=None, width=dp(680))
        self.bind(width=lambda _view, width: setattr(column, "width", min(dp(680), width - dp(64))))
        ink = look.on_alarm
        column.add_widget(Icon("alert", size=96, colour=ink, pos_hint={"center_x": 0.5}))
        column.add_widget(Text(red.wrong, size=NAME + 4, bold=True, halign="center", colour=ink))
        if red.who:
            column.add_widget(Text(red.who, size=NUMBER, bold=True, halign="center", colour=ink))
        for place in red.where:
            column.add_widget(Text(place, size=NAME, bold=True, halign="center", colour=ink))
        column.add_widget(Text(red.advice, size=NUMBER, halign="center", colour=ink))
        buttons = Row(height=64, spacing=dp(16))
        self.search = PushButton(_("Search by name"), search, icon="magnify", height=64)
        self.again = PushButton(_("Next scan"), again, icon="qrcode-scan", height=64)
        for button in (self.search, self.again):
            buttons.add_widget(button)
        column.add_widget(buttons)
        self.add_widget(column)

    def on_touch_down(self, touch: object) -> bool:
        super().on_touch_down(touch)
        return True
