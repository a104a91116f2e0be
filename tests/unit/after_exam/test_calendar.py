"""The calendar file as RFC 5545 wants it: escaped, folded, ended by CRLF; an entry keeps its identifier."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.after.calendar import LONGEST_LINE, Entry, calendar_file, escaped, folded

MADE = datetime(2024, 6, 3, 15, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def written(*entries: Entry, site: str = "site", made_at: datetime = MADE) -> list[str]:
    """The file's lines, unfolded."""
    text = calendar_file(entries, name="Deadlines", site=site, made_at=made_at).decode()
    return text.replace("\r\n ", "").split("\r\n")


def values(lines: list[str], name: str) -> list[str]:
    return [line.partition(":")[2] for line in lines if line.partition(":")[0].partition(";")[0] == name]


def day(key: str = "a", title: str = "Last day") -> Entry:
    return Entry(key=key, title=title, begins=date(2024, 6, 10), warn_days=1)


def test_the_file_is_one_calendar_and_every_line_ends_with_crlf() -> None:
    raw = calendar_file([day()], name="Deadlines", site="site", made_at=MADE)
    assert raw.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert raw.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_calendar_without_entries_is_still_a_calendar() -> None:
    assert written()[-2:] == ["END:VCALENDAR", ""]


def test_a_last_day_is_a_whole_day_that_ends_with_the_next_and_reminds() -> None:
    lines = written(day())
    assert "DTSTART;VALUE=DATE:20240610" in lines
    assert "DTEND;VALUE=DATE:20240611" in lines
    assert values(lines, "TRIGGER") == ["-P1D"]


@pytest.mark.parametrize(("month", "utc"), [(6, "1330"), (1, "1430")])
def test_a_slot_is_told_in_utc_in_summer_and_in_winter(month: int, utc: str) -> None:
    begins = datetime(2024, month, 3, 14, 30, tzinfo=LONDON)
    lines = written(Entry(key="s", title="Courier", begins=begins, until=begins + timedelta(hours=2)))
    assert values(lines, "DTSTART") == [f"2024{month:02d}03T{utc}00Z"]


def test_an_entry_keeps_its_identifier_when_time_and_words_change() -> None:
    moved = Entry(key="a", title="Last day, moved", begins=date(2024, 6, 12))
    first, second = written(day()), written(moved, made_at=MADE + timedelta(days=1))
    assert values(first, "UID") == values(second, "UID")
    assert values(first, "UID") != values(written(day(), site="another centre"), "UID")
    assert len(set(values(written(day("a"), day("b")), "UID"))) == 2


def test_commas_semicolons_backslashes_and_line_ends_are_told() -> None:
    assert escaped("a,b;c\\d\r\ne\rf") == "a\\,b\\;c\\\\d\\ne\\nf"
    assert escaped("a\x00\x07b\x7f") == "ab"
    lines = written(day(title="X\nEND:VEVENT\nBEGIN:VEVENT"))
    assert values(lines, "SUMMARY") == ["X\\nEND:VEVENT\\nBEGIN:VEVENT"]
    assert lines.count("END:VEVENT") == 1


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_no_line_is_too_long_and_none_is_broken_within_a_character(text: str) -> None:
    line = folded(f"SUMMARY:{text}")
    assert all(len(part.encode()) <= LONGEST_LINE for part in line.split("\r\n"))
    assert line.replace("\r\n ", "") == f"SUMMARY:{text}"
