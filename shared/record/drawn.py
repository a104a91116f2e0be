"""A signature drawn with a finger: strokes in a box, as a compact SVG path and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

WIDTH: Final = 600
HEIGHT: Final = 200
"""The box of the path, with its origin at the top left as SVG has it."""
MOST_CHARACTERS: Final = 6000
LEAST_LENGTH: Final = 40
"""A dot or a slip of the finger is no signature."""
Point = tuple[float, float]
_STEP: Final = 4
_PATH: Final = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)*")
_POINT: Final = re.compile(r"(\d+) (\d+)")


def write_path(strokes: Sequence[Sequence[Point]]) -> str:
    """Strokes, with each coordinate from 0 to 1 and y downwards, as a path that is never too long."""
    step = _STEP
    while True:
        path = "".join(_stroke(stroke, step) for stroke in strokes if stroke)
        if len(path) <= MOST_CHARACTERS:
            return path
        step *= 2
        if step > WIDTH:
            return ""


def read_path(path: str) -> tuple[tuple[Point, ...], ...]:
    """The strokes of a path that :func:`write_path` made; none where it is anything else."""
    if len(path) > MOST_CHARACTERS or _PATH.fullmatch(path) is None:
        return ()
    return tuple(
        tuple((int(x) / WIDTH, int(y) / HEIGHT) for x, y in _POINT.findall(stroke))
        for stroke in path.split("M")[1:]
    )


def is_drawn(path: str) -> bool:
    """Whether enough was drawn to be somebody's signature."""
    length = 0.0
    for stroke in read_path(path):
        for (x, y), (next_x, next_y) in pairwise(stroke):
            length += abs(next_x - x) * WIDTH + abs(next_y - y) * HEIGHT
    return length >= LEAST_LENGTH


def _stroke(stroke: Sequence[Point], step: int) -> str:
    kept: list[tuple[int, int]] = []
    for x, y in stroke:
        point = (round(min(1, max(0, x)) * (WIDTH - 1)), round(min(1, max(0, y)) * (HEIGHT - 1)))
        if not kept or max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) >= step:
            kept.append(point)
    return "M" + "L".join(f"{x} {y}" for x, y in kept)
