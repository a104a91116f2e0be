"""Fonts that are installed on this machine, for letters that the embedded ones don't have.

Only TrueType outlines can be embedded: Chinese, Japanese and Korean fonts in CFF outlines (Noto CJK) are
passed over, as are fonts whose maker forbids embedding. The folders are looked through once a process.
"""

from __future__ import annotations

import bisect
import functools
import mmap
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from printables.sfnt import Sfnt

_ENDINGS: Final = (".ttf", ".ttc", ".otf")
_MOST_FILES: Final = 5_000
# Sans-serif families with wide coverage come first, so that a name isn't set in a display face.
_FIRST: Final = (
    "wqy-zenhei",
    "wqy-microhei",
    "droidsansfallback",
    "notosans",
    "msyh",
    "simhei",
    "simsun",
    "yugoth",
    "msgothic",
    "meiryo",
    "malgun",
    "msjh",
    "pingfang",
    "stheiti",
    "applesdgothic",
    "arial unicode",
    "leelawad",
    "nirmala",
    "tahoma",
    "segoeui",
)


def font_folders() -> tuple[Path, ...]:
    """Where this platform keeps fonts: of everybody, then of this user."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        return (windows / "Fonts", Path(local) / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    )


def fonts_with(character: str, folders: tuple[Path, ...] | None = None) -> Iterator[Path]:
    """Files of installed fonts that name ``character``, the most suitable first."""
    for path in installed_files(font_folders() if folders is None else folders):
        spans = _spans(path)
        place = bisect.bisect_right(spans, (ord(character), sys.maxunicode)) - 1
        if place >= 0 and ord(character) <= spans[place][1]:
            yield path


@functools.lru_cache(maxsize=8)
def installed_files(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Every font file below these folders, the most suitable first."""
    found: list[Path] = []
    for folder in folders:
        for place, _, names in os.walk(folder):
            found.extend(Path(place, name) for name in names if name.lower().endswith(_ENDINGS))
            if len(found) > _MOST_FILES:
                break
    return tuple(sorted(found, key=_suitability)[:_MOST_FILES])


def _suitability(path: Path) -> tuple[int, bool, str]:
    name = path.name.lower()
    family = next((n for n, start in enumerate(_FIRST) if name.startswith(start)), len(_FIRST))
    odd = any(word in name for word in ("bold", "italic", "oblique", "light", "thin", "mono", "serif"))
    return family, odd, str(path)


@functools.cache
def _spans(path: Path) -> tuple[tuple[int, int], ...]:
    """The characters of the file's first font; none where it can't be used."""
    try:
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            return Sfnt(data).spans()
    except (OSError, ValueError):
        return ()
