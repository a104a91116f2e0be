"""A full disk: the fact is refused in words, nothing turns green, nothing that was green is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.faults import JournalFault
from kiosk_app.journal import TabletJournal
from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.card import CardViewModel
from kiosk_app.viewmodels.room import RoomViewModel
from shared.record.events.candidate import Attendance
from tests.factories import HALL, PIN, SESSION, small_pack

ROOT = Path(__file__).parents[3]


def test_files_that_may_not_grow_any_more(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.contract.tablet_storage.writer", str(tmp_path), "300000"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["shown"] > 10
    assert "NOT saved" in told["words"]
    assert "What was green before is safe" in told["words"]
    assert "What was there is kept" in told["pack"]
    assert told["later"] == told["shown"] + 1
    assert told["register"] == told["later"] - 1, "everything but the sign-in is an incident"
    again = Tablet.open(tmp_path, name="full", is_discovering=False)
    try:
        assert len(again.own_envelopes()) == told["later"]
        desk = again.open_room(SESSION, HALL)
        assert desk.pack.version == 1, "the old plan is still there"
        assert not list((tmp_path / "packs").glob("*.part"))
    finally:
        again.close()


@pytest.fixture
def full(tmp_path: Path) -> Iterator[tuple[Tablet, TabletJournal]]:
    tablet = Tablet.open(tmp_path, name="full", is_discovering=False)
    tablet.adopt_pack(small_pack(40))
    yield tablet, tablet._journal
    tablet.close()


def test_the_card_does_not_turn_green_and_can_be_pressed_again(full: tuple[Tablet, TabletJournal]) -> None:
    tablet, journal = full
    desk = tablet.open_room(SESSION, HALL)
    assert desk.sign_in("inv-1", PIN)
    room = RoomViewModel(desk)
    # SQLite's own limit: the database may not have one page more than it has now.
    pages = journal.read("PRAGMA page_count")[0][0]
    journal.read(f"PRAGMA max_page_count = {pages}")
    decided: list[object] = []
    fault: JournalFault | None = None
    waiting = list(desk.pack.sittings_in(HALL))
    while fault is None:
        sitting = waiting.pop()
        card = room.scan.open((sitting.candidate_id, sitting.component_id))
        card.decided.append(decided.append)
        fault = refusal_of(card)
    assert "NOT saved" in str(fault)
    assert card not in decided
    assert room.scan.card is card, "the card stays: nothing was decided"
    assert card.sitting.attendance is Attendance.EXPECTED
    journal.read("PRAGMA max_page_count = 100000")
    assert refusal_of(card) is None
    assert card in decided
    assert card.sitting.attendance is Attendance.PRESENT
    room.close()


def refusal_of(card: CardViewModel) -> JournalFault | None:
    try:
        card.confirm()
    except JournalFault as fault:
        return fault
    return None
