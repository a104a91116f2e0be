"""Watching a frame source: a thread that reads pictures, decodes them and tells each new code once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from PIL.Image import Image

from kiosk_app.scanner.decoder import decode
from kiosk_app.scanner.port import FrameSource, SourceFault

FRAME_SECONDS = 0.08
FAULT_SECONDS = 1.0
"""After a fault; a camera that is plugged in again may then be found."""
SAME_CODE = timedelta(seconds=3)
"""A tag that stays before the camera is one scan."""
THOROUGH_EVERY = 4
JOIN_SECONDS = 5.0


class FrameWatch:
    """Reads until closed. Its callbacks are called from its own thread."""

    def __init__(
        self,
        source: FrameSource,
        *,
        on_code: Callable[[str], None],
        real_now: Callable[[], datetime],
        on_frame: Callable[[Image], None] | None = None,
        on_fault: Callable[[SourceFault], None] | None = None,
        frame_seconds: float = FRAME_SECONDS,
        fault_seconds: float = FAULT_SECONDS,
    ) -> None:
        self._source = source
        self._on_code = on_code
        self._on_frame = on_frame
        self._on_fault = on_fault
        self._real_now = real_now
        self._frame_seconds = frame_seconds
        self._fault_seconds = fault_seconds
        self._last: tuple[str, datetime] | None = None
        self._frames = 0
        self._told = ""
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="examday-scanner", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def close(self) -> None:
        """Stop looking and let the source go; returns when that is done."""
        self._ending.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(JOIN_SECONDS)
        self._source.close()

    def _watch(self) -> None:
        pause = self._frame_seconds
        while not self._ending.wait(pause):
            try:
                frame = self._source.next_frame()
            except SourceFault as fault:
                pause = self._fault_seconds
                self._tell(fault)
                continue
            pause = self._frame_seconds
            if frame is not None:
                # The camera is back: should it go again, that is news.
                self._told = ""
                self._look(frame)

    def _tell(self, fault: SourceFault) -> None:
        # A camera that is gone fails with every frame; a person wants to read that once.
        if self._on_fault is not None and str(fault) != self._told:
            self._on_fault(fault)
        self._told = str(fault)

    def _look(self, frame: Image) -> None:
        if self._on_frame is not None:
            self._on_frame(frame)
        self._frames += 1
        code = decode(frame, is_thorough=self._frames % THOROUGH_EVERY == 1)
        if code is None:
            return
        now = self._real_now()
        is_same = self._last is not None and self._last[0] == code and now - self._last[1] < SAME_CODE
        self._last = (code, now)
        if not is_same:
            self._on_code(code)
