"""One line that tells something for a few seconds, in a place of its own: it never lies over a control."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.metrics import dp

from kiosk_app.screens.parts.panel import Row, paint
from kiosk_app.screens.parts.words import Icon, Text
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import BODY, EDGE

SECONDS, SECONDS_BAD = 4, 9


class Toast(Row):
    """As high as what it says, nothing high while it says nothing; the next one takes its place.

    A touch puts it away.
    """

    def __init__(self) -> None:
        super().__init__(size_hint_y=None, padding=(dp(EDGE), 0), spacing=dp(12))
        self.height = 0
        self.text = ""
        self.is_bad = False
        self._fill = paint(self, None)
        self._away = Clock.create_trigger(lambda _dt: self.clear(), SECONDS)

    def say(self, text: str, *, bad: bool = False) -> None:
        if (text, bad) != (self.text, self.is_bad):
            self.text, self.is_bad = text, bad
            self._write()
        self._away.cancel()
        self._away.timeout = SECONDS_BAD if bad else SECONDS
        self._away()

    def clear(self) -> None:
        self._away.cancel()
        self.text = ""
        self._fill.rgba = (0, 0, 0, 0)
        self.clear_widgets()
        self.height = 0

    def on_touch_down(self, touch: Any) -> bool:
        if not self.text or not self.collide_point(*touch.pos):
            return False
        self.clear()
        return True

    def _write(self) -> None:
        look = palette()
        ink = look.alarm if self.is_bad else look.good
        self.clear_widgets()
        # Opaque, since a sheet's veil may lie below; the colour says how it is meant, the symbol, too.
        ground = (0.8 * surface + 0.2 * own for surface, own in zip(look.surface[:3], ink[:3], strict=True))
        self._fill.rgba = (*ground, 1)
        icon = Icon("alert" if self.is_bad else "check", size=26, colour=ink, pos_hint={"center_y": 0.5})
        words = Text(self.text, size=BODY, pos_hint={"center_y": 0.5})
        words.bind(height=self._grow)
        self.add_widget(icon)
        self.add_widget(words)

    def _grow(self, _words: Any, height: float) -> None:
        if self.text:
            self.height = max(height + dp(16), dp(48))
