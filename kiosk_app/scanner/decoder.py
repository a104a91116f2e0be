"""The code in a picture, by zxing-cpp: first as it is, then the way an eye would squint at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

LARGEST: Final = 1600
"""Longer pictures are made smaller first: a tag held to a camera is never that fine."""
MOST_CHARACTERS: Final = 4000
SMALL: Final = 900
"""Shorter pictures are worth enlarging: a tag far away has modules of barely two pixels."""


def decode(frame: Image.Image, *, is_thorough: bool = True) -> str | None:
    """The text of the first QR code found in ``frame``, or None.

    A camera that shows the next picture in a moment may ask without ``is_thorough``: one try only.
    """
    grey = _bounded(ImageOps.grayscale(frame))
    for picture in _tries(grey) if is_thorough else iter((grey,)):
        text = _read(picture)
        if text is not None:
            return text
    return None


def _tries(grey: Image.Image) -> Iterator[Image.Image]:
    yield grey
    for change in _CHANGES:
        yield change(grey)


def _bounded(grey: Image.Image) -> Image.Image:
    if max(grey.size) <= LARGEST:
        return grey
    grey = grey.copy()
    grey.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    return grey


def _contrast(grey: Image.Image) -> Image.Image:
    return ImageOps.autocontrast(grey, cutoff=2)


def _sharp(grey: Image.Image) -> Image.Image:
    return _contrast(grey).filter(ImageFilter.UnsharpMask(radius=4, percent=350, threshold=0))


def _large(grey: Image.Image) -> Image.Image:
    factor = 2 if max(grey.size) >= SMALL else 3
    size = (grey.width * factor, grey.height * factor)
    return _contrast(grey).resize(size, Image.Resampling.BICUBIC)


def _large_and_sharp(grey: Image.Image) -> Image.Image:
    return _large(grey).filter(ImageFilter.UnsharpMask(radius=6, percent=300, threshold=0))


def _smooth(grey: Image.Image) -> Image.Image:
    return _contrast(grey.filter(ImageFilter.MedianFilter(3)))


def _half(grey: Image.Image) -> Image.Image:
    return _contrast(grey.resize((max(1, grey.width // 2), max(1, grey.height // 2)), Image.Resampling.BOX))


_CHANGES: Final[tuple[Callable[[Image.Image], Image.Image], ...]] = (
    _contrast,
    _sharp,
    _smooth,
    _half,
    _large,
    _large_and_sharp,
)


def _read(picture: Image.Image) -> str | None:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    texts = [code.text for code in found if code.valid and 0 < len(code.text) <= MOST_CHARACTERS]
    return texts[0] if texts else None
