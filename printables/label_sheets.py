"""A4 sheets of self-adhesive labels: where each label sits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.pagesizes import A4

from printables.document import PageDraw, render
from printables.pen import MM, Pen


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
    )
}
DEFAULT_SHEET: Final = "L7163"

LabelDraw = Callable[[Pen, float, float, LabelSheet], None]
"""Draws one label: pen, left and top of the label in points, its sheet."""


def label_sheet(name: str) -> LabelSheet:
    """The sheet of this name. Raises LabelError naming the sheets there are."""
    found = LABEL_SHEETS.get(name.strip().upper())
    if found is None:
        raise LabelError(f"There is no label sheet {name!r}. Choose one of {', '.join(LABEL_SHEETS)}.")
    return found


def draw_labels(title: str, labels: Sequence[LabelDraw], sheet: LabelSheet, start_label: int) -> bytes:
    """A PDF of labels, the first one on label ``start_label`` (from 1) of its sheet.

    Raises LabelError where the sheet has no such label.
    """
    if not 1 <= start_label <= sheet.count:
        raise LabelError(
            f"Sheet {sheet.name} has labels 1 to {sheet.count}; label {start_label} doesn't exist."
        )
    slots: list[LabelDraw | None] = [*[None] * (start_label - 1), *labels]
    pages = [_page(slots[first : first + sheet.count], sheet) for first in range(0, len(slots), sheet.count)]
    return render(A4, title, pages or [lambda _pen: None])


def _page(slots: Sequence[LabelDraw | None], sheet: LabelSheet) -> PageDraw:
    def draw(pen: Pen) -> None:
        for position, label in enumerate(slots):
            if label is not None:
                label(pen, *sheet.corner(position), sheet)

    return draw
