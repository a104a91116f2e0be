"""The evidence of a session as one file: packed so that one byte more, less or other is noticed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 512 * 1024 * 1024
"""No file of a binder is larger, nor all of them together: more is an attempt to fill the memory."""
MOST_FILES: Final = 2_000


class BinderError(Exception):
    """The file can't be read as a binder; the text says why."""


def pack(files: Mapping[str, bytes]) -> bytes:
    """The zip of these files. Stored, not compressed, and without a date: the same files, the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            # Else the machine's own system stands in the header.
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return packed.getvalue()


def unpack(file: Path) -> tuple[dict[str, bytes], str]:
    """The files of a binder by name, and how its bytes differ from what :func:`pack` makes of them.

    Raises BinderError naming what can't be read.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BinderError(f"{file} is too large to be a binder.")
        raw = file.read_bytes()
    except FileNotFoundError as error:
        raise BinderError(f"There is no {file}.") from error
    except OSError as error:
        raise BinderError(f"{file} can't be read: {error}.") from error
    return unpack_bytes(raw, str(file))


def unpack_bytes(raw: bytes, name: str) -> tuple[dict[str, bytes], str]:
    """The same from memory; ``name`` is what a fault calls it. Raises BinderError."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            found = _members(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise BinderError(f"{name} is damaged, or no zip file at all: {error}.") from error
    return found, _difference(raw, pack(found))


def _members(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    entries = [info for info in archive.infolist() if not info.is_dir()]
    if len(entries) > MOST_FILES or sum(info.file_size for info in entries) > MOST_BYTES:
        raise BinderError(f"{file} holds too much to be a binder.")
    found: dict[str, bytes] = {}
    for info in entries:
        if info.filename in found:
            raise BinderError(f"{file} holds two files named {info.filename}.")
        found[info.filename] = archive.read(info)
    return found


def _difference(raw: bytes, expected: bytes) -> str:
    if raw == expected:
        return ""
    pairs = zip(raw, expected, strict=False)
    place = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(raw), len(expected)))
    return (
        f"it isn't packed as ExamDay packed it, from byte {place + 1} on (what lies in it can be checked "
        "alone: unpack it and check the folder)"
    )
