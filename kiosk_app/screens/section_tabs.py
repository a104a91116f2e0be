"""Where in the exam day one looks: register, exam, collect, sign, tablet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from kivy.graphics import Color, Rectangle
from kivy.metrics import dp, sp
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.parts.panel import paint
from kiosk_app.screens.parts.press import Pressable
from kiosk_app.screens.parts.words import Icon, Line, shrink, width_of
from kiosk_app.texts import N_, _
from kiosk_app.theme.frame import Frame
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits, tall
from kiosk_app.theme.tokens import DETAIL, SMALL, TARGET

SECTIONS: Final = (
    ("register", N_("Register"), "format-list-checks"),
    ("exam", N_("Exam"), "clock-outline"),
    ("collect", N_("Collect"), "layers-outline"),
    ("sign", N_("Sign"), "draw"),
    ("tablet", N_("Tablet"), "tablet"),
)


class Tab(Pressable):
    """One section: symbol over word where there is height, beside it in a row; the open one has a bar.

    ``plain`` tabs have the word only: on a low screen with large type there is room for no more.
    """

    def __init__(
        self, text: str, icon: str, act: Callable[[], None], *, rail: bool, over: bool, plain: bool
    ) -> None:
        super().__init__(act, orientation="vertical" if over else "horizontal", spacing=dp(2))
        self._rail, self._over = rail, over
        self._size = DETAIL if over else SMALL
        self.icon = Icon(icon, size=24, pos_hint={"center_x": 0.5} if over else {"center_y": 0.5})
        self.label = Line(text, size=self._size, halign="center" if over else "left")
        if over:
            self.label.size_hint_y, self.label.height = None, tall(22)
            self.icon.height = sp(26)
        self.label.bind(width=lambda *_args: shrink(self.label, self._size))
        if plain:
            self.icon.height = self.icon.width = 0
        else:
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
        size = (dp(4), self.height) if self._rail else (self.width, dp(4))
        self._bar.pos, self._bar.size = self.pos, size
        if self._over:
            room = (self.height - self.icon.height - self.label.height - self.spacing) / 2
            self.padding = (dp(2), max(dp(1), room), dp(2), max(dp(1), room))
        else:
            room = (self.width - self.icon.width - width_of(self.label.text, SMALL, bold=True)) / 2
            self.padding = (max(dp(2), room - dp(2)), 0, 0, 0)


class SectionTabs(BoxLayout):
    """A rail on the side of a wide tablet, a row on an upright one."""

    def __init__(self, go: Callable[[str], None], frame: Frame) -> None:
        rail = frame.is_wide
        super().__init__(orientation="vertical" if rail else "horizontal")
        over = rail or frame.is_narrow
        if not rail:
            self.size_hint_y, self.height = None, fits(TARGET + 4, DETAIL) + (sp(20) if over else 0)
        paint(self, palette().surface)
        self.tabs: dict[str, Tab] = {}
        for name, text, icon in SECTIONS:
            self.tabs[name] = Tab(
                _(text), icon, partial(go, name), rail=rail, over=over, plain=frame.is_low and frame.says_less
            )
            self.add_widget(self.tabs[name])

    def show(self, section: str) -> None:
        for name, tab in self.tabs.items():
            tab.set(name == section)
