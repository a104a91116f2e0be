"""The embedded fonts, and how text is measured, wrapped and shrunk without losing a character.

Noto Sans sets everything it has a glyph for; DejaVu Sans lends the signs (✓ ↗) and the alphabets that
Noto Sans keeps in other files. Both are embedded, so that a print looks the same on every machine.
"""

from __future__ import annotations

import functools
import math
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "ExamDaySans"
BOLD: Final = "ExamDaySans-Bold"
FALLBACK: Final = "ExamDaySigns"
LEAST_SIZE: Final = 9.0
"""Nothing on paper is smaller, in points."""
CAP_HEIGHT: Final = 0.714
LEADING: Final = 1.22
ELLIPSIS: Final = "…"

_FOLDER = Path(__file__).parent / "fonts"
_FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", FALLBACK: "DejaVuSans.ttf"}
_lock = threading.Lock()


@functools.cache
def _font(name: str) -> TTFont:
    # One object a font for good: a document that is being drawn looks its fonts up by name.
    with _lock:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(_FOLDER / _FILES[name])))
        font: TTFont = pdfmetrics.getFont(name)  # type: ignore[assignment] # registered just above
        return font


@functools.cache
def _font_of(character: str, bold: bool) -> str:
    wanted = BOLD if bold else REGULAR
    for name in (wanted, FALLBACK):
        if ord(character) in _font(name).face.charToGlyph:
            return name
    return wanted


@functools.cache
def _advance(character: str, bold: bool) -> float:
    face = _font(_font_of(character, bold)).face
    return float(face.charWidths.get(ord(character), face.defaultWidth)) / 1000


def plain(text: str) -> str:
    """``text`` as it is drawn: composed characters, every control character or line break a space."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in composed).split())


def runs(text: str, *, bold: bool = False) -> Iterator[tuple[str, str]]:
    """``text`` in pieces that one font sets each: (font name, piece)."""
    start = 0
    for end in range(1, len(text) + 1):
        font = _font_of(text[start], bold)
        if end == len(text) or _font_of(text[end], bold) != font:
            yield font, text[start:end]
            start = end


def unprintable(text: str) -> str:
    """The characters of ``text`` for which no embedded font has a glyph; they print as an empty frame."""
    fonts = (REGULAR, FALLBACK)
    return "".join(
        sorted({c for c in plain(text) if not any(ord(c) in _font(f).face.charToGlyph for f in fonts)})
    )


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide ``text`` is set, in points."""
    return sum(_advance(character, bold) for character in text) * size


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
    used = 0.0
    for index, character in enumerate(text):
        used += _advance(character, bold) * size
        if used > room:
            return max(index, 1)
    return len(text)
