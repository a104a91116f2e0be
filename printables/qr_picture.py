"""QR codes as PNG: the pairing offer on a screen, and pictures for a tablet's camera in tests."""

from __future__ import annotations

import io

from PIL import Image

from printables.qr import QUIET, dark_runs, qr_modules


def png(text: str, *, module_px: int = 8) -> bytes:
    """A black-on-white PNG of ``text`` as QR code with its quiet zone; a module is ``module_px`` wide."""
    matrix = qr_modules(text)
    side = len(matrix) + 2 * QUIET
    picture = Image.new("1", (side, side), 1)
    for row, start, length in dark_runs(matrix):
        for column in range(start, start + length):
            picture.putpixel((column + QUIET, row + QUIET), 0)
    scaled = picture.resize((side * module_px, side * module_px), Image.Resampling.NEAREST)
    buffer = io.BytesIO()
    scaled.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()
