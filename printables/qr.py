"""QR codes as matrices: level M, one fixed mask, drawn as few rectangles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

import qrcode
from qrcode import constants

Matrix: TypeAlias = tuple[tuple[bool, ...], ...]
QUIET: Final = 4
"""Modules left white on every side."""
_MASK = 3
# Choosing the best of eight masks is four fifths of the work, and a decoder reads any of them.


def qr_modules(text: str) -> Matrix:
    """The modules of the smallest QR code of level M that holds ``text``, without its quiet zone.

    Text of the alphanumeric set (a tag) is written in that mode: 119 characters make 37 × 37 modules.
    """
    code: qrcode.QRCode[Any] = qrcode.QRCode(
        error_correction=constants.ERROR_CORRECT_M, border=0, mask_pattern=_MASK
    )
    code.add_data(text.encode(), optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def dark_runs(matrix: Sequence[Sequence[bool]]) -> Iterator[tuple[int, int, int]]:
    """The dark modules as (row, first column, length) of unbroken runs."""
    for y, row in enumerate(matrix):
        start: int | None = None
        for x, dark in enumerate((*row, False)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield y, start, x - start
                start = None
