"""Packs and photos on the tablet: whole or not there, the newest first, no more than needed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest

from kiosk_app.faults import TabletFault
from kiosk_app.shelf import PackCache
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
    for file in (tmp_path / "packs").iterdir():
        if b'"version":2' in file.read_bytes():
            file.write_bytes(file.read_bytes()[:-40])
    found = shelf.find(SESSION, HALL)
    assert found is not None
    assert found.version == 1


def test_a_photo_is_the_one_that_its_name_says_or_none(tmp_path: Path) -> None:
    shelf = PackCache(tmp_path)
    with pytest.raises(TabletFault, match="damaged"):
        shelf.keep_photo(NAME, b"something else")
    shelf.keep_photo(NAME, PHOTO)
    assert shelf.photo(NAME) == PHOTO
    (tmp_path / "photos" / f"{NAME}.jpg").write_bytes(b"changed on disk")
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
