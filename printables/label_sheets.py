"""A4 sheets of self-adhesive labels: where each label sits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.pagesizes import A4

from printables import typeface
from printables.pdf_file import About, Entry, Leaf, PageDraw, render
from printables.pen import INK, MM, Pen


class LabelError(ValueError):
    """A sheet or label number that doesn't exist; the text says which ones do."""


@dataclass(frozen=True)
class LabelSheet:
    """A label stock in millimetres, as its maker prints it on the box."""

    name: str
    columns: int
    rows: int
    label_width: float
    label_height: float
    left: float
    top: float
    column_pitch: float
    row_pitch: float
    is_cut: bool = False
    """Plain paper that is cut up after printing, so that it always has crop marks."""

    @property
    def count(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows

    def corner(self, position: int) -> tuple[float, float]:
        """The top left corner of a label in points; 0 is the first, counted along the rows."""
        row, column = divmod(position, self.columns)
        return (self.left + column * self.column_pitch) * MM, (self.top + row * self.row_pitch) * MM


LABEL_SHEETS: Final[dict[str, LabelSheet]] = {
    sheet.name: sheet
    for sheet in (
        LabelSheet("L7163", 2, 7, 99.1, 38.1, 4.65, 15.15, 101.6, 38.1),
        LabelSheet("L7160", 3, 7, 63.5, 38.1, 7.2, 15.15, 66.05, 38.1),
        LabelSheet("L7165", 2, 4, 99.1, 67.7, 4.65, 13.1, 101.6, 67.7),
        LabelSheet("PLAIN", 2, 7, 95.0, 38.0, 10.0, 15.5, 95.0, 38.0, is_cut=True),
    )
}
DEFAULT_SHEET: Final = "L7163"
MOST_SHIFT_MM: Final = 10.0
_TICK: Final = 4 * MM


@dataclass(frozen=True)
class SheetOptions:
    """How a sheet is printed on this printer.

    ``right_mm`` and ``down_mm`` move everything against a printer that draws a sheet in (negative: to the
    left, up); ``crop_marks`` puts lines for the knife at the edges of the paper. Raises LabelError where a
    shift is larger than MOST_SHIFT_MM.
    """

    crop_marks: bool = False
    right_mm: float = 0.0
    down_mm: float = 0.0

    def __post_init__(self) -> None:
        for way, shift in (("right", self.right_mm), ("down", self.down_mm)):
            # Written so that what isn't a number fails, too.
            if not abs(shift) <= MOST_SHIFT_MM:
                raise LabelError(
                    f"A shift {way} of {shift:g} mm is more than {MOST_SHIFT_MM:g} mm. Measure the "
                    "calibration page again, or turn the sheet round in the tray."
                )


AS_MADE: Final = SheetOptions()

LabelDraw = Callable[[Pen, float, float, LabelSheet], None]
"""Draws one label: pen, left and top of the label in points, its sheet."""


def label_sheet(name: str) -> LabelSheet:
    """The sheet of this name. Raises LabelError naming the sheets there are."""
    found = LABEL_SHEETS.get(name.strip().upper())
    if found is None:
        raise LabelError(f"There is no label sheet {name!r}. Choose one of {', '.join(LABEL_SHEETS)}.")
    return found


def draw_labels(
    about: About,
    labels: Sequence[LabelDraw],
    sheet: LabelSheet,
    start_label: int,
    *,
    options: SheetOptions = AS_MADE,
    names: Sequence[str] = (),
) -> bytes:
    """A PDF of labels, the first one on label ``start_label`` (from 1) of its sheet.

    ``names`` of the labels, one each, make an outline that says which sheet has which. Raises LabelError
    where the sheet has no such label.
    """
    if not 1 <= start_label <= sheet.count:
        raise LabelError(
            f"Sheet {sheet.name} has labels 1 to {sheet.count}; label {start_label} doesn't exist."
        )
    blank = start_label - 1
    slots: list[LabelDraw | None] = [*[None] * blank, *labels]
    leaves: list[Leaf] = []
    for first in range(0, len(slots), sheet.count):
        here = names[max(first - blank, 0) : first - blank + sheet.count]
        outline = (Entry(f"Sheet {len(leaves) + 1}: {here[0]} to {here[-1]}"),) if here else ()
        leaves.append(Leaf(A4, _page(slots[first : first + sheet.count], sheet, options), outline))
    return render(about, leaves)


def calibration_page(name: str, options: SheetOptions = AS_MADE) -> bytes:
    """The frames of all labels of a sheet, to be held against the real one: what to type in is on it."""
    sheet = label_sheet(name)

    def framed(pen: Pen, left: float, top: float, stock: LabelSheet) -> None:
        wide, high = stock.label_width * MM, stock.label_height * MM
        pen.box(left, top, wide, high, stroke=INK, width=0.4)
        pen.line(
            left + wide / 2 - 5 * MM, top + high / 2, left + wide / 2 + 5 * MM, top + high / 2, colour=INK
        )
        pen.line(
            left + wide / 2, top + high / 2 - 5 * MM, left + wide / 2, top + high / 2 + 5 * MM, colour=INK
        )

    def told(*sentences: str) -> LabelDraw:
        def draw(pen: Pen, left: float, top: float, stock: LabelSheet) -> None:
            framed(pen, left, top, stock)
            at = top + 1.5 * MM
            for sentence in sentences:
                for line in typeface.wrap(sentence, 9, stock.label_width * MM - 5 * MM):
                    at += 4 * MM
                    pen.text(left + 2.5 * MM, at, line, 9)

        return draw

    first = told(f"{sheet.name}, shifted right {options.right_mm:g} mm and down {options.down_mm:g} mm")
    second = told("Print at 100 %, not “fit to page”. Hold this page and a label sheet against a window.")
    third = told("Frames too far left or too high? Add the distance in millimetres to the shift.")
    below = [framed] * (sheet.columns - 1)
    labels = [first, *below, second, *below, third, *below]
    labels += [framed] * (sheet.count - len(labels))
    return draw_labels(About(f"Calibration page {sheet.name}"), labels, sheet, 1, options=options)


def _page(slots: Sequence[LabelDraw | None], sheet: LabelSheet, options: SheetOptions) -> PageDraw:
    def draw(pen: Pen) -> None:
        right, down = options.right_mm * MM, options.down_mm * MM
        for position, label in enumerate(slots):
            if label is not None:
                left, top = sheet.corner(position)
                label(pen, left + right, top + down, sheet)
        if options.crop_marks or sheet.is_cut:
            _draw_crop_marks(pen, sheet, right, down)

    return draw


def _draw_crop_marks(pen: Pen, sheet: LabelSheet, right: float, down: float) -> None:
    """Ticks outside the labels, where a knife or guillotine is laid on."""
    edges_x = {
        sheet.left + c * sheet.column_pitch + w for c in range(sheet.columns) for w in (0, sheet.label_width)
    }
    edges_y = {
        sheet.top + r * sheet.row_pitch + h for r in range(sheet.rows) for h in (0, sheet.label_height)
    }
    first_x, last_x = min(edges_x) * MM + right, max(edges_x) * MM + right
    first_y, last_y = min(edges_y) * MM + down, max(edges_y) * MM + down
    for edge in sorted(edges_x):
        x = edge * MM + right
        pen.line(x, first_y - MM - _TICK, x, first_y - MM, width=0.4, colour=INK)
        pen.line(x, last_y + MM, x, last_y + MM + _TICK, width=0.4, colour=INK)
    for edge in sorted(edges_y):
        y = edge * MM + down
        pen.line(first_x - MM - _TICK, y, first_x - MM, y, width=0.4, colour=INK)
        pen.line(last_x + MM, y, last_x + MM + _TICK, y, width=0.4, colour=INK)
