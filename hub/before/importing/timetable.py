"""The exam timetable: day, start, length, board, component and title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hub.before.importing.headings import Field, Mapped
from hub.before.importing.moments import (
    NotADateError,
    YearMissingError,
    is_a_length,
    read_date,
    read_minutes,
    read_time,
)
from hub.before.importing.reading import Cells, Reading, Want, read_rows
from hub.before.records import Kind, TimetableRecord

FIELDS = (
    Field(name="date", synonyms=("exam date", "day", "date of exam", "start date")),
    Field(name="start", synonyms=("start time", "time", "session", "starts", "am pm")),
    Field(
        name="length",
        synonyms=("length hr:min", "duration", "duration mins", "minutes", "length hh:mm", "time allowed"),
    ),
    Field(name="board", synonyms=("awarding body", "exam board", "awarding organisation", "ab")),
    Field(
        name="code",
        synonyms=("component code", "component", "paper code", "unit code", "module", "entry code"),
    ),
    Field(
        name="title", synonyms=("component title", "paper", "subject", "description", "exam", "paper title")
    ),
)
NEEDED = (("date",), ("start",), ("code",))
PUBLISHED_STARTS = {"am": (9, 0), "pm": (13, 30)}
"""What a board means that names only the half of the day."""
LONGEST_CODE = 40


def read_timetable(
    mapped: Mapped, file: str, *, year: int | None, durations: Mapping[str, int]
) -> Reading[TimetableRecord]:
    """``durations`` (code or ``board:code`` → minutes) fills what the file leaves at 00:00, and is told."""
    wants: dict[Want, None] = {}

    def parse(cells: Cells) -> Iterator[TimetableRecord]:
        code = cells.required("code", "a component code such as 8300/2F")
        if len(code) > LONGEST_CODE:
            cells.refuse("code", f"a component code of at most {LONGEST_CODE} characters")
        board = cells.text("board") or "-"
        title = cells.text("title") or code
        try:
            day = read_date(cells.required("date", "a date such as Mon 20 May"), year)
        except YearMissingError as error:
            wants[Want("year")] = None
            cells.refuse("date", str(error))
        except NotADateError as error:
            cells.refuse("date", str(error))
        hours, minutes_past = _start(cells)
        minutes = _length(cells, board, code, durations)
        if not minutes:
            wants[Want("length", code, title)] = None
            cells.refuse("length", f'a length: add --duration "{code}=01:30" with the right time')
        yield TimetableRecord(
            board=board,
            code=code,
            title=title,
            day=day,
            hours=hours,
            minutes_past=minutes_past,
            minutes=minutes,
        )

    reading = read_rows(Kind.TIMETABLE, file, mapped, parse)
    reading.wants = list(wants)
    return reading


def _start(cells: Cells) -> tuple[int, int]:
    text = cells.required("start", "a time such as 09:00")
    if (half := PUBLISHED_STARTS.get(text.casefold())) is not None:
        cells.tell("start", f"a time; the published {half[0]:02}:{half[1]:02} taken", "warning")
        return half
    time = read_time(text)
    if time is None:
        cells.refuse("start", "a time such as 09:00 or 1:30 pm")
    return time


def _length(cells: Cells, board: str, code: str, durations: Mapping[str, int]) -> int:
    """The row's own length where it has one, else the one given, else 0."""
    text = cells.text("length")
    own = read_minutes(text) if text else 0
    if own is None or (own and not is_a_length(own)):
        cells.refuse("length", "a length such as 01:30 or 90 (minutes), from 5 minutes to 10 hours")
    if own:
        return own
    given = durations.get(f"{board}:{code}") or durations.get(code) or 0
    if given:
        cells.tell(
            "length", f"a length; {given // 60:02}:{given % 60:02} filled in as given for {code}", "note"
        )
    return given
