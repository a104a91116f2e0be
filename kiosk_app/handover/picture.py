"""A code as a picture for the screen: one pixel a module, to be enlarged without smoothing."""

from __future__ import annotations

import numpy as np
import zxingcpp
from PIL import Image, ImageOps

QUIET_ZONE = 4


def code_picture(text: str) -> Image.Image:
    """The QR code of ``text``, black on white with its quiet zone."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    modules = np.asarray(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    return ImageOps.expand(Image.fromarray(modules), QUIET_ZONE, 255)
