"""The camera behind the screens: opened when a screen wants codes, read only while it does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from kivy.clock import Clock
from PIL.Image import Image

from kiosk_app.scanner.port import FrameSource, SourceFault
from kiosk_app.scanner.watch import FrameWatch

OpenFrames = Callable[[], FrameSource]
LARGEST = 960


class KeptFrames:
    """A source that stays open between two looks: a folder of pictures shows each only once."""

    def __init__(self, source: FrameSource) -> None:
        self._source = source

    @property
    def name(self) -> str:
        return self._source.name

    def next_frame(self) -> Image | None:
        return self._source.next_frame()

    def close(self) -> None:
        """Stays open until the program ends; a folder holds nothing."""


class _Gate:
    """Opens its source at the first look, in the thread that looks; gives nothing while nobody wants it."""

    def __init__(self, open_frames: OpenFrames) -> None:
        self._open = open_frames
        self._source: FrameSource | None = None
        self.wanted = threading.Event()

    @property
    def name(self) -> str:
        return self._source.name if self._source else ""

    def next_frame(self) -> Image | None:
        if not self.wanted.is_set():
            return None
        if self._source is None:
            self._source = self._open()
        return self._source.next_frame()

    def close(self) -> None:
        if self._source is not None:
            self._source.close()
            self._source = None


class ScanFrames:
    """Hands frames and codes over to the Kivy thread."""

    def __init__(
        self,
        open_frames: OpenFrames,
        *,
        on_code: Callable[[str], None],
        on_frame: Callable[[int, int, bytes], None],
        on_fault: Callable[[str], None],
    ) -> None:
        self._gate = _Gate(open_frames)
        self._on_code = on_code
        self._on_frame = on_frame
        self._watch = FrameWatch(
            self._gate,
            on_code=self._code,
            real_now=lambda: datetime.now(UTC),
            on_frame=self._frame,
            on_fault=lambda fault: self._fault(fault, on_fault),
        )
        self._watch.start()

    def want(self, wanted: bool) -> None:
        """Whether a code would be taken now; asked anew after every change of the screen."""
        if wanted:
            self._gate.wanted.set()
        else:
            self._gate.wanted.clear()

    def close(self) -> None:
        self._watch.close()

    def _code(self, code: str) -> None:
        # Nothing more is read until the screen has dealt with this one.
        self._gate.wanted.clear()
        Clock.schedule_once(lambda _dt: self._on_code(code))

    def _frame(self, frame: Image) -> None:
        picture = frame.convert("RGB")
        picture.thumbnail((LARGEST, LARGEST))
        size, pixels = picture.size, picture.tobytes()
        Clock.schedule_once(lambda _dt: self._on_frame(*size, pixels))

    def _fault(self, fault: SourceFault, tell: Callable[[str], None]) -> None:
        Clock.schedule_once(lambda _dt: tell(str(fault)))
