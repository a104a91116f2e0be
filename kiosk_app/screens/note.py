"""A sentence with a symbol on a tinted ground: a warning on a card, a notice of the office."""

from __future__ import annotations

from kivy.metrics import dp

from kiosk_app.screens.parts.panel import Column, Row, paint
from kiosk_app.screens.parts.words import Icon, Text
from kiosk_app.theme.palette import Colour, palette
from kiosk_app.theme.tokens import RADIUS, SMALL


class Note(Row):
    """Title and sentences; its colour is never alone, the symbol says the same."""

    def __init__(self, *sentences: str, icon: str, ink: Colour, title: str = "", size: int = SMALL) -> None:
        super().__init__(padding=(dp(10), dp(8)), size_hint_y=None)
        paint(self, (*ink[:3], 0.14), radius=RADIUS, line=ink)
        self.add_widget(Icon(icon, size=24, colour=ink, pos_hint={"top": 1}))
        words = Column(fit=True, spacing=dp(4), pos_hint={"center_y": 0.5})
        if title:
            words.add_widget(Text(title, size=size + 2, bold=True, colour=ink))
        for sentence in sentences:
            words.add_widget(Text(sentence, size=size, colour=palette().text))
        words.bind(height=self._grow)
        self.add_widget(words)

    def _grow(self, _words: object, height: float) -> None:
        self.height = max(height, dp(32)) + dp(16)
