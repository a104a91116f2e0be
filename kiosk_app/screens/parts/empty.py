"""What stands where nothing is: a symbol, a sentence, and what to do."""

from __future__ import annotations

from kivy.metrics import dp
from kivy.uix.anchorlayout import AnchorLayout

from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.words import Icon, Text
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import SMALL, TITLE


class Empty(AnchorLayout):
    """Never a blank."""

    def __init__(self, icon: str, text: str, advice: str = "") -> None:
        super().__init__(padding=dp(24))
        look = palette()
        column = Column(fit=True)
        self.icon = Icon(icon, size=56, colour=look.text_soft, pos_hint={"center_x": 0.5})
        self.text = Text(text, size=TITLE, halign="center")
        self.advice = Text(advice, size=SMALL, colour=look.text_soft, halign="center")
        for part in (self.icon, self.text, self.advice):
            column.add_widget(part)
        self.add_widget(column)

    def say(self, text: str, advice: str = "") -> None:
        self.text.text, self.advice.text = text, advice
