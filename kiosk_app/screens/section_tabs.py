"""Where in the exam day one looks: register, exam, collect, sign, tablet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from kivy.graphics import Color, Rectangle
from kivy.metrics import dp

from kiosk_app.screens.parts.panel import Row, paint
from kiosk_app.screens.parts.press import Pressable
from kiosk_app.screens.parts.words import Icon, Line
from kiosk_app.texts import _
from kiosk_app.theme.measures import SMALL, TARGET
from kiosk_app.theme.palette import palette

SECTIONS: Final = (
    ("register", "Register", "format-list-checks"),
    ("exam", "Exam", "clock-outline"),
    ("collect", "Collect", "layers-outline"),
    ("sign", "Sign", "draw"),
    ("tablet", "Tablet", "tablet"),
)


class Tab(Pressable):
    """One section; the open one is underlined and bold."""

    def __init__(self, text: str, icon: str, act: Callable[[], None]) -> None:
        super().__init__(act, padding=(dp(4), 0), spacing=dp(2))
        self.icon = Icon(icon, size=22, pos_hint={"center_y": 0.5})
        self.label = Line(text, size=SMALL, halign="left")
        self.add_widget(self.icon)
        self.add_widget(self.label)
        with self.canvas.after:
            self._colour = Color(rgba=(0, 0, 0, 0))
            self._under = Rectangle()
        self.bind(pos=self._place, size=self._place)

    def set(self, on: bool) -> None:
        look = palette()
        self.label.bold = on
        self.label.color = self.icon.color = look.text if on else look.text_soft
        self._colour.rgba = look.accent if on else (0, 0, 0, 0)

    def _place(self, *_args: object) -> None:
        self._under.pos, self._under.size = self.pos, (self.width, dp(3))
        room = max(dp(4), (self.width - dp(30) - dp(9) * len(self.label.text)) / 2)
        self.padding = (room, 0, dp(2), 0)


class SectionTabs(Row):
    """The row of sections."""

    def __init__(self, go: Callable[[str], None]) -> None:
        super().__init__(height=TARGET + 4, spacing=0)
        paint(self, palette().surface)
        self.tabs: dict[str, Tab] = {}
        for name, text, icon in SECTIONS:
            self.tabs[name] = Tab(_(text), icon, partial(go, name))
            self.add_widget(self.tabs[name])

    def show(self, section: str) -> None:
        for name, tab in self.tabs.items():
            tab.set(name == section)
