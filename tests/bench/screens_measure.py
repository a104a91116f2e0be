"""``python -m tests.bench.screens_measure``: the tablet with its real window, drawn off screen by Mesa.

A frame in the camera until green on the screen, a long list under a moving finger, the first picture of a
cold start, and memory after a simulated exam. The figures in docs/quality.md come from here.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import Any

from msgspec import to_builtins

from tests import factories
from tests.bench.tablet_exam import resident_mb
from tests.bench.tablet_measure import ROOT, Spread, camera_frame, spread
from tests.factories import candidate_id
from tests.ui.glass import ExamClock, Glass, Tray, make_app, open_tablet, with_photos

SIZE = (1280, 800)
COLD = (sys.executable, "-m", "tests.bench.screens_measure", "--first-picture")


class Window:
    """One tablet with its window, its room open and somebody signed in."""

    def __init__(self, home: Path, candidates: int, *, photos: bool = True) -> None:
        self.clock, self.tray = ExamClock(factories.START - timedelta(minutes=20)), Tray()
        self.tablet = open_tablet(home / "tablet", self.clock)
        pack = factories.small_pack(candidates)
        self.tablet.adopt_pack(*(with_photos(pack) if photos else (pack, {})))
        self.app = make_app(
            self.tablet, home, SIZE, open_frames=lambda: self.tray, run=lambda job: job(), lock_minutes=0
        )
        self.glass = Glass(self.app, SIZE)
        self.app.choice.choose(factories.SESSION, factories.HALL)
        self.glass.until(lambda: self.app.room is not None)
        self.app.room.sign_in.sign_in("inv-1", factories.PIN)
        self.glass.until(lambda: hasattr(self.app.screen, "section"))

    def close(self) -> None:
        self.glass.close()
        self.tablet.close()


@contextmanager
def window(candidates: int, *, photos: bool = True) -> Iterator[Window]:
    """On the machine's disk: what memory keeps says nothing of a commit."""
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="examday-bench-", dir=folder) as home:
        opened = Window(Path(home), candidates, photos=photos)
        try:
            yield opened
        finally:
            opened.close()


def frame_to_green(times: int) -> dict[str, Spread]:
    """The tag lies before the camera; its card is on the screen; Confirm is pressed; the green is drawn."""
    steps: dict[str, list[float]] = {"tag to card on the screen": [], "press to green on the screen": []}
    with window(times + times // 3 + 8) as at:
        room, glass = at.app.room, at.glass
        at.app.show("scan")
        here = {s.candidate_id for s in room.desk.pack.sittings_in(factories.HALL)}
        numbers = [n for n in range(1, 2 * times) if candidate_id(n) in here][:times]
        for number in numbers:
            frame = camera_frame(number)
            glass.idle(3)
            began = perf_counter()
            at.tray.lay(frame)
            glass.until(lambda: room.scan.card is not None and glass.shell.card is not None)
            shown = perf_counter()
            left = room.register.not_set
            pressed = perf_counter()
            glass.shell.card.actions.buttons["confirm"].dispatch("on_release")
            glass.until(lambda left=left: room.register.not_set == left - 1 and glass.shell.card is None)
            steps["tag to card on the screen"].append(shown - began)
            steps["press to green on the screen"].append(perf_counter() - pressed)
    steps["both"] = [sum(pair) for pair in zip(*steps.values(), strict=True)]
    return {name: spread(seconds) for name, seconds in steps.items()}


def list_scroll(candidates: int, frames: int) -> dict[str, float]:
    """Frames a second while a list of everybody is scrolled from end to end, each frame drawn."""
    with window(candidates) as at:
        at.app.show("register")
        at.glass.idle(6)
        rows: Any = at.glass.shell.content.rows
        took = []
        for step in range(frames):
            rows.scroll_y = 1 - step / (frames - 1)
            began = perf_counter()
            at.glass.idle(1)
            took.append(perf_counter() - began)
    told = spread(took)
    return {"candidates": candidates, "median_fps": round(1000 / told.median), "p95_ms": told.p95}


def cold_start(times: int, candidates: int) -> Spread:
    """A new process until its first picture of the choice of a room: imports, window, journal, pack."""
    took = []
    # This process' own window has left its folder there, which is gone.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KIVY_")}
    with tempfile.TemporaryDirectory(prefix="examday-bench-", dir=ROOT / "build") as home:
        tablet = open_tablet(Path(home) / "tablet", ExamClock(factories.START))
        tablet.adopt_pack(factories.small_pack(candidates))
        tablet.close()
        for _ in range(times):
            began = perf_counter()
            subprocess.run([*COLD, home], cwd=ROOT, env=environment, check=True)
            took.append(perf_counter() - began)
    return spread(took)


def first_picture(home: Path) -> None:
    """What one cold start does."""
    tablet = open_tablet(home / "tablet", ExamClock(factories.START))
    glass = Glass(make_app(tablet, home, SIZE, run=lambda job: job()), SIZE)
    glass.until(lambda: glass.has_button("Main Hall"))
    glass.close()
    tablet.close()


def exam_memory(candidates: int, hours: float) -> dict[str, float]:
    """Resident memory of this process while a whole exam is played with the window drawing every minute."""
    with window(candidates) as at:
        room, desk, glass = at.app.room, at.app.room.desk, at.glass
        for sitting in desk.pack.sittings_in(factories.HALL):
            room.scan.open((sitting.candidate_id, sitting.component_id)).confirm()
        room.scan.dismiss()
        sections = cycle(("register", "walk", "map", "exam", "collect", "tablet", "diagnostics", "scan"))
        for section in ("register", "walk", "map", "exam", "collect", "tablet", "diagnostics", "scan"):
            at.app.show(section)
            glass.idle(2)
        before, minutes = resident_mb(), round(hours * 60)
        halfway = before
        people = cycle([s.candidate_id for s in desk.pack.sittings_in(factories.HALL)])
        for minute in range(minutes):
            at.clock.pass_time(minutes=1)
            who = next(people)
            room.movements.leave(who, "inv-2", "toilet")
            room.movements.come_back(who)
            at.app.show(next(sections))
            at.app.screen.tick()
            glass.idle(2)
            halfway = resident_mb() if minute == minutes // 2 else halfway
        return {
            "before_mb": before,
            "halfway_mb": halfway,
            "end_mb": resident_mb(),
            "facts": at.tablet.records,
        }


def main() -> None:
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    parser = argparse.ArgumentParser(description="Measure the tablet with its window.")
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--first-picture", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.first_picture:
        first_picture(asked.first_picture)
        return
    part = 10 if asked.quick else 1
    figures: dict[str, object] = {}
    for name, told in frame_to_green(60 // part).items():
        print(f"  {name:<32}{told.median:>9} {told.p95:>9} ms (median, p95)   of {told.of}")
        figures[name] = to_builtins(told)
    figures["scroll"] = list_scroll(530, 200 // part)
    print(f"  list of 400: {figures['scroll']}")
    figures["cold"] = to_builtins(cold_start(10 if part == 1 else 2, 120))
    print(f"  cold start to the first picture: {figures['cold']}")
    figures["memory"] = exam_memory(120, 3 / part)
    print(f"  memory over the exam: {figures['memory']}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
