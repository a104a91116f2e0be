"""The code in a picture, by zxing-cpp: first as it is, then the way an eye would squint at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter
from typing import Final

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

LARGEST: Final = 1600
"""Longer pictures are made smaller first: a tag held to a camera is never that fine."""
MOST_CHARACTERS: Final = 4000
SMALL: Final = 900
"""Shorter pictures are worth enlarging: a tag far away has modules of barely two pixels."""
BUDGET_SECONDS: Final = 0.4
"""After that the next picture of the camera is the better try."""
MARGIN: Final = 0.3
"""Around a code that was found and not read, as part of its size."""
_WINDOW: Final = 24
"""Pixels to each side by which light and shadow are evened out: wider than a module, narrower than a tag."""

Change = Callable[[Image.Image], Image.Image]


def decode(
    frame: Image.Image,
    *,
    is_thorough: bool = True,
    budget: float = BUDGET_SECONDS,
    seconds: Callable[[], float] = perf_counter,
) -> str | None:
    """The text of the first QR code found in ``frame``, or None.

    A camera that shows the next picture in a moment may ask without ``is_thorough``: one try only.
    Otherwise no further try is begun once ``budget`` is spent.
    """
    began = seconds()
    grey = _bounded(ImageOps.grayscale(frame))
    text, found = _look(grey)
    if text is not None or not is_thorough:
        return text
    for picture, is_even in _tries(grey, found):
        if seconds() - began > budget:
            return None
        text = _text(_read(picture(), is_even=is_even))
        if text is not None:
            return text
    return None


def _look(grey: Image.Image) -> tuple[str | None, Image.Image | None]:
    """The text, or else what surrounds a code that is there and can't be read."""
    found = _read(grey, with_errors=True)
    text = _text(found)
    return text, None if text is not None or not found else _around(grey, found[0].position)


def _around(grey: Image.Image, place: zxingcpp.Position) -> Image.Image | None:
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    left, right = min(p.x for p in corners), max(p.x for p in corners)
    top, bottom = min(p.y for p in corners), max(p.y for p in corners)
    across, down = round((right - left) * MARGIN), round((bottom - top) * MARGIN)
    box = (
        max(0, left - across),
        max(0, top - down),
        min(grey.width, right + across),
        min(grey.height, bottom + down),
    )
    if box[2] - box[0] < 40 or box[3] - box[1] < 40:
        return None
    # Nothing is won where the code fills the picture anyway.
    is_smaller = (box[2] - box[0]) * (box[3] - box[1]) < 0.6 * grey.width * grey.height
    return grey.crop(box) if is_smaller else None


def _tries(grey: Image.Image, part: Image.Image | None) -> Iterator[tuple[Callable[[], Image.Image], bool]]:
    for picture in filter(None, (part, grey)):
        for change, is_even in _CHANGES:
            yield partial(change, picture), is_even


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


def _even(grey: Image.Image) -> Image.Image:
    """Every place as bright as its neighbourhood: no shadow's edge, no lamp's spot."""
    here = np.asarray(grey, np.float32)
    around = np.asarray(grey.filter(ImageFilter.BoxBlur(_WINDOW)), np.float32)
    return Image.fromarray((here / (around + 8) * 140).clip(0, 255).astype(np.uint8))


def _even_and_large(grey: Image.Image) -> Image.Image:
    return _enlarged(_even(grey))


def _even_and_sharp(grey: Image.Image) -> Image.Image:
    return _even(grey).filter(ImageFilter.UnsharpMask(radius=5, percent=400, threshold=0))


def _calm(grey: Image.Image) -> Image.Image:
    """The sensor's noise smoothed away, then the edges drawn again."""
    smooth = _contrast(grey.filter(ImageFilter.GaussianBlur(1.2)))
    return smooth.filter(ImageFilter.UnsharpMask(radius=6, percent=500, threshold=0))


def _enlarged(grey: Image.Image) -> Image.Image:
    factor = 2 if max(grey.size) >= SMALL else 3
    size = (grey.width * factor, grey.height * factor)
    return grey.resize(size, Image.Resampling.BICUBIC)


def _large(grey: Image.Image) -> Image.Image:
    return _enlarged(_contrast(grey))


def _large_and_sharp(grey: Image.Image) -> Image.Image:
    return _large(grey).filter(ImageFilter.UnsharpMask(radius=8, percent=400, threshold=0))


def _smooth(grey: Image.Image) -> Image.Image:
    return _contrast(grey.filter(ImageFilter.BoxBlur(1)))


def _half(grey: Image.Image) -> Image.Image:
    return _contrast(grey.resize((max(1, grey.width // 2), max(1, grey.height // 2)), Image.Resampling.BOX))


_CHANGES: Final[tuple[tuple[Change, bool], ...]] = (
    (_sharp, False),
    (_even, True),
    (_half, False),
    (_calm, False),
    (_smooth, False),
    (_even_and_sharp, False),
    (_even_and_large, False),
    (_large_and_sharp, False),
    (_large, False),
)
"""And whether one threshold holds for the whole picture. What is cheap or catches most comes first."""


def _read(
    picture: Image.Image, *, is_even: bool = False, with_errors: bool = False
) -> list[zxingcpp.Barcode]:
    # Made anew each time: kept in the module, the library complains of them when the program ends.
    binarizers = zxingcpp.Binarizer
    return zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        binarizer=binarizers.GlobalHistogram if is_even else binarizers.LocalAverage,
        return_errors=with_errors,
    )


def _text(found: list[zxingcpp.Barcode]) -> str | None:
    texts = [code.text for code in found if code.valid and 0 < len(code.text) <= MOST_CHARACTERS]
    return texts[0] if texts else None
