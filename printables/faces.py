"""The typefaces text is set in: embedded ones first, then what is installed on this machine.

Noto Sans sets everything it has a glyph for, Noto Sans Arabic and Hebrew their own scripts; DejaVu Sans
lends the signs (✓ ↗) and further alphabets. These are kept beside this file and look the same everywhere.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from printables import platform_fonts
from printables.sfnt import Box, Sfnt

REGULAR: Final = "ExamDaySans"
BOLD: Final = "ExamDaySans-Bold"
FALLBACK: Final = "ExamDaySigns"

_FOLDER: Final = Path(__file__).parent / "fonts"
_FILES: Final = {
    REGULAR: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-Bold.ttf",
    "ExamDayArabic": "NotoSansArabic-Regular.ttf",
    "ExamDayArabic-Bold": "NotoSansArabic-Bold.ttf",
    "ExamDayHebrew": "NotoSansHebrew-Regular.ttf",
    "ExamDayHebrew-Bold": "NotoSansHebrew-Bold.ttf",
    FALLBACK: "DejaVuSans.ttf",
}
_EMBEDDED: Final = {
    False: (REGULAR, "ExamDayArabic", "ExamDayHebrew", FALLBACK),
    True: (BOLD, "ExamDayArabic-Bold", "ExamDayHebrew-Bold", FALLBACK),
}
_MOST_TRIED: Final = 5
_lock = threading.Lock()


@dataclass(frozen=True)
class Face:
    """One typeface as ReportLab knows it. ``heavy``: bold was asked for and has to be drawn on."""

    name: str
    heavy: bool = False


def first_font() -> str:
    """The name of the font that a file begins with, so that it names none that isn't embedded."""
    _font(REGULAR)
    return REGULAR


@functools.cache
def face_of(character: str, bold: bool) -> Face | None:
    """The typeface that sets ``character``; None where neither the project nor the machine has one."""
    for name in _EMBEDDED[bold]:
        if _has(name, character):
            return Face(name, heavy=bold and name == FALLBACK and character.isalpha())
    # A blank or a control character isn't worth a search; nor is what no font may have.
    if character.isprintable() and not character.isspace():
        for name in _installed(character):
            return Face(name, heavy=bold)
    return None


@functools.cache
def advance(character: str, bold: bool) -> float:
    """How far ``character`` moves on, in sizes of the type; one that can't be set doesn't."""
    face = face_of(character, bold)
    if face is None:
        return 0.0
    metrics = _font(face.name).face
    return float(metrics.charWidths.get(ord(character), metrics.defaultWidth)) / 1000


@functools.cache
def box_of(character: str, bold: bool) -> Box | None:
    """What the glyph covers; None where it is blank or there is none."""
    face = face_of(character, bold)
    return shape_in(face, character) if face else None


@functools.cache
def shape_in(face: Face, character: str) -> Box | None:
    """What the glyph of this typeface covers; None where it is blank."""
    return _outlines(face.name).box(_font(face.name).face.charToGlyph[ord(character)])


def _has(name: str, character: str) -> bool:
    return ord(character) in _font(name).face.charToGlyph


@functools.cache
def _font(name: str) -> TTFont:
    # One object a font for good: a document that is being drawn looks its fonts up by name.
    with _lock:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(_FOLDER / _FILES[name])))
        font: TTFont = pdfmetrics.getFont(name)  # type: ignore[assignment] # registered just above
        return font


@functools.cache
def _outlines(name: str) -> Sfnt:
    # Its own reader: ReportLab's remembers where it read last.
    return Sfnt((_FOLDER / _FILES[name] if name in _FILES else Path(_font(name).face.filename)).read_bytes())


def _installed(character: str) -> Iterator[str]:
    """Names of registered fonts from this machine that really have a glyph for ``character``."""
    for number, found in enumerate(platform_fonts.fonts_with(character)):
        name = _register(found)
        if name and _has(name, character):
            yield name
        if number >= _MOST_TRIED:
            return


@functools.cache
def _register(path: Path) -> str:
    """The name under which the font is known from now on; empty where ReportLab can't embed it."""
    name = f"Installed {path}"
    with _lock:
        try:
            font = TTFont(name, str(path))
            # ReportLab takes two fonts whose makers gave them one name for the same font.
            font.face.name += b"-Installed"
            pdfmetrics.registerFont(font)
        except (TTFError, OSError):
            return ""
    return name
