"""One tag on one label: number largest, then name, seat and paper; the QR code at the right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from printables import typeface
from printables.label_sheets import LabelSheet
from printables.pen import INK, MM, SOFT, Pen
from printables.qr import QUIET, qr_modules

PRINTER_DOT: Final = 72 / 300
"""A module is a whole number of these, so that a 300 or 600 dpi printer draws all of them alike."""
_MOST_DOTS: Final = 10
_EDGE: Final = 1 * MM
_READABLE: Final = 12.0
_MARK_SIZE: Final = 9.0
_MARK_PAD: Final = 2.5
_MARK_STEP: Final = 14.0
_NAME_SIZES: Final = (18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)


@dataclass(frozen=True)
class TagText:
    """What stands on a tag beside its code, most important first.

    A paper is its code and time, and its title. Titles may be cut with an ellipsis or left off, and
    ``details`` left off from the end, where the label is too small; nothing else may.
    """

    code: str
    number: str
    name: str
    seat: str = ""
    papers: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Line:
    text: str
    size: float
    bold: bool = False
    colour: str = INK

    @property
    def drop(self) -> float:
        """What it needs below itself beyond the usual."""
        return typeface.drop(self.text, self.size, bold=self.bold)


def module_size(sheet: LabelSheet, modules: int) -> float:
    """The width of one module in points: the largest that leaves the label its edge and half its width."""
    side = min(sheet.label_height * MM - 2 * _EDGE, sheet.label_width * MM / 2)
    dots = min(_MOST_DOTS, math.floor(side / (modules + 2 * QUIET) / PRINTER_DOT))
    return dots * PRINTER_DOT


def draw_tag(pen: Pen, left: float, top: float, sheet: LabelSheet, text: TagText) -> None:
    """Draw one tag on the label whose top left corner is (left, top)."""
    wide, high = sheet.label_width * MM, sheet.label_height * MM
    matrix = qr_modules(text.code)
    module = module_size(sheet, len(matrix))
    side = (len(matrix) + 2 * QUIET) * module
    pen.qr(left + wide - _EDGE / 2 - side, top + (high - side) / 2, matrix, module)
    inset = (4 if wide > 80 * MM else 3) * MM
    _draw_text(pen, left + inset, top, wide - side - inset - _EDGE, high, text)


def _draw_text(pen: Pen, left: float, top: float, room: float, high: float, text: TagText) -> None:
    roomy = high > 50 * MM
    number_size = 36.0 if roomy else 27.0 if room > 45 * MM else 21.0
    seat_size = number_size * 0.55
    number_size = typeface.fit(text.number, room, size=number_size, bold=True) or typeface.LEAST_SIZE
    y = top + 3 * MM + number_size * typeface.CAP_HEIGHT
    taken = pen.text(left, y, text.number, number_size, bold=True)
    if text.seat:
        beside = room - taken - 3 * MM
        with_word = f"Seat {text.seat}"
        said = with_word if typeface.width(with_word, seat_size, bold=True) <= beside else text.seat
        size = typeface.fit(said, beside, size=seat_size, bold=True) or typeface.LEAST_SIZE
        pen.text(left + room - 1 * MM, y, said, size, bold=True, align="right")
    y += 5 if roomy else 2
    bottom = top + high - 3 * MM
    rows = _mark_rows(text.marks, room)
    marks_height = len(rows) * _MARK_STEP
    for line in _lines(text, room, bottom - y - marks_height, 12.0 if roomy else typeface.LEAST_SIZE):
        y += line.size * typeface.LEADING
        pen.text(left, y, line.text, line.size, bold=line.bold, colour=line.colour)
        y += line.drop
    for number, row in enumerate(rows):
        _draw_marks(pen, left, bottom + 3.5 - (len(rows) - number) * _MARK_STEP, row)


def _lines(text: TagText, room: float, high: float, small: float) -> list[_Line]:
    papers = [_Line(_paper(code, title, room, small), small) for code, title in text.papers]
    details = [_Line(line, small, colour=SOFT) for line in _joined(text.details, room, small)]
    # A name read from the aisle is worth more than the last detail, but a small name more than none of them.
    for least in (_READABLE, typeface.LEAST_SIZE):
        for kept in range(len(details), -1, -1):
            below = [*papers, *details[:kept]]
            free = high - sum(line.size for line in below) * typeface.LEADING
            name = _name(text.name, room, free, least)
            if name:
                return [*name, *below]
    parts = typeface.wrap(text.name, typeface.LEAST_SIZE, room, bold=True)
    return [*(_Line(part, typeface.LEAST_SIZE, bold=True) for part in parts), *papers]


def _name(text: str, room: float, high: float, least: float) -> list[_Line]:
    for size in (s for s in _NAME_SIZES if s >= least):
        parts = typeface.wrap(text, size, room, bold=True)
        graceful = len(parts) <= 2 and not typeface.splits_a_word(text, size, room, bold=True)
        lines = [_Line(part, size, bold=True) for part in parts]
        needed = sum(size * typeface.LEADING + line.drop for line in lines)
        if (graceful or size == typeface.LEAST_SIZE) and needed <= high:
            return lines
    return []


def _joined(details: tuple[str, ...], room: float, size: float) -> list[str]:
    lines: list[str] = []
    for detail in details:
        together = f"{lines[-1]} · {detail}" if lines else detail
        if lines and typeface.width(together, size) <= room:
            lines[-1] = together
        else:
            lines.append(typeface.shorten(detail, size, room))
    return lines


def _paper(code: str, title: str, room: float, size: float) -> str:
    with_title = typeface.shorten(f"{code} · {title}", size, room)
    # A title cut to a few letters says less than none.
    return with_title if len(with_title) >= len(code) + 3 + min(len(title), 10) else code


def _mark_rows(marks: tuple[str, ...], room: float) -> list[tuple[str, ...]]:
    """Marks in rows from the top, each no wider than ``room``."""
    rows: list[list[str]] = []
    used = room
    for mark in marks:
        wide = typeface.width(mark, _MARK_SIZE, bold=True) + 3 * _MARK_PAD
        if used + wide - _MARK_PAD > room:
            rows.append([])
            used = 0.0
        rows[-1].append(mark)
        used += wide
    return [tuple(row) for row in rows]


def _draw_marks(pen: Pen, left: float, top: float, marks: tuple[str, ...]) -> None:
    """Arrangement codes in frames, so that an invigilator who walks past sees that there are any."""
    x = left
    for mark in marks:
        wide = typeface.width(mark, _MARK_SIZE, bold=True) + 2 * _MARK_PAD
        pen.box(x, top - 0.5, wide, 12, stroke=INK, width=0.8, radius=2)
        pen.text(x + _MARK_PAD, top + 8.7, mark, _MARK_SIZE, bold=True)
        x += wide + _MARK_PAD
