"""A tablet's disk fills up while the hub sends: told, nothing half taken, caught up with later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.desk import RoomDesk
from shared.record.events.office import NoticeSent
from tests.contract.tablet_hub.served import ServedHub
from tests.contract.tablet_hub.tablets import Tablets, await_desk, await_sent
from tests.factories import HALL


@pytest.fixture
def tablets(tmp_path: Path) -> Iterator[Tablets]:
    made = Tablets(tmp_path / "tablets")
    yield made
    made.close()


def has(desk: RoomDesk, number: int) -> bool:
    events = (fact.envelope.event for fact in desk.facts())
    return any(isinstance(event, NoticeSent) and event.notice_id == f"N{number}" for event in events)


def test_what_could_not_be_saved_is_sent_again(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        tablet, desk = tablets.desk(hub)
        await_sent(desk)
        # SQLite's own limit: the journal may not have one page more than it has now.
        journal = tablet._journal
        pages = journal.read("PRAGMA page_count")[0][0]
        journal.read(f"PRAGMA max_page_count = {pages}")
        for number in range(20):
            notice = NoticeSent(notice_id=f"N{number}", text=f"{number} " + "wait " * 300)
            hub.record(notice, room=HALL)
        await_desk(desk, lambda: any("NOT saved" in notice.text for notice in desk.notices()))
        told = next(notice for notice in desk.notices() if "NOT saved" in notice.text)
        assert told.urgent
        assert not has(desk, 19), "what isn't on disk isn't shown"

        journal.read("PRAGMA max_page_count = 100000")
        await_desk(desk, lambda: has(desk, 19))
        assert all(has(desk, number) for number in range(20))
        await_sent(desk)
        await_desk(desk, lambda: desk.register() == hub.register())
