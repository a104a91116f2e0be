"""Photos named by candidate number, from a folder or a zip: checked, made small, stripped of extras."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct
from PIL import Image, ImageOps

from hub.before.importing.problems import Problem, UnreadableFileError
from hub.before.records import CandidateRecord
from shared.canonical import digest

SUFFIXES: Final = (".jpg", ".jpeg", ".png")
MOST_BYTES: Final = 16 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
MOST_PHOTOS: Final = 20_000
LONGEST_SIDE: Final = 480
"""Enough to know a face by on a tablet; a stolen one should hold no more."""
QUALITY: Final = 82


class Photo(Struct, frozen=True, kw_only=True):
    """One candidate's photo as it will be kept: JPEG, named by the SHA-256 of its bytes."""

    number: str
    sha256: str
    jpeg: bytes


class PhotoReading(Struct, kw_only=True):
    """The photos that can be used and what is to be told about the others."""

    photos: dict[str, Photo]
    problems: list[Problem]
    files_read: int


def read_photos(source: Path, candidates: Mapping[str, CandidateRecord]) -> PhotoReading:
    """Every picture under ``source``, a folder or a zip. Raises UnreadableFileError when it is neither."""
    reading = PhotoReading(photos={}, problems=[], files_read=0)
    for name, data in _pictures(source):
        reading.files_read += 1
        if reading.files_read > MOST_PHOTOS:
            raise UnreadableFileError(f"{source.name} holds more than {MOST_PHOTOS:,} pictures.")
        match = re.fullmatch(r"0*(\d{1,4})", Path(name).stem)
        number = match[1].zfill(4) if match is not None else ""
        if number not in candidates:
            _tell(reading, name, Path(name).stem, "the number of a candidate on the list as the file's name")
            continue
        if number in reading.photos:
            _tell(reading, name, number, "one photo a candidate; an earlier file is kept")
            continue
        try:
            jpeg = make_small(data)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            _tell(reading, name, _short(error), "a JPEG or PNG picture of at most 16 MB and 40 megapixels")
            continue
        reading.photos[number] = Photo(number=number, sha256=digest(jpeg), jpeg=jpeg)
    return reading


def make_small(data: bytes) -> bytes:
    """The picture upright, at most 480 pixels a side, as JPEG with nothing but the picture in it."""
    if len(data) > MOST_BYTES:
        raise ValueError(f"{len(data):,} bytes")
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise ValueError(f"{opened.width} × {opened.height} pixels")
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _pictures(source: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each picture, in the order of their names; other files are passed over."""
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.suffix.lower() in SUFFIXES and path.is_file():
                with path.open("rb") as file:
                    yield path.name, file.read(MOST_BYTES + 1)
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            for name in sorted(archive.namelist()):
                if Path(name).suffix.lower() in SUFFIXES:
                    with archive.open(name) as file:
                        yield Path(name).name, file.read(MOST_BYTES + 1)
    else:
        raise UnreadableFileError(f"{source.name} is neither a folder of photos nor a zip of them.")


def _tell(reading: PhotoReading, name: str, found: str, expected: str) -> None:
    reading.problems.append(
        Problem(file=name, row=0, column="", found=found, expected=expected, severity="error")
    )


def _short(error: Exception) -> str:
    return "no picture" if "cannot identify" in str(error) else str(error)[:80]
