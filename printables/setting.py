"""A line of text as it is set: which glyphs of which typeface stand where."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from printables import faces, scripts
from printables.faces import Face
from printables.sfnt import Box

_GAP: Final = 60.0
# Canonical combining classes (Unicode): marks that stand under their letter, and those that touch or fill it.
_UNDER: Final = frozenset({*range(10, 19), 20, 22, 29, 32, 202, 218, 220, 222, 233, 240})
_INSIDE: Final = frozenset({1, 8, 9, 21, 24, 25})


@dataclass(frozen=True)
class Piece:
    """Glyphs of one typeface; ``x`` and ``rise`` in sizes of the type from the start of the line."""

    face: Face
    text: str
    x: float
    end: float
    rise: float = 0.0


@dataclass(frozen=True)
class Line:
    """A whole line. ``said`` is what it reads as, where marks that are set on their own would tear it.

    Turned words have none: viewers turn them back themselves, and turn what is said twice.
    """

    pieces: tuple[Piece, ...]
    width: float
    said: str = ""

    @property
    def depth(self) -> float:
        """How far it reaches below its baseline, in sizes of the type."""
        shapes = ((faces.shape_in(p.face, character), p.rise) for p in self.pieces for character in p.text)
        return max((-shape.bottom / 1000 - rise for shape, rise in shapes if shape), default=0.0)


@functools.lru_cache(maxsize=16384)
def set_line(text: str, bold: bool) -> Line:
    """``text`` as it is set, at size 1. What can't be set is replaced by words that say so."""
    if scripts.is_simple(text):
        letters = [(character, "") for character in text]
        return Line(tuple(_pieces(letters, bold)), sum(faces.advance(c, bold) for c in text))
    settable = scripts.settable(text)
    letters = [pair for stretch in scripts.stretches(settable) for pair in _letters(stretch)]
    width = sum(faces.advance(base, bold) for base, _ in letters)
    torn = any(marks for _, marks in letters) and not scripts.is_turned(settable)
    return Line(tuple(_pieces(letters, bold)), width, settable if torn else "")


def _letters(stretch: scripts.Stretch) -> Iterator[tuple[str, str]]:
    """Each letter with the marks that belong to it, in the order of the line."""
    found: list[tuple[str, str]] = []
    # A turned stretch has the marks before their letter: read backwards they follow it everywhere.
    for character in reversed(stretch.text) if stretch.turned else stretch.text:
        if unicodedata.combining(character) and found:
            base, marks = found[-1]
            found[-1] = base, marks + character
        else:
            found.append((character, ""))
    return reversed(found) if stretch.turned else iter(found)


def _pieces(letters: Iterable[tuple[str, str]], bold: bool) -> Iterator[Piece]:
    face, text, start, x = None, "", 0.0, 0.0
    for base, marks in letters:
        own = faces.face_of(base, bold)
        if text and own != face and face:
            yield Piece(face, text, start, x)
        if own != face:
            face, text, start = own, "", x
        text += base
        after = x + faces.advance(base, bold)
        if marks and face:
            yield Piece(face, text, start, after)
            yield from _marks(base, marks, x, bold)
            text, start = "", after
        x = after
    if text and face:
        yield Piece(face, text, start, x)


def _marks(base: str, marks: str, x: float, bold: bool) -> Iterator[Piece]:
    """Marks centred over or under their letter, clear of it and of each other."""
    around = faces.box_of(base, bold) or Box(0, 0, 1000 * faces.advance(base, bold), 0)
    top, bottom = around.top, around.bottom
    for mark in marks:
        face, shape = faces.face_of(mark, bold), faces.box_of(mark, bold)
        if face is None or shape is None:
            continue
        rise = 0.0
        kind = unicodedata.combining(mark)
        if kind in _UNDER:
            rise = min(0.0, bottom - _GAP - shape.top)
            bottom = shape.bottom + rise
        elif kind not in _INSIDE:
            rise = max(0.0, top + _GAP - shape.bottom)
            top = shape.top + rise
        middle = (around.left + around.right - shape.left - shape.right) / 2
        at = x + middle / 1000
        yield Piece(face, mark, at, at + faces.advance(mark, bold), rise / 1000)
