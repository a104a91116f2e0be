"""Frames from an Android tablet's camera, by camera4kivy over CameraX.

Written against camera4kivy's documented interface and NOT TESTED on a device: nobody of this project has run
it yet, and the technician's guide says so. The rest of the scanner sees the same port as for any camera.
"""

from __future__ import annotations

import threading
from typing import Any

from PIL import Image

from kiosk_app.scanner.port import SourceFault
from kiosk_app.texts import _

WIDTH = 1280
"""What the analysis asks for; CameraX chooses the nearest size that it has."""


def preview_for(frames: AndroidFrames) -> Any:  # noqa: ANN401 - camera4kivy is untyped, and only on Android
    """The widget that CameraX draws into, which hands every analysed picture to ``frames``."""
    try:
        from camera4kivy import Preview
    except ImportError as error:
        raise SourceFault(
            _("This camera path is for Android tablets only. Use a camera or a hand scanner (--wedge).")
        ) from error

    def analyse(_preview: object, pixels: bytes, size: tuple[int, int], *_place: object) -> None:
        frames.take(pixels, size)

    return type("AnalysedPreview", (Preview,), {"analyze_pixels_callback": analyse})()


class AndroidFrames:
    """The newest analysed picture. ``preview`` has to be in the window before the first look."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: tuple[bytes, tuple[int, int]] | None = None
        self.preview = preview_for(self)
        self.preview.connect_camera(
            camera_id="back", analyze_pixels_resolution=WIDTH, enable_analyze_pixels=True
        )

    @property
    def name(self) -> str:
        """What a person calls it."""
        return "camera"

    def take(self, pixels: bytes, size: tuple[int, int]) -> None:
        """An RGBA picture arrived, on CameraX's thread; one that nobody asked for is dropped."""
        with self._lock:
            self._newest = (bytes(pixels), size)

    def next_frame(self) -> Image.Image | None:
        """The newest picture, once; None while there is no newer one."""
        with self._lock:
            newest, self._newest = self._newest, None
        if newest is None:
            return None
        pixels, size = newest
        return Image.frombytes("RGBA", size, pixels).convert("RGB")

    def close(self) -> None:
        """Let the camera go."""
        self.preview.disconnect_camera()
