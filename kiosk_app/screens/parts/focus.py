"""The keyboard's way through a screen: a ring that walks over what can be pressed, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kivy.graphics import Color, InstructionGroup, Line
from kivy.metrics import dp
from kivy.uix.scrollview import ScrollView
from kivy.uix.textinput import TextInput

from kiosk_app.screens.parts.press import Pressable
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import RADIUS

SAME_ROW = 12


class FocusRing:
    """Knows where the keyboard is; drawn only once somebody uses it."""

    def __init__(self) -> None:
        self.at: Any = None
        self._ring = InstructionGroup()

    def move(self, layer: Any, step: int) -> None:
        """To the next or the one before within a layer; around at the ends."""
        targets = in_reading_order(layer)
        if not targets:
            self.clear()
            return
        known = targets.index(self.at) if self.at in targets else (-1 if step > 0 else 0)
        self.go_to(targets[(known + step) % len(targets)])

    def go_to(self, target: Any) -> None:
        self.clear()
        self.at = target
        reveal(target)
        if isinstance(target, TextInput):
            target.focus = True
        target.canvas.after.add(self._ring)
        target.bind(pos=self._draw, size=self._draw)
        self._draw()

    def press(self) -> bool:
        """Press what the ring is on; whether there was anything."""
        if self.at is None or self.at.get_root_window() is None or not isinstance(self.at, Pressable):
            return False
        self.at.dispatch("on_release")
        return True

    def clear(self) -> None:
        if self.at is None:
            return
        self.at.unbind(pos=self._draw, size=self._draw)
        self.at.canvas.after.remove(self._ring)
        if isinstance(self.at, TextInput):
            self.at.focus = False
        self.at = None

    def _draw(self, *_args: Any) -> None:
        self._ring.clear()
        around = dp(3)
        x, y, wide, high = self.at.x - around, self.at.y - around, self.at.width, self.at.height
        # Light and dark beside each other: seen on every ground.
        for ink, width in ((palette().background, dp(3.5)), (palette().accent, dp(2))):
            self._ring.add(Color(rgba=ink))
            box = (x, y, wide + 2 * around, high + 2 * around, dp(RADIUS + 2))
            self._ring.add(Line(rounded_rectangle=box, width=width))


def in_reading_order(layer: Any) -> list[Any]:
    """What can be pressed or written in, line by line from the top."""
    found = [widget for widget in _under(layer) if _is_target(widget)]
    places = {widget: widget.to_window(widget.x, widget.top) for widget in found}
    return sorted(found, key=lambda widget: (-round(places[widget][1] / dp(SAME_ROW)), places[widget][0]))


def reveal(target: Any) -> None:
    """Scroll to a target that is out of sight."""
    around = target.parent
    while around is not None and around is not around.parent:
        if isinstance(around, ScrollView) and around.children and around.children[0].height > around.height:
            around.scroll_to(target, padding=dp(8), animate=False)
        around = around.parent


def _under(widget: Any) -> Iterator[Any]:
    for child in widget.children:
        yield from _under(child)
    yield widget


def _is_target(widget: Any) -> bool:
    if not isinstance(widget, (Pressable, TextInput)) or widget.disabled:
        return False
    return bool(widget.opacity and widget.height > 1 and widget.width > 1)
