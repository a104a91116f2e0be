"""A symbol over a word, pressed as a whole: for the rail of a low screen."""

from __future__ import annotations

from collections.abc import Callable

from kivy.metrics import dp

from kiosk_app.screens.parts.panel import paint
from kiosk_app.screens.parts.press import Pressable
from kiosk_app.screens.parts.words import Icon, Line, shrink
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits, tall
from kiosk_app.theme.tokens import DETAIL, MAIN_TARGET, RADIUS


class Tile(Pressable):
    """At least a finger and a half high; ``plain`` ones have the word only."""

    def __init__(self, text: str, icon: str, act: Callable[[], object], *, plain: bool = False) -> None:
        super().__init__(act, orientation="vertical", padding=(dp(2), dp(6)), spacing=0)
        self.size_hint_y, self.height = None, fits(MAIN_TARGET - 4, DETAIL) + dp(8)
        look = palette()
        paint(self, look.raised, radius=RADIUS, line=look.line)
        self.icon = Icon(icon, size=24, size_hint=(1, 1))
        self.label = Line(text, size=DETAIL, bold=True, halign="center", height=tall(22))
        self.label.bind(width=lambda *_args: shrink(self.label, DETAIL))
        if not plain:
            self.label.size_hint_y = None
            self.add_widget(self.icon)
        self.add_widget(self.label)
