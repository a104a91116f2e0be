"""examday-kiosk as a person meets it: help, and every start that can't work told in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk_app.cli import NO_SCREEN, has_screen
from kiosk_app.tablet import Tablet

ROOT = Path(__file__).parents[2]


def kiosk(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-m", "kiosk_app.cli", *arguments],
        cwd=ROOT,
        env={**plain, "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_help_is_quick_and_names_every_option() -> None:
    done = kiosk("--help")
    assert done.returncode == 0
    for option in ("--home", "--name", "--frames", "--camera", "--wedge", "--interface", "--rehearse"):
        assert option in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--wedge",), NO_SCREEN),
        (("--frames", "nowhere.png"), "There is no picture or folder nowhere.png"),
        (("--rehearse", "soon"), "a rehearsal clock is ANCHOR,SHOWN,RATE"),
        (("--size", "huge"), "is no size such as 1280x800"),
    ],
)
def test_a_start_that_cannot_work_says_why(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    done = kiosk("--home", str(tmp_path), *arguments, SDL_VIDEODRIVER="x11")
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_start_on_the_same_tablet_is_told(tmp_path: Path) -> None:
    tablet = Tablet.open(tmp_path, name="first", is_discovering=False)
    try:
        done = kiosk("--home", str(tmp_path), "--wedge", SDL_VIDEODRIVER="offscreen")
    finally:
        tablet.close()
    assert done.returncode == 1
    assert "already running on this tablet" in done.stderr


def test_a_folder_that_cannot_be_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = kiosk("--home", str(tmp_path / "file"), "--wedge")
    assert done.returncode == 1
    assert "Choose another with --home" in done.stderr


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"SDL_VIDEODRIVER": "offscreen"}, "linux", True),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0", "SDL_VIDEODRIVER": "wayland"}, "linux", True),
        ({"SDL_VIDEODRIVER": "x11"}, "linux", False),
        ({}, "win32", True),
    ],
)
def test_where_a_window_can_be_seen(environment: dict[str, str], platform: str, expected: bool) -> None:
    assert has_screen(environment, platform) is expected
