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
LONGEST_SHOWN: Final = 80
_SNIFFED_LINES: Final = 50


class Row(Struct, frozen=True):
    """The cells of one row and the line on which it begins, counted from 1 as an editor does."""

    number: int
    cells: tuple[str, ...]


class Table(Struct, frozen=True, kw_only=True):
    """What a file holds, headings not yet told from the rest.

    ``broken`` are lines whose quotation marks don't pair up: told, so that they swallow no other line.
    ``sheet`` is the one that was taken of a workbook, ``other_sheets`` those that would fit as well.
    """

    rows: tuple[Row, ...]
    delimiter: str = ""
    broken: tuple[Row, ...] = ()
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()


def read_table(text: str) -> Table:
    """The rows of a delimited text. Raises UnreadableFileError when it holds none or is beyond measure."""
    delimiter = find_delimiter(text)
    lines = list(io.StringIO(text, newline=""))
    rows: list[Row] = []
    broken: list[Row] = []
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            read = lines[line - 1 : reader.line_num]
            if len(read) > 1 and _has_swallowed(cells, read, delimiter):
                _line_by_line(read, line, delimiter, rows, broken)
            else:
                add_row(Row(line, tuple(map(clean, cells))), rows)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFileError(f"Line {line} can't be read as a table: {error}.") from error
    if not rows:
        raise UnreadableFileError("The file is empty.")
    return Table(rows=tuple(rows), delimiter=delimiter, broken=tuple(broken))


def _has_swallowed(cells: list[str], read: list[str], delimiter: str) -> bool:
    """Whether a cell of several lines is rather a missing quotation mark than a note with a line break."""
    later = [line for cell in cells for line in cell.splitlines()[1:]]
    never_closed = sum(line.count('"') for line in read) % 2 == 1
    return never_closed or any(delimiter in line for line in later)


def _line_by_line(read: list[str], first: int, delimiter: str, rows: list[Row], broken: list[Row]) -> None:
    """Each line for itself; those with an odd quotation mark are set aside."""
    for number, line in enumerate(read, start=first):
        if line.count('"') % 2:
            broken.append(Row(number, (clean(line)[:LONGEST_SHOWN],)))
        else:
            for cells in csv.reader([line], delimiter=delimiter):
                add_row(Row(number, tuple(map(clean, cells))), rows)


def add_row(row: Row, rows: list[Row]) -> None:
    """Take a row unless it is blank. Raises UnreadableFileError where the table is beyond measure."""
    if any(row.cells):
        rows.append(row)
        _check_measure(rows, row.number)


def find_delimiter(text: str) -> str:
    """The character that cuts most of the first lines into the same number of cells."""
    lines = [line for line in text.splitlines() if line.strip()][:_SNIFFED_LINES]
    best, best_score = ",", (0, 0)
    for delimiter in DELIMITERS:
        widths = Counter(len(next(csv.reader([line], delimiter=delimiter), ())) for line in lines)
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
