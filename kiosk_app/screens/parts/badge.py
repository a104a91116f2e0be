"""A state as symbol and letter in its colour, in one shape for every place."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, RoundedRectangle
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.parts.words import Icon, Line
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import tall
from kiosk_app.theme.tokens import BODY
from shared.look import STATE_LOOKS
from shared.record.register import SittingState


class StateBadge(BoxLayout):
    """Symbol and letter; the collected script is filled, as its hue is that of present."""

    def __init__(self, state: SittingState = SittingState.EXPECTED, **named: Any) -> None:
        super().__init__(size_hint=(None, None), size=(tall(64), tall(40)), padding=(dp(6), 0), **named)
        with self.canvas.before:
            self._fill = Color(rgba=(0, 0, 0, 0))
            self._shape = RoundedRectangle(radius=[dp(8)])
        self.icon = Icon("circle-outline", size=24, size_hint=(1, 1))
        self.letter = Line("", size=BODY, bold=True, halign="center")
        self.add_widget(self.icon)
        self.add_widget(self.letter)
        self.bind(pos=self._follow, size=self._follow)
        self.show(state)

    def show(self, state: SittingState) -> None:
        look, colours = STATE_LOOKS[state], palette()
        ink = colours.states[state]
        filled = state is SittingState.COLLECTED
        self._fill.rgba = ink if filled else (*ink[:3], 0.12)
        self.icon.show(look.icon)
        self.icon.color = self.letter.color = colours.background if filled else ink
        self.letter.text = look.letter if look.letter.isalpha() else ""
        self.letter.size_hint_x = 0.7 if self.letter.text else 0.001

    def _follow(self, *_args: Any) -> None:
        self._shape.pos, self._shape.size = self.pos, self.size
