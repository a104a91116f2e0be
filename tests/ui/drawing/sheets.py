"""Contact sheets: one a screen, themes one below the other, states and both orientations side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops

from kiosk_app.theme.tokens import THEME_NAMES, ThemeName
from tests.ui.drawing.draw import LONG_SIDE, SIZES, file_of
from tests.ui.drawing.scenes import Scene
from tests.ui.drawing.stage import STATES, State

ROOT: Final = Path(__file__).parents[3]
SHEETS: Final = ROOT / "docs" / "screens"
GAP: Final = 6
QUALITY: Final = 55
GROUND: Final = (96, 96, 96)
GRID: Final = 40
"""Pictures are compared in cells of this size on the sheet's scale: structure, not letters."""
TOLERANCE: Final = 14.0
"""Mean difference of a cell, of 255, from which a picture counts as another one."""
BARE: Final = 24
"""So far may storing move the colour of a place on which nothing is, at its edges."""
MOST_CELLS: Final = 0.06
"""So many of a picture's cells may differ: a number that depends on the machine, a cursor."""


def size_of(way: str) -> tuple[int, int]:
    """A small picture's width and height."""
    width, height = SIZES[way]
    scale = LONG_SIDE / max(width, height)
    return round(width * scale), round(height * scale)


def places() -> Iterator[tuple[State, ThemeName, str, tuple[int, int, int, int]]]:
    """Where each picture stands on its sheet."""
    row_height = max(size_of(way)[1] for way in SIZES) + GAP
    for row, theme in enumerate(THEME_NAMES):
        x = GAP
        for way in SIZES:
            width, height = size_of(way)
            for state in STATES:
                yield (
                    state,
                    theme,
                    way,
                    (x, GAP + row * row_height, x + width, GAP + row * row_height + height),
                )
                x += width + GAP


def compose(scene: Scene, drawn: Path) -> Image.Image:
    """The sheet of one screen: fresh pictures over those that are committed; a state without stays empty."""
    boxes = [box for *_which, box in places()]
    sheet = Image.new("RGB", (max(b[2] for b in boxes) + GAP, max(b[3] for b in boxes) + GAP), GROUND)
    if sheet_file(scene).exists():
        with Image.open(sheet_file(scene)) as committed:
            sheet.paste(committed.convert("RGB"))
    for state, theme, way, box in places():
        file = file_of(drawn, scene.name, state, theme, way)
        if file.exists():
            with Image.open(file) as picture:
                sheet.paste(picture.convert("RGB"), box[:2])
    return sheet


def sheet_file(scene: Scene) -> Path:
    return SHEETS / f"{scene.name}.webp"


def kept(scene: Scene, state: State, theme: ThemeName, way: str) -> Image.Image:
    """One small picture from its committed sheet."""
    box = next(b for s, t, w, b in places() if (s, t, w) == (state, theme, way))
    with Image.open(sheet_file(scene)) as sheet:
        return sheet.convert("RGB").crop(box)


def is_bare(picture: Image.Image) -> bool:
    """Whether nothing was put on this place of a sheet: the plain ground, as lossy storing leaves it."""
    bands = zip(picture.getextrema(), GROUND, strict=True)
    return all(abs(value - ground) <= BARE for extrema, ground in bands for value in extrema)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of cells in which two pictures of one size differ in what can be seen."""
    apart = ImageChops.difference(one.convert("L"), other.convert("L"))
    columns, rows = max(1, one.width * 8 // GRID), max(1, one.height * 8 // GRID)
    cells = apart.resize((columns, rows), Image.Resampling.BOX).tobytes()
    return sum(cell > TOLERANCE for cell in cells) / len(cells)
