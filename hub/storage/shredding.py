"""Erasing so that the bytes are gone: databases packed anew, files overwritten before they are deleted.

What an SSD, a snapshot or a back-up keeps of its own accord is out of a program's reach: the technician's
guide says so.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from hub.storage.writer import BUSY_SECONDS, StorageError

_PIECE: Final = 1024 * 1024


def compact(file: Path) -> bool:
    """Pack a database anew, so that no free page and no log holds what was deleted.

    Others may have it open. False where somebody read it just then, so that the log stays until the next
    time. Raises StorageError where the disk did not take it.
    """
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise StorageError(
            f"{file.name} could not be packed anew ({error}): what was erased may still be in its free "
            "pages. Free some space, then release it again"
        ) from error
    return not busy


def shred(path: Path) -> None:
    """Overwrite a file, or every file below a folder, then delete it. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        for inside in sorted(path.iterdir()):
            shred(inside)
        path.rmdir()
        return
    if not path.is_symlink() and path.is_file():
        left = path.stat().st_size
        with path.open("r+b") as opened:
            while left > 0:
                left -= opened.write(b"\0" * min(left, _PIECE))
            opened.flush()
            os.fsync(opened.fileno())
    path.unlink(missing_ok=True)
