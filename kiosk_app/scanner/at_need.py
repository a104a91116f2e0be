"""A camera that is open only while somebody scans, and comes back by itself after it was unplugged."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from PIL.Image import Image

from kiosk_app.scanner.port import FrameSource, SourceFault

REST_AFTER = 3.0
"""Seconds without anybody asking for a picture; a camera's light says that it looks."""
JOIN_SECONDS = 5.0

State = Literal["resting", "open", "lost"]


class FramesAtNeed:
    """Opens its source at the first look and lets it go when nobody looks any more. Used from any thread."""

    def __init__(
        self, open_source: Callable[[], FrameSource], name: str, rest_after: float = REST_AFTER
    ) -> None:
        self._open_source = open_source
        self._name = name
        self._rest_after = rest_after
        self._lock = threading.Lock()
        self._asked = threading.Event()
        self._source: FrameSource | None = None
        self._resting: threading.Thread | None = None
        self._is_lost = False
        self._is_closed = False

    @property
    def name(self) -> str:
        """What a person calls it, also while it rests."""
        return self._name

    @property
    def state(self) -> State:
        """``lost``: the last look found no camera; the next one tries again."""
        return "open" if self._source is not None else "lost" if self._is_lost else "resting"

    def next_frame(self) -> Image | None:
        """The next picture. Raises SourceFault while there is no camera; asking again looks for it again."""
        self._asked.set()
        with self._lock:
            if self._is_closed:
                return None
            try:
                if self._source is None:
                    self._source = self._open_source()
                    self._watch_for_rest()
                self._is_lost = False
                return self._source.next_frame()
            except SourceFault:
                self._is_lost = True
                self._let_go()
                raise

    def rest(self) -> None:
        """Let the camera go until the next look."""
        with self._lock:
            self._let_go()

    def close(self) -> None:
        """Let the camera go for good; may be called again."""
        with self._lock:
            self._is_closed = True
            self._let_go()
            resting = self._resting
        self._asked.set()
        if resting is not None and resting is not threading.current_thread():
            resting.join(JOIN_SECONDS)

    def _let_go(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            # A camera that was pulled out may not even close in peace.
            with suppress(SourceFault):
                source.close()

    def _watch_for_rest(self) -> None:
        if self._resting is None or not self._resting.is_alive():
            self._resting = threading.Thread(target=self._rest_later, name="examday-camera", daemon=True)
            self._resting.start()

    def _rest_later(self) -> None:
        while self._asked.wait(self._rest_after):
            self._asked.clear()
            with self._lock:
                if self._is_closed:
                    self._resting = None
                    return
        with self._lock:
            self._let_go()
            self._resting = None
