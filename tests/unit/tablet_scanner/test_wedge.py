"""A hand scanner types like a keyboard; people type too."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk_app.scanner.wedge import MOST_CHARACTERS, WedgeText
from tests.factories import START

CODE = "6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDE$VK"


def typed(wedge: WedgeText, text: str, at: datetime = START, every_ms: int = 4) -> list[str]:
    lines = (wedge.key(c, at + timedelta(milliseconds=every_ms * n)) for n, c in enumerate(text))
    return [line for line in lines if line is not None]


def test_each_line_end_makes_a_scan() -> None:
    wedge = WedgeText()
    assert typed(wedge, f"{CODE}\r{CODE}2\n{CODE}3\t") == [CODE, f"{CODE}2", f"{CODE}3"]


def test_both_characters_of_a_line_end_are_one() -> None:
    assert typed(WedgeText(), f"{CODE}\r\n{CODE}\r\n") == [CODE, CODE]


def test_what_a_person_typed_before_does_not_join_the_scan() -> None:
    wedge = WedgeText()
    assert typed(wedge, "okonk", every_ms=200) == []
    assert typed(wedge, f"{CODE}\r", START + timedelta(seconds=5)) == [CODE]


def test_what_a_person_types_slowly_is_no_scan() -> None:
    assert typed(WedgeText(), "okonkwo\r", every_ms=150) == []


def test_a_scan_cut_short_by_a_pause_is_not_glued_to_the_next() -> None:
    wedge = WedgeText()
    assert typed(wedge, CODE[:20]) == []
    assert typed(wedge, f"{CODE}\r", START + timedelta(seconds=1)) == [CODE]


def test_an_endless_line_is_swallowed_whole() -> None:
    wedge = WedgeText()
    assert typed(wedge, "A" * (MOST_CHARACTERS + 50) + "\r", every_ms=0) == []
    assert typed(wedge, f"{CODE}\r", START + timedelta(seconds=9)) == [CODE]


def test_single_keys_and_empty_lines_are_nothing() -> None:
    assert typed(WedgeText(), "\r\n\t7\r") == []


def test_a_whole_text_at_once() -> None:
    """Some scanners paste instead of typing."""
    assert WedgeText().text(f"{CODE}\n", START) == [CODE]


def test_keys_without_a_letter_are_passed_over() -> None:
    wedge = WedgeText()
    assert wedge.key("shift", START) is None
    assert wedge.key("\x1b", START) is None
    assert wedge.text(f"{CODE}\n", START) == [CODE]
