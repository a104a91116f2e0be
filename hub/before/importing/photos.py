"""Photos from a folder or a zip, named by UPN, admission or candidate number: checked and made small."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct
from PIL import Image, ImageOps

from hub.before.importing.problems import Problem, UnreadableFileError
from hub.before.importing.progress import Progress
from hub.before.importing.sources import Source
from hub.before.records import CandidateRecord
from shared.canonical import digest

SUFFIXES: Final = (".jpg", ".jpeg", ".png")
MOST_BYTES: Final = 16 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
MOST_PHOTOS: Final = 20_000
LONGEST_SIDE: Final = 480
"""Enough to know a face by on a tablet; a stolen one should hold no more."""
QUALITY: Final = 82
NamedBy = Literal["", "upn", "admission", "number"]
"""What photo files are named by; empty means any of them."""


class Photo(Struct, frozen=True, kw_only=True):
    """One candidate's photo as it will be kept: JPEG, named by the SHA-256 of its bytes."""

    number: str
    sha256: str
    jpeg: bytes


class PhotoReading(Struct, kw_only=True):
    """The photos that can be used, from which file each is, and what is to be told about the others."""

    photos: dict[str, Photo] = {}
    problems: list[Problem] = []
    files_read: int = 0
    named: dict[str, str] = {}


def read_photos(
    reading: PhotoReading,
    source: Source,
    candidates: Mapping[str, CandidateRecord],
    by: NamedBy = "",
    progress: Progress | None = None,
) -> None:
    """Every picture of ``source``, a folder or a zip. Raises UnreadableFileError when it is neither.

    ``by`` says what the files are named by. Without it any of the three is taken, except where one name
    means two candidates: a face beside the wrong name is worse than none.
    """
    faces = _Faces(candidates, by)
    for done, total, name, data in _pictures(source):
        if progress is not None:
            progress("Reading photos", done, total)
        reading.files_read += 1
        try:
            _take(reading, name, faces.whose(Path(name).stem), data)
        except NoFaceError as error:
            reading.problems.append(
                Problem(file=name, row=0, column="", found=error.found, expected=str(error), severity="error")
            )


class NoFaceError(ValueError):
    """A picture that can't be a candidate's photo; the text says what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(expected)
        self.found = found


class _Faces:
    """Whom a file's name means."""

    def __init__(self, candidates: Mapping[str, CandidateRecord], by: NamedBy) -> None:
        self._by = by
        self._found: dict[str, set[str]] = {}
        for number, record in candidates.items():
            names = {"upn": record.upn, "admission": record.admission_number, "number": number}
            for kind, name in names.items():
                if name and by in ("", kind):
                    self._found.setdefault(_plain(name), set()).add(number)

    def whose(self, stem: str) -> str:
        """The candidate number. Raises NoFaceError."""
        found = self._found.get(_plain(stem), set())
        if len(found) > 1:
            both = " and ".join(sorted(found))
            raise NoFaceError(stem, f"a name that means one candidate, not {both}; add --photos-by")
        if not found:
            what = {"upn": "UPN", "admission": "admission number", "number": "number"}.get(
                self._by, "number, UPN or admission number"
            )
            raise NoFaceError(stem, f"the {what} of a candidate on the list as the file's name")
        return next(iter(found))


def _plain(name: str) -> str:
    """Zeros before a number are often lost."""
    return name.strip().casefold().lstrip("0")


def _take(reading: PhotoReading, name: str, number: str, data: bytes) -> None:
    if number in reading.photos:
        raise NoFaceError(number, f"one photo a candidate; {reading.named[number]} is kept")
    try:
        jpeg = make_small(data)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NoFaceError(
            _short(error), "a JPEG or PNG picture of at most 16 MB and 40 megapixels"
        ) from error
    reading.photos[number] = Photo(number=number, sha256=digest(jpeg), jpeg=jpeg)
    reading.named[number] = name


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


def _pictures(source: Source) -> Iterator[tuple[int, int, str, bytes]]:
    """How far, of how many, name and bytes of each picture by name; other files are passed over."""
    if source.path.is_dir():
        paths = [p for p in sorted(source.path.rglob("*")) if _is_picture(p.name) and p.is_file()]
        _check_measure(source, len(paths))
        for done, path in enumerate(paths):
            with path.open("rb") as file:
                yield done, len(paths), path.name, file.read(MOST_BYTES + 1)
    elif zipfile.is_zipfile(source.path):
        with zipfile.ZipFile(source.path) as archive:
            names = [n for n in sorted(archive.namelist()) if _is_picture(n) and "__MACOSX" not in n]
            _check_measure(source, len(names))
            for done, name in enumerate(names):
                yield done, len(names), Path(name).name, _unpacked(archive, name, source)
    else:
        raise UnreadableFileError(f"{source.name} is neither a folder of photos nor a zip of them.")


def _unpacked(archive: zipfile.ZipFile, name: str, source: Source) -> bytes:
    """At most one byte more than a photo may have, whatever the archive says of its size."""
    try:
        with archive.open(name) as file:
            return file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableFileError(f"{source.name} is damaged at {name}. Make the zip again.") from error
    except (RuntimeError, NotImplementedError) as error:
        raise UnreadableFileError(
            f"{source.name} has a password or is packed in a way that can't be read here. "
            "Unpack it and import the folder."
        ) from error


def _is_picture(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES and not Path(name).name.startswith("._")


def _check_measure(source: Source, pictures: int) -> None:
    if pictures > MOST_PHOTOS:
        raise UnreadableFileError(f"{source.name} holds more than {MOST_PHOTOS:,} pictures.")


def _short(error: Exception) -> str:
    return "no picture" if "cannot identify" in str(error) else str(error)[:80]
