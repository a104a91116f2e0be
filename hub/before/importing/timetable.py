"""The exam timetable: day, start, length, board, component and title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

from hub.before.importing.component_codes import LONGEST_CODE, code_letters
from hub.before.importing.headings import Field
from hub.before.importing.moments import (
    NotADateError,
    YearMissingError,
    is_a_length,
    read_date,
    read_minutes,
    read_time,
)
from hub.before.importing.reading import Cells, RowReader, Want
from hub.before.records import TimetableRecord
from shared.plan.clashes import Level

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
    Field(
        name="level",
        synonyms=("qualification", "qualification type", "qual", "qualification level"),
    ),
)
NEEDED = (("date",), ("start",), ("code",))
PUBLISHED_STARTS: Final = {"am": (9, 0), "morning": (9, 0), "pm": (13, 30), "afternoon": (13, 30)}
"""What a board means that names only the half of the day."""
_LEVELS: Final[tuple[tuple[Level, re.Pattern[str]], ...]] = (
    ("gcse", re.compile(r"\b(?:i?gcse|gcse 9 1)\b")),
    ("gce", re.compile(r"\b(?:gce|as|a2|a level|as level|advanced|a levels)\b")),
)


def timetable_reader(year: int | None, durations: Mapping[str, int]) -> RowReader[TimetableRecord]:
    """``durations`` (code or ``board:code`` → minutes) fills what the file leaves at 00:00, and is told."""
    spellings: dict[tuple[str, str], str] = {}

    def parse(cells: Cells) -> Iterator[TimetableRecord]:
        code = cells.required("code", "a component code such as 8300/2F")
        if len(code) > LONGEST_CODE:
            cells.refuse("code", f"a component code of at most {LONGEST_CODE} characters")
        board = cells.text("board") or "-"
        earlier = spellings.setdefault((board.casefold(), code_letters(code)), code)
        if earlier != code:
            cells.tell("code", f"one spelling of a code; {earlier} looks like the same, both are kept")
        title = cells.text("title") or code
        day = _day(cells, year)
        hours, minutes_past = _start(cells)
        minutes = _length(cells, board, code, durations)
        if not minutes:
            cells.wants.append(Want("length", code, title))
            cells.refuse("length", f'a length: add --duration "{code}=01:30" with the right time')
        yield TimetableRecord(
            board=board,
            code=code,
            title=title,
            day=day,
            hours=hours,
            minutes_past=minutes_past,
            minutes=minutes,
            level=_level(cells),
        )

    return RowReader(parse=parse, reconcile=_two_titles)


def _two_titles(kept: TimetableRecord, other: TimetableRecord) -> str:
    """One code under two titles is one paper, if it is sat at one time."""
    if msgspec.structs.replace(other, title=kept.title, level=kept.level) != kept:
        return ""
    return f"one title for a code; {kept.title!r} of" if other.title != kept.title else "one level of"


def _day(cells: Cells, year: int | None) -> date:
    try:
        return read_date(cells.required("date", "a date such as Mon 20 May"), year)
    except YearMissingError as error:
        cells.wants.append(Want("year"))
        cells.refuse("date", str(error))
    except NotADateError as error:
        cells.refuse("date", str(error))


def _level(cells: Cells) -> Level | None:
    """GCSE or GCE where the file says so; other qualifications have no limit of their own."""
    words = " ".join(cells.text("level").casefold().replace("-", " ").replace(".", "").split())
    return next((level for level, pattern in _LEVELS if pattern.search(words)), None)


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
