"""What can be pressed: buttons, chips and pressable rows, never smaller than a finger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from kivy.graphics import Color, RoundedRectangle
from kivy.metrics import dp, sp
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.parts.panel import paint
from kiosk_app.screens.parts.words import Icon, Line, width_of
from kiosk_app.theme.palette import Colour, Palette, palette
from kiosk_app.theme.scale import fits
from kiosk_app.theme.tokens import BODY, GAP, MAIN_TARGET, RADIUS, SMALL, TARGET

Kind = Literal["main", "plain", "quiet", "danger", "good"]
SMALLER = 0.8
"""How much smaller a button's words may be set before they take two lines."""


class Pressable(ButtonBehavior, BoxLayout):
    """A box that is pressed as a whole; it darkens at once under the finger."""

    def __init__(self, on_press_done: Callable[[], object] | None = None, **named: Any) -> None:
        super().__init__(**named)
        self.always_release = False
        with self.canvas.after:
            self._veil = Color(rgba=(1, 1, 1, 0))
            self._veil_shape = RoundedRectangle(radius=[dp(RADIUS)])
        self.bind(pos=self._follow, size=self._follow, state=self._press)
        self.act = on_press_done

    def on_release(self) -> None:
        if self.act is not None and not self.disabled:
            self.act()

    def _follow(self, *_args: Any) -> None:
        self._veil_shape.pos, self._veil_shape.size = self.pos, self.size

    def _press(self, *_args: Any) -> None:
        self._veil.rgba = (*palette().text[:3], 0.18 if self.state == "down" else 0)


class PushButton(Pressable):
    """A button with words and perhaps a symbol. ``main`` is the next thing to do: one on a screen."""

    def __init__(
        self,
        text: str,
        act: Callable[[], object] | None = None,
        *,
        kind: Kind = "plain",
        icon: str = "",
        height: float | None = None,
        size: int | None = None,
        **named: Any,
    ) -> None:
        named.setdefault("size_hint_y", None)
        named.setdefault("padding", (dp(2 * GAP), 0))
        named.setdefault("spacing", dp(GAP))
        super().__init__(act, **named)
        self.kind = kind
        self._least = height or (MAIN_TARGET if kind == "main" else TARGET)
        fill, ink, edge = _colours(kind, palette())
        self._fill = paint(self, fill, radius=RADIUS, line=edge)
        self._bold = kind == "main"
        self._size = size or (BODY + 2 if self._bold else BODY)
        self.height = fits(self._least, self._size)
        self.label = Line(text, size=self._size, colour=ink, bold=self._bold)
        self.icon: Icon | None = None
        if icon:
            self.icon = Icon(icon, size=28 if self._bold else 24, colour=ink, pos_hint={"center_y": 0.5})
            self.add_widget(self.icon)
        if text or not icon:
            self.add_widget(self.label)
        self.is_centred = True
        self.bind(disabled=self._dim, size=self._centre)
        self.label.bind(text=self._centre)
        self._centre()

    @property
    def text(self) -> str:
        return str(self.label.text)

    @text.setter
    def text(self, text: str) -> None:
        if text and self.label.parent is None:
            self.add_widget(self.label)
        self.label.text = text

    def ink(self, fill: Colour | None, ink: Colour) -> None:
        """Another ground and another colour of words and symbol."""
        self._fill.rgba = fill or (0, 0, 0, 0)
        self.label.color = ink
        if self.icon is not None:
            self.icon.color = ink

    def _centre(self, *_args: Any) -> None:
        # Symbol and words stand together in the middle; names in a list begin on the left.
        icon = self.icon.width + self.spacing if self.icon is not None else 0
        words = width_of(self.label.text, self._size, bold=self._bold) + dp(2) if self.label.parent else 0
        words = self._fit_words(words, self.width - icon - dp(20))
        free = (self.width - icon - words) / 2
        edge = max(dp(12), free) if self.is_centred else dp(12)
        self.padding = (edge, 0, dp(8) if free > dp(12) else dp(4), 0)

    def _fit_words(self, words: float, room: float) -> float:
        """Words wider than the button are set a little smaller, then on two lines: never cut."""
        smaller = 1.0 if words <= room or room <= dp(8) else max(SMALLER, room / words)
        lines = 1 if words * smaller <= room + 1 or room <= dp(8) else 2
        if lines == 2:
            smaller = min(1.0, max(SMALLER, room * 1.7 / words))
        self.label.font_size = sp(self._size) * smaller
        self.label.shorten, self.label.max_lines = lines == 1, lines
        if self.size_hint_y is None:
            self.height = fits(self._least, self._size * smaller, lines)
        return min(words * smaller, room) if lines == 1 else room

    def _dim(self, *_args: Any) -> None:
        if self.kind == "main":
            # Words on a faded accent could not be read: until it can be pressed it is a plain shape.
            look = palette()
            fill, ink = (look.raised, look.text_soft) if self.disabled else (look.accent, look.on_accent)
            self.ink(fill, ink)
        else:
            self.opacity = 0.55 if self.disabled else 1
        self.label.disabled_color = self.label.color
        if self.icon is not None:
            self.icon.disabled_color = self.label.color


class Chip(Pressable):
    """A filter that is on or off; on is told by a filled shape and a tick, not by colour alone."""

    def __init__(self, text: str, act: Callable[[], object], **named: Any) -> None:
        super().__init__(act, padding=(dp(12), 0), spacing=dp(4), size_hint=(None, None), **named)
        self.height = fits(TARGET, SMALL)
        look = palette()
        self._fill = paint(self, look.raised, radius=self.height / dp(1) / 2, line=look.line)
        self.icon = Icon("", size=18, colour=look.on_accent, pos_hint={"center_y": 0.5})
        self.label = Line(text, size=SMALL, halign="center")
        self.add_widget(self.label)
        self.label.bind(text=self._measure)
        self.is_on = False
        self._measure()

    def set(self, text: str, on: bool) -> None:
        """Words and state together."""
        look = palette()
        self.label.text = text
        if on != self.is_on:
            self.is_on = on
            self._fill.rgba = look.accent if on else look.raised
            self.label.color = look.on_accent if on else look.text
            self.icon.show("check" if on else "")
            if on:
                self.add_widget(self.icon, index=1)
            else:
                self.remove_widget(self.icon)
        self._measure()

    def _measure(self, *_args: Any) -> None:
        self.width = max(
            dp(60), width_of(self.label.text, SMALL) + dp(28) + (sp(18) + dp(14) if self.is_on else 0)
        )


def _colours(kind: Kind, look: Palette) -> tuple[Colour | None, Colour, Colour | None]:
    match kind:
        case "main":
            return look.accent, look.on_accent, None
        case "danger":
            return None, look.alarm, look.alarm
        case "good":
            return None, look.good, look.good
        case "quiet":
            return None, look.accent, None
        case _:
            return look.raised, look.text, look.line
