"""Names in any script: which font has the letters, and right-to-left writing in the order it is drawn.

The window's own text is drawn letter by letter from the left. Arabic is therefore joined and turned round
before, Hebrew turned round; both leave Latin words and figures between them as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display

from kiosk_app.texts import _

USUAL: Final = "Roboto"
WIDE: Final = "DejaVuSans.ttf"
"""Comes with Kivy: Greek, Cyrillic, Hebrew, Arabic, Armenian and Georgian letters."""
SYSTEM_FONTS: Final = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/system/fonts/NotoSansCJK-Regular.ttc",
    "/system/fonts/DroidSansFallback.ttf",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/malgun.ttf",
)
"""Where machines keep a font with Chinese, Japanese and Korean letters."""
_RIGHT_TO_LEFT: Final = ((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))
_WIDE_ONLY: Final = (*_RIGHT_TO_LEFT, (0x0530, 0x058F), (0x10A0, 0x10FF), (0x1680, 0x16FF))
_EAST_ASIAN: Final = (
    (0x1100, 0x11FF),
    (0x2E80, 0x9FFF),
    (0xA960, 0xD7FF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_LETTERS: Final = "".join(f"{chr(low)}-{chr(high)}" for low, high in _EAST_ASIAN)
_UNDRAWABLE: Final = re.compile(f"[{_LETTERS}](?:[ ,·]*[{_LETTERS}])*")
# One sign for a whole word is in few fonts; the joined letters are in all.
_JOIN: Final = ArabicReshaper(configuration={"ARABIC LIGATURE ALLAH": False})


@lru_cache(maxsize=4096)
def drawn(text: str) -> str:
    """The text in the order in which its letters are drawn; most texts as they are."""
    if not can_draw(text):
        text = _UNDRAWABLE.sub(_("(no font for this)"), text)
    if not _has(text, _RIGHT_TO_LEFT):
        return text
    return "\n".join(str(get_display(_JOIN.reshape(line))) for line in text.split("\n"))


def is_right_to_left(text: str) -> bool:
    return _has(text, _RIGHT_TO_LEFT)


@lru_cache(maxsize=4096)
def font_for(text: str) -> str:
    """The font that has this text's letters."""
    if text.isascii():
        return USUAL
    if _has(text, _EAST_ASIAN) and can_draw(text):
        return _east_asian()
    return WIDE if _has(text, _WIDE_ONLY) else USUAL


def can_draw(text: str) -> bool:
    """Whether this machine has a font for it; if not, number and seat still tell who it is."""
    return not _has(text, _EAST_ASIAN) or bool(_east_asian())


@lru_cache(maxsize=1)
def _east_asian() -> str:
    return next((file for file in SYSTEM_FONTS if Path(file).exists()), "")


def _has(text: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(letter) <= high for letter in text for low, high in ranges)
