"""How text on paper is measured, wrapped and shrunk without losing a character of anybody's name.

Every document asks here and draws with :meth:`printables.pen.Pen.text`, which sets the same line: names
in any script have their letters joined, turned and marked as they should be (:mod:`printables.scripts`),
and what no typeface has is replaced by words, never by an empty box (:func:`unprintable` tells it).
"""

from __future__ import annotations

import functools
import math
import unicodedata
from collections.abc import Iterator
from typing import Final

from printables import faces, platform_fonts, scripts
from printables.setting import set_line

LEAST_SIZE: Final = 9.0
"""Nothing on paper is smaller, in points."""
CAP_HEIGHT: Final = 0.714
_LATIN_DEPTH: Final = 0.24
LEADING: Final = 1.22
ELLIPSIS: Final = "…"


def look_again() -> None:
    """Forget what was found out about the fonts of this machine, for instance after one was installed."""
    for known in (
        platform_fonts.installed_files,
        faces.face_of,
        faces.advance,
        faces.box_of,
        scripts.can_be_set,
        scripts.is_simple_character,
        set_line,
        _em_width,
        _em_drop,
    ):
        known.cache_clear()


def plain(text: str) -> str:
    """``text`` as it is drawn: composed, white space as single spaces, and what can't be set in words."""
    return " ".join(scripts.settable(text).split())


def unprintable(text: str) -> str:
    """The characters of ``text`` that can't be printed; they are replaced by words that say how many."""
    return "".join(sorted({c for c in scripts.clean(text) if not scripts.can_be_set(c)}))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide ``text`` is set, in points."""
    return _em_width(text, bold) * size


@functools.lru_cache(maxsize=65536)
def _em_width(text: str, bold: bool) -> float:
    # A name is measured at many sizes before one is chosen.
    if scripts.is_simple(text):
        return sum(faces.advance(character, bold) for character in text)
    return set_line(text, bold).width


def drop(text: str, size: float, *, bold: bool = False) -> float:
    """How much further ``text`` reaches below its baseline than Latin letters do, in points.

    What stands under a large Arabic name needs that much more distance.
    """
    return 0.0 if text.isascii() else _em_drop(text, bold) * size


@functools.lru_cache(maxsize=16384)
def _em_drop(text: str, bold: bool) -> float:
    return max(0.0, set_line(text, bold).depth - _LATIN_DEPTH)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """``text`` in lines no wider than ``room``: broken at spaces and hyphens, a longer word anywhere.

    Nothing is dropped: the lines joined hold every character but the spaces they were broken at.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(plain(text)):
        if width((line + piece).rstrip(), size, bold=bold) <= room:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece
        while width(line.rstrip(), size, bold=bold) > room:
            cut = _longest(line, size, room, bold=bold)
            lines.append(line[:cut])
            line = line[cut:]
    if line.strip():
        lines.append(line.rstrip())
    return tuple(lines)


def splits_a_word(text: str, size: float, room: float, *, bold: bool = False) -> bool:
    """Whether :func:`wrap` has to break inside a word at this size."""
    return any(width(piece.rstrip(), size, bold=bold) > room for piece in _pieces(plain(text)))


def fit(
    text: str, room: float, *, size: float, least: float = LEAST_SIZE, bold: bool = False
) -> float | None:
    """The largest size from ``size`` down to ``least`` at which ``text`` fits on one line, or None."""
    at_one_point = width(text, 1, bold=bold)
    if at_one_point * size <= room:
        return size
    shrunk = math.floor(room / at_one_point * 10) / 10
    return shrunk if shrunk >= least else None


def shorten(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """``text``, or its beginning with an ellipsis. For titles only: a name is wrapped, never cut."""
    if width(text, size, bold=bold) <= room:
        return text
    cut = _longest(text, size, room - width(ELLIPSIS, size, bold=bold), bold=bold)
    return text[:cut].rstrip(" ,-–") + ELLIPSIS


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for index, character in enumerate(text):
        if character in " -/" and index + 1 > start:
            yield text[start : index + 1]
            start = index + 1
    if start < len(text):
        yield text[start:]


def _longest(text: str, size: float, room: float, *, bold: bool) -> int:
    """How many characters from the beginning fit, at least one letter with its marks."""
    ends = [n for n in range(1, len(text) + 1) if n == len(text) or not unicodedata.combining(text[n])]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[: ends[middle]], size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return ends[low]
