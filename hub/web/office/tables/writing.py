"""A table as a file that spreadsheets open (CSV, XLSX), and as JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from hub.web.office.tables.table import Cell, Column, Narrowed, Row, TableKind

FileKind = Literal["csv", "xlsx"]
MEDIA_TYPES: Final[dict[FileKind, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# Control characters that no XML may hold; openpyxl would refuse the whole file for one of them.
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONGEST_CELL: Final = 32_000
"""Excel takes 32,767 characters in a cell, no more."""


def table_file(kind: TableKind, rows: Iterable[Row], zone: str, form: FileKind) -> bytes:
    """The whole table as a file."""
    return _xlsx(kind, rows, zone) if form == "xlsx" else _csv(kind, rows, zone)


def file_name(kind: TableKind, form: FileKind, session: str, narrowed: Narrowed) -> str:
    """``register-2024-06-03-AM-sports-hall.csv``: which table of what, in letters every system takes."""
    parts = (kind.name, session if kind.of_session else "", narrowed.room, narrowed.component)
    return "-".join(re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-") for part in parts if part) + f".{form}"


def json_rows(kind: TableKind, rows: Iterable[Row], zone: str) -> list[dict[str, Cell]]:
    """Rows as objects; moments in the centre's zone with their offset."""
    names = [column.name for column in kind.columns]
    return [dict(zip(names, (_in_zone(cell, zone) for cell in row), strict=True)) for row in rows]


def _csv(kind: TableKind, rows: Iterable[Row], zone: str) -> bytes:
    """UTF-8 with the mark by which spreadsheets recognise it; no cell is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.heading for column in kind.columns])
    for row in rows:
        writer.writerow([_plain(cell, zone) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell, zone: str) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime():
            return cell.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return cell.isoformat()
        case str():
            safe = _UNPRINTABLE.sub(" ", cell)
            # What a school's file, a room or a visitor wrote must not run in the reader's spreadsheet.
            return f"'{safe}" if safe.lstrip(" ").startswith(_FORMULA) else safe
        case _:
            return str(cell)


def _xlsx(kind: TableKind, rows: Iterable[Row], zone: str) -> bytes:
    """Written row by row; text stays text, so that neither a formula nor a lost leading zero comes of it."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(kind.title[:31])
    sheet.freeze_panes = "A2"
    for place, column in enumerate(kind.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(column)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(kind.columns))}1"
    heads = [WriteOnlyCell(sheet, column.heading) for column in kind.columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, cell, zone) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Cell, zone: str) -> object:  # noqa: ANN401 - openpyxl types its sheets in part
    """``value`` as a cell of ``sheet``, or the value itself where a plain one will do."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            # Workbooks know no zones: the wall clock of the centre stands there, as on every page.
            written = WriteOnlyCell(sheet, value.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
            written.number_format = "yyyy-mm-dd hh:mm:ss"
        case date():
            written = WriteOnlyCell(sheet, datetime(value.year, value.month, value.day))
            written.number_format = "yyyy-mm-dd"
        case str():
            written = WriteOnlyCell(sheet, _UNPRINTABLE.sub(" ", value)[:_LONGEST_CELL])
            written.data_type = "s"
        case _:
            return value
    return written


def _width(column: Column) -> int:
    wide = {"moment": 20, "day": 12, "number": 10, "yes_no": 10}.get(column.kind, 0)
    return max(wide or 18, len(column.heading) + 4)


def _in_zone(cell: Cell, zone: str) -> Cell:
    return cell.astimezone(ZoneInfo(zone)) if isinstance(cell, datetime) else cell
