"""One design system: colours come from its tokens, wherever a sheet is loaded."""

from __future__ import annotations

import re
from pathlib import Path

from hub.web.office.tokens import style_sheet

STATIC = Path(__file__).parents[2] / "hub" / "web" / "static"
PAPER = {"#FFFFFF", "#000", "#14171B", "#1B4F8F"}
"""White paper, and ink on it: what is printed or drawn on is the same in the dark."""


def test_no_sheet_has_a_colour_of_its_own() -> None:
    for sheet in sorted(STATIC.glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        own = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b|\b(?:rgb|hsl)a?\(", text)) - PAPER
        assert own == set(), f"{sheet.name}: use a token of tokens.css"
        assert ":root" not in text, f"{sheet.name}: tokens are defined in shared/look.py"


def test_every_token_that_a_sheet_uses_exists() -> None:
    defined = set(re.findall(r"(--[a-z-]+):", style_sheet()))
    for sheet in sorted(STATIC.glob("*.css")):
        text = sheet.read_text(encoding="utf-8")
        used = set(re.findall(r"var\((--[a-z-]+)\)", text)) - set(re.findall(r"(--[a-z-]+):", text))
        assert used <= defined, sheet.name
