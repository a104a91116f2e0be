"""The plan of the room: every seat with colour, letter and number; two fingers or buttons make it larger."""

from __future__ import annotations

from functools import partial
from typing import Any

from kivy.clock import Clock
from kivy.metrics import dp, sp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.scrollview import ScrollView

from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Column, Gap, Row, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line
from kiosk_app.screens.register_modes import RegisterModes
from kiosk_app.screens.seat_plan import SeatPlan
from kiosk_app.texts import counted
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import tall, text_scale
from kiosk_app.theme.tokens import EDGE, RADIUS, SMALL, TARGET

ZOOMS = (1.0, 1.4, 2.0, 2.8, 4.0)
FINGER = 48
"""Seats are at least so many dp wide from the zoom on at which they are touched."""


class MapSection(Row):
    """The whole room first; at the larger sizes one scrolls."""

    def __init__(self, nav: Nav, card: BoxLayout) -> None:
        super().__init__(padding=(dp(EDGE), dp(8), dp(EDGE), dp(8)), spacing=dp(EDGE))
        self._nav = nav
        self._zoom = 0
        side = Column(size_hint_x=1.3 if nav.frame.card_beside else 1)
        head = Row(height=TARGET)
        head.add_widget(RegisterModes(nav, "map"))
        head.add_widget(Gap())
        for button in self._zoom_buttons():
            head.add_widget(button)
        side.add_widget(head)
        self.view = ScrollView(bar_width=dp(6), scroll_type=["bars", "content"])
        self.plan = SeatPlan(nav.open_card, self._enlarge_at)
        self.plan.size_hint = (None, None)
        self.view.add_widget(self.plan)
        holder = FloatLayout()
        paint(holder, palette().surface, radius=RADIUS)
        self.view.pos_hint = {"x": 0, "y": 0}
        holder.add_widget(self.view)
        side.add_widget(holder)
        self.left = Line("", size=SMALL, colour=palette().text_soft, size_hint_y=None, height=tall(24))
        side.add_widget(self.left)
        self.add_widget(side)
        if nav.frame.card_beside:
            self.add_widget(card)
        self.view.bind(size=lambda *_args: self._fit())
        self.refresh()

    def refresh(self) -> None:
        model = self._nav.room.map
        self.plan.show(model)
        nobody = len(model.without_seat)
        not_set = counted("{n} not set", "{n} not set", self._nav.room.register.not_set)
        seatless = counted("{n} without a seat", "{n} without a seat", nobody) if nobody else ""
        self.left.text = " · ".join(filter(None, (not_set, seatless)))
        self._fit()

    def zoom(self, step: int) -> None:
        """One step larger or smaller."""
        self._zoom = min(len(ZOOMS) - 1, max(0, self._zoom + step))
        self._fit()

    def _fit(self) -> None:
        rows, columns = self._nav.room.map.size
        factor = ZOOMS[self._zoom]
        # At the first size the whole room is seen; seats never grow beyond what reads well.
        width = min(self.view.width, columns * sp(130)) * factor
        height = min(self.view.height, rows * sp(96) + sp(40)) * factor
        self.plan.size = (max(width, self.view.width), max(height, self.view.height))
        self.smaller.disabled, self.larger.disabled = self._zoom == 0, self._zoom == len(ZOOMS) - 1

    def _enlarge_at(self, x: float, y: float) -> bool:
        """A touch on a room whose seats are too small for a finger makes it larger there first."""
        if min(self.plan.cell) >= dp(FINGER) * min(1.0, text_scale()) * 0.75 or self._zoom == len(ZOOMS) - 1:
            return False
        across, up = x / self.plan.width, y / self.plan.height
        while min(self.plan.cell) < dp(FINGER) and self._zoom < len(ZOOMS) - 1:
            self.zoom(1)
            self.plan.measure()
        Clock.schedule_once(lambda _dt: self._scroll_to(across, up))
        return True

    def _scroll_to(self, across: float, up: float) -> None:
        self.view.scroll_x, self.view.scroll_y = across, up

    def _zoom_buttons(self) -> tuple[PushButton, PushButton]:
        self.smaller, self.larger = (
            PushButton("", partial(self.zoom, step), icon=icon, size_hint_x=None, width=sp(24) + dp(32))
            for step, icon in ((-1, "magnify-minus-outline"), (1, "magnify-plus-outline"))
        )
        return self.smaller, self.larger

    def on_touch_down(self, touch: Any) -> bool:
        if touch.is_mouse_scrolling and "ctrl" in getattr(touch, "modifiers", ()):
            self.zoom(1 if touch.button == "scrolldown" else -1)
            return True
        return bool(super().on_touch_down(touch))
