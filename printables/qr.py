"""QR codes as matrices: level M, one fixed mask, drawn as few rectangles."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

import qrcode
from qrcode import constants, util

Matrix: TypeAlias = tuple[tuple[bool, ...], ...]
QUIET: Final = 4
"""Modules left white on every side."""
# Choosing the best of eight masks is four fifths of the work, and a decoder reads any of them.
_MASK: Final = 3
_SAMPLES: Final = {util.MODE_NUMBER: b"0", util.MODE_ALPHA_NUM: b"A", util.MODE_8BIT_BYTE: b"a"}


def qr_modules(text: str) -> Matrix:
    """The modules of the smallest QR code of level M that holds ``text``, without its quiet zone.

    Text of the alphanumeric set (a tag) is written in that mode: 119 characters make 37 × 37 modules.
    """
    data = text.encode()
    code = _code(_smallest_version(len(data), util.optimal_mode(data)))
    code.add_data(data, optimize=0)
    code.make(fit=False)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


@functools.cache
def _smallest_version(length: int, mode: int) -> int:
    """The version depends on length and mode alone, and finding it costs as much as encoding."""
    code = _code(None)
    code.add_data(_SAMPLES[mode] * length, optimize=0)
    return int(code.best_fit())


def _code(version: int | None) -> qrcode.QRCode[Any]:
    return qrcode.QRCode(
        version=version, error_correction=constants.ERROR_CORRECT_M, border=0, mask_pattern=_MASK
    )


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
