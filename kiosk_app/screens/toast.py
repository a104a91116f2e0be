"""One line that tells something for a few seconds, above the bottom actions."""

from __future__ import annotations

from kivy.clock import Clock
from kivy.metrics import dp
from kivy.uix.anchorlayout import AnchorLayout

from kiosk_app.screens.parts.panel import Panel, Row
from kiosk_app.screens.parts.words import Icon, Text
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY

SECONDS, SECONDS_BAD = 4, 9


class Toast(AnchorLayout):
    """Lets touches through; the next one takes its place."""

    def __init__(self) -> None:
        super().__init__(anchor_y="bottom", padding=(dp(16), dp(96)))
        self.text = ""
        self.is_bad = False
        self._away = Clock.create_trigger(lambda _dt: self.clear(), SECONDS)

    def say(self, text: str, *, bad: bool = False) -> None:
        self.clear()
        self.text, self.is_bad = text, bad
        look = palette()
        ink = look.alarm if bad else look.good
        panel = Panel(fit=True, fill=look.raised, line=ink, size_hint_x=None, width=dp(620))
        panel.width = min(dp(620), max(self.width, dp(400)) - dp(32))
        row = Row(size_hint_y=None)
        row.add_widget(Icon("alert" if bad else "check", size=26, colour=ink, pos_hint={"center_y": 0.5}))
        words = Text(text, size=BODY, pos_hint={"center_y": 0.5})
        words.bind(height=lambda _words, height: setattr(row, "height", max(height, dp(32))))
        row.add_widget(words)
        panel.add_widget(row)
        self.add_widget(panel)
        self._away.timeout = SECONDS_BAD if bad else SECONDS
        self._away()

    def clear(self) -> None:
        self._away.cancel()
        self.text = ""
        self.clear_widgets()

    def on_touch_down(self, touch: object) -> bool:
        return False
