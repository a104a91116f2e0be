"""A line that is ticked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.metrics import dp

from kiosk_app.screens.parts.press import Pressable
from kiosk_app.screens.parts.words import Icon, Text
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import SMALL, TARGET


class Tick(Pressable):
    """A sentence with a box before it; as high as the sentence needs, at least a finger."""

    def __init__(
        self,
        text: str,
        changed: Callable[[bool], None] | None = None,
        *,
        on: bool = False,
        fixed: bool = False,
    ) -> None:
        super().__init__(self._turn, spacing=dp(8), size_hint_y=None, height=fits(TARGET, SMALL))
        self.is_on = on
        self.disabled = fixed
        self._changed = changed
        self.icon = Icon("", size=28, pos_hint={"center_y": 0.5})
        self.words = Text(text, size=SMALL, pos_hint={"center_y": 0.5})
        self.words.disabled_color = palette().text_soft
        self.icon.disabled_color = palette().good
        self.words.bind(height=self._grow)
        self.add_widget(self.icon)
        self.add_widget(self.words)
        self._draw()

    def _turn(self) -> None:
        self.is_on = not self.is_on
        self._draw()
        if self._changed is not None:
            self._changed(self.is_on)

    def _draw(self) -> None:
        look = palette()
        self.icon.show("checkbox-marked" if self.is_on else "checkbox-blank-outline")
        self.icon.color = look.good if self.is_on else look.text_soft

    def _grow(self, _words: Any, height: float) -> None:
        self.height = max(fits(TARGET, SMALL), height + dp(12))
