"""Photos: named by candidate number, made small, stripped of what cameras add; a bad one is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from hub.before.importing.photos import LONGEST_SIDE, NamedBy, PhotoReading, make_small, read_photos
from hub.before.importing.problems import UnreadableFileError
from hub.before.importing.sources import Source
from hub.before.records import CandidateRecord

KNOWN = {n: CandidateRecord(number=n, id="00000001", surname="Abdi") for n in ("0101", "0102", "0103")}


def read(source: Path, known: dict[str, CandidateRecord] = KNOWN, by: NamedBy = "") -> PhotoReading:
    reading = PhotoReading()
    read_photos(reading, Source.at(source), known, by)
    return reading


def picture(size: tuple[int, int] = (600, 900), form: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(out, form, **options)
    return out.getvalue()


def test_a_folder_of_photos_is_read_and_what_is_wrong_is_told_by_file(tmp_path: Path) -> None:
    (tmp_path / "0101.jpg").write_bytes(picture())
    (tmp_path / "102.PNG").write_bytes(picture((300, 300), "PNG"))
    (tmp_path / "0102.png").write_bytes(picture((30, 30), "PNG"))
    (tmp_path / "0103.jpg").write_bytes(b"not a picture at all")
    (tmp_path / "Z820200116009.jpg").write_bytes(picture())
    (tmp_path / "list.txt").write_text("passed over", encoding="utf-8")
    reading = read(tmp_path)
    assert (reading.files_read, sorted(reading.photos)) == (5, ["0101", "0102"])
    assert [(p.file, p.found) for p in reading.problems] == [
        ("0103.jpg", "no picture"),
        ("102.PNG", "0102"),
        ("Z820200116009.jpg", "Z820200116009"),
    ]


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("Year 11/0101.jpeg", picture())
        archive.writestr("Year 11/readme.txt", "passed over")
    assert list(read(tmp_path / "photos.zip").photos) == ["0101"]
    (tmp_path / "no.zip").write_bytes(b"no zip")
    with pytest.raises(UnreadableFileError, match="neither a folder of photos nor a zip"):
        read(tmp_path / "no.zip")


def test_a_photo_is_made_small_and_says_nothing_but_the_picture() -> None:
    where_taken = Image.Exif()
    where_taken[0x010E] = "taken at home"
    small = make_small(picture((3000, 2000), exif=where_taken))
    assert b"home" not in small
    with Image.open(io.BytesIO(small)) as opened:
        assert (opened.format, max(opened.size), dict(opened.getexif())) == ("JPEG", LONGEST_SIDE, {})
    assert make_small(picture((3000, 2000))) == small


def test_a_picture_beyond_measure_is_refused_unopened() -> None:
    with pytest.raises(ValueError, match="pixels"):
        make_small(picture((8000, 6000), "PNG"))


def test_photos_are_known_by_upn_and_admission_number_too(tmp_path: Path) -> None:
    known = {
        "0101": CandidateRecord(number="0101", id="00000001", surname="A", upn="Z820200116009"),
        "0102": CandidateRecord(number="0102", id="00000002", surname="B", admission_number="004712"),
        "0103": CandidateRecord(number="0103", id="00000003", surname="C", admission_number="0101"),
    }
    for name in ("z820200116009.jpg", "4712.jpg", "0101.png", "103.jpg"):
        (tmp_path / name).write_bytes(picture((40, 40), "PNG" if name.endswith("png") else "JPEG"))
    reading = read(tmp_path, known)
    assert reading.named == {"0103": "103.jpg", "0102": "4712.jpg", "0101": "z820200116009.jpg"}
    assert [(p.file, p.found) for p in reading.problems] == [("0101.png", "0101")]
    assert "not 0101 and 0103" in reading.problems[0].expected
    assert read(tmp_path, known, by="number").named == {"0101": "0101.png", "0103": "103.jpg"}
    assert read(tmp_path, known, by="admission").named == {"0103": "0101.png", "0102": "4712.jpg"}


def test_a_zip_that_is_locked_or_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0101.jpg", picture())
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(
        whole[:middle] + bytes(b ^ 0xFF for b in whole[middle : middle + 20]) + whole[middle + 20 :]
    )
    with pytest.raises(UnreadableFileError, match=r"photos\.zip is damaged"):
        read(path)
    locked = bytearray(whole)
    locked[6] |= 1
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(locked)
    with pytest.raises(UnreadableFileError, match="password"):
        read(path)
