"""Where the files of an upload are put, within limits: lists as they come, pictures together in one zip."""

from __future__ import annotations

import zipfile
from pathlib import PurePosixPath
from typing import IO, Final

from hub.before.importing.photos import MOST_BYTES as MOST_PICTURE_BYTES
from hub.before.importing.photos import SUFFIXES
from hub.before.records import Kind
from hub.before.staging import Tray, shown_name
from hub.web.office.before.upload import WritableFile
from hub.web.problems import Problem

MOST_LISTS: Final = 40
MOST_PICTURES: Final = 5000
"""Sent one by one; a zip may hold more."""
MOST_LIST_BYTES: Final = 64_000_000
MOST_ZIP_BYTES: Final = 1_000_000_000


class TraySink:
    """The files of one upload of one kind, put into its tray."""

    def __init__(self, kind: Kind, tray: Tray) -> None:
        self._kind = kind
        self._tray = tray
        self._pictures: zipfile.ZipFile | None = None
        self._count = 0

    def open(self, field: str, name: str) -> LimitedFile:
        """A file of this name begins. Raises Problem where there are too many."""
        self._count += 1
        suffix = PurePosixPath(shown_name(name)).suffix.lower()
        if self._kind is Kind.PHOTOS and suffix in SUFFIXES:
            self._check_count(MOST_PICTURES, "pictures; put them into a zip")
            return LimitedFile(self._picture(name), MOST_PICTURE_BYTES, name)
        self._check_count(MOST_LISTS, "files")
        most = MOST_ZIP_BYTES if self._kind is Kind.PHOTOS else MOST_LIST_BYTES
        return LimitedFile(self._tray.place(name).path.open("xb"), most, name)

    def close(self, file: WritableFile) -> None:
        """It is complete."""
        file.close()

    def finish(self) -> None:
        """No more files come."""
        if self._pictures is not None:
            self._pictures.close()
            self._pictures = None

    def _picture(self, name: str) -> IO[bytes]:
        """Pictures lie in a zip, so that a school's file names become no paths of ours."""
        if self._pictures is None:
            self._pictures = zipfile.ZipFile(self._tray.place("pictures.zip").path, "x")
        # Two pictures of one name are told by the import, not by the zip.
        return self._pictures.open(f"{self._count:05}/{shown_name(name)}", "w")

    def _check_count(self, most: int, what: str) -> None:
        if self._count > most:
            raise Problem(413, f"Send at most {most:,} {what}.", kind="too-large")


class LimitedFile:
    """A file that takes so many bytes and no more."""

    def __init__(self, file: IO[bytes], most: int, name: str) -> None:
        self._file = file
        self._left = most
        self._most = most
        self._name = shown_name(name)

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise Problem(
                413, f"{self._name} has more than {self._most // 1_000_000} MB. Send less.", kind="too-large"
            )
        return self._file.write(data)

    def close(self) -> None:
        self._file.close()
