"""A signature drawn with a finger is small, comes back as it was drawn, and is nothing else."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.record.drawn import MOST_CHARACTERS, is_drawn, read_path, write_path

WAVE = [(n / 400, 0.5 + 0.4 * math.sin(n / 9)) for n in range(400)]


def test_strokes_come_back_where_they_were_drawn() -> None:
    path = write_path([WAVE, [(0.1, 0.9), (0.9, 0.9)]])
    first, second = read_path(path)
    assert len(path) < 2500
    assert is_drawn(path)
    assert [pytest.approx(point, abs=0.01) for point in second] == [(0.1, 0.9), (0.9, 0.9)]
    assert all(min(abs(x - a) + abs(y - b) for a, b in WAVE) < 0.02 for x, y in first)


@pytest.mark.parametrize("strokes", [[], [[]], [[(0.5, 0.5)]], [[(0.5, 0.5), (0.51, 0.51)]]])
def test_a_dot_is_no_signature(strokes: list[list[tuple[float, float]]]) -> None:
    assert not is_drawn(write_path(strokes))


@pytest.mark.parametrize(
    "path", ["", "L1 1", "M1 1L", "M1 1<script>", "M1 1L2 2Z", "M-1 1", "M1 1" * MOST_CHARACTERS]
)
def test_anything_else_is_drawn_as_nothing(path: str) -> None:
    assert read_path(path) == ()


POINTS = st.tuples(st.floats(-2, 3, allow_nan=False), st.floats(-2, 3, allow_nan=False))


@given(st.lists(st.lists(POINTS, max_size=30), max_size=8))
def test_whatever_a_finger_does_the_path_can_be_read(strokes: list[list[tuple[float, float]]]) -> None:
    path = write_path(strokes)
    assert len(path) <= MOST_CHARACTERS
    assert len(read_path(path)) == sum(1 for stroke in strokes if stroke)


def test_a_whole_page_of_scribble_still_fits() -> None:
    scribble = [[(n % 97 / 97, n % 89 / 89) for n in range(20_000)]]
    path = write_path(scribble)
    assert 0 < len(path) <= MOST_CHARACTERS
    assert is_drawn(path)
