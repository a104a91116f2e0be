"""Photos and screenshots of a tablet's screen: every code in them, decoded here."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Final

import zxingcpp
from fastapi import Request
from PIL import Image, ImageOps, UnidentifiedImageError
from starlette.datastructures import UploadFile

from hub.web.office.guard import MOST_PICTURES
from shared.protocol.handover import PREFIX

MOST_PIXELS: Final = 50_000_000
LARGEST_SIDES: Final = (4000, 2000, 1200)
"""A photo may be finer than its code: what isn't read at first is read smaller."""


class PictureFault(Exception):
    """A picture that can't be used, in words for whoever uploaded it."""


async def pictures_of(request: Request) -> list[tuple[str, bytes]]:
    """Name and bytes of every uploaded picture. Raises PictureFault."""
    form = await request.form(max_files=MOST_PICTURES, max_fields=MOST_PICTURES)
    found = [value for value in form.getlist("pictures") if isinstance(value, UploadFile)]
    read = [(file.filename or "picture", await file.read()) for file in found]
    await form.close()
    if not any(data for _, data in read):
        raise PictureFault("No picture was chosen. Choose photos of the tablet's screen first.")
    return read


def codes_in(pictures: Sequence[tuple[str, bytes]]) -> list[str]:
    """The text of every code of a tablet's records. Raises PictureFault where a picture holds none."""
    found: dict[str, None] = {}
    for name, data in pictures:
        codes = [code for code in _codes(_opened(name, data)) if code.startswith(PREFIX)]
        if not codes:
            raise PictureFault(
                f"No code of a tablet's records can be read in {name}."
                " Photograph the code from the front, large and without reflections."
            )
        found |= dict.fromkeys(codes)
    return list(found)


def _opened(name: str, data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureFault(f"{name} has too many pixels. Send it smaller.")
            return ImageOps.grayscale(ImageOps.exif_transpose(picture))
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError) as error:
        raise PictureFault(f"{name} is no picture that can be read. Send a JPEG or PNG.") from error


def _codes(picture: Image.Image) -> list[str]:
    for smaller in _sizes(picture):
        found = zxingcpp.read_barcodes(
            smaller, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
        if found:
            return [code.text for code in found if code.valid]
    return []


def _sizes(picture: Image.Image) -> Iterator[Image.Image]:
    yield picture
    for side in LARGEST_SIDES:
        if max(picture.size) > side:
            smaller = picture.copy()
            smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
            yield ImageOps.autocontrast(smaller, cutoff=1)
