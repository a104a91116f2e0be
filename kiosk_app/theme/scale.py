"""The text size somebody chose, and heights that follow it."""

from __future__ import annotations

from typing import Any

from kivy.core.window import Window
from kivy.metrics import Metrics, dp, sp

from kiosk_app.theme.frame import Frame
from kiosk_app.theme.tokens import LINE

_ROOM_IN_A_BUTTON = 12
_GROWING = 0.75
"""The part of a row that its text takes; the rest is space that needn't grow."""


def use_text_size(percent: int) -> None:
    """Widgets made from now on have type of this size; 100 is the size of the tokens."""
    Metrics.fontscale = percent / 100


def text_scale() -> float:
    return float(Metrics.fontscale)


def tall(height: float) -> float:
    """Pixels for something that is ``height`` dp high at the usual text size and holds text."""
    return float(dp(height) * (1 - _GROWING + _GROWING * max(1.0, text_scale())))


def fits(height: float, type_size: float, lines: int = 1) -> float:
    """Pixels for a target of at least ``height`` dp that holds lines of type."""
    return float(max(dp(height), lines * sp(type_size) * LINE + dp(_ROOM_IN_A_BUTTON)))


def frame(window: Any = Window) -> Frame:
    """The window as it is now."""
    return Frame(window.width / Metrics.density, window.height / Metrics.density, text_scale())
