"""Where an import reads from: a file, or a folder of photos, and what to call it when telling about it."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from msgspec import Struct


class Source(Struct, frozen=True):
    """A path and the name by which the person knows it: an upload lies under another one."""

    path: Path
    name: str

    @classmethod
    def at(cls, path: Path) -> Self:
        """A file that is known by its own name."""
        return cls(path, path.name)
