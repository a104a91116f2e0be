"""Deadlines and courier slots as a calendar file (RFC 5545), for any diary that a centre uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from msgspec import Struct

from shared.canonical import digest

PRODUCT: Final = "-//ExamDay//Deadlines//EN"
LONGEST_LINE: Final = 75
"""Octets in a line without its end (section 3.1)."""
CRLF: Final = "\r\n"


class Entry(Struct, frozen=True, kw_only=True):
    """One entry. ``key`` says what it is about and stays the same when its time or words change.

    A day without ``until`` is a whole day; a moment has its end. ``warn_days`` before it the diary reminds.
    """

    key: str
    title: str
    begins: date | datetime
    until: datetime | None = None
    about: str = ""
    warn_days: int = 0


def calendar_file(entries: Iterable[Entry], *, name: str, site: str, made_at: datetime) -> bytes:
    """The whole file; the same entries give the same file but for the time at which it was made.

    ``site`` sets one centre's identifiers apart from another's.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for entry in sorted(entries, key=lambda e: (_day(e.begins), e.key)):
        lines.extend(_event(entry, site, made_at))
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + CRLF for line in lines).encode()


def _event(entry: Entry, site: str, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{digest(f'{site}|{entry.key}')[:32]}@examday"
    yield f"DTSTAMP:{_utc(made_at)}"
    begins = entry.begins
    if isinstance(begins, datetime):
        yield f"DTSTART:{_utc(begins)}"
        yield f"DTEND:{_utc(entry.until or begins + timedelta(minutes=30))}"
    else:
        yield f"DTSTART;VALUE=DATE:{begins:%Y%m%d}"
        # The end is not part of it: a whole day ends with the next (section 3.6.1).
        yield f"DTEND;VALUE=DATE:{begins + timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{escaped(entry.title)}"
    if entry.about:
        yield f"DESCRIPTION:{escaped(entry.about)}"
    # Who reads the centre's diary is not asked for here: the words name no candidate.
    yield "CLASS:CONFIDENTIAL"
    if entry.warn_days:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{escaped(entry.title)}"
        yield f"TRIGGER:-P{entry.warn_days}D"
        yield "END:VALARM"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A text value (section 3.3.11): backslash, semicolon, comma and line ends told, others dropped."""
    told = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    told = told.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in told if c == "\t" or (ord(c) >= 32 and ord(c) != 127))


def folded(line: str) -> str:
    """A long line goes on behind CRLF and a space, never within a character (section 3.1)."""
    parts: list[str] = []
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            parts.append(part)
            # The space in front counts, too.
            part, size = " ", 1
        part, size = part + character, size + octets
    return CRLF.join((*parts, part))


def _utc(moment: datetime) -> str:
    """In UTC, so that the file needs no table of any time zone's rules."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _day(begins: date | datetime) -> str:
    return _utc(begins) if isinstance(begins, datetime) else f"{begins:%Y%m%d}"
