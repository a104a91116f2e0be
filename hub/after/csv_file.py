"""Rows as a CSV file that other programs read; no cell of it is taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f]")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def csv_bytes(
    rows: Iterable[Sequence[str | int]], *, delimiter: str = ",", encoding: str = "utf-8-sig"
) -> bytes:
    """The rows, the first of them the headings; what the encoding doesn't know becomes a question mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode(encoding, errors="replace")


def _plain(cell: str | int) -> str:
    """A name or a note that begins like a formula gets an apostrophe in front; a number stays one."""
    text = _UNPRINTABLE.sub(" ", str(cell))
    if text.lstrip(" ").startswith(_FORMULA) and not _NUMBER.fullmatch(text.strip()):
        return f"'{text}"
    return text
