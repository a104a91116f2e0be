"""A camera that vanishes and comes back, and that nobody keeps open while nobody scans."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import qrcode
from PIL import Image

from kiosk_app.clock import real_now
from kiosk_app.scanner.android import AndroidFrames
from kiosk_app.scanner.at_need import FramesAtNeed
from kiosk_app.scanner.camera import CameraFrames, is_there
from kiosk_app.scanner.port import FrameSource, SourceFault
from kiosk_app.scanner.watch import FrameWatch


def film(file: Path, *texts: str) -> None:
    """OpenCV reads a film the way it reads a camera; where it ends, the camera has been pulled out.

    It is there all at once: who looks for the camera meanwhile must not open half a film.
    """
    part = file.with_name(f"part-{file.name}")
    writer = cv2.VideoWriter(str(part), cv2.VideoWriter.fourcc(*"MJPG"), 10, (640, 480))
    for text in texts:
        frame = Image.new("RGB", (640, 480), (200, 180, 160))
        frame.paste(qrcode.make(text).get_image().convert("RGB").resize((300, 300)), (150, 90))
        writer.write(np.asarray(frame)[:, :, ::-1])
    writer.release()
    part.replace(file)


class Opening:
    """Opens the film as a camera and remembers who has it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.opened: list[CameraFrames] = []
        self.closed = threading.Event()

    def __call__(self) -> FrameSource:
        source = CameraFrames(str(self.file))
        close = source.close

        def closing() -> None:
            close()
            self.closed.set()

        source.close = closing  # type: ignore[method-assign]
        self.opened.append(source)
        return source


@pytest.fixture
def opening(tmp_path: Path) -> Opening:
    return Opening(tmp_path / "film.avi")


@pytest.fixture
def camera(opening: Opening) -> Iterator[FramesAtNeed]:
    source = FramesAtNeed(opening, "camera 0", rest_after=1.0)
    yield source
    source.close()


def test_nothing_is_opened_before_somebody_scans_nor_kept_afterwards(
    opening: Opening, camera: FramesAtNeed
) -> None:
    film(opening.file, *["TAG ONE"] * 5)
    assert camera.state == "resting"
    assert not opening.opened
    assert camera.next_frame() is not None
    assert camera.state == "open"
    # Nobody asks any more: its light goes out by itself.
    assert opening.closed.wait(10)
    assert camera.state == "resting"
    assert camera.next_frame() is not None
    assert len(opening.opened) == 2
    camera.rest()
    assert camera.state == "resting"
    camera.close()
    camera.close()
    assert camera.next_frame() is None


def test_a_camera_that_vanishes_is_told_once_and_used_again_once_it_is_back(
    opening: Opening, camera: FramesAtNeed
) -> None:
    codes: list[str] = []
    faults: list[str] = []
    gone, back = threading.Event(), threading.Event()

    def heard(code: str) -> None:
        codes.append(code)
        if code == "BACK":
            back.set()

    def failed(fault: SourceFault) -> None:
        faults.append(str(fault))
        gone.set()

    watch = FrameWatch(
        camera, on_code=heard, real_now=real_now, on_fault=failed, frame_seconds=0.01, fault_seconds=0.05
    )
    watch.start()
    assert gone.wait(10), "there is no camera yet"
    assert camera.state == "lost"
    gone.clear()
    film(opening.file, "FIRST")
    assert gone.wait(20), "the film is over: the camera was pulled out"
    film(opening.file, "BACK")
    assert back.wait(20)
    watch.close()
    assert codes[0] == "FIRST"
    assert "can't be opened" in faults[0]
    assert "stopped sending pictures" in faults[1]


def test_a_camera_that_does_not_exist_says_so_and_what_to_do() -> None:
    with pytest.raises(SourceFault, match="hand scanner"):
        CameraFrames(61)
    assert not is_there(61)


def test_the_android_camera_is_for_android_and_says_so_elsewhere() -> None:
    with pytest.raises(SourceFault, match="Android tablets only"):
        AndroidFrames()
