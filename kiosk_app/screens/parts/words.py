"""Text and symbols."""

from __future__ import annotations

from typing import Any

import kivymd.font_definitions  # noqa: F401 - registers the icon font
from kivy.core.text import Label as CoreLabel
from kivy.metrics import dp, sp
from kivy.uix.label import Label
from kivymd.icon_definitions import md_icons

from kiosk_app.theme.palette import Colour, palette
from kiosk_app.theme.script import drawn, font_for, is_right_to_left
from kiosk_app.theme.tokens import BODY, LEAST


class Text(Label):
    """A line or paragraph that wraps to its width and is as high as its lines, unless told otherwise."""

    def __init__(
        self,
        text: str = "",
        *,
        size: int = BODY,
        colour: Colour | None = None,
        fit: bool = True,
        **named: Any,
    ) -> None:
        named.setdefault("halign", "left")
        named.setdefault("valign", "middle")
        self.said = text
        shown, font = drawn(text), font_for(text)
        super().__init__(
            text=shown, font_size=sp(size), color=colour or palette().text, font_name=font, **named
        )
        if is_right_to_left(text):
            self.shorten_from = "left"
        self.bind(text=self._write)
        self._fit = fit
        if fit:
            self.size_hint_y = None
            self.bind(width=self._wrap, texture_size=self._grow)
        else:
            self.bind(size=self._box)

    def _write(self, _label: Any, text: str) -> None:
        """Every text that is set goes through the script it is written in."""
        if text == drawn(self.said):
            return
        self.said = text
        self.font_name = font_for(text)
        # Where a name begins on the right, its end is what may be cut.
        self.shorten_from = "left" if is_right_to_left(text) else "right"
        self.text = drawn(text)

    def _wrap(self, *_args: Any) -> None:
        self.text_size = (self.width, None)

    def _grow(self, *_args: Any) -> None:
        self.height = self.texture_size[1]

    def _box(self, *_args: Any) -> None:
        self.text_size = self.size


class Line(Text):
    """One line that is cut with an ellipsis where it is too long."""

    def __init__(self, text: str = "", **named: Any) -> None:
        named.setdefault("shorten", True)
        named.setdefault("shorten_from", "right")
        named.setdefault("max_lines", 1)
        super().__init__(text, fit=False, **named)


def width_of(text: str, size: int, *, bold: bool = False) -> float:
    """How wide one line of text is drawn."""
    label = CoreLabel(font_size=sp(size), bold=bold, font_name=font_for(text))
    return float(label.get_extents(drawn(text))[0])


def shrink(label: Label, size: int) -> None:
    """Smaller type where one word is wider than its place, never below the least size; for short labels."""
    wide = width_of(label.text, size, bold=label.bold)
    if wide and label.width > 1:
        least = min(sp(size), float(dp(LEAST)))
        label.font_size = max(least, min(sp(size), sp(size) * label.width / wide * 0.98))


class Icon(Label):
    """A Material Design symbol by its name."""

    def __init__(self, name: str, *, size: int = 24, colour: Colour | None = None, **named: Any) -> None:
        named.setdefault("size_hint", (None, None))
        super().__init__(font_name="Icons", font_size=sp(size), color=colour or palette().text, **named)
        if self.size_hint == [None, None] and "size" not in named:
            self.size = (sp(size) + dp(8), sp(size) + dp(8))
        self.show(name)

    def show(self, name: str) -> None:
        """Another symbol in the same place."""
        self.text = md_icons.get(name, "")
