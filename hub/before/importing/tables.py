"""From text to a table: the delimiter is found, blank lines passed over, every row keeps its line number."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from typing import Final

from msgspec import Struct

from hub.before.importing.problems import UnreadableFileError

DELIMITERS: Final = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}
MOST_COLUMNS: Final = 200
MOST_ROWS: Final = 200_000
LONGEST_CELL: Final = 2_000
_SNIFFED_LINES: Final = 50


class Row(Struct, frozen=True):
    """The cells of one row and the line on which it begins, counted from 1 as an editor does."""

    number: int
    cells: tuple[str, ...]


class Table(Struct, frozen=True, kw_only=True):
    """What a file holds, headings not yet told from the rest.

    ``spanning`` are rows with a cell of several lines: mostly a quotation mark that is missing.
    """

    rows: tuple[Row, ...]
    delimiter: str
    spanning: tuple[int, ...] = ()


def read_table(text: str) -> Table:
    """The rows of a delimited text. Raises UnreadableFileError when it holds none or is beyond measure."""
    delimiter = find_delimiter(text)
    rows: list[Row] = []
    spanning: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for raw in reader:
            cells = tuple(clean(cell) for cell in raw)
            if any(cells):
                rows.append(Row(line, cells))
                _check_measure(rows, line)
            if reader.line_num > line:
                spanning.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFileError(f"Line {line} can't be read as a table: {error}.") from error
    if not rows:
        raise UnreadableFileError("The file is empty.")
    if spanning and _ends_within_quotes(text, delimiter):
        raise UnreadableFileError(
            f'The quotation mark (") opened on line {spanning[-1]} is never closed. Close it or take it out.'
        )
    return Table(rows=tuple(rows), delimiter=delimiter, spanning=tuple(spanning))


def find_delimiter(text: str) -> str:
    """The character that cuts most of the first lines into the same number of cells."""
    lines = [line for line in text.splitlines() if line.strip()][:_SNIFFED_LINES]
    best, best_score = ",", (0, 0)
    for delimiter in DELIMITERS:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter))
        wide = [(agreeing, width) for width, agreeing in widths.items() if width > 1]
        if wide and max(wide) > best_score:
            best, best_score = delimiter, max(wide)
    return best


def clean(cell: str) -> str:
    """The cell without spaces around it, inner spaces single, letters composed: as a person would see it."""
    return " ".join(unicodedata.normalize("NFC", cell.replace("\ufeff", "")).split())


def _check_measure(rows: list[Row], line: int) -> None:
    cells = rows[-1].cells
    if len(cells) > MOST_COLUMNS:
        raise UnreadableFileError(
            f"Line {line} has {len(cells)} columns; an export has at most {MOST_COLUMNS}."
        )
    if len(rows) > MOST_ROWS:
        raise UnreadableFileError(f"The file has more than {MOST_ROWS:,} rows. Import it in parts.")
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise UnreadableFileError(
            f"A cell on line {line} has more than {LONGEST_CELL:,} characters. Is a quotation mark missing?"
        )


def _ends_within_quotes(text: str, delimiter: str) -> bool:
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False
