"""Boxes with a background: what content stands on."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, InstructionGroup, Line, RoundedRectangle
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget

from kiosk_app.theme.palette import Colour, palette
from kiosk_app.theme.scale import tall
from kiosk_app.theme.tokens import EDGE, GAP, RADIUS


def paint(
    widget: Widget, fill: Colour | None, *, radius: float = 0, line: Colour | None = None, width: float = 1
) -> Color:
    """Draw a background behind ``widget`` that follows it; returns the fill's colour to change later."""
    colour = Color(rgba=fill or (0, 0, 0, 0))
    shape = RoundedRectangle(radius=[dp(radius)])
    ground = InstructionGroup()
    ground.add(colour)
    ground.add(shape)
    if line is not None:
        edge = Line(width=dp(width))
        ground.add(Color(rgba=line))
        ground.add(edge)
    # First of all, since a field's own style ends with the colour that its text is drawn in.
    widget.canvas.before.insert(0, ground)

    def follow(*_args: Any) -> None:
        shape.pos, shape.size = widget.pos, widget.size
        if line is not None:
            edge.rounded_rectangle = (*widget.pos, *widget.size, dp(radius))

    widget.bind(pos=follow, size=follow)
    follow()
    return colour


class Row(BoxLayout):
    """Side by side; ``height`` in dp where it is fixed."""

    def __init__(self, *, height: float | None = None, **named: Any) -> None:
        named.setdefault("spacing", dp(GAP))
        super().__init__(orientation="horizontal", **named)
        if height is not None:
            self.size_hint_y = None
            self.height = tall(height)
            self.bind(minimum_height=self._make_room)

    def _make_room(self, _row: Any, needed: float) -> None:
        # Targets inside grow with the text; the row that holds them follows.
        self.height = max(self.height, needed)


class Column(BoxLayout):
    """One below the other; as high as its children when ``fit``."""

    def __init__(self, *, fit: bool = False, **named: Any) -> None:
        named.setdefault("spacing", dp(GAP))
        super().__init__(orientation="vertical", **named)
        if fit:
            self.size_hint_y = None
            # With nothing in it yet nothing is measured either: it takes no room.
            self.height = 0
            self.bind(minimum_height=self.setter("height"))


class Panel(Column):
    """A column on a surface of its own."""

    def __init__(self, *, fill: Colour | None = None, line: Colour | None = None, **named: Any) -> None:
        named.setdefault("padding", dp(EDGE))
        super().__init__(**named)
        look = palette()
        edge = line or (look.line if look.name == "contrast" else None)
        self.fill = paint(self, fill or look.surface, radius=RADIUS, line=edge)


class Gap(Widget):
    """Empty room: takes what is left, or ``size`` dp."""

    def __init__(self, size: float | None = None, **named: Any) -> None:
        super().__init__(**named)
        if size is not None:
            self.size_hint = (None, None)
            self.size = (dp(size), dp(size))


class Scroll(ScrollView):
    """A column that scrolls when it is too long; ``body`` takes the children."""

    def __init__(self, **named: Any) -> None:
        super().__init__(do_scroll_x=False, bar_width=dp(4), scroll_type=["bars", "content"], **named)
        self.bar_color = palette().text_soft
        self.bar_inactive_color = palette().line
        # Room for the bar beside what scrolls, and for the edges that are drawn half outside.
        self.body = Column(fit=True, padding=(dp(1), dp(1), dp(9), dp(1)))
        self.pads: list[Widget] = []
        """What is drawn on with a finger: a drag that begins there scrolls nothing."""
        self.add_widget(self.body)

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return bool(super().on_touch_down(touch))
        touch.push()
        touch.apply_transform_2d(self.to_local)
        taken = any(pad.collide_point(*touch.pos) and pad.on_touch_down(touch) for pad in self.pads)
        touch.pop()
        return taken or bool(super().on_touch_down(touch))
