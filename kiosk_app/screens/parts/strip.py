"""Chips that don't all fit side by side: the row scrolls under the finger, and says that it goes on."""

from __future__ import annotations

from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, Rectangle
from kivy.metrics import dp, sp
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget
from kivymd.icon_definitions import md_icons

from kiosk_app.screens.parts.panel import Row
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import SMALL, TARGET


class Strip(ScrollView):
    """One row as high as a target; an arrow stands at each end behind which there is more."""

    def __init__(self) -> None:
        super().__init__(do_scroll_y=False, bar_width=0, size_hint_y=None, height=fits(TARGET, SMALL))
        self._row = Row(spacing=dp(6), size_hint_x=None)
        self._row.bind(minimum_width=self._row.setter("width"))
        self.add_widget(self._row)
        look = palette()
        self._ends = []
        for name in ("chevron-left", "chevron-right"):
            with self.canvas.after:
                ground = Color(rgba=(*look.background[:3], 0))
                veil = Rectangle()
                ink = Color(rgba=(*look.text[:3], 0))
                arrow = Rectangle(texture=_picture(name))
            self._ends.append((ground, veil, ink, arrow))
        self.bind(pos=self._tell, size=self._tell, scroll_x=self._tell)
        self._row.bind(width=self._tell)

    def put(self, *chips: Widget) -> None:
        for chip in chips:
            self._row.add_widget(chip)

    def _tell(self, *_args: Any) -> None:
        hidden = self._row.width - self.width
        more = (hidden * self.scroll_x > dp(2), hidden * (1 - self.scroll_x) > dp(2))
        wide = dp(28)
        for (ground, veil, ink, arrow), is_more, x in zip(
            self._ends, more, (self.x, self.x + self.width - wide), strict=True
        ):
            ground.a, ink.a = (0.92, 1) if is_more and hidden > 0 else (0, 0)
            veil.pos, veil.size = (x, self.y), (wide, self.height)
            size = arrow.texture.size
            arrow.pos = (x + (wide - size[0]) / 2, self.y + (self.height - size[1]) / 2)
            arrow.size = size


def _picture(name: str) -> Any:
    drawn = CoreLabel(text=md_icons[name], font_size=sp(24), font_name="Icons")
    drawn.refresh()
    return drawn.texture
