"""What the scripted tablet's camera sees: picture files, decoded like any frame."""

from __future__ import annotations

from pathlib import Path

from kiosk_app.scanner.decoder import decode
from kiosk_app.scanner.folder import FolderFrames
from kiosk_app.viewmodels.observable import NotPossible


def read_picture(path: Path) -> str:
    """The code in a picture. Raises NotPossible where none can be read."""
    source = FolderFrames(path)
    try:
        frame = source.next_frame()
        code = decode(frame) if frame is not None else None
    finally:
        source.close()
    if code is None:
        raise NotPossible(f"No code can be read in {path.name}.", "Search by name instead.")
    return code
