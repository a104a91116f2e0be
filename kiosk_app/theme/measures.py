"""Sizes of type and targets, in sp and dp; the grid is ``shared.look``'s."""

from __future__ import annotations

from typing import Final

from shared.look import GRID, MAIN_TARGET, TARGET

NAME: Final = 28
NUMBER: Final = 22
TITLE: Final = 20
BODY: Final = 18
SMALL: Final = 16
LEAST: Final = 14
"""Type sizes in sp; nothing is smaller than ``LEAST``."""

GAP: Final = GRID
EDGE: Final = 2 * GRID
RADIUS: Final = 10
BAR: Final = 64
"""Height of top bar and of the line under it."""

__all__ = [
    "BAR",
    "BODY",
    "EDGE",
    "GAP",
    "LEAST",
    "MAIN_TARGET",
    "NAME",
    "NUMBER",
    "RADIUS",
    "SMALL",
    "TARGET",
    "TITLE",
]
