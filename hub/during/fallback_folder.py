"""The folder or stick of the paper registers: whole files only, a few earlier ones, faults in words."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

KEEP_EARLIER: Final = 3
EARLIER: Final = "earlier"
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_LOCKED: Final = (errno.EROFS,)
_FORBIDDEN: Final = (errno.EACCES, errno.EPERM)


class FolderFault(Exception):
    """Nothing can be written there now; the text says why and what to do."""


class FallbackFolder:
    """Everything below one folder; the folder itself is made, the disk that it is on never."""

    def __init__(self, path: Path, *, keep: int = KEEP_EARLIER) -> None:
        self.path = path
        self._keep = keep

    def open(self) -> None:
        """Make sure that files can be written. Raises FolderFault."""
        try:
            # A stick that was pulled out leaves no parent: making it would fill the wrong disk unseen.
            self.path.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise _fault(self.path, error) from error

    def has(self, session: str, name: str) -> bool:
        """Whether the file is there."""
        return (self.path / session / name).is_file()

    def write(self, session: str, name: str, version: str, data: bytes) -> None:
        """The file as it is now, and the same under its version beside the earlier ones. Raises FolderFault.

        The version is written first: from then on the newest is there twice, whatever happens to one.
        """
        folder = self.path / session
        stem, suffix = name.rsplit(".", 1)
        try:
            (folder / EARLIER).mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_whole(folder / EARLIER / f"{stem}_{version}.{suffix}", data)
            _write_whole(folder / name, data)
            self._prune(folder / EARLIER, stem, suffix)
        except OSError as error:
            raise _fault(self.path, error) from error

    def write_index(self, session: str, name: str, data: bytes) -> None:
        """A file that is only wanted as it is now. Raises FolderFault."""
        try:
            (self.path / session).mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_whole(self.path / session / name, data)
        except OSError as error:
            raise _fault(self.path, error) from error

    def is_on_disk_of(self, other: Path) -> bool:
        """Whether the folder would be lost together with ``other``, as far as this machine tells."""
        try:
            return self.path.stat().st_dev == other.stat().st_dev
        except OSError:
            return False

    def free_bytes(self) -> int | None:
        """What still fits; None while the folder is not there."""
        try:
            return shutil.disk_usage(self.path).free
        except OSError:
            return None

    def _prune(self, folder: Path, stem: str, suffix: str) -> None:
        # Versions begin with a number of fixed width, so that their names sort by age.
        versions = sorted(folder.glob(f"{stem}_[0-9]*.{suffix}"))
        for old in versions[: -self._keep]:
            old.unlink(missing_ok=True)


def _write_whole(file: Path, data: bytes) -> None:
    """Under a name of its own until every byte is on the disk; then it takes the place of the old one."""
    half_written = file.with_name(f"{file.name}.part")
    try:
        with half_written.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        half_written.replace(file)
    except OSError:
        with suppress(OSError):
            half_written.unlink(missing_ok=True)
        raise
    _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    """The new name on the disk, too. Windows has no such call and needs none for NTFS."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some sticks' file systems can't; their files are whole all the same.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def _fault(folder: Path, error: OSError) -> FolderFault:
    if isinstance(error, FileNotFoundError | NotADirectoryError) or error.errno == errno.ENODEV:
        return FolderFault(f"{folder} is not there: plug the stick in again, or choose another folder.")
    if error.errno in _FULL:
        return FolderFault(f"{folder} is full: make room on it, or put in another stick.")
    if error.errno in _LOCKED:
        return FolderFault(f"{folder} can only be read: unlock the stick, or put in another one.")
    if error.errno in _FORBIDDEN:
        return FolderFault(
            f"{folder} may not be written: close a register that is open in a viewer, or choose a folder "
            "that this user may write to."
        )
    return FolderFault(f"{folder} can't be written ({error.strerror or error}): try another stick.")
