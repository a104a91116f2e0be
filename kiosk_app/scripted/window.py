"""``python -m kiosk_app.scripted.window``: the same script on a tablet with its real window.

What an invigilator does runs on the window's thread, as a touch would; what waits for the network
runs beside it, so that the window keeps drawing.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk_app.app import prepare_kivy
from kiosk_app.desk import RoomDesk
from kiosk_app.faults import TabletFault
from kiosk_app.scripted.lines import answer_lines, open_from_arguments
from kiosk_app.scripted.tablet import PATIENCE, ScriptedTablet
from kiosk_app.viewmodels.observable import NotPossible
from kiosk_app.viewmodels.room import RoomViewModel

if TYPE_CHECKING:
    from kiosk_app.screens.application import ExamDayApp


FRAMES_TO_SETTLE = 30
"""A list lays itself out over a few frames, and a short animation may be under way."""


class WindowedTablet(ScriptedTablet):
    """A scripted tablet that people can watch."""

    def __init__(self, app: ExamDayApp) -> None:
        super().__init__(app.tablet, self._enter_room)
        self._app = app

    def show(self, section: str) -> None:
        """Turn to a section of the room's screen."""
        self._on_window(lambda: self._app.show(section))

    def open_card(self, candidate: str, component: str) -> None:
        """Put a candidate's card on the screen."""

        open_on_screen = getattr(self._app.screen, "open_card", None)
        if open_on_screen is None:
            raise NotPossible("The room's screen is not shown.")
        self._on_window(lambda: open_on_screen((candidate, component)))

    def picture(self, file: str) -> str:
        """Save what the window shows, once it has drawn what came before."""
        for _frame in range(FRAMES_TO_SETTLE):
            self._on_window(lambda: None)
        return str(self._on_window(lambda: self._app.picture(Path(file))))

    def _in_room(self, room: RoomViewModel, name: str) -> Callable[..., Any] | None:
        found = super()._in_room(room, name)
        if found is None:
            return None
        return lambda **words: self._on_window(lambda: found(**words))

    def _enter_room(self, desk: RoomDesk) -> RoomViewModel:
        self._on_window(lambda: self._app.enter(desk))
        if self._app.room is None:
            raise NotPossible("The window did not open the room.")
        return self._app.room

    def _on_window(self, job: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the job answers
        done, answers, faults = threading.Event(), [], list[Exception]()

        def run() -> None:
            try:
                answers.append(job())
            except (NotPossible, TabletFault, TypeError) as fault:
                faults.append(fault)
            finally:
                done.set()

        self._app.post(run)
        if not done.wait(PATIENCE.total_seconds()):
            raise NotPossible("The window did not answer.")
        if faults:
            raise faults[0]
        return answers[0]


def main() -> int:
    """Show the window and run script lines until the input ends."""
    try:
        tablet = open_from_arguments("kiosk_app.scripted.window")
    except TabletFault as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    prepare_kivy(tablet.home)
    from kiosk_app.screens.application import ExamDayApp

    app = ExamDayApp(tablet)
    scripted = WindowedTablet(app)

    def read() -> None:
        answer_lines(scripted.run_line)
        app.post(app.stop)

    app.post(threading.Thread(target=read, name="examday-script", daemon=True).start)
    try:
        app.run()
    finally:
        scripted.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
