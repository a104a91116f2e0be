"""One file to one table whose headings are understood, with what is to be told about the file as a whole."""

from __future__ import annotations

from msgspec import Struct

from hub.before.importing.decoding import Decoded, check_size, decode
from hub.before.importing.foreign import refuse_foreign
from hub.before.importing.headings import Hints, Mapped, map_headings
from hub.before.importing.problems import Problem, UnreadableFileError
from hub.before.importing.progress import Progress
from hub.before.importing.reading import FileShape
from hub.before.importing.shapes import Shape
from hub.before.importing.tables import DELIMITERS, Table, read_table
from hub.before.importing.workbooks import Fits, is_workbook, read_workbook


class OpenedFile(Struct, frozen=True, kw_only=True):
    """A file ready to be read row by row."""

    shape: FileShape
    mapped: Mapped
    table: Table
    problems: tuple[Problem, ...]


def open_table(data: bytes, encoding: str | None = None, sheet: str = "") -> tuple[Table, str]:
    """A delimited file or a workbook as a table, and its encoding. Raises UnreadableFileError."""
    table, decoded = _table(data, encoding, sheet, lambda _: 1, None)
    return table, decoded.encoding if decoded is not None else ""


def open_file(
    data: bytes,
    file: str,
    shape: Shape,
    hints: Hints,
    *,
    encoding: str | None = None,
    sheet: str = "",
    progress: Progress | None = None,
) -> OpenedFile:
    """Raises UnreadableFileError."""

    def fits(table: Table) -> int:
        try:
            return len(map_headings(table, shape.fields, shape.needed, hints).columns) if table.rows else 0
        except UnreadableFileError:
            return 0

    table, decoded = _table(data, encoding, sheet, fits, progress)
    mapped = map_headings(table, shape.fields, shape.needed, hints)
    return OpenedFile(
        shape=FileShape(
            file=file,
            rows=len(mapped.rows) + len(table.broken),
            guesses=mapped.guesses,
            encoding=decoded.encoding if decoded is not None else "",
            delimiter=DELIMITERS.get(table.delimiter, ""),
            sheet=table.sheet,
            profile=mapped.profile,
        ),
        mapped=mapped,
        table=table,
        problems=tuple(_about(file, decoded, table)),
    )


def _table(
    data: bytes, encoding: str | None, sheet: str, fits: Fits, progress: Progress | None
) -> tuple[Table, Decoded | None]:
    if is_workbook(data):
        check_size(data)
        return read_workbook(data, sheet, fits, progress), None
    refuse_foreign(data)
    decoded = decode(data, encoding)
    return read_table(decoded.text), decoded


def _about(file: str, decoded: Decoded | None, table: Table) -> list[Problem]:
    told = []
    if decoded is not None and not decoded.certain:
        expected = "UTF-8; look at the names, and add --encoding if letters are wrong"
        told.append(_whole_file(file, decoded.encoding, expected))
    if table.other_sheets:
        others = ", ".join(repr(name) for name in table.other_sheets)
        told.append(
            _whole_file(file, table.sheet, f"one sheet that fits; {others} would, too: add --sheet NAME")
        )
    expected = 'quotation marks (") in pairs; close the one on this line or take it out'
    told += [
        Problem(file=file, row=row.number, column="", found=row.cells[0], expected=expected)
        for row in table.broken
    ]
    return told


def _whole_file(file: str, found: str, expected: str) -> Problem:
    return Problem(file=file, row=0, column="", found=found, expected=expected, severity="warning")
