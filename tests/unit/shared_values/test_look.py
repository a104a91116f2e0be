"""The look can be read: contrast on every surface of both themes, and never by colour alone."""

from __future__ import annotations

from itertools import combinations

import pytest

from shared.look import DARK, GRID, LIGHT, MAIN_TARGET, STATE_LOOKS, TARGET, Surface, contrast
from shared.record.register import SittingState

TEXT, SYMBOL = 4.5, 3.0
THEMES = {"light": LIGHT, "dark": DARK}
NEAR = 12.0
"""Closer than this (CIE 1976 ΔE) two small areas are easily taken for each other."""

# Machado, Oliveira and Fernandes 2009, severity 1.0, over linear RGB.
VISION = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "greyscale": ((0.2126, 0.7152, 0.0722),) * 3,
}


def surfaces(theme: Surface) -> tuple[str, str, str]:
    return theme.background, theme.surface, theme.raised


def test_contrast_is_the_one_of_the_guideline() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#777777", "#FFFFFF") == contrast("#FFFFFF", "#777777")


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("state", SittingState)
def test_a_state_is_readable_as_text_on_every_surface(name: str, state: SittingState) -> None:
    """4.5:1 for the letter and the word beside it, which covers the 3:1 of its symbol."""
    colour = getattr(STATE_LOOKS[state], name)
    assert min(contrast(colour, ground) for ground in surfaces(THEMES[name])) >= max(TEXT, SYMBOL)


@pytest.mark.parametrize("name", THEMES)
def test_text_accent_and_alarm_are_readable(name: str) -> None:
    theme = THEMES[name]
    for ground in surfaces(theme):
        for ink in (theme.text, theme.text_soft, theme.accent):
            assert contrast(ink, ground) >= TEXT
    assert contrast(theme.on_accent, theme.accent) >= TEXT
    assert contrast(theme.on_alarm, theme.alarm_background) >= TEXT


def test_every_state_has_a_look_a_letter_and_a_symbol_of_its_own() -> None:
    assert list(STATE_LOOKS) == list(SittingState)
    for part in ("label", "letter", "icon"):
        values = [getattr(look, part) for look in STATE_LOOKS.values()]
        assert len(set(values)) == len(values)
        assert all(values)
    assert all(len(look.letter) == 1 for look in STATE_LOOKS.values())


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("name", THEMES)
def test_states_that_look_alike_to_somebody_differ_by_letter_and_symbol(name: str, vision: str) -> None:
    """Colour is the third sign: whoever can't tell two colours apart still has the other two."""
    alike = 0
    for one, other in combinations(STATE_LOOKS.values(), 2):
        if distance(getattr(one, name), getattr(other, name), vision) < NEAR:
            alike += 1
            assert one.letter != other.letter
            assert one.icon != other.icon
            assert one.paper != other.paper or not one.paper
    # A set in which hardly anything can be told apart by colour would be worth changing all the same.
    assert alike <= {"usual": 3, "greyscale": 36}.get(vision, 9)


def test_on_paper_the_states_that_are_printed_differ() -> None:
    marks = [look.paper for state, look in STATE_LOOKS.items() if state is not SittingState.EXPECTED]
    assert len(set(marks)) == len(marks)
    assert STATE_LOOKS[SittingState.EXPECTED].paper == ""


def test_targets_are_on_the_grid_and_large_enough_for_a_thumb() -> None:
    assert TARGET % GRID == MAIN_TARGET % GRID == 0
    assert MAIN_TARGET > TARGET >= 48


def distance(one: str, other: str, vision: str) -> float:
    pairs = zip(lab(one, vision), lab(other, vision), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def lab(colour: str, vision: str) -> tuple[float, float, float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    seen = [
        min(1.0, max(0.0, sum(f * c for f, c in zip(row, linear, strict=True)))) for row in VISION[vision]
    ]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        root(sum(f * c for f, c in zip(row, seen, strict=True)) / w)
        for row, w in zip(to_xyz, white, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def root(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
