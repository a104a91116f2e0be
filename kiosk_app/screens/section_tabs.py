"""Where in the exam day one looks: register, exam, collect, sign, tablet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from kivy.graphics import Color, Rectangle
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.parts.panel import paint
from kiosk_app.screens.parts.press import Pressable
from kiosk_app.screens.parts.words import Icon, Line, width_of
from kiosk_app.texts import _
from kiosk_app.theme.measures import LEAST, SMALL, TARGET
from kiosk_app.theme.palette import palette

SECTIONS: Final = (
    ("register", "Register", "format-list-checks"),
    ("exam", "Exam", "clock-outline"),
    ("collect", "Collect", "layers-outline"),
    ("sign", "Sign", "draw"),
    ("tablet", "Tablet", "tablet"),
)
RAIL = 96


class Tab(Pressable):
    """One section; the open one has a bar and bold words."""

    def __init__(self, text: str, icon: str, act: Callable[[], None], *, upright: bool) -> None:
        super().__init__(act, orientation="vertical" if upright else "horizontal", spacing=dp(2))
        self._upright = upright
        self.icon = Icon(icon, size=24, pos_hint={"center_x": 0.5} if upright else {"center_y": 0.5})
        self.label = Line(text, size=LEAST + 1 if upright else SMALL, halign="center" if upright else "left")
        if upright:
            self.label.size_hint_y, self.label.height = None, dp(22)
        self.add_widget(self.icon)
        self.add_widget(self.label)
        with self.canvas.after:
            self._colour = Color(rgba=(0, 0, 0, 0))
            self._bar = Rectangle()
        self.bind(pos=self._place, size=self._place)

    def set(self, on: bool) -> None:
        look = palette()
        self.label.bold = on
        self.label.color = self.icon.color = look.text if on else look.text_soft
        self._colour.rgba = look.accent if on else (0, 0, 0, 0)

    def _place(self, *_args: object) -> None:
        if self._upright:
            self._bar.pos, self._bar.size = self.pos, (dp(4), self.height)
            room = (self.height - self.icon.height - self.label.height - self.spacing) / 2
            self.padding = (dp(2), max(dp(2), room), dp(2), max(dp(2), room))
            return
        self._bar.pos, self._bar.size = self.pos, (self.width, dp(4))
        room = (self.width - self.icon.width - width_of(self.label.text, SMALL, bold=True)) / 2
        self.padding = (max(dp(2), room - dp(2)), 0, 0, 0)


class SectionTabs(BoxLayout):
    """A rail on the left of a wide tablet, a row on an upright one."""

    def __init__(self, go: Callable[[str], None], *, upright: bool) -> None:
        super().__init__(orientation="vertical" if upright else "horizontal")
        if upright:
            self.size_hint_x, self.width = None, dp(RAIL)
        else:
            self.size_hint_y, self.height = None, dp(TARGET + 4)
        paint(self, palette().surface)
        self.tabs: dict[str, Tab] = {}
        for name, text, icon in SECTIONS:
            self.tabs[name] = Tab(_(text), icon, partial(go, name), upright=upright)
            self.add_widget(self.tabs[name])

    def show(self, section: str) -> None:
        for name, tab in self.tabs.items():
            tab.set(name == section)
