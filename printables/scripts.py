"""What has to happen to text before it can be set letter by letter from left to right.

Arabic letters take the form that their neighbours ask for, right-to-left words turn round, and what no
typeface has (or what needs more than single glyphs, like Devanagari) is replaced by words that say so.
The line itself always runs from left to right, as the sheet does: a candidate number beside an Arabic
name stays on its side of it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from arabic_reshaper import ArabicReshaper
from bidi import get_display

from printables.faces import face_of

_RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_LETTER: Final = f"[{_RIGHT_TO_LEFT}]"
# Words of one direction with what joins words; a semicolon, bracket or middle dot divides two names.
_WORDS: Final = re.compile(
    rf"{_LETTER}(?:[{_RIGHT_TO_LEFT}\u200c\u200d0-9 ,.'’\u2010\-]*{_LETTER})?(?:[,.]$|…)?"
)
_JOINERS: Final = "\u200c\u200d"
_VARIANTS: Final = range(0xFE00, 0xFE10)
# Written with glyphs that no code point names: set letter by letter they would be misspelt.
_NEEDS_SHAPING: Final = (
    range(0x0700, 0x0750),
    range(0x0900, 0x0E00),
    range(0x0F00, 0x10A0),
    range(0x1780, 0x18B0),
)
_SCRIPTS: Final = {
    "CJK": "Chinese",
    "HANGUL": "Korean",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "KATAKANA-HIRAGANA": "Japanese",
}
_reshaper = ArabicReshaper({"delete_harakat": False, "support_ligatures": True, "support_zwj": True})


@dataclass(frozen=True)
class Stretch:
    """A part of a line in one direction, in the order in which it is set."""

    text: str
    turned: bool = False


def clean(text: str) -> str:
    """``text`` composed, a control character as a space, and without what is invisible anyway."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(map(_seen, composed))


@functools.cache
def _seen(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if character in _JOINERS:
        return character
    if kind == "Cf" or ord(character) in _VARIANTS or character == "\u034f":
        return ""
    if 0xFB50 <= ord(character) <= 0xFDFF or 0xFE70 <= ord(character) <= 0xFEFC:
        # Old systems store the forms of Arabic letters; they are shaped anew.
        return unicodedata.normalize("NFKC", character)
    return character


@functools.cache
def can_be_set(character: str) -> bool:
    """Whether the character can be printed so that it is spelt right."""
    if character in _JOINERS:
        return True
    return not needs_shaping(character) and face_of(character, False) is not None


def needs_shaping(character: str) -> bool:
    """Whether its script combines letters into glyphs that only a shaping engine finds."""
    return any(ord(character) in block for block in _NEEDS_SHAPING)


def script_of(character: str) -> str:
    """The script in an English word: ``Chinese``, ``Devanagari``; empty for a sign or an emoji."""
    if not unicodedata.category(character).startswith(("L", "M")):
        return ""
    first = unicodedata.name(character, "").split(" ", maxsplit=1)[0]
    return _SCRIPTS.get(first, first.capitalize())


@functools.cache
def is_simple_character(character: str) -> bool:
    """Whether the character is set as its own glyph wherever it stands."""
    return (
        _seen(character) == character
        and character not in _JOINERS
        and not unicodedata.combining(character)
        and re.match(_LETTER, character) is None
        and not 0x1100 <= ord(character) <= 0x11FF
        and can_be_set(character)
    )


def is_simple(text: str) -> bool:
    """Whether ``text`` is set as it is written, one glyph a character."""
    return all(map(is_simple_character, text))


def settable(text: str) -> str:
    """Cleaned text, with ``[3 Chinese letters]`` in place of what can't be set: never an empty box."""
    cleaned = clean(text)
    if all(map(can_be_set, cleaned)):
        return cleaned
    return "".join(_replaced(cleaned))


def _replaced(text: str) -> Iterator[str]:
    lost = ""
    for character in f"{text}\0":
        joins_on = bool(lost) and character in " ,-'"
        if character != "\0" and (joins_on or not can_be_set(character)):
            lost += character
            continue
        if lost:
            kept = lost.rstrip(" ,-'")
            yield _in_words(kept) + lost[len(kept) :]
            lost = ""
        if character != "\0":
            yield character


def _in_words(lost: str) -> str:
    letters = [c for c in lost if unicodedata.category(c).startswith("L")]
    if not letters:
        count = sum(not can_be_set(c) for c in lost)
        return f"[{count} sign{'s' if count > 1 else ''}]"
    script = script_of(letters[0])
    return f"[{len(letters)} {script} letter{'s' if len(letters) > 1 else ''}]"


def stretches(text: str) -> Iterator[Stretch]:
    """A line of settable text as it is set from left to right."""
    end = 0
    for words in _WORDS.finditer(text):
        if words.start() > end:
            yield Stretch(_unjoined(text[end : words.start()]))
        yield Stretch(_turned(words.group()), turned=True)
        end = words.end()
    if end < len(text):
        yield Stretch(_unjoined(text[end:]))


def is_turned(text: str) -> bool:
    """Whether any part of ``text`` runs from right to left."""
    return _WORDS.search(text) is not None


def _turned(words: str) -> str:
    return _unjoined(str(get_display(_reshaper.reshape(words), base_dir="R")))


def _unjoined(text: str) -> str:
    return text.replace("\u200c", "").replace("\u200d", "")


def stays_apart(text: str) -> str:
    """Arabic letters of ``text`` for which there are no joined forms: they are set, but stand apart."""
    cleaned = clean(text)
    if not is_turned(cleaned):
        return ""
    shaped = str(_reshaper.reshape(cleaned))
    return "".join(sorted({c for c in shaped if _has_no_forms(c)}))


def _has_no_forms(character: str) -> bool:
    arabic = "\u0620" <= character <= "\u06ff" or "\u0750" <= character <= "\u08ff"
    return arabic and unicodedata.category(character) == "Lo" and character != "\u0621"
