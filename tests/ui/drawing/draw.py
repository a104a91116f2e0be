"""Draws scenes in one window of one size: ``python -m tests.ui.drawing.draw FOLDER wide|tall``."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from PIL import Image

from kiosk_app.theme.tokens import THEME_NAMES, ThemeName
from tests.ui.drawing.scenes import SCENES, Scene, tell_error
from tests.ui.drawing.stage import STATES, Stage, State

SIZES: Final = {"wide": (1280, 800), "tall": (800, 1280)}
LONG_SIDE: Final = 320


def file_of(folder: Path, scene: str, state: State, theme: ThemeName, way: str) -> Path:
    return folder / f"{scene}.{state}.{theme}.{way}.png"


def draw(
    folder: Path,
    way: str,
    *,
    scenes: Sequence[Scene],
    states: Sequence[State],
    themes: Sequence[ThemeName],
    large: bool = False,
) -> None:
    """Every scene in every state and theme, one small picture each; ``large`` keeps them as drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    for state in states:
        wanted = [scene for scene in scenes if state in scene.states]
        with tempfile.TemporaryDirectory(prefix="examday-drawn-") as home:
            if wanted:
                with Stage(Path(home), state, SIZES[way]) as stage:
                    _draw_state(stage, folder, way, wanted, themes, large=large)


def _draw_state(
    stage: Stage, folder: Path, way: str, wanted: list[Scene], themes: Sequence[ThemeName], *, large: bool
) -> None:
    for hour, scenes in groupby(wanted, lambda scene: scene.hour):
        stage.to(hour)
        together = list(scenes)
        for theme in themes:
            stage.wear(theme)
            for scene in together:
                _draw_scene(stage, scene, file_of(folder, scene.name, stage.state, theme, way), large=large)


def _draw_scene(stage: Stage, scene: Scene, file: Path, *, large: bool) -> None:
    stage.sign_in()
    stage.app.leave_board()
    scene.come(stage)
    stage.settle()
    tell_error(stage)
    made = stage.glass.picture(file)
    if not large:
        _shrink(made)
    stage.room.scan.dismiss()


def _shrink(file: Path) -> None:
    with Image.open(file) as picture:
        small = picture.convert("RGB")
        small.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    small.save(file)


def main() -> None:
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    parser = argparse.ArgumentParser(description="Draw screens of the tablet.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("way", choices=SIZES)
    parser.add_argument("--scenes", default="", help="names with commas between; all without")
    parser.add_argument("--states", default="", help="the same for states")
    parser.add_argument("--themes", default="", help="the same for themes")
    parser.add_argument("--large", action="store_true", help="as large as the window")
    asked = parser.parse_args()
    names = asked.scenes.split(",") if asked.scenes else [scene.name for scene in SCENES]
    draw(
        asked.folder,
        asked.way,
        scenes=[scene for scene in SCENES if scene.name in names],
        states=[state for state in STATES if not asked.states or state in asked.states.split(",")],
        themes=[theme for theme in THEME_NAMES if not asked.themes or theme in asked.themes.split(",")],
        large=asked.large,
    )


if __name__ == "__main__":
    main()
