"""Starts the tablet's window: settings of Kivy first, then everything that imports it."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from kiosk_app.scanner.port import FrameSource
from kiosk_app.settings import Theme
from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.ports import Desk


def prepare_kivy(
    home: Path,
    *,
    size: tuple[int, int] = (1280, 800),
    fullscreen: bool = False,
    keyboard: bool = False,
    smooth: bool = True,
) -> None:
    """Keep Kivy's files in the tablet's folder and its hands off arguments and console.

    Has to run before anything imports Kivy. ``keyboard`` brings a keyboard onto the screen, for
    machines whose system has none of its own. ``smooth`` edges cost time without a graphics card.
    """
    folder = home / "kivy"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("KIVY_NO_ARGS", "KIVY_NO_CONSOLELOG", "KIVY_NO_FILELOG"):
        os.environ.setdefault(name, "1")
    # Kivy takes standard error for itself otherwise, and an unexpected end would leave no trace.
    os.environ.setdefault("KIVY_LOG_MODE", "PYTHON")
    kivy_says = logging.getLogger("kivy")
    kivy_says.addHandler(logging.NullHandler())
    kivy_says.propagate = False
    os.environ.setdefault("KIVY_HOME", str(folder))
    from kivy.config import Config

    Config.set("graphics", "width", str(size[0]))
    Config.set("graphics", "height", str(size[1]))
    Config.set("graphics", "fullscreen", "auto" if fullscreen else "0")
    Config.set("graphics", "multisamples", "2" if smooth else "0")
    # Escape must not end an exam; the mouse is no second finger.
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("input", "mouse", "mouse,disable_multitouch")
    Config.set("kivy", "keyboard_mode", "systemanddock" if keyboard else "system")


def main(
    tablet: Tablet,
    source: FrameSource | None = None,
    *,
    size: tuple[int, int] = (1280, 800),
    fullscreen: bool = False,
    keyboard: bool = False,
    theme: Theme | None = None,
    writes_left: bool | None = None,
    board: Desk | None = None,
) -> None:
    """Show the app until it is closed. Without ``source`` a hand scanner or the search finds candidates."""
    prepare_kivy(tablet.home, size=size, fullscreen=fullscreen, keyboard=keyboard)
    from kivy.base import ExceptionManager

    from kiosk_app.screens.application import ExamDayApp
    from kiosk_app.screens.keep_going import KeepGoing
    from kiosk_app.screens.scan_frames import KeptFrames

    kept = KeptFrames(source) if source is not None else None
    app = ExamDayApp(
        tablet,
        open_frames=(lambda: kept) if kept is not None else None,
        theme=theme,
        writes_left=writes_left,
    )
    app.begins_with_board = board
    handler = KeepGoing(app.tell)
    ExceptionManager.add_handler(handler)
    try:
        app.run()
    finally:
        ExceptionManager.remove_handler(handler)
