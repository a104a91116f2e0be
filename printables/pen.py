"""Drawing in points from the top left corner, with the fonts and the few strokes that all sheets share."""

from __future__ import annotations

from typing import Final, Literal

from PIL.Image import Image
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm as MM  # noqa: N812 - a unit, written like a constant
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from printables.qr import QUIET, Matrix, dark_runs
from printables.setting import Piece, set_line
from shared.look import LIGHT

INK: Final = LIGHT.text
SOFT: Final = LIGHT.text_soft
RULE: Final = "#9AA1AB"
HAIRLINE: Final = LIGHT.line
ZEBRA: Final = "#F1F3F6"
WHITE: Final = "#FFFFFF"
BLACK: Final = "#000000"
_HEAVY: Final = 0.028
Align = Literal["left", "centre", "right"]

__all__ = ["BLACK", "HAIRLINE", "INK", "MM", "RULE", "SOFT", "WHITE", "ZEBRA", "Align", "Pen"]


class Pen:
    """A canvas of one page size; ``y`` grows downwards and text stands on the baseline it is given."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self._canvas = canvas
        self._height = height

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        align: Align = "left",
    ) -> float:
        """Set ``text`` with its baseline at ``y``, in any script; the width it took."""
        line = set_line(text, bold)
        wide = line.width * size
        left = x - (wide if align == "right" else wide / 2 if align == "centre" else 0.0)
        written = self._canvas.beginText(left, self._height - y)
        written.setFillColor(HexColor(colour))
        at = (0.0, 0.0)
        for piece in line.pieces:
            if (piece.x, piece.rise) != at:
                written.setTextOrigin(left + piece.x * size, self._height - y + piece.rise * size)
            _write(written, piece, size, colour)
            at = (piece.end, piece.rise)
        if any(piece.face.heavy for piece in line.pieces):
            self._canvas.setLineWidth(size * _HEAVY)
        if line.said:
            self._say(line.said)
        self._canvas.drawText(written)
        if line.said:
            self._canvas.addLiteral("EMC")
        return wide

    def _say(self, said: str) -> None:
        """What follows reads as ``said``, for a search, a copy and a screen reader (PDF 32000-1, 14.9.4)."""
        self._canvas.addLiteral(f"/Span <</ActualText <feff{said.encode('utf-16-be').hex()}>>> BDC")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.5, colour: str = RULE
    ) -> None:
        """A straight stroke."""
        self._canvas.setStrokeColor(HexColor(colour))
        self._canvas.setLineWidth(width)
        self._canvas.line(x1, self._height - y1, x2, self._height - y2)

    def box(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        *,
        stroke: str | None = RULE,
        fill: str | None = None,
        width: float = 0.5,
        radius: float = 0.0,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """A rectangle whose top left corner is at (x, y)."""
        canvas = self._canvas
        canvas.saveState()
        if stroke:
            canvas.setStrokeColor(HexColor(stroke))
            canvas.setLineWidth(width)
        if fill:
            canvas.setFillColor(HexColor(fill))
        if dash:
            canvas.setDash(*dash)
        bottom = self._height - y - high
        if radius:
            canvas.roundRect(x, bottom, wide, high, radius, stroke=int(bool(stroke)), fill=int(bool(fill)))
        else:
            canvas.rect(x, bottom, wide, high, stroke=int(bool(stroke)), fill=int(bool(fill)))
        canvas.restoreState()

    def picture(self, x: float, y: float, wide: float, high: float, picture: Image) -> None:
        """A photograph with its top left corner at (x, y), as large as the box allows, in its middle."""
        scale = min(wide / picture.width, high / picture.height)
        across, down = picture.width * scale, picture.height * scale
        left, bottom = x + (wide - across) / 2, self._height - y - (high + down) / 2
        self._canvas.drawImage(ImageReader(picture), left, bottom, across, down)

    def qr(self, x: float, y: float, matrix: Matrix, module: float) -> None:
        """A QR code with its quiet zone, ``module`` points a module, as one path of plain operators."""
        left, top = x + QUIET * module, self._height - y - QUIET * module
        # One module is the unit and y grows downwards, so that whole numbers say everything.
        runs = " ".join(f"{start} {row} {run} 1 re" for row, start, run in dark_runs(matrix))
        self._canvas.addLiteral(f"q 0 g {module:.4f} 0 0 {-module:.4f} {left:.3f} {top:.3f} cm {runs} f Q")


def _write(written: PDFTextObject, piece: Piece, size: float, colour: str) -> None:
    written.setFont(piece.face.name, size)
    if piece.face.heavy:
        # Filled and stroked: a typeface without a bold one still stands out.
        written.setStrokeColor(HexColor(colour))
        written.setTextRenderMode(2)
    written.textOut(piece.text)
    if piece.face.heavy:
        written.setTextRenderMode(0)
