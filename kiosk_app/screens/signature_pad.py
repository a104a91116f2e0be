"""Where somebody signs with a finger: strokes, kept as the compact path of ``shared.record.drawn``."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Line
from kivy.metrics import dp
from kivy.uix.widget import Widget

from kiosk_app.screens.parts.panel import paint
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import RADIUS
from shared.record.drawn import HEIGHT, WIDTH, is_drawn, write_path

MOST_POINTS = 4000
Point = tuple[float, float]


class SignaturePad(Widget):
    """A line to sign on. ``path`` is empty until enough was drawn to be a signature."""

    def __init__(self, **named: Any) -> None:
        super().__init__(size_hint_y=None, **named)
        look = palette()
        paint(self, look.raised, radius=RADIUS, line=look.line)
        self.strokes: list[list[Point]] = []
        self._finger: Any = None
        with self.canvas.after:
            Color(rgba=look.line)
            self._base = Line(width=dp(1))
            Color(rgba=look.text)
            self._ink: list[Line] = []
        self.bind(pos=self._place, size=self._place, width=self._shape)

    @property
    def path(self) -> str:
        """What was drawn; empty for a dot or a slip."""
        path = write_path(self.strokes)
        return path if is_drawn(path) else ""

    def clear(self) -> None:
        """Wiped, to draw again."""
        self.strokes.clear()
        for line in self._ink:
            self.canvas.after.remove(line)
        self._ink.clear()

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos) or self._finger is not None:
            return bool(super().on_touch_down(touch))
        # A drag here is a signature, never a scroll of what lies around.
        touch.grab(self)
        self._finger = touch
        self.strokes.append([self._point(touch)])
        with self.canvas.after:
            self._ink.append(Line(width=dp(1.6), points=[*touch.pos]))
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch is not self._finger:
            return bool(super().on_touch_move(touch))
        if sum(len(stroke) for stroke in self.strokes) < MOST_POINTS:
            self.strokes[-1].append(self._point(touch))
            x, y = min(max(touch.x, self.x), self.right), min(max(touch.y, self.y), self.top)
            self._ink[-1].points = [*self._ink[-1].points, x, y]
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch is not self._finger:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        self._finger = None
        return True

    def _point(self, touch: Any) -> Point:
        return (touch.x - self.x) / self.width, 1 - (touch.y - self.y) / self.height

    def _shape(self, *_args: Any) -> None:
        self.height = min(self.width * HEIGHT / WIDTH, dp(220))

    def _place(self, *_args: Any) -> None:
        y = self.y + self.height * 0.24
        # ``right`` may still be the one before, here.
        self._base.points = [self.x + dp(24), y, self.x + self.width - dp(24), y]
        self._ink_again()

    def _ink_again(self) -> None:
        for line, stroke in zip(self._ink, self.strokes, strict=True):
            line.points = [
                part for x, y in stroke for part in (self.x + x * self.width, self.y + (1 - y) * self.height)
            ]
