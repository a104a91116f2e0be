"""The tablet's design tokens: type, spacing, targets and the colours of its themes, in one file.

States and the surfaces that page and paper share come from ``shared.look``; what only a tablet needs stands
here. Screens take sizes from here and colours from ``palette()``; no screen has a number of its own for them.
"""

from __future__ import annotations

from typing import Final, Literal

from shared.look import DARK, GRID, LIGHT, MAIN_TARGET, TARGET, Surface

# Type, in sp: it grows with the text size that somebody chose. Nothing is smaller than LEAST.
HUGE: Final = 56
NAME: Final = 28
NUMBER: Final = 22
TITLE: Final = 20
BODY: Final = 18
SMALL: Final = 16
DETAIL: Final = 15
LEAST: Final = 14
LINE: Final = 1.3
"""Height of a line of type, for one sp of its size."""

# Space, in dp.
GAP: Final = GRID
EDGE: Final = 2 * GRID
RADIUS: Final = 10
BAR: Final = 64
LOW_BAR: Final = 52
"""Height of top bar and of the line under it; the lower one where the screen is low."""
RAIL: Final = 96
CARD_ROOM: Final = 840
"""A card stands beside the list where the frame is at least so wide, else it lies over the list."""
LOW: Final = 640
NARROW: Final = 620
"""Frames lower or narrower than this, once text size is counted, are laid out more tightly."""

TEXT_PERCENTS: Final = (100, 125, 150, 175, 200)
ThemeName = Literal["dark", "light", "contrast"]
THEME_NAMES: Final[tuple[ThemeName, ...]] = ("dark", "light", "contrast")

CONTRAST: Final = DARK._replace(
    background="#000000",
    surface="#000000",
    raised="#1A1A1A",
    line="#FFFFFF",
    text="#FFFFFF",
    text_soft="#FFFFFF",
    accent="#FFD84D",
    on_accent="#000000",
)
"""For bright windows and tired eyes: white on black, every edge drawn."""

SURFACES: Final[dict[ThemeName, Surface]] = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}

__all__ = [
    "BAR",
    "BODY",
    "CARD_ROOM",
    "CONTRAST",
    "DETAIL",
    "EDGE",
    "GAP",
    "HUGE",
    "LEAST",
    "LINE",
    "LOW",
    "LOW_BAR",
    "MAIN_TARGET",
    "NAME",
    "NARROW",
    "NUMBER",
    "RADIUS",
    "RAIL",
    "SMALL",
    "SURFACES",
    "TARGET",
    "TEXT_PERCENTS",
    "THEME_NAMES",
    "TITLE",
    "ThemeName",
]
