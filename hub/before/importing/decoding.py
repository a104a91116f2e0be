"""From bytes to text: UTF-8 with or without a mark, UTF-16, the Windows code page, then the best guess."""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

from charset_normalizer import from_bytes

from hub.before.importing.problems import UnreadableFileError

MOST_BYTES: Final = 64 * 1024 * 1024
_WINDOWS: Final = "cp1252"
_SAMPLE: Final = 4096


class Decoded(NamedTuple):
    """The text, how it was encoded, and whether that is certain."""

    text: str
    encoding: str
    certain: bool


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text in ``data``; ``encoding`` is what a person says it is. Raises UnreadableFileError."""
    check_size(data)
    if encoding is not None:
        return _as_told(data, encoding)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _as_told(data, name)
    if b"\x00" in data[:_SAMPLE]:
        return _without_mark(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", certain=True)
    except UnicodeDecodeError:
        return _not_unicode(data)


def check_size(data: bytes) -> None:
    """Raises UnreadableFileError for a file beyond measure."""
    if len(data) > MOST_BYTES:
        raise UnreadableFileError(f"The file has {len(data):,} bytes; an export has at most {MOST_BYTES:,}.")


def _as_told(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding).lstrip("\ufeff"), encoding, certain=True)
    except LookupError as error:
        raise UnreadableFileError(f"There is no encoding {encoding!r}; try utf-8 or cp1252.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"The file is not {encoding}: byte {error.start + 1} doesn't fit. Save it again as CSV (UTF-8)."
        ) from error


def _without_mark(data: bytes) -> Decoded:
    """Zero bytes are every other byte of UTF-16 text in Latin letters; elsewhere they mean it's no text."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    guess = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) * 4 < len(sample) or min(even, odd) * 4 > max(even, odd):
        raise UnreadableFileError("This is not a text file. Save the sheet as CSV (UTF-8) and import that.")
    return _as_told(data, guess)


def _not_unicode(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode(_WINDOWS), _WINDOWS, certain=False)
    except UnicodeDecodeError:
        best = from_bytes(data).best()
    if best is None:
        raise UnreadableFileError("The file's letters can't be read. Save the sheet as CSV (UTF-8).")
    return Decoded(str(best), best.encoding, certain=False)
