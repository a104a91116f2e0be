"""Where uploaded files wait until somebody says yes: a private folder of the site, emptied as soon as may be.

A file's own name is kept to tell a person which file is meant, and never becomes a path.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Final

from msgspec import Struct

LONGEST_NAME: Final = 120
_KNOWN_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,5}")


class StagedFile(Struct, frozen=True, kw_only=True):
    """One uploaded file: what it is called, and where its bytes are."""

    name: str
    path: Path

    @property
    def size(self) -> int:
        return self.path.stat().st_size


class Tray:
    """The files of one upload."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: list[StagedFile] = []

    @property
    def id(self) -> str:
        return self._folder.name

    def place(self, name: str) -> StagedFile:
        """Room for one more file; the caller writes its bytes."""
        shown = shown_name(name)
        suffix = PurePosixPath(shown).suffix.lower()
        kept = suffix if _KNOWN_SUFFIX.fullmatch(suffix) else ""
        staged = StagedFile(name=shown, path=self._folder / f"file-{len(self.files) + 1}{kept}")
        self.files.append(staged)
        return staged

    def name_of(self, path_name: str) -> str:
        """What the person calls the file that is kept under ``path_name``; others keep their name."""
        return next((staged.name for staged in self.files if staged.path.name == path_name), path_name)

    def remove(self) -> None:
        """Take the files off the disk."""
        shutil.rmtree(self._folder, ignore_errors=True)


class Staging:
    """The folder with one tray for each upload that is being looked at."""

    def __init__(self, folder: Path, draw: Callable[[int], bytes]) -> None:
        self._folder = folder
        self._draw = draw

    def tray(self) -> Tray:
        """A new, empty tray; its name can't be guessed."""
        tray = self._folder / self._draw(12).hex()
        tray.mkdir(parents=True, mode=0o700)
        return Tray(tray)

    def clear(self) -> None:
        """Whatever waits here is forgotten: at start what a crash left, at the end what nobody accepted."""
        shutil.rmtree(self._folder, ignore_errors=True)


def shown_name(name: str) -> str:
    """The last part of a path of any system, printable and not too long; never empty."""
    last = re.split(r"[/\\]", name)[-1]
    printable = "".join(c for c in last if c.isprintable()).strip(" .")
    if len(printable) > LONGEST_NAME:
        stem, dot, suffix = printable.rpartition(".")
        ending = f"{dot}{suffix}" if stem and len(suffix) <= 5 else ""
        printable = f"{printable[: LONGEST_NAME - len(ending) - 1]}…{ending}"
    return printable or "file"
