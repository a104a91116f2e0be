"""The tokens of ``shared.look`` as Kivy colours: dark for the room, light for the office, high contrast."""

from __future__ import annotations

from typing import NamedTuple

from kiosk_app.theme.tokens import SURFACES, ThemeName
from shared.look import STATE_LOOKS
from shared.record.register import SittingState

Colour = tuple[float, float, float, float]


class Palette(NamedTuple):
    """One theme, ready to draw."""

    name: ThemeName
    background: Colour
    surface: Colour
    raised: Colour
    line: Colour
    text: Colour
    text_soft: Colour
    accent: Colour
    on_accent: Colour
    alarm_background: Colour
    on_alarm: Colour
    states: dict[SittingState, Colour]

    @property
    def alarm(self) -> Colour:
        """Red for words and symbols on a surface."""
        return self.states[SittingState.ALARM]

    @property
    def good(self) -> Colour:
        return self.states[SittingState.PRESENT]

    @property
    def warning(self) -> Colour:
        return self.states[SittingState.LATE]


def colour(text: str, alpha: float = 1.0) -> Colour:
    """``#RRGGBB`` as Kivy draws it."""
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (red, green, blue, alpha)


def make_palette(name: ThemeName) -> Palette:
    """The theme's colours, from the tokens."""
    surface = SURFACES[name]
    states = {
        state: colour(look.light if name == "light" else look.dark) for state, look in STATE_LOOKS.items()
    }
    drawn = {part: colour(token) for part, token in surface._asdict().items()}
    return Palette(name=name, states=states, **drawn)


_current: list[Palette] = []


def palette() -> Palette:
    """The theme in use; dark unless the app chose another."""
    if not _current:
        _current.append(make_palette("dark"))
    return _current[0]


def use_theme(name: ThemeName) -> None:
    """Widgets made from now on are drawn in this theme."""
    _current[:] = [make_palette(name)]
