"""Screens drawn now are the ones that are committed: structure and colour, not letters. A sample of them all.

``make screens ARGS=--check`` compares every screen in every state; ``make screens`` draws them anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.ui.drawing.__main__ import differing
from tests.ui.drawing.draw import file_of
from tests.ui.drawing.scenes import SCENES
from tests.ui.drawing.sheets import (
    MOST_CELLS,
    ROOT,
    SHEETS,
    compose,
    difference,
    is_bare,
    kept,
    sheet_file,
    size_of,
)

SAMPLE = ("locked", "board", "board-stopped", "collect", "collect-done", "sign", "pack")
MOST_BYTES = 4_000_000


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in a process of its own, since a window keeps its first size."""
    folder = tmp_path_factory.mktemp("drawn")
    asked = ["--scenes", ",".join(SAMPLE), "--states", "typical", "--themes", "dark"]
    subprocess.run(
        [sys.executable, "-m", "tests.ui.drawing.draw", str(folder), "wide", *asked],
        cwd=ROOT,
        env=os.environ | {"SDL_VIDEODRIVER": "offscreen"},
        check=True,
    )
    return folder


@pytest.mark.parametrize("name", SAMPLE)
def test_a_screen_is_as_it_was_last_looked_at(name: str, drawn: Path) -> None:
    scene = next(scene for scene in SCENES if scene.name == name)
    assert not is_bare(kept(scene, "typical", "dark", "wide")), "nothing to compare with"
    assert differing(scene, drawn) == []


def test_every_screen_has_its_sheet_and_together_they_are_small() -> None:
    assert {file.stem for file in SHEETS.glob("*.webp")} == {scene.name for scene in SCENES}
    assert sum(file.stat().st_size for file in SHEETS.glob("*.webp")) < MOST_BYTES


def test_a_place_on_which_nothing_is_is_told_from_a_picture() -> None:
    scene = next(scene for scene in SCENES if scene.states == ("typical",))
    assert is_bare(kept(scene, "error", "dark", "tall"))
    assert not is_bare(kept(scene, "typical", "contrast", "tall"))


def test_a_button_that_moved_is_seen_and_a_figure_that_changed_is_not(drawn: Path) -> None:
    scene = next(scene for scene in SCENES if scene.name == "collect")
    shown = kept(scene, "typical", "dark", "wide")
    moved = shown.copy()
    button = moved.crop((20, 55, 90, 75))
    ImageDraw.Draw(moved).rectangle((14, 50, 155, 80), fill=(15, 17, 20))
    moved.paste(button, (180, 120))
    assert difference(moved, shown) > MOST_CELLS
    told = shown.copy()
    ImageDraw.Draw(told).rectangle((40, 90, 46, 94), fill=(200, 200, 200))
    assert difference(told, shown) <= MOST_CELLS


def test_a_sheet_gives_back_what_was_put_on_it(drawn: Path, tmp_path: Path) -> None:
    scene = next(scene for scene in SCENES if scene.name == "pack")
    sheet = compose(scene, drawn)
    with Image.open(file_of(drawn, "pack", "typical", "dark", "wide")) as fresh:
        assert fresh.size == size_of("wide")
        with Image.open(sheet_file(scene)) as committed:
            assert committed.size == sheet.size
