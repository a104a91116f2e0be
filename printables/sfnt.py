"""Reading a TrueType file as far as printing asks: which characters it holds, how large a glyph is."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

_COLLECTION: Final = b"ttcf"
_TRUETYPE: Final = (b"\x00\x01\x00\x00", b"true")
_MAY_NOT_EMBED: Final = 0x0002
_MOST_TABLES: Final = 200


class Bytes(Protocol):
    """A file in memory or mapped into it."""

    def __getitem__(self, part: slice, /) -> bytes: ...


class UnusableFontError(ValueError):
    """The file is no TrueType font with outlines that may be embedded."""


@dataclass(frozen=True)
class Box:
    """What a glyph covers, in thousandths of its size from its origin; ``y`` grows upwards."""

    left: float
    bottom: float
    right: float
    top: float


class Sfnt:
    """One font of a file; ``index`` picks it from a collection. Raises UnusableFontError."""

    def __init__(self, data: Bytes, index: int = 0) -> None:
        self._data = data
        start = 0
        if data[0:4] == _COLLECTION:
            count = self._number(">L", 8)
            if not 0 <= index < count:
                raise UnusableFontError(f"the collection has {count} fonts")
            start = self._number(">L", 12 + 4 * index)
        if data[start : start + 4] not in _TRUETYPE:
            raise UnusableFontError("no TrueType outlines")
        tables = self._number(">H", start + 4)
        if tables > _MOST_TABLES:
            raise UnusableFontError("not a font")
        self._tables: dict[bytes, int] = {}
        for entry in range(tables):
            at = start + 12 + 16 * entry
            self._tables[bytes(data[at : at + 4])] = self._number(">L", at + 8)
        if not {b"cmap", b"glyf", b"loca", b"head"} <= self._tables.keys():
            raise UnusableFontError("no TrueType outlines")
        if b"OS/2" in self._tables and self._number(">H", self._tables[b"OS/2"] + 8) & _MAY_NOT_EMBED:
            raise UnusableFontError("its maker doesn't allow embedding")

    def spans(self) -> tuple[tuple[int, int], ...]:
        """The code points that the font names, as (first, last) in order; a few of them may have no glyph."""
        cmap = self._tables[b"cmap"]
        found: list[tuple[int, int]] = []
        for entry in range(min(self._number(">H", cmap + 2), _MOST_TABLES)):
            platform, _, offset = self._values(">HHL", cmap + 4 + 8 * entry)
            if platform in (0, 3):
                found.extend(self._subtable(cmap + offset))
        return tuple(_merged(found))

    def box(self, glyph: int) -> Box | None:
        """What ``glyph`` covers; None where it is blank."""
        head, loca = self._tables[b"head"], self._tables[b"loca"]
        scale = 1000 / (self._number(">H", head + 18) or 1000)
        if self._number(">h", head + 50):
            start, end = self._values(">LL", loca + 4 * glyph)
        else:
            start, end = (2 * half for half in self._values(">HH", loca + 2 * glyph))
        if start >= end:
            return None
        left, bottom, right, top = self._values(">hhhh", self._tables[b"glyf"] + start + 2)
        return Box(left * scale, bottom * scale, right * scale, top * scale)

    def _subtable(self, at: int) -> Iterator[tuple[int, int]]:
        form = self._number(">H", at)
        if form == 4:
            count = self._number(">H", at + 6) // 2
            ends = self._values(f">{count}H", at + 14)
            starts = self._values(f">{count}H", at + 16 + 2 * count)
            yield from (pair for pair in zip(starts, ends, strict=True) if pair[0] <= pair[1] < 0xFFFF)
        elif form == 12:
            count = min(self._number(">L", at + 12), 100_000)
            for group in range(count):
                first, last, _ = self._values(">LLL", at + 16 + 12 * group)
                yield first, last

    def _number(self, form: str, at: int) -> int:
        return self._values(form, at)[0]

    def _values(self, form: str, at: int) -> tuple[int, ...]:
        try:
            return struct.unpack(form, self._data[at : at + struct.calcsize(form)])
        except struct.error as error:
            raise UnusableFontError("the file is cut off") from error


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans in order and apart from each other."""
    first, last = -1, -1
    for start, end in sorted(spans):
        if start > last + 1:
            if last >= 0:
                yield first, last
            first = start
        last = max(last, end)
    if last >= 0:
        yield first, last
