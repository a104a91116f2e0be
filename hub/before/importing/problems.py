"""What couldn't be read, told so that a person finds the cell and knows what to put there."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "note"]
"""error: the row is left out. warning: read, but look at it. note: read, and this was filled in."""


class Problem(Struct, frozen=True, kw_only=True):
    """One thing to tell about one row; row 0 is the file as a whole."""

    file: str
    row: int
    column: str
    found: str
    expected: str
    severity: Severity = "error"


class UnreadableFileError(ValueError):
    """The file as a whole can't be read; the text says why and what to do, ``file`` which it is."""

    file: str = ""


class UnreadableCellError(ValueError):
    """One cell that can't be read."""

    def __init__(self, column: str, found: str, expected: str) -> None:
        super().__init__(expected)
        self.column = column
        self.found = found
        self.expected = expected
