"""Tables that flow over pages: light rules, zebra above 25 rows, cells that grow before they cut."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from printables import typeface
from printables.document import Area, Block
from printables.pen import HAIRLINE, INK, MM, RULE, SOFT, ZEBRA, Align, Pen

ZEBRA_ABOVE: Final = 25
SIZE: Final = 10.0
_PAD: Final = 1.6 * MM
_HEAD_SIZE: Final = typeface.LEAST_SIZE


@dataclass(frozen=True)
class Column:
    """A column: its share of the width in millimetres, and how its cells stand."""

    title: str
    share: float
    align: Align = "left"
    bold: bool = False


@dataclass(frozen=True)
class Text:
    """Written words; line breaks are kept, long lines wrapped. ``stays`` is not struck with its row."""

    text: str
    bold: bool = False
    colour: str = INK
    stays: bool = False


@dataclass(frozen=True)
class Box:
    """An empty box to tick by hand."""


Cell: TypeAlias = Text | Box | str


@dataclass(frozen=True)
class Row:
    """One row. ``struck`` draws a line through its words; ``note`` stands below, over the full width."""

    cells: tuple[Cell, ...]
    struck: bool = False
    note: str = ""
    bold: bool = False


@dataclass(frozen=True)
class _Cut:
    """Columns as they lie on the page."""

    columns: tuple[Column, ...]
    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    right: float
    ruled: bool = False


@dataclass
class Table:
    """Columns and rows; ``least_height`` is what a row needs to be written in by hand.

    ``ruled`` draws upright lines between the columns, for a table that is filled in by hand.
    """

    columns: tuple[Column, ...]
    least_height: float = 6.6 * MM
    rows: list[Row] = field(default_factory=list)
    ruled: bool = False

    def blocks(self, area: Area) -> list[Block]:
        """The head and one block a row."""
        cut = self._cut(area)
        head = Block(
            self._head_height(cut), functools.partial(_draw_head, cut), stays_with_next=bool(self.rows)
        )
        zebra = len(self.rows) > ZEBRA_ABOVE
        blocks = [self._row(cut, row, head, zebra and n % 2 == 1) for n, row in enumerate(self.rows)]
        if len(blocks) > 1:
            # One row alone at the foot of a page looks like the end of the list.
            blocks[0] = dataclasses.replace(blocks[0], stays_with_next=True)
        return [head, *blocks]

    def _cut(self, area: Area) -> _Cut:
        scale = area.width / sum(c.share for c in self.columns)
        wanted = [c.share * scale for c in self.columns]
        widest = wanted.index(max(wanted))
        for index in (n for n in range(len(wanted)) if n != widest):
            short = self._longest_word(index) - wanted[index]
            if short > 0:
                # The widest column holds names, which wrap; a number or a code broken in two is misread.
                wanted[index] += short
                wanted[widest] -= short
        widths = tuple(wanted)
        lefts = tuple(area.left + sum(widths[:n]) for n in range(len(widths)))
        return _Cut(self.columns, lefts, widths, area.right, self.ruled)

    def _longest_word(self, index: int) -> float:
        column = self.columns[index]
        words = [typeface.width(word, _HEAD_SIZE, bold=True) for word in column.title.split()]
        for row in self.rows:
            laid = _words_of(row.cells[index])
            bold = laid.bold or column.bold or row.bold
            words.extend(typeface.width(word, SIZE, bold=bold) for word in laid.text.split())
        return min(max(words, default=0.0) + 2 * _PAD + 0.1, 45 * MM)

    def _head_height(self, cut: _Cut) -> float:
        lines = max(len(_head_lines(c, w)) for c, w in zip(cut.columns, cut.widths, strict=True))
        return lines * _HEAD_SIZE * typeface.LEADING + 2 * MM

    def _row(self, cut: _Cut, row: Row, head: Block, shaded: bool) -> Block:
        cells = tuple(
            _Laid(cell, column, width, row.bold)
            for cell, column, width in zip(row.cells, cut.columns, cut.widths, strict=True)
        )
        note = typeface.wrap(row.note, SIZE - 0.5, cut.right - cut.lefts[1] - _PAD) if row.note else ()
        words = max(1, *(len(c.lines) for c in cells)) * SIZE * typeface.LEADING + 2.2 * MM
        high = max(self.least_height, words)
        below = len(note) * (SIZE - 0.5) * typeface.LEADING + (0.8 * MM if note else 0.0)
        draw = functools.partial(_draw_row, cut, cells, row.struck, note, high, below, shaded)
        return Block(high + below, draw, head=head)


def _words_of(cell: Cell) -> Text:
    match cell:
        case Text():
            return cell
        case Box():
            return Text("")
        case str():
            return Text(cell)


class _Laid:
    """A cell with its words broken into lines."""

    def __init__(self, cell: Cell, column: Column, width: float, bold: bool) -> None:
        self.column = column
        self.box = isinstance(cell, Box)
        words = _words_of(cell)
        self.bold = words.bold or column.bold or bold
        self.colour = words.colour
        self.stays = words.stays
        self.lines = tuple(
            line
            for part in words.text.split("\n")
            for line in typeface.wrap(part, SIZE, width - 2 * _PAD, bold=self.bold)
        )


def _head_lines(column: Column, width: float) -> tuple[str, ...]:
    return typeface.wrap(column.title, _HEAD_SIZE, width - 2 * _PAD, bold=True) or ("",)


def _draw_head(cut: _Cut, pen: Pen, y: float) -> None:
    high = 0.0
    for column, left, width in zip(cut.columns, cut.lefts, cut.widths, strict=True):
        lines = _head_lines(column, width)
        for number, line in enumerate(lines):
            _set(pen, line, column.align, left, width, y + (number + 0.9) * _HEAD_SIZE * typeface.LEADING)
        high = max(high, len(lines) * _HEAD_SIZE * typeface.LEADING + 2 * MM)
    pen.line(cut.lefts[0], y + high - 0.4 * MM, cut.right, y + high - 0.4 * MM, width=0.8, colour=INK)


def _set(pen: Pen, line: str, align: Align, left: float, width: float, y: float) -> None:
    x = {"left": left + _PAD, "centre": left + width / 2, "right": left + width - _PAD}[align]
    pen.text(x, y, line, _HEAD_SIZE, bold=True, colour=SOFT, align=align)


def _draw_row(
    cut: _Cut,
    cells: Sequence[_Laid],
    struck: bool,
    note: Sequence[str],
    high: float,
    below: float,
    shaded: bool,
    pen: Pen,
    y: float,
) -> None:
    if shaded:
        pen.box(cut.lefts[0], y, cut.right - cut.lefts[0], high + below, stroke=None, fill=ZEBRA)
    for cell, left, width in zip(cells, cut.lefts, cut.widths, strict=True):
        if cell.box:
            side = 4.4 * MM
            pen.box(left + (width - side) / 2, y + (high - side) / 2, side, side, stroke=INK, width=0.7)
        else:
            _draw_words(pen, cell, left, width, y, high, struck and not cell.stays)
    for number, line in enumerate(note):
        at = y + high + (number + 0.7) * (SIZE - 0.5) * typeface.LEADING
        pen.text(cut.lefts[1] + _PAD, at, line, SIZE - 0.5, colour=INK)
    for left in cut.lefts[1:] if cut.ruled else ():
        pen.line(left, y, left, y + high, width=0.4, colour=HAIRLINE)
    pen.line(cut.lefts[0], y + high + below, cut.right, y + high + below, width=0.4, colour=HAIRLINE)


def _draw_words(
    pen: Pen, cell: _Laid, left: float, width: float, y: float, high: float, struck: bool
) -> None:
    step = SIZE * typeface.LEADING
    first = y + (high - len(cell.lines) * step) / 2 + (step + SIZE * typeface.CAP_HEIGHT) / 2
    x = {"left": left + _PAD, "centre": left + width / 2, "right": left + width - _PAD}[cell.column.align]
    for number, line in enumerate(cell.lines):
        at = first + number * step
        wide = pen.text(x, at, line, SIZE, bold=cell.bold, colour=cell.colour, align=cell.column.align)
        if struck:
            start = {"left": x, "centre": x - wide / 2, "right": x - wide}[cell.column.align]
            middle = at - SIZE * 0.27
            pen.line(start - 1, middle, start + wide + 1, middle, width=0.9, colour=INK)


def heading(text: str, note: str, area: Area) -> Block:
    """A heading over a part of the sheet, with a soft note behind it; stays with what follows."""
    size = 12.0
    beside = area.width - typeface.width(text, size, bold=True) - 4 * MM
    note_lines = typeface.wrap(note, SIZE, beside if beside > area.width / 3 else area.width) if note else ()
    own_line = bool(note_lines) and (beside <= area.width / 3 or len(note_lines) > 1)
    if own_line:
        note_lines = typeface.wrap(note, SIZE, area.width)
    text_lines = typeface.wrap(text, size, area.width, bold=True)
    step, note_step = size * typeface.LEADING, SIZE * typeface.LEADING
    high = 3 * MM + len(text_lines) * step + (len(note_lines) * note_step if own_line else 0.0) + 1.5 * MM

    def draw(pen: Pen, y: float) -> None:
        at = y + 3 * MM
        for line in text_lines:
            at += step
            wide = pen.text(area.left, at - 3, line, size, bold=True)
        if own_line:
            for line in note_lines:
                at += note_step
                pen.text(area.left, at - 3, line, SIZE, colour=SOFT)
        elif note_lines:
            pen.text(area.left + wide + 4 * MM, at - 3, note_lines[0], SIZE, colour=SOFT)

    return Block(high, draw, stays_with_next=True, outline=text)


def paragraph(text: str, area: Area, *, bold: bool = False, colour: str = INK) -> list[Block]:
    """Running text over the full width, one block a line so that it may break over pages."""
    step = SIZE * 1.3
    return [
        Block(step, functools.partial(_draw_line, area.left, line, step, bold, colour))
        for line in typeface.wrap(text, SIZE, area.width, bold=bold)
    ]


def _draw_line(left: float, line: str, step: float, bold: bool, colour: str, pen: Pen, y: float) -> None:
    pen.text(left, y + step * 0.78, line, SIZE, bold=bold, colour=colour)


__all__ = ["RULE", "Box", "Cell", "Column", "Row", "Table", "Text", "heading", "paragraph"]
