"""The print folder: each file whole or not at all, under a name that says what it is."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from printables.before.candidate_timetable import NobodyError
from printables.before.desk_cards import CardLayoutError
from printables.component_register import UnknownComponentError
from printables.label_sheets import LabelError
from printables.seat_tags import UnknownTagKeyError
from printables.seating_plan import UnknownRoomError
from shared.canonical import digest
from shared.ids import safe_file_name
from shared.plan.pack import SessionPack


class PrintError(Exception):
    """Something can't be printed; the text says what, and what to do."""


class PrintFolder:
    """Writes into one folder, which is made when it is needed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, draw: Callable[[], bytes]) -> Path:
        """The file with what ``draw`` draws. Raises PrintError."""
        try:
            data = draw()
        except (
            CardLayoutError,
            LabelError,
            NobodyError,
            UnknownComponentError,
            UnknownRoomError,
            UnknownTagKeyError,
        ) as error:
            raise PrintError(str(error)) from error
        path = self.path / name
        half_written = path.with_name(f"{name}.part")
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            with half_written.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            half_written.replace(path)
        except OSError as error:
            half_written.unlink(missing_ok=True)
            raise _unwritten(path, error) from error
        return path

    def bundle(self, name: str, files: Sequence[tuple[str, Path]]) -> Path:
        """A zip of ``files`` under the names given beside them. Raises PrintError."""
        path = self.path / name
        half_written = path.with_name(f"{name}.part")
        try:
            with zipfile.ZipFile(half_written, "w", zipfile.ZIP_STORED) as bundled:
                for inside, file in files:
                    # PDFs are compressed already.
                    bundled.write(file, inside)
            half_written.replace(path)
        except OSError as error:
            half_written.unlink(missing_ok=True)
            raise _unwritten(path, error) from error
        return path


def _unwritten(path: Path, error: OSError) -> PrintError:
    return PrintError(
        f"{path.name} can't be written: {error.strerror}. If it is open in a viewer, close it there; "
        "otherwise make room on the disk. Then print again."
    )


def file_name(pack: SessionPack, *parts: str, recorded: bool = False) -> str:
    """Session, document and what it covers, then the version of the plan."""
    stem = "_".join((pack.session.id, *parts, *(("recorded",) if recorded else ())))
    return f"{stem}_v{pack.version}.pdf"


def distinct(value: str, others: Iterable[str]) -> str:
    """``value`` as part of a file name that no other of ``others`` shares."""
    name = safe_file_name(value)
    # Codes keep slashes and spaces: two may look the same once these are gone, or differ only in case.
    twins = [other for other in others if other != value and safe_file_name(other).lower() == name.lower()]
    return f"{name}-{digest(value)[:6]}" if twins else name
