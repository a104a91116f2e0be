"""Somebody whom the officer moves into a room is known there at once, without a new version of the plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from kiosk_app.desk import RoomDesk
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.card import CardViewModel
from shared.plan.pack import SessionPack
from shared.record.events.candidate import SeatChanged
from tests.contract.tablet_hub.served import ServedHub
from tests.contract.tablet_hub.tablets import Tablets, await_desk
from tests.factories import ANNEXE, HALL, MATHS_HIGHER, PIN, SESSION, candidate_id, small_pack

NGUYEN, GARCIA = candidate_id(2), candidate_id(7)


def portrait() -> bytes:
    made = BytesIO()
    Image.new("RGB", (30, 40), "navy").save(made, "JPEG")
    return made.getvalue()


PHOTO = portrait()
PHOTO_NAME = hashlib.sha256(PHOTO).hexdigest()


def pack_with_photo() -> SessionPack:
    pack = small_pack(40)
    people = tuple(
        msgspec.structs.replace(c, photo=PHOTO_NAME if c.id == NGUYEN else "") for c in pack.candidates
    )
    pack = msgspec.structs.replace(pack, candidates=people, published_hash="")
    return msgspec.structs.replace(pack, published_hash=pack.content_hash)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    with ServedHub(tmp_path / "site", pack_with_photo()) as served:
        folder = served.hub.config.photos
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{PHOTO_NAME}.jpg").write_bytes(PHOTO)
        yield served


def move(hub: ServedHub, who: str, paper: str, seat: str) -> None:
    event = SeatChanged(candidate_id=who, component_id=paper, old=None, new=seat, room=ANNEXE, reason="leak")
    hub.record(event, room=ANNEXE)


def knows(desk: RoomDesk, who: str) -> bool:
    found = desk.pack.candidate(who)
    return found is not None and found.is_known_here


def test_the_new_room_s_tablet_shows_name_number_seat_arrangements_and_photo(
    hub: ServedHub, tablets: Tablets
) -> None:
    tablet, desk = tablets.desk(hub, "annexe", room=ANNEXE)
    assert not knows(desk, NGUYEN)
    move(hub, NGUYEN, MATHS_HIGHER, "D2")
    await_desk(desk, lambda: desk.photo(NGUYEN) == PHOTO)
    book = RoomBook(desk)
    (row,) = (s for s in book.sittings if s.candidate_id == NGUYEN)
    assert book.who(row) == "Nguyễn, Thị Ánh · 1002 · seat D2"
    assert CardViewModel(book, row.key).arrangements == ("25 % extra time", "rest breaks")
    assert not knows(desk, GARCIA), "nobody else's name came with hers"

    # The next one, while the first is here; and neither is lost when the tablet starts without a hub.
    paper = hub.pack.sittings_of(GARCIA)[0].component_id
    move(hub, GARCIA, paper, "D1")
    await_desk(desk, lambda: knows(desk, GARCIA))
    tablet.close_room()
    desk.sync.pause()
    again = tablet.open_room(SESSION, ANNEXE)
    again.sync.pause()
    assert again.sign_in("inv-1", PIN)
    assert knows(again, NGUYEN)
    assert knows(again, GARCIA)
    assert knows(tablets.desk(hub, "hall", room=HALL)[1], NGUYEN), "the room where she was planned keeps her"


def test_a_room_that_has_nothing_to_do_with_it_learns_no_name(hub: ServedHub, tablets: Tablets) -> None:
    tablet = tablets.paired(hub, "annexe")
    hub.on_loop(hub.hub.devices.approve(tablet.device_id, (ANNEXE,), "officer"))
    event = SeatChanged(candidate_id=NGUYEN, component_id=MATHS_HIGHER, old=None, new="E5", room=HALL)
    hub.record(event, room=HALL)
    pack = tablet.fetch_pack(SESSION, ANNEXE)
    assert pack == hub.pack.for_rooms([ANNEXE])
    assert tablet._shelf.photo(PHOTO_NAME) is None
