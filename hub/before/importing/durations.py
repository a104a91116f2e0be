"""Lengths given by a person: on the command line, or in a file of code and length."""

from __future__ import annotations

from collections.abc import Iterable

from hub.before.importing.files import open_table
from hub.before.importing.headings import Field, map_headings
from hub.before.importing.moments import is_a_length, read_minutes
from hub.before.importing.problems import UnreadableFileError

FIELDS = (
    Field(name="code", synonyms=("component code", "component", "paper code", "unit code")),
    Field(name="length", synonyms=("duration", "length hr:min", "minutes", "time")),
)


class NotADurationError(ValueError):
    """The text says what was expected."""


def read_duration(text: str) -> tuple[str, int]:
    """``8145/2A/C=01:00`` → code and minutes. Raises NotADurationError."""
    code, mark, length = text.rpartition("=")
    minutes = read_minutes(length.strip())
    if not mark or not code.strip() or minutes is None or not is_a_length(minutes):
        raise NotADurationError(f'{text!r} is not a duration. Write it as "8145/2A/C=01:00".')
    return code.strip(), minutes


def read_durations_file(data: bytes, file: str) -> dict[str, int]:
    """Code → minutes from a small table. Raises UnreadableFileError naming the row that can't be read."""
    table = map_headings(open_table(data)[0], FIELDS, (("code",), ("length",)))
    code_column, length_column = table.columns["code"], table.columns["length"]
    durations = {}
    for row in table.rows:
        cells = (*row.cells, "", "")
        minutes = read_minutes(cells[length_column])
        if not cells[code_column] or minutes is None or not is_a_length(minutes):
            raise UnreadableFileError(
                f"{file}, row {row.number}: expected a component code and a length such as 01:00, "
                f"found {cells[code_column]!r} and {cells[length_column]!r}."
            )
        durations[cells[code_column]] = minutes
    return durations


def read_durations(texts: Iterable[str]) -> dict[str, int]:
    """Several of :func:`read_duration`."""
    return dict(read_duration(text) for text in texts)
