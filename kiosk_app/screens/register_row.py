"""One line of the register: state, name, number, seat, paper, arrangements."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.metrics import dp, sp
from kivy.properties import ObjectProperty
from kivy.uix.recycleview.views import RecycleDataViewBehavior

from kiosk_app.screens.parts.badge import StateBadge
from kiosk_app.screens.parts.panel import Column
from kiosk_app.screens.parts.press import Pressable
from kiosk_app.screens.parts.words import Line
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import frame, tall
from kiosk_app.theme.tokens import LEAST, NUMBER, TITLE
from kiosk_app.viewmodels.register import RegisterRow

ROW_HEIGHT = 68


class RowView(RecycleDataViewBehavior, Pressable):
    """Reused for whichever row scrolls into its place."""

    row: RegisterRow | None = ObjectProperty(None, allownone=True)
    choose: Any = ObjectProperty(None, allownone=True)

    def __init__(self, **named: Any) -> None:
        super().__init__(
            self._choose,
            padding=(dp(12), dp(6)),
            spacing=dp(12),
            size_hint_y=None,
            height=tall(ROW_HEIGHT),
            **named,
        )
        look = palette()
        self.badge = StateBadge(pos_hint={"center_y": 0.5})
        self.number = Line("", size=NUMBER, size_hint_x=None, width=sp(66))
        words = Column(spacing=0)
        self.name = Line("", size=TITLE)
        self.details = Line("", size=LEAST + 1, colour=look.text_soft)
        words.add_widget(self.name)
        words.add_widget(self.details)
        self.seat = Line("", size=NUMBER, bold=True, halign="right", size_hint_x=None, width=sp(58))
        self._narrow = frame().is_narrow
        parts = (
            (self.badge, words, self.seat) if self._narrow else (self.badge, self.number, words, self.seat)
        )
        for part in parts:
            self.add_widget(part)
        with self.canvas.before:
            Color(rgba=look.line)
            self._rule = Rectangle()
        self.bind(pos=self._underline, size=self._underline, row=self._show)

    def _show(self, *_args: Any) -> None:
        if self.row is None:
            return
        row, look = self.row, palette()
        self.badge.show(row.state)
        self.number.text = row.number or "–"
        self.name.text = row.name
        self.name.strikethrough = row.struck
        number = (row.number,) if self._narrow else ()
        parts = (*number, row.component, row.arrangements, row.note or row.label)
        self.details.text = "  ·  ".join(part for part in parts if part)
        self.details.color = look.states[row.state] if row.note else look.text_soft
        self.seat.text = row.seat or _("–")

    def _underline(self, *_args: Any) -> None:
        self._rule.pos, self._rule.size = (self.x + dp(12), self.y), (self.width - dp(24), dp(1))

    def _choose(self) -> None:
        if self.row is not None and self.choose is not None:
            self.choose(self.row.key)
