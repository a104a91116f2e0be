"""The seats drawn as one picture: two hundred widgets would be slow, two hundred rectangles are not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, Line, Rectangle, RoundedRectangle
from kivy.graphics.texture import Texture
from kivy.metrics import dp, sp
from kivy.uix.widget import Widget
from kivymd.icon_definitions import md_icons

from kiosk_app.texts import _
from kiosk_app.theme.palette import Colour, palette
from kiosk_app.theme.script import USUAL
from kiosk_app.theme.tokens import LEAST, NUMBER, SMALL
from kiosk_app.viewmodels.book import Key
from kiosk_app.viewmodels.seat_map import MapSeat, SeatMapViewModel, WallMark
from shared.look import STATE_LOOKS
from shared.record.register import SittingState

HEAD = 40
EXPECTED_LETTER = STATE_LOOKS[SittingState.EXPECTED].letter


class SeatPlan(Widget):
    """Front and doors on the walls; a touch on a seat opens its candidate."""

    def __init__(self, choose: Callable[[Key], None], enlarge: Callable[[float, float], bool]) -> None:
        super().__init__()
        self._choose = choose
        self._enlarge = enlarge
        self._seats: tuple[MapSeat, ...] = ()
        self._rows, self._columns = 1.0, 1.0
        self._marks: tuple[WallMark, ...] = ()
        self.cell = (0.0, 0.0)
        self.bind(pos=self._draw, size=self._draw)

    def show(self, plan: SeatMapViewModel) -> None:
        shown = (plan.seats, plan.marks, plan.size)
        if shown == (self._seats, self._marks, (self._rows, self._columns)):
            return
        self._seats, self._marks, (self._rows, self._columns) = shown
        self._draw()

    def measure(self) -> None:
        """How large a seat is now."""
        left, bottom, right, top = self._margins
        wide, high = self.width - left - right, self.height - bottom - top
        self.cell = (wide / self._columns, high / self._rows)

    @property
    def _margins(self) -> tuple[float, float, float, float]:
        """Room for what is written on the walls: left, bottom, right, top."""
        sides = (
            any(mark.x == 0 for mark in self._marks),
            any(mark.y == 1 for mark in self._marks),
            any(mark.x == 1 for mark in self._marks),
            any(mark.y == 0 for mark in self._marks),
        )
        left, bottom, right, top = (sp(HEAD) if side else dp(4) for side in sides)
        return left * 1.3, bottom, right * 1.3, top

    def box(self, seat: MapSeat) -> tuple[float, float, float, float]:
        """Where a seat is drawn."""
        wide, high = self.cell
        gap = min(dp(5), wide * 0.06)
        left, _bottom, _right, top = self._margins
        x = self.x + left + seat.x * wide + gap
        y = self.top - top - (seat.y + 1) * high + gap
        return x, y, wide - 2 * gap, high - 2 * gap

    def on_touch_up(self, touch: Any) -> bool:
        moved = abs(touch.x - touch.ox) + abs(touch.y - touch.oy)
        if not self.collide_point(*touch.pos) or moved > dp(20) or touch.is_mouse_scrolling:
            return bool(super().on_touch_up(touch))
        if self._enlarge(touch.x - self.x, touch.y - self.y):
            return True
        for seat in self._seats:
            x, y, wide, high = self.box(seat)
            if seat.key is not None and x <= touch.x <= x + wide and y <= touch.y <= y + high:
                self._choose(seat.key)
                return True
        return bool(super().on_touch_up(touch))

    def _draw(self, *_args: Any) -> None:
        self.measure()
        self.canvas.clear()
        with self.canvas:
            for mark in self._marks:
                self._draw_mark(mark)
            for seat in self._seats:
                self._draw_seat(seat)

    def _draw_mark(self, mark: WallMark) -> None:
        look = palette()
        upright = mark.x in (0, 1) and mark.y not in (0, 1)
        long = (self.height if upright else self.width) * (0.4 if mark.kind == "front" else 0.08)
        x, y = self.x + mark.x * self.width, self.top - mark.y * self.height
        thick = dp(4)
        size = (thick, long) if upright else (long, thick)
        Color(rgba=look.line if mark.kind == "front" else look.accent)
        corner = (
            min(max(x - size[0] / 2, self.x), self.right - size[0]),
            min(max(y - size[1] / 2, self.y), self.top - size[1]),
        )
        Rectangle(pos=corner, size=size)
        words = _("Front") if mark.kind == "front" else _("Door")
        inward = sp(HEAD) * 0.58
        across = x + (inward if mark.x == 0 else -inward if mark.x == 1 else 0)
        up = y - inward if mark.y == 0 else y + inward if mark.y == 1 else y
        _words(
            words, SMALL, look.text_soft, across, up, within=(sp(HEAD) * (1.1 if upright else 3), sp(HEAD))
        )

    def _draw_seat(self, seat: MapSeat) -> None:
        look, (x, y, wide, high) = palette(), self.box(seat)
        ink = look.states[seat.state] if seat.state is not None else look.line
        Color(rgba=(*ink[:3], 0.18) if seat.state is not None else (0, 0, 0, 0))
        RoundedRectangle(pos=(x, y), size=(wide, high), radius=[dp(6)])
        Color(rgba=ink)
        Line(rounded_rectangle=(x, y, wide, high, dp(6)), width=dp(1.2))
        if seat.unused:
            Color(rgba=look.line)
            Line(points=[x, y, x + wide, y + high], width=dp(1))
        if seat.key is None:
            _words(seat.label, LEAST, look.text_soft, x + wide / 2, y + high / 2, within=(wide, high))
            return
        roomy = high > sp(58) and wide > sp(70)
        middle = y + high * (0.66 if roomy else 0.5)
        mark, font = self._mark(seat)
        if wide > sp(64):
            _words(seat.label, SMALL, look.text, x + wide * 0.36, middle, within=(wide * 0.6, high))
            _words(mark, NUMBER, ink, x + wide * 0.76, middle, within=(wide * 0.44, high), font=font)
        else:
            _words(mark, NUMBER, ink, x + wide / 2, middle, within=(wide, high), font=font)
        if roomy:
            _words(seat.number, LEAST, look.text_soft, x + wide / 2, y + high * 0.28, within=(wide, high))

    def _mark(self, seat: MapSeat) -> tuple[str, str]:
        """The state's letter, or its symbol where it has none that the usual font can draw."""
        if seat.more or seat.state is None or seat.letter.isascii() or seat.letter == EXPECTED_LETTER:
            return seat.letter + (f" +{seat.more}" if seat.more else ""), USUAL
        return md_icons[STATE_LOOKS[seat.state].icon], "Icons"


@cache
def _picture(text: str, size: float, font: str) -> Texture:
    drawn = CoreLabel(text=text, font_size=size, bold=font == USUAL, font_name=font)
    drawn.refresh()
    return drawn.texture


def _words(
    text: str,
    size: int,
    ink: Colour,
    x: float,
    y: float,
    *,
    within: tuple[float, float] = (1e9, 1e9),
    font: str = USUAL,
) -> None:
    """Words in the middle of a point; smaller where they would be larger than ``within``."""
    if not text:
        return
    texture = _picture(text, float(sp(size)), font)
    scale = min(1.0, within[0] / max(1, texture.width), within[1] / max(1, texture.height))
    wide, high = texture.width * scale, texture.height * scale
    Color(rgba=ink)
    Rectangle(texture=texture, pos=(x - wide / 2, y - high / 2), size=(wide, high))
