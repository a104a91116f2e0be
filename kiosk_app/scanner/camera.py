"""Frames from a camera, by OpenCV, which is loaded only when a camera is really opened."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from kiosk_app.scanner.port import SourceFault
from kiosk_app.texts import _

if TYPE_CHECKING:
    from cv2 import VideoCapture

WIDTH, HEIGHT = 1280, 720
"""Enough for a 25 mm tag at arm's length, and still decoded in time on a small tablet."""
MISSES = 30
"""Frames in a row that may fail before the camera counts as gone."""


class CameraFrames:
    """The newest picture of one camera; ``device`` is its number, or the address of a network camera."""

    def __init__(self, device: int | str = 0) -> None:
        self._device = device
        self._misses = 0
        self._capture: VideoCapture | None = _open(device)

    @property
    def name(self) -> str:
        """``camera 0``."""
        return f"camera {self._device}"

    def next_frame(self) -> Image.Image | None:
        """The newest picture; None for one that failed. Raises SourceFault when the camera is gone."""
        if self._capture is None:
            return None
        is_read, picture = self._capture.read()
        if not is_read:
            self._misses += 1
            if self._misses >= MISSES:
                raise SourceFault(
                    _("The camera stopped sending pictures. Plug it in again or search by name.")
                )
            return None
        self._misses = 0
        # OpenCV gives blue, green, red.
        return Image.fromarray(picture[:, :, ::-1])

    def close(self) -> None:
        """Let the camera go."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def has_camera_support() -> bool:
    """Whether OpenCV is installed; it is not loaded for that."""
    return importlib.util.find_spec("cv2") is not None


def is_there(device: int) -> bool:
    """Whether the system shows such a camera; where it doesn't say, opening will tell."""
    return sys.platform != "linux" or Path(f"/dev/video{device}").exists()


def _open(device: int | str) -> VideoCapture:
    # Read when OpenCV is loaded: a missing camera is told in our own words only.
    os.environ.setdefault("OPENCV_LOG_LEVEL", "OFF")
    try:
        import cv2
    except ImportError as error:
        raise SourceFault(
            _("This tablet has no camera support. Use a hand scanner or search by name.")
        ) from error
    capture = cv2.VideoCapture(device)
    if not capture.isOpened():
        capture.release()
        shut = _("Camera {camera} can't be opened. Plug one in, or use a hand scanner (--wedge).")
        raise SourceFault(shut.format(camera=device))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture
