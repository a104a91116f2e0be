"""The style sheet is written from shared.look: no colour of its own, and every pair readable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hub.web.office.tokens import THEMES, Theme, css_name, style_sheet, tokens
from shared.look import DARK, LIGHT, STATE_LOOKS, contrast
from shared.record.register import SittingState

STATIC = Path(__file__).parents[3] / "hub" / "web" / "static"
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b")


def test_every_token_is_in_the_style_sheet_for_each_theme() -> None:
    sheet = style_sheet()
    light = sheet.split("@media", 1)[0]
    for state, look in STATE_LOOKS.items():
        assert f"--state-{css_name(state)}: {look.light};" in light
        assert sheet.count(f"--state-{css_name(state)}: {look.dark};") == 2
        assert f".is-{css_name(state)} {{ --state: var(--state-{css_name(state)}); }}" in sheet
    for surface, times in ((LIGHT, 1), (DARK, 2)):
        for name, value in surface._asdict().items():
            assert sheet.count(f"--{css_name(name)}: {value};") >= times


def test_dark_is_for_screens_only_so_that_paper_stays_light() -> None:
    for rule in style_sheet().split("@media")[1:]:
        assert rule.strip().startswith("screen")


def test_the_hand_written_sheet_names_no_colour_but_white_paper() -> None:
    sheet = (STATIC / "office.css").read_text(encoding="utf-8")
    assert set(COLOUR.findall(sheet)) == {"#FFFFFF"}
    assert "http" not in sheet
    used = set(re.findall(r"var\((--[a-z-]+)\)", sheet)) - {"--state"}
    known = set(tokens("light")) | {"--grid", "--target", "--main-target"}
    assert used <= known


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", SittingState)
def test_a_state_can_be_read_on_every_surface(theme: Theme, state: SittingState) -> None:
    colours = tokens(theme)
    for surface in ("--background", "--surface", "--raised"):
        assert contrast(colours[f"--state-{css_name(state)}"], colours[surface]) >= 4.5, surface
