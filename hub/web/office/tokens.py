"""The style sheet's tokens, written from ``shared.look`` so that page, tablet and paper can't drift apart."""

from __future__ import annotations

from typing import Final, Literal

from shared.look import DARK, GRID, LIGHT, MAIN_TARGET, STATE_LOOKS, TARGET, Surface
from shared.record.register import SittingState

Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")


def css_name(name: str) -> str:
    """``very_late`` → ``very-late``."""
    return name.replace("_", "-")


def tokens(theme: Theme) -> dict[str, str]:
    """Custom property → colour, for one theme."""
    surface: Surface = LIGHT if theme == "light" else DARK
    colours = {f"--{css_name(name)}": value for name, value in surface._asdict().items()}
    for state, look in STATE_LOOKS.items():
        colours[f"--state-{css_name(state)}"] = look.light if theme == "light" else look.dark
    return colours


def style_sheet() -> str:
    """``tokens.css``: light by default and on paper, dark where the system or the officer asks for it."""
    sizes = {
        "--grid": f"{GRID}px",
        "--target": f"{TARGET}px",
        "--main-target": f"{MAIN_TARGET}px",
    }
    light, dark = _lines(tokens("light"), "color-scheme: light"), _lines(tokens("dark"), "color-scheme: dark")
    rules = [
        f":root {{ {_lines(sizes)} {light} }}",
        f"@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ {dark} }} }}",
        f"@media screen {{ :root[data-theme=dark] {{ {dark} }} }}",
        *(_state_rule(state) for state in SittingState),
    ]
    return "\n".join(rules) + "\n"


def _state_rule(state: SittingState) -> str:
    name = css_name(state)
    return f".is-{name} {{ --state: var(--state-{name}); }}"


def _lines(values: dict[str, str], *more: str) -> str:
    return " ".join([*(f"{name}: {value};" for name, value in values.items()), *(f"{m};" for m in more)])
