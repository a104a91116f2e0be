"""Where pictures come from: a camera, a folder of frames, or anything else that shows one after the other."""

from __future__ import annotations

from typing import Protocol

from PIL.Image import Image

from kiosk_app.faults import TabletFault


class SourceFault(TabletFault):
    """No pictures can be had; the text says why and what to do."""


class FrameSource(Protocol):
    """Gives pictures until closed. Used by one thread at a time."""

    @property
    def name(self) -> str:
        """What a person calls it: ``camera 0``, ``tags.png``."""

    def next_frame(self) -> Image | None:
        """The next picture (RGB or grey); None: none at the moment, ask again. Raises SourceFault."""

    def close(self) -> None:
        """Let the device or files go; may be called again."""
