"""Excel workbooks: the sheet that fits, its cells as a person sees them. Measured before it is opened."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol, cast
from xml.etree.ElementTree import ParseError

from hub.before.importing.problems import UnreadableFileError
from hub.before.importing.progress import EVERY_ROWS, Progress
from hub.before.importing.tables import MOST_COLUMNS, Row, Table, add_row, clean

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MOST_UNPACKED: Final = 128 * 1024 * 1024
"""A hundred thousand rows of ten columns unpack to about 50 MB."""
MOST_PARTS: Final = 2_000
MOST_SHEETS: Final = 60
LAST_ROW: Final = 1_048_576
_LOOKED_AT: Final = 200
_HEAD: Final = 12
_BEGINNING: Final = 4_096
_ZEROS: Final = re.compile(r"^0+$")
_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
"""What the reader raises about a damaged or strange workbook, depending on where it is damaged."""

Fits = Callable[[Table], int]
"""How many fields the headings of a sheet tell; 0 where it is about something else."""


class _Cell(Protocol):
    @property
    def value(self) -> object: ...
    @property
    def number_format(self) -> str: ...


class _Sheet(Protocol):
    title: str
    sheet_state: str
    max_row: int | None

    def reset_dimensions(self) -> None: ...
    def iter_rows(self, *, max_col: int) -> Iterator[tuple[_Cell, ...]]: ...


def is_workbook(data: bytes) -> bool:
    """Whether this is a workbook of Excel 2007 or later."""
    return data.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in data


def read_workbook(data: bytes, wanted: str, fits: Fits, progress: Progress | None = None) -> Table:
    """The sheet called ``wanted``, or the one that fits best. Raises UnreadableFileError."""
    _check_measure(data)
    with warnings.catch_warnings():
        # The reader warns about decoration it drops: styles, validation, printing.
        warnings.simplefilter("ignore")
        try:
            return _read(data, wanted, fits, progress)
        except UnreadableFileError:
            raise
        except _FAULTS as error:
            raise UnreadableFileError(
                "The workbook is damaged or can't be read. Open it in Excel and save it again, "
                "or save the sheet as CSV (UTF-8)."
            ) from error


def _check_measure(data: bytes) -> None:
    """Small archives can unpack to anything, and XML with its own entities to more than that."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
                raise UnreadableFileError(
                    f"The workbook unpacks to {unpacked:,} bytes in {len(parts):,} parts; at most "
                    f"{MOST_UNPACKED:,} are read. Save the one sheet as CSV (UTF-8)."
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        if b"<!DOCTYPE" in file.read(_BEGINNING):
                            raise UnreadableFileError(
                                "The workbook holds a document type, as Excel never writes. It isn't read."
                            )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFileError(
            "The workbook is damaged or locked. Open it in Excel and save it again without a password."
        ) from error


def _read(data: bytes, wanted: str, fits: Fits, progress: Progress | None) -> Table:
    from openpyxl import load_workbook

    workbook: Workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [cast("_Sheet", s) for s in workbook.worksheets if hasattr(s, "reset_dimensions")]
        if not sheets or len(sheets) > MOST_SHEETS:
            raise UnreadableFileError(
                f"The workbook has {len(sheets)} sheets; from 1 to {MOST_SHEETS} are read."
            )
        told_rows = {sheet.title: sheet.max_row or 0 for sheet in sheets}
        sheet, others = _choose(sheets, wanted, fits)
        rows: list[Row] = []
        # Columns beyond the headings mean nothing, and formatting reaches to the sheet's end.
        width = max((len(row.cells) for row in _head(sheet).rows), default=1)
        for number, cells in _rows(sheet, width):
            if progress is not None and number % EVERY_ROWS == 0:
                progress(f"Opening the sheet {sheet.title}", number, max(number, told_rows[sheet.title]))
            add_row(Row(number, cells), rows)
        if not rows:
            raise UnreadableFileError(f"The sheet {sheet.title!r} is empty.")
        return Table(rows=tuple(rows), sheet=sheet.title, other_sheets=others)
    finally:
        workbook.close()


def _choose(sheets: list[_Sheet], wanted: str, fits: Fits) -> tuple[_Sheet, tuple[str, ...]]:
    """The sheet to read and the others that would fit as well."""
    if wanted:
        named = [s for s in sheets if s.title.strip().casefold() == wanted.strip().casefold()]
        if not named:
            names = ", ".join(repr(s.title) for s in sheets)
            raise UnreadableFileError(f"There is no sheet {wanted!r}. The workbook has {names}.")
        return named[0], ()
    shown = [s for s in sheets if s.sheet_state == "visible"] or sheets
    if len(shown) == 1:
        return shown[0], ()
    scores = [(fits(_head(sheet)), sheet) for sheet in shown]
    best = max(score for score, _ in scores)
    if not best:
        names = ", ".join(repr(s.title) for s in shown)
        raise UnreadableFileError(
            f"None of the sheets {names} has the headings that are needed. Say which it is with --sheet NAME."
        )
    fitting = [sheet for score, sheet in scores if score]
    chosen = next(sheet for score, sheet in scores if score == best)
    return chosen, tuple(sheet.title for sheet in fitting if sheet is not chosen)


def _head(sheet: _Sheet) -> Table:
    """The rows among which the headings are. Raises UnreadableFileError where they are beyond measure."""
    rows: list[Row] = []
    for number, cells in islice(_rows(sheet, MOST_COLUMNS + 1), _LOOKED_AT):
        if len(rows) < _HEAD:
            add_row(Row(number, cells), rows)
    return Table(rows=tuple(rows), sheet=sheet.title)


def _rows(sheet: _Sheet, width: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every row with its number in the sheet; what the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_col=width), start=1):
        if number > LAST_ROW:
            raise UnreadableFileError(f"The sheet {sheet.title!r} has more rows than Excel has.")
        texts = [cell_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        yield number, tuple(texts)


def cell_text(cell: _Cell) -> str:
    """The cell as a file of text would have it: dates in ISO form, figures with the zeros that are shown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return _clock(value)
    return _figure(value, cell.number_format) if isinstance(value, int | float) else clean(str(value))


def _clock(value: time | timedelta) -> str:
    """To the minute: a sheet's times are parts of a day and off by microseconds."""
    if isinstance(value, time):
        value = datetime.combine(date.min, value) - datetime.min
    hours, minutes = divmod(round(value.total_seconds() / 60), 60)
    return f"{hours:02}:{minutes:02}"


def _figure(value: float, form: str) -> str:
    if form.endswith("%"):
        return f"{value * 100:.10g}%"
    if float(value).is_integer():
        whole = str(int(value))
        return whole.zfill(len(form)) if _ZEROS.match(form) else whole
    return f"{value:.10g}"
