"""The three faces of an open room: its shell, the locked tablet, and the room board."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kivy.uix.widget import Widget

from kiosk_app.alerts import Sounder
from kiosk_app.diagnostics import diagnose
from kiosk_app.screens.board import BoardScreen
from kiosk_app.screens.lock import LockScreen
from kiosk_app.screens.shell import RoomShell
from kiosk_app.screens.sign_in import SignInScreen
from kiosk_app.screens.sounding import shaker
from kiosk_app.theme.palette import palette
from kiosk_app.theme.scale import frame
from kiosk_app.viewmodels.alerting import AlertingViewModel
from kiosk_app.viewmodels.diagnostics import DiagnosticsViewModel
from kiosk_app.viewmodels.lock import LockViewModel
from kiosk_app.viewmodels.machine import Machine
from kiosk_app.viewmodels.observable import Run
from kiosk_app.viewmodels.room import RoomViewModel

if TYPE_CHECKING:
    from kiosk_app.screens.application import ExamDayApp


class RoomScreens:
    """Makes them for the app; which one is shown is the app's decision."""

    def __init__(self, app: ExamDayApp, run: Run, sounder: Callable[[Path], Sounder]) -> None:
        self._app = app
        self._run = run
        self._sounder = sounder

    def shell(self, room: RoomViewModel, *, has_camera: bool, gone: Callable[[], None]) -> RoomShell:
        """The room itself, for whoever is signed in."""
        app = self._app
        shell = RoomShell(
            room,
            has_camera=has_camera,
            writes_left=app.settings.look.hand == "left",
            machine=self._machine(room),
        )
        shell.gone = gone
        home = app.tablet.home / "kivy"
        alerts = AlertingViewModel(room, lambda: app.settings.settings, self._sounder(home), shaker())
        shell.scanned = alerts.scanned
        return shell

    def entrance(self, room: RoomViewModel, lock: LockViewModel) -> Widget:
        """Signing in; once somebody worked here, the lock screen."""
        app, wide = self._app, frame().is_wide
        if lock.people:
            return LockScreen(lock, room.sign_in, room.status, wide=wide, leave=app.choose_room)
        return SignInScreen(room.sign_in, wide=wide, room=room.status.room, leave=app.choose_room)

    def board(self, room: RoomViewModel) -> BoardScreen:
        """For everybody in the room."""
        return BoardScreen(room.board, leave=self._app.leave_board, turn_light=self._turn_light)

    def _turn_light(self) -> None:
        self._app.settings.set_theme("dark" if palette().name == "light" else "light")

    def _machine(self, room: RoomViewModel) -> Machine:
        app = self._app
        return Machine(
            settings=app.settings,
            diagnostics=DiagnosticsViewModel(lambda: diagnose(app.tablet), room.book.clock),
            handover=app.tablet.handover,
            run=self._run,
            show_board=app.show_board,
            leave_room=app.choose_room,
        )
