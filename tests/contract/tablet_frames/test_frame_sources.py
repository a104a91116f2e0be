"""Every frame source keeps the same promises: pictures, None where there is none now, closed for good."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import qrcode
from PIL import Image

from kiosk_app.clock import real_now
from kiosk_app.scanner.camera import CameraFrames
from kiosk_app.scanner.decoder import decode
from kiosk_app.scanner.folder import FolderFrames
from kiosk_app.scanner.port import FrameSource, SourceFault
from kiosk_app.scanner.watch import FrameWatch


def tag(text: str) -> Image.Image:
    frame = Image.new("RGB", (640, 480), (200, 180, 160))
    frame.paste(qrcode.make(text).get_image().convert("RGB").resize((300, 300)), (150, 90))
    return frame


def folder(tmp_path: Path) -> FrameSource:
    for number, text in enumerate(("TAG ONE", "TAG TWO")):
        tag(text).save(tmp_path / f"{number}.png")
    (tmp_path / "notes.txt").write_text("not a picture")
    return FolderFrames(tmp_path)


def film(tmp_path: Path) -> FrameSource:
    """OpenCV reads a film the way it reads a camera."""
    file = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 10, (640, 480))
    for text in ("TAG ONE", "TAG TWO"):
        writer.write(np.asarray(tag(text))[:, :, ::-1])
    writer.release()
    return CameraFrames(str(file))


SOURCES = {"folder": folder, "film": film}


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FrameSource]:
    opened: FrameSource = SOURCES[request.param](tmp_path)
    yield opened
    opened.close()


def test_pictures_come_in_order_and_right_in_colour(source: FrameSource) -> None:
    frames = [source.next_frame(), source.next_frame()]
    assert [decode(frame) for frame in frames if frame is not None] == ["TAG ONE", "TAG TWO"]
    assert frames[0] is not None
    red, _, blue = frames[0].convert("RGB").getpixel((5, 5))
    assert red > blue + 20
    assert source.next_frame() is None


def test_after_closing_there_is_nothing_more(source: FrameSource) -> None:
    assert source.name
    source.close()
    source.close()
    assert source.next_frame() is None


def test_a_watch_tells_each_tag_once(source: FrameSource) -> None:
    codes: list[str] = []
    done = threading.Event()

    def heard(code: str) -> None:
        codes.append(code)
        if len(codes) == 2:
            done.set()

    watch = FrameWatch(source, on_code=heard, real_now=real_now)
    watch.start()
    assert done.wait(20)
    watch.close()
    assert codes == ["TAG ONE", "TAG TWO"]


def test_a_tag_that_stays_before_the_camera_is_one_scan(tmp_path: Path) -> None:
    for number in range(4):
        tag("SAME TAG").save(tmp_path / f"{number}.png")
    tag("LAST TAG").save(tmp_path / "9.png")
    codes: list[str] = []
    last = threading.Event()

    def heard(code: str) -> None:
        codes.append(code)
        if code == "LAST TAG":
            last.set()

    watch = FrameWatch(FolderFrames(tmp_path), on_code=heard, real_now=real_now)
    watch.start()
    assert last.wait(20)
    watch.close()
    assert codes == ["SAME TAG", "LAST TAG"]


def test_pictures_that_come_later_are_found(tmp_path: Path) -> None:
    source = FolderFrames(tmp_path)
    assert source.next_frame() is None
    tag("LATE").save(tmp_path / "late.png")
    frame = source.next_frame()
    assert frame is not None
    assert decode(frame) == "LATE"


def test_one_single_picture_is_a_source_too(tmp_path: Path) -> None:
    tag("ALONE").save(tmp_path / "alone.png")
    source = FolderFrames(tmp_path / "alone.png")
    frame = source.next_frame()
    assert frame is not None
    assert decode(frame) == "ALONE"
    assert source.next_frame() is None


@pytest.mark.parametrize(
    ("open_source", "words"),
    [
        (lambda folder: FolderFrames(folder / "nothing"), "no picture or folder"),
        (lambda folder: CameraFrames(str(folder / "nothing.avi")), "can't be opened"),
        (lambda folder: FolderFrames(_broken(folder)).next_frame(), "can't be read as a picture"),
    ],
)
def test_what_gives_no_pictures_says_why(
    tmp_path: Path, open_source: Callable[[Path], object], words: str
) -> None:
    with pytest.raises(SourceFault, match=words):
        open_source(tmp_path)


def test_a_broken_picture_does_not_end_the_watch_in_silence(tmp_path: Path) -> None:
    """It is told, and the tag behind it is read all the same."""
    _broken(tmp_path)
    tag("BEHIND IT").save(tmp_path / "c.png")
    faults: list[SourceFault] = []
    codes: list[str] = []
    read = threading.Event()

    def heard(code: str) -> None:
        codes.append(code)
        read.set()

    watch = FrameWatch(FolderFrames(tmp_path), on_code=heard, real_now=real_now, on_fault=faults.append)
    watch.start()
    assert read.wait(20)
    watch.close()
    assert codes == ["BEHIND IT"]
    assert "broken.png can't be read as a picture" in str(faults[0])


def _broken(folder: Path) -> Path:
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nand nothing more")
    return folder
