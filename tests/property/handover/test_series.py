"""A series of codes says what was written, whatever order, repetition or loss the reading has."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.protocol.handover import (
    CHUNK_BYTES,
    LONGEST_CODE,
    MOST_PARTS,
    Collection,
    HandoverError,
    read_part,
    read_receipt_code,
    write_receipt_code,
    write_series,
)
from shared.record.events.candidate import CandidateMarkedPresent
from shared.record.events.incident import IncidentRecorded
from tests.factories import MATHS, START, Device, candidate_id

ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def written(texts: list[str]) -> Device:
    device = Device("tablet-hall")
    for number, text in enumerate(texts):
        device.write(IncidentRecorded(incident_id=f"i-{number}", kind="other", happened_at=START, text=text))
        device.write(CandidateMarkedPresent(candidate_id=candidate_id(number + 1), component_id=MATHS))
    return device


def collected(codes: list[str]) -> Collection:
    first, *rest = codes
    held = Collection(read_part(first))
    for code in rest:
        held.take(read_part(code))
    return held


@given(st.lists(ANYTHING, min_size=1, max_size=12), st.randoms(use_true_random=False), st.integers(1, 3))
def test_any_order_and_repetition_gives_the_bytes(
    texts: list[str], chance: random.Random, times: int
) -> None:
    device = written(texts)
    series = write_series(device.device_id, device.written)
    assert series.records == len(device.written)
    shown = list(series.codes) * times
    chance.shuffle(shown)
    told = collected(shown).open()
    assert (told.device_id, list(told.envelopes)) == (device.device_id, device.written)


@given(st.lists(ANYTHING, min_size=6, max_size=12), st.randoms(use_true_random=False))
def test_what_was_lost_is_named_and_shown_once_more(texts: list[str], chance: random.Random) -> None:
    device = written(texts)
    codes = list(write_series(device.device_id, device.written).codes)
    lost = set(chance.sample(range(1, len(codes) + 1), chance.randint(1, len(codes) - 1)))
    held = collected([code for number, code in enumerate(codes, start=1) if number not in lost])
    assert set(held.missing) == lost
    with pytest.raises(HandoverError, match="still missing"):
        held.open()
    for number in held.missing:
        held.take(read_part(codes[number - 1]))
    assert list(held.open().envelopes) == device.written


@given(st.data())
def test_a_damaged_code_is_refused_and_spoils_nothing(data: st.DataObject) -> None:
    codes = write_series("tablet-hall", written(["words"] * 3).written).codes
    code = data.draw(st.sampled_from(codes))
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from("0123456789ABCXYZ $%*+-./:"))
    damaged = code[:place] + other + code[place + 1 :]
    if damaged != code:
        with pytest.raises(HandoverError):
            read_part(damaged)
    with pytest.raises(HandoverError):
        read_part(code[:place])


@given(st.text(max_size=300))
def test_nothing_else_is_taken_for_a_code(text: str) -> None:
    with pytest.raises(HandoverError):
        read_part(text)
    with pytest.raises(HandoverError):
        read_receipt_code(text)


def test_envelopes_that_follow_no_pattern_travel_all_the_same() -> None:
    """Other headers, other devices, broken links, no JWS at all: verbatim is verbatim."""
    one, two = written(["a", "b"]), Device("tablet-annexe")
    two.write(CandidateMarkedPresent(candidate_id=candidate_id(3), component_id=MATHS))
    mixed = [one.written[3], *two.written, one.written[0], "no.jws.at-all", "", "ü" * 90]
    series = write_series("tablet-hall", mixed)
    assert list(collected(list(series.codes)).open().envelopes) == mixed


def test_codes_are_bounded_and_what_does_not_fit_waits_for_the_next_series() -> None:
    chance = random.Random(7)
    noise = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=1500)) for _ in range(90)]
    device = written(noise)
    series = write_series(device.device_id, device.written)
    assert len(series.codes) <= MOST_PARTS
    assert max(map(len, series.codes)) <= LONGEST_CODE
    assert 0 < series.records < len(device.written)
    rest = write_series(device.device_id, device.written[series.records :])
    both = [*collected(list(series.codes)).open().envelopes, *collected(list(rest.codes)).open().envelopes]
    assert both == device.written[: len(both)]
    assert write_series(device.device_id, ()).codes == ()


def test_a_morning_is_a_minute_of_codes() -> None:
    """Sixty candidates confirmed and seated: what a person has to hold a tablet still for."""
    device = Device("tablet-hall")
    for number in range(1, 121):
        device.write(CandidateMarkedPresent(candidate_id=candidate_id(number), component_id=MATHS, seat="A1"))
    codes = write_series(device.device_id, device.written).codes
    assert len(codes) <= 22
    assert sum(map(len, codes)) < sum(map(len, device.written)) / 4
    assert CHUNK_BYTES * 1.5 < max(map(len, codes)) < CHUNK_BYTES * 1.6


def test_a_series_whose_codes_were_mixed_up_is_refused_whole() -> None:
    first = write_series("tablet-hall", written(["a"] * 9).written).codes
    other = write_series("tablet-hall", written(["b"] * 9).written).codes
    held = Collection(read_part(first[0]))
    with pytest.raises(HandoverError, match="another series"):
        held.take(read_part(other[1]))


def test_a_receipt_comes_back_as_it_was() -> None:
    assert read_receipt_code(write_receipt_code("a.b.c")) == "a.b.c"
