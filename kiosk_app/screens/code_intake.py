"""Codes on their way to the screen that wants them: from the camera while it looks, or a hand scanner."""

from __future__ import annotations

from typing import Any

from kiosk_app.screens.camera_view import CameraView
from kiosk_app.screens.pairing import PairingScreen
from kiosk_app.screens.scan_frames import OpenFrames, ScanFrames
from kiosk_app.screens.shell import RoomShell


class CodeIntake:
    """Lets the camera look exactly while the screen that is shown takes codes."""

    def __init__(self, app: Any, open_frames: OpenFrames | None) -> None:
        self._app = app
        self._open_frames = open_frames
        self._frames: ScanFrames | None = None

    def attend(self) -> None:
        """After every change of the screen: is the camera wanted, and are codes?"""
        if self._camera is None:
            self.stop()
            return
        if self._frames is None and self._open_frames is not None:
            self._frames = ScanFrames(
                self._open_frames, on_code=self.take, on_frame=self._show, on_fault=self._tell
            )
        if self._frames is not None:
            self._frames.want(self._is_wanted)

    def take(self, code: str) -> None:
        """One code, for whatever is on the screen."""
        self._app.used()
        screen = self._app.screen
        if isinstance(screen, RoomShell):
            screen.see_code(code)
        elif isinstance(screen, PairingScreen):
            self._app.pairing.submit(code)
        self.attend()

    def stop(self) -> None:
        """Let the camera go."""
        if self._frames is not None:
            self._frames.close()
            self._frames = None

    @property
    def _camera(self) -> CameraView | None:
        screen = self._app.screen
        camera: CameraView | None = screen.looking if isinstance(screen, RoomShell) else self._app.camera
        return camera

    @property
    def _is_wanted(self) -> bool:
        screen = self._app.screen
        if isinstance(screen, RoomShell):
            return screen.wants_codes
        return isinstance(screen, PairingScreen) and self._app.pairing.stage == "offer"

    def _show(self, width: int, height: int, rgb: bytes) -> None:
        if self._camera is not None:
            self._camera.show(width, height, rgb)

    def _tell(self, text: str) -> None:
        if isinstance(self._app.screen, RoomShell):
            self._app.screen.say(text, bad=True)
        if self._camera is not None:
            self._camera.gone(text)
