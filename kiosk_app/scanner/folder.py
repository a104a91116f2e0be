"""Frames from picture files: for tests, demonstrations, and cameras that save to a folder."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from kiosk_app.scanner.port import SourceFault
from kiosk_app.texts import _

SUFFIXES = frozenset({".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
MOST_BYTES = 40_000_000
MOST_PIXELS = 50_000_000


class FolderFrames:
    """The pictures of a folder in name order, each once, also those that come later; or one picture."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            missing = _("There is no picture or folder {path}. Check the path after --frames.")
            raise SourceFault(missing.format(path=path))
        self._path = path
        self._shown: set[str] = set()
        self._is_open = True

    @property
    def name(self) -> str:
        """The folder's or the picture's name."""
        return self._path.name

    def next_frame(self) -> Image.Image | None:
        """The next picture that was not shown yet; None where there is none. Raises SourceFault."""
        if not self._is_open:
            return None
        waiting = [file for file in self._files() if file.name not in self._shown]
        if not waiting:
            return None
        self._shown.add(waiting[0].name)
        return read_picture(waiting[0])

    def close(self) -> None:
        """No more pictures."""
        self._is_open = False

    def _files(self) -> list[Path]:
        if self._path.is_file():
            return [self._path]
        return sorted(file for file in self._path.iterdir() if file.suffix.lower() in SUFFIXES)


def read_picture(file: Path) -> Image.Image:
    """A picture file as RGB, turned upright. Raises SourceFault for anything that is no picture."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise SourceFault(_("{file} is too large for a picture of a tag.").format(file=file.name))
        with Image.open(file) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                many = _("{file} has too many pixels for a picture of a tag.")
                raise SourceFault(many.format(file=file.name))
            return ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError) as error:
        unread = _("{file} can't be read as a picture: {error}.")
        raise SourceFault(unread.format(file=file.name, error=error)) from error
