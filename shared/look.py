"""One look for tablet, page and paper: the tokens that theme, style sheet and PDFs are made from."""

from __future__ import annotations

from typing import Final, NamedTuple

from shared.record.register import SittingState


class StateLook(NamedTuple):
    """How a state is shown: never by colour alone. ``icon`` is a Material Design icon name."""

    label: str
    letter: str
    icon: str
    light: str
    dark: str
    paper: str


STATE_LOOKS: Final[dict[SittingState, StateLook]] = {
    SittingState.EXPECTED: StateLook("not set", "·", "circle-outline", "#5B6470", "#9AA4B2", ""),
    SittingState.PRESENT: StateLook("present", "P", "check", "#00705A", "#4CC9A4", "✓"),
    SittingState.LATE: StateLook("late", "L", "clock-outline", "#8A5A00", "#F0B84B", "L"),
    SittingState.VERY_LATE: StateLook("very late", "V", "clock", "#A83C00", "#FF8A50", "V"),
    SittingState.ABSENT: StateLook("absent", "A", "close", "#3A3F47", "#C3C9D1", "A"),
    SittingState.PENDING: StateLook(
        "identity pending", "?", "help-circle-outline", "#6A3FA0", "#BFA2F2", "?"
    ),
    SittingState.ALARM: StateLook("needs the officer", "!", "alert", "#B3261E", "#FF8A80", "!"),
    SittingState.AWAY: StateLook("away from the room", "↗", "arrow-top-right", "#1F5FA8", "#8AB8F5", "–"),
    SittingState.COLLECTED: StateLook("script collected", "S", "layers", "#00705A", "#4CC9A4", "S"),
}


class Surface(NamedTuple):
    """The colours of one theme that are not states."""

    background: str
    surface: str
    raised: str
    line: str
    text: str
    text_soft: str
    accent: str
    on_accent: str
    alarm_background: str
    on_alarm: str


LIGHT: Final = Surface(
    background="#F6F7F9",
    surface="#FFFFFF",
    raised="#EEF1F5",
    line="#D5DAE1",
    text="#171B21",
    text_soft="#4A525E",
    accent="#1B4F8F",
    on_accent="#FFFFFF",
    alarm_background="#B3261E",
    on_alarm="#FFFFFF",
)
DARK: Final = Surface(
    background="#101317",
    surface="#181C22",
    raised="#222831",
    line="#39414D",
    text="#E8EBEF",
    text_soft="#AEB6C2",
    accent="#8FC1FF",
    on_accent="#06213F",
    alarm_background="#8C1D18",
    on_alarm="#FFFFFF",
)

GRID: Final = 8
"""Spacing unit: dp on a tablet, px on a page."""
TARGET: Final = 48
MAIN_TARGET: Final = 64
"""Least height of what is touched, and of the main action, in dp."""


def contrast(foreground: str, background: str) -> float:
    """The WCAG 2 contrast ratio of two ``#RRGGBB`` colours, 1 to 21."""

    def luminance(colour: str) -> float:
        channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(foreground), luminance(background)), reverse=True)
    return (high + 0.05) / (low + 0.05)
