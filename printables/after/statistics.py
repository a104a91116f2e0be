"""The session, the day or the series in figures, for the head of centre: charts with a table beside each."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from printables import typeface
from printables.document import Area, Block, Document, Head, gap
from printables.imprint import Imprint
from printables.pen import HAIRLINE, INK, MM, SOFT, Pen
from printables.table import Column, Row, Table, heading, paragraph
from shared.look import LIGHT
from shared.plan.centre import Centre

_FILL = LIGHT.accent
_BAR = 6.2 * MM
_HIGH = 42 * MM
_SIZE = 9.0


@dataclass(frozen=True)
class Bars:
    """A chart: (label, value, word under an upright bar); ``mark`` is the bar that a line stands before."""

    title: str
    about: str
    bars: tuple[tuple[str, int, str], ...]
    upright: bool = False
    mark: int | None = None
    mark_words: str = ""


@dataclass(frozen=True)
class Lines:
    """A table of words and numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    empty: str = ""


def draw(
    centre: Centre,
    name: str,
    tiles: Sequence[tuple[str, str]],
    charts: Sequence[Bars],
    grids: Sequence[Lines],
    notes: Sequence[str],
    imprint: Imprint,
) -> bytes:
    """Tiles, charts, then every table; landscape, because a table has many numbers."""
    head = Head(title="Statistics", centre=centre, place=name, when="For the head of centre")
    document = Document(head, imprint, landscape=True)
    area = document.area
    blocks: list[Block] = [_tiles(tiles, area), gap(3 * MM)]
    for note in notes:
        blocks.extend(paragraph(note, area, colour=SOFT))
    for chart in charts:
        blocks.append(heading(chart.title, chart.about, area))
        blocks.extend(_upright(chart, area) if chart.upright else _lying(chart, area))
    for grid in grids:
        blocks.append(heading(grid.title, "", area))
        blocks.extend(_table(grid).blocks(area) if grid.rows else paragraph(grid.empty, area, colour=SOFT))
    document.flow(blocks)
    return document.pdf()


def _tiles(tiles: Sequence[tuple[str, str]], area: Area) -> Block:
    wide = area.width / max(1, len(tiles))

    def paint(pen: Pen, y: float) -> None:
        for number, (label, value) in enumerate(tiles):
            x = area.left + number * wide
            pen.text(x, y + 8 * MM, value, 18, bold=True)
            pen.text(x, y + 13 * MM, label, _SIZE, colour=SOFT)

    return Block(15 * MM, paint)


def _lying(chart: Bars, area: Area) -> list[Block]:
    """One bar a line with its number behind it, so that nothing is told by length or colour alone."""
    most = max((value for _, value, _ in chart.bars), default=0) or 1
    names = max((typeface.width(label, _SIZE) for label, _, _ in chart.bars), default=0.0)
    start = area.left + min(names, area.width / 3) + 3 * MM
    room = area.right - start - 14 * MM
    blocks = [
        Block(_BAR, functools.partial(_lying_bar, label, value, value / most * room, start, area.left))
        for label, value, _ in chart.bars
    ]
    return [*blocks, gap(2 * MM)]


def _lying_bar(label: str, value: int, wide: float, start: float, left: float, pen: Pen, y: float) -> None:
    # A hair more than its own width, or the longest label would be shortened by a rounding error.
    shown = typeface.shorten(label, _SIZE, start - left - 2.5 * MM)
    pen.text(left, y + 4.2 * MM, shown, _SIZE)
    if wide:
        pen.box(start, y + 1.2 * MM, max(wide, 0.6), 4 * MM, stroke=None, fill=_FILL)
    pen.line(start, y + 0.4 * MM, start, y + _BAR - 0.2 * MM, width=0.6, colour=INK)
    pen.text(start + wide + 1.5 * MM, y + 4.2 * MM, str(value), _SIZE, bold=True)


def _upright(chart: Bars, area: Area) -> list[Block]:
    most = max((value for _, value, _ in chart.bars), default=0) or 1
    step = area.width / max(len(chart.bars), 12)
    peak = max(range(len(chart.bars)), key=lambda n: chart.bars[n][1], default=0)

    def paint(pen: Pen, y: float) -> None:
        floor = y + _HIGH
        for number, (_, value, short) in enumerate(chart.bars):
            x, high = area.left + number * step, value / most * (_HIGH - 7 * MM)
            if value:
                pen.box(x + step * 0.1, floor - high, step * 0.8, high, stroke=None, fill=_FILL)
            if value and (number == peak or step > 8 * MM):
                pen.text(x + step / 2, floor - high - 1.2 * MM, str(value), _SIZE, bold=True, align="centre")
            if short:
                pen.text(x + step / 2, floor + 4.5 * MM, short, _SIZE, colour=SOFT, align="centre")
        pen.line(area.left, floor, area.left + step * len(chart.bars), floor, width=0.6, colour=INK)
        if chart.mark is not None:
            x = area.left + chart.mark * step
            pen.line(x, y + 1 * MM, x, floor, width=0.9, colour=INK)
            pen.text(x + 1 * MM, y + 4 * MM, chart.mark_words, _SIZE)
        pen.line(area.left, floor - (_HIGH - 7 * MM), area.right, floor - (_HIGH - 7 * MM), colour=HAIRLINE)

    return [Block(_HIGH + 8 * MM, paint)]


def _table(grid: Lines) -> Table:
    numbers = [all(isinstance(row[n], int) for row in grid.rows) for n in range(len(grid.headings))]
    columns = tuple(
        Column(
            title,
            15 if number else 24 if title == "Attendance" else 60,
            align="right" if number or title == "Attendance" else "left",
        )
        for title, number in zip(grid.headings, numbers, strict=True)
    )
    table = Table(columns)
    table.rows.extend(Row(tuple(str(cell) for cell in row)) for row in grid.rows)
    return table
