"""Identifiers, digests and the rehearsal clock."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.canonical import b64url, b64url_decode, canonical_json, digest, short_digest
from shared.ids import (
    candidate_id_from_bytes,
    candidate_id_to_bytes,
    component_id,
    parse_session_id,
    safe_file_name,
    session_id,
)
from shared.plan.timetable import Component
from shared.rehearsal import RehearsalClock
from tests.factories import START


def test_a_candidate_id_is_eight_characters_and_gives_its_bytes_back() -> None:
    rng = random.Random(1)
    for raw in (b"\0" * 5, b"\xff" * 5, *(rng.randbytes(5) for _ in range(50))):
        text = candidate_id_from_bytes(raw)
        assert len(text) == 8
        assert not set(text) & set("ILOU")
        assert candidate_id_to_bytes(text) == raw


@pytest.mark.parametrize(
    "value", ["", "1234567", "123456789", "ABCDEFGI", "abcdefgh", "ABCDEFGH\n", "ÄBCDEFGH"]
)
def test_a_foreign_candidate_id_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a candidate identifier"):
        candidate_id_to_bytes(value)


def test_five_bytes_make_a_candidate_id_and_no_other_number() -> None:
    with pytest.raises(ValueError, match="five bytes"):
        candidate_id_from_bytes(b"1234")


def test_a_session_id_is_a_day_and_a_half() -> None:
    assert session_id(date(2024, 6, 3), "PM") == "2024-06-03-PM"
    assert parse_session_id("2024-06-03-PM") == (date(2024, 6, 3), "PM")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2024-06-03",
        "2024-06-03-XM",
        "2024-6-3-AM",
        "2024-02-30-AM",
        "../2024-06-03-AM",
        "2024-06-03-AM\n",
        "٢٠٢٤-٠٦-٠٣-AM",
    ],
)
def test_other_texts_are_no_session(value: str) -> None:
    with pytest.raises(ValueError, match=r"session identifier|day is out of range"):
        parse_session_id(value)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("AQA:8300/2F", "AQA-8300-2F"),
        ("4MA1 2F", "4MA1-2F"),
        ("C120U30-1", "C120U30-1"),
        ("../../etc", "etc"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("Müller", "M-ller"),
        ('a<b>c:"d|e?f*', "a-b-c-d-e-f"),
    ],
)
def test_a_file_name_holds_nothing_that_a_file_system_dislikes(value: str, name: str) -> None:
    assert safe_file_name(value) == name


def test_a_component_keeps_its_code_as_the_board_writes_it() -> None:
    assert Component(board="Pearson", code="4MA1 2F", title="").id == "Pearson:4MA1 2F"
    assert component_id("AQA", "8300/2F") == "AQA:8300/2F"


def test_canonical_json_does_not_depend_on_how_a_mapping_was_filled() -> None:
    written = '{"a":"é","b":1}'.encode()
    assert canonical_json({"b": 1, "a": "é"}) == canonical_json({"a": "é", "b": 1}) == written
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest("é") == digest("é".encode())
    assert short_digest("3f2a91bc07de55") == "3f2a 91bc 07de"


@pytest.mark.parametrize("length", range(8))
def test_base64url_without_padding_gives_the_bytes_back(length: int) -> None:
    raw = bytes(range(250, 250 + length)) if length < 6 else b"\xff" * length
    assert "=" not in b64url(raw)
    assert b64url_decode(b64url(raw)) == raw


@pytest.mark.parametrize("text", ["a", "a+/b", "a b=", "ä"])
def test_other_texts_are_no_base64url(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        b64url_decode(text)


REAL = datetime(2025, 1, 1, 12, 0, tzinfo=UTC)


def test_a_rehearsed_morning_runs_fast_and_can_be_handed_to_a_process() -> None:
    clock = RehearsalClock(anchor=REAL, shown=START, rate=60)
    assert clock.at(REAL) == START
    assert clock.at(REAL + timedelta(seconds=30)) == START + timedelta(minutes=30)
    assert clock.real(START + timedelta(hours=1)) == REAL + timedelta(minutes=1)
    assert RehearsalClock.from_text(clock.text) == clock
    assert clock.at(REAL).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b,c",
        "2025-01-01T12:00:00,2025-01-01T12:00:00,1",
        "2025-01-01T12:00:00+00:00,2025-01-01T12:00:00+00:00,0",
        "2025-01-01T12:00:00+00:00,2025-01-01T12:00:00+00:00,-1",
        "2025-01-01T12:00:00+00:00,2025-01-01T12:00:00+00:00,nan",
        "2025-01-01T12:00:00+00:00,2025-01-01T12:00:00+00:00,inf",
        "2025-01-01T12:00:00+00:00,2025-01-01T12:00:00+00:00",
    ],
)
def test_other_texts_are_no_rehearsal_clock(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        RehearsalClock.from_text(text)
