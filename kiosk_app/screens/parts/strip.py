"""Chips that don't all fit side by side: the row scrolls under the finger."""

from __future__ import annotations

from kivy.metrics import dp
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget

from kiosk_app.screens.parts.panel import Row
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import SMALL, TARGET


class Strip(ScrollView):
    """One row as high as a target."""

    def __init__(self) -> None:
        super().__init__(do_scroll_y=False, bar_width=0, size_hint_y=None, height=fits(TARGET, SMALL))
        self._row = Row(spacing=dp(6), size_hint_x=None)
        self._row.bind(minimum_width=self._row.setter("width"))
        self.add_widget(self._row)

    def put(self, *chips: Widget) -> None:
        for chip in chips:
            self._row.add_widget(chip)
