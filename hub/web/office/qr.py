"""A QR code as one path of an inline picture: nothing to fetch, nothing that the page's policy forbids."""

from __future__ import annotations

from msgspec import Struct
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET_ZONE = 4


class QrPicture(Struct, frozen=True, kw_only=True):
    """``path`` in a square of ``size`` modules, the quiet zone included."""

    size: int
    path: str


def qr_picture(text: str) -> QrPicture:
    code: QRCode = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)  # type: ignore[type-arg]
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    runs = [
        f"M{start} {y}h{end - start}v1h-{end - start}z"
        for y, row in enumerate(rows)
        for start, end in _runs(row)
    ]
    return QrPicture(size=len(rows), path="".join(runs))


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Dark modules side by side are one rectangle, so that no hairline shows between them."""
    edges = [i for i in range(len(row) + 1) if (i < len(row) and row[i]) != (i > 0 and row[i - 1])]
    return list(zip(edges[::2], edges[1::2], strict=True))
