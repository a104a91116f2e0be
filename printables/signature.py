"""Where people sign: labelled lines long enough to write on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from printables import typeface
from printables.document import Area, Block
from printables.pen import INK, MM, SOFT, Pen
from shared.record.drawn import HEIGHT, WIDTH, read_path

_ROW: Final = 13 * MM


@dataclass(frozen=True)
class Field:
    """One line to write on; ``filled`` is printed above the line where it is already known.

    ``drawn`` is a signature that was drawn on a screen, as the path of ``shared.record.drawn``.
    """

    label: str
    share: float
    filled: str = ""
    drawn: str = ""


def signature_block(title: str, lines: Sequence[Sequence[Field]], area: Area) -> Block:
    """A block of write-in lines that is never torn over two pages."""
    high = 8 * MM + len(lines) * _ROW + 2 * MM

    def draw(pen: Pen, y: float) -> None:
        pen.text(area.left, y + 6 * MM, title, 10.5, bold=True)
        for number, fields in enumerate(lines):
            _draw_fields(pen, fields, area, y + 8 * MM + (number + 1) * _ROW - 4.5 * MM)

    return Block(high, draw)


def _draw_fields(pen: Pen, fields: Sequence[Field], area: Area, baseline: float) -> None:
    between = 5 * MM
    scale = (area.width - between * (len(fields) - 1)) / sum(f.share for f in fields)
    x = area.left
    for field in fields:
        wide = field.share * scale
        pen.line(x, baseline, x + wide, baseline, width=0.6, colour=INK)
        pen.text(x, baseline + 3.8 * MM, field.label, typeface.LEAST_SIZE, colour=SOFT)
        if field.drawn:
            _draw_signature(pen, field.drawn, x, baseline, wide)
        if field.filled:
            size = typeface.fit(field.filled, wide, size=10.5) or typeface.LEAST_SIZE
            pen.text(x, baseline - 1.2 * MM, typeface.shorten(field.filled, size, wide), size)
        x += wide + between


def _draw_signature(pen: Pen, path: str, x: float, baseline: float, wide: float) -> None:
    """The strokes as high as a row allows, standing on the line."""
    high = min(_ROW - 5 * MM, wide * HEIGHT / WIDTH)
    across = high * WIDTH / HEIGHT
    for stroke in read_path(path):
        points = [(x + px * across, baseline - high + py * high) for px, py in stroke]
        for (x1, y1), (x2, y2) in pairwise(points):
            pen.line(x1, y1, x2, y2, width=0.8, colour=INK)
