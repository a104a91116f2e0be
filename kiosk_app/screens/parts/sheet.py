"""A sheet over the room: a title, what it asks, and a way back."""

from __future__ import annotations

from collections.abc import Callable

from kivy.graphics import Color, Rectangle
from kivy.metrics import dp, sp
from kivy.uix.anchorlayout import AnchorLayout
from kivy.uix.widget import Widget

from kiosk_app.screens.parts.panel import Column, Panel, Row, Scroll
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Line
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import TITLE

WIDEST = 720


class Sheet(AnchorLayout):
    """Covers the room; touches beside it do nothing, so that nothing is lost by a slip."""

    def __init__(self, title: str, close: Callable[[], None]) -> None:
        super().__init__(anchor_x="center", anchor_y="center", padding=dp(16))
        with self.canvas.before:
            Color(rgba=(0, 0, 0, 0.62))
            self._veil = Rectangle()
        self.bind(pos=self._follow, size=self._follow)
        self.panel = Panel(size_hint=(None, None), spacing=dp(12), line=palette().line)
        self.head = head = Row(height=48)
        head.add_widget(Line(title, size=TITLE, bold=True))
        self.close = PushButton(
            "", close, kind="quiet", icon="close", size_hint_x=None, width=dp(56), pos_hint={"center_y": 0.5}
        )
        head.add_widget(self.close)
        self.panel.add_widget(head)
        self.scroll = Scroll()
        self.body: Column = self.scroll.body
        self.body.spacing = dp(12)
        self.foot = Row(spacing=dp(12), height=0)
        self.panel.add_widget(self.scroll)
        self.panel.add_widget(self.foot)
        self.add_widget(self.panel)
        self.body.bind(height=self._measure)

    def add_foot(self, button: Widget) -> None:
        """A button under the scrolling part, always in sight."""
        self.foot.add_widget(button)
        self.foot.height = max(self.foot.height, button.height)
        self._measure()

    def on_touch_down(self, touch: object) -> bool:
        super().on_touch_down(touch)
        return True

    def _follow(self, *_args: object) -> None:
        self._veil.pos, self._veil.size = self.pos, self.size
        self._measure()

    def _measure(self, *_args: object) -> None:
        frame = self.head.height + dp(2 * 16 + 2 * 12) + self.foot.height
        self.panel.width = min(max(dp(WIDEST), sp(WIDEST) * 0.8), self.width - dp(32))
        self.panel.height = min(self.body.height + frame, self.height - dp(32))
