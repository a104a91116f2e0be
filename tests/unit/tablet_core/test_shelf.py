"""Packs and photos on the tablet: whole or not there, the newest first, no more than needed."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import msgspec
import pytest

from kiosk_app.faults import TabletFault
from kiosk_app.shelf import PackCache, ShelvedPack
from tests.factories import ANNEXE, HALL, SESSION, small_pack

PHOTO = b"a portrait"
NAME = hashlib.sha256(PHOTO).hexdigest()


def test_the_newest_version_of_a_room_is_found_and_old_ones_go(tmp_path: Path) -> None:
    shelf = PackCache(tmp_path)
    for version in (1, 3, 2, 4):
        shelf.keep(small_pack(version=version).for_rooms([HALL]), [HALL])
    shelf.keep(small_pack(version=1).for_rooms([ANNEXE]), [ANNEXE])
    found = shelf.find(SESSION, HALL)
    assert found is not None
    assert found.version == 4
    annexe = shelf.find(SESSION, ANNEXE)
    assert annexe is not None
    assert annexe.version == 1
    assert len(list((tmp_path / "packs").iterdir())) == 3
    assert shelf.offers()[0].rooms == ((HALL, "Main Hall"), (ANNEXE, "Annexe"))


def test_a_pack_comes_back_exactly(tmp_path: Path) -> None:
    pack = small_pack()
    shelf = PackCache(tmp_path)
    shelf.keep(pack, [HALL])
    assert shelf.find(SESSION, HALL) == pack
    assert shelf.find(SESSION, ANNEXE) is None


def test_a_damaged_pack_counts_as_not_there(tmp_path: Path) -> None:
    shelf = PackCache(tmp_path)
    shelf.keep(small_pack(), [HALL])
    shelf.keep(small_pack(version=2), [HALL])
    second = max((tmp_path / "packs").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    second.write_bytes(second.read_bytes()[:-40])
    found = shelf.find(SESSION, HALL)
    assert found is not None
    assert found.version == 1


def test_a_photo_is_the_one_that_its_name_says_or_none(tmp_path: Path) -> None:
    shelf = PackCache(tmp_path)
    with pytest.raises(TabletFault, match="damaged"):
        shelf.keep_photo(NAME, b"something else")
    shelf.keep_photo(NAME, PHOTO)
    assert shelf.photo(NAME) == PHOTO
    (tmp_path / "photos" / f"{NAME}.photo").write_bytes(b"changed on disk")
    assert shelf.photo(NAME) is None
    assert shelf.photo("../../secret") is None


def test_only_missing_photos_are_asked_for(tmp_path: Path) -> None:
    pack = small_pack()
    first, *rest = pack.candidates
    pictured = msgspec.structs.replace(
        pack,
        candidates=(
            msgspec.structs.replace(first, photo=NAME),
            *(msgspec.structs.replace(c, photo="f" * 64) for c in rest),
        ),
    )
    shelf = PackCache(tmp_path)
    shelf.keep_photo(NAME, PHOTO)
    assert shelf.missing_photos(pictured) == ("f" * 64,)
    shelf.clear()
    assert shelf.photo(NAME) is None


def test_nothing_on_the_disk_can_be_read_without_the_key(tmp_path: Path) -> None:
    shelf = PackCache(tmp_path)
    pack = small_pack()
    shelf.keep(pack, [HALL])
    shelf.keep_photo(NAME, PHOTO)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    for secret in (PHOTO, pack.candidates[0].surname.encode(), pack.invigilators[0].pin_hash.encode()):
        assert not [file for file in files if secret in file.read_bytes()]
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    (tmp_path / "storage.key").unlink()
    assert PackCache(tmp_path).find(SESSION, HALL) is None
    assert PackCache(tmp_path).photo(NAME) is None


def test_a_sealed_file_cannot_stand_in_for_another(tmp_path: Path) -> None:
    shelf = PackCache(tmp_path)
    shelf.keep_photo(NAME, PHOTO)
    other = hashlib.sha256(b"another").hexdigest()
    (tmp_path / "photos" / f"{NAME}.photo").rename(tmp_path / "photos" / f"{other}.photo")
    assert shelf.photo(other) is None


def test_what_an_earlier_version_left_in_the_clear_is_sealed_and_half_files_go(tmp_path: Path) -> None:
    plain = msgspec.json.encode(ShelvedPack(rooms=(HALL,), pack=small_pack()))
    (tmp_path / "packs").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "packs" / f"{hashlib.sha256(plain).hexdigest()}.json").write_bytes(plain)
    (tmp_path / "packs" / f"{'0' * 64}.json").write_bytes(plain[:-9])
    (tmp_path / "photos" / f"{NAME}.jpg").write_bytes(PHOTO)
    (tmp_path / "photos" / f"{NAME}.jpg.part").write_bytes(PHOTO[:3])
    shelf = PackCache(tmp_path)
    assert shelf.find(SESSION, HALL) == small_pack()
    assert shelf.photo(NAME) == PHOTO
    assert {file.suffix for file in tmp_path.rglob("*") if file.is_file()} == {".pack", ".photo", ".key"}


def test_clearing_begins_with_the_key_and_a_new_one_serves_what_comes(tmp_path: Path) -> None:
    shelf = PackCache(tmp_path)
    shelf.keep_photo(NAME, PHOTO)
    before = (tmp_path / "storage.key").read_bytes()
    shelf.clear()
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]
    shelf.keep_photo(NAME, PHOTO)
    assert shelf.photo(NAME) == PHOTO
    assert (tmp_path / "storage.key").read_bytes() != before
