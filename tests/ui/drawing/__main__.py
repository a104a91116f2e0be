"""``make screens`` draws every screen into docs/screens; ``--check`` compares and names what differs."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.ui.drawing.draw import SIZES, file_of
from tests.ui.drawing.scenes import SCENES, Scene
from tests.ui.drawing.sheets import (
    MOST_CELLS,
    QUALITY,
    ROOT,
    SHEETS,
    compose,
    difference,
    is_bare,
    kept,
    places,
    sheet_file,
)


def draw_all(folder: Path, *more: str) -> None:
    """Both orientations side by side, each in a process of its own: a window keeps its first size."""
    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen"}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.ui.drawing.draw", str(folder), way, *more],
            cwd=ROOT,
            env=environment,
        )
        for way in SIZES
    ]
    # All are waited for, whatever the first one says.
    statuses = [process.wait() for process in running]
    if any(statuses):
        raise SystemExit("A screen could not be drawn.")


def differing(scene: Scene, drawn: Path) -> list[str]:
    """Which pictures of a screen are not what is committed; a place left bare on the sheet says nothing."""
    if not sheet_file(scene).exists():
        return [f"{scene.name}: no sheet is committed"]
    found = []
    for state, theme, way, _box in places():
        file = file_of(drawn, scene.name, state, theme, way)
        shown = kept(scene, state, theme, way)
        if file.exists() and not is_bare(shown):
            with Image.open(file) as fresh:
                share = difference(fresh, shown)
            if share > MOST_CELLS:
                found.append(f"{scene.name}, {state}, {theme}, {way}: {share:.0%} differs")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Draw the tablet's screens, or compare them.")
    parser.add_argument("--check", action="store_true", help="change nothing, say what differs")
    parser.add_argument("--scenes", default="", help="only these, with commas between")
    parser.add_argument("--states", default="", help="only these; the sheets keep the others")
    asked = parser.parse_args()
    names = asked.scenes.split(",") if asked.scenes else [scene.name for scene in SCENES]
    scenes = [scene for scene in SCENES if scene.name in names]
    with tempfile.TemporaryDirectory(prefix="examday-screens-") as place:
        drawn = Path(place)
        draw_all(drawn, "--scenes", ",".join(scene.name for scene in scenes), "--states", asked.states)
        if asked.check:
            told = [line for scene in scenes for line in differing(scene, drawn)]
            print("\n".join(told) or "Every screen is as committed.")
            return 1 if told else 0
        SHEETS.mkdir(exist_ok=True)
        for scene in scenes:
            compose(scene, drawn).save(sheet_file(scene), quality=QUALITY, method=6)
    size = sum(file.stat().st_size for file in SHEETS.glob("*.webp"))
    print(f"{len(scenes)} sheets in {SHEETS.relative_to(ROOT)}, {size / 1_000_000:.1f} MB altogether")
    return 0


if __name__ == "__main__":
    sys.exit(main())
