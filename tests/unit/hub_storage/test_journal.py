"""The journal: chained, append-only, each envelope once, and the same after it was closed."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.storage.journal import Committed, DamagedJournalError, Journal, read_back
from hub.storage.writer import StorageError
from shared.canonical import GENESIS, digest
from shared.record.chain import row_hash
from shared.record.events.room import InvigilatorSignedIn
from tests.factories import SESSION, Device

BEGAN = datetime(2024, 6, 3, 8, 0, tzinfo=UTC)


def open_journal(folder: Path) -> Journal:
    moments = (BEGAN + timedelta(seconds=n) for n in range(10_000))
    return Journal.open(folder / "journal.db", now=lambda: next(moments), draw=secrets.token_bytes)


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    journal = open_journal(tmp_path)
    yield journal
    journal.close()


def written(count: int, device_id: str = "tab-1", session: str = SESSION) -> list[str]:
    device = Device(device_id, session=session)
    for _ in range(count):
        device.write(InvigilatorSignedIn(invigilator_id="inv-1"))
    return device.written


async def test_rows_are_kept_verbatim_and_each_links_to_the_one_before(journal: Journal) -> None:
    jws = written(3)
    await journal.append(jws)
    rows = journal.rows()
    assert [row.jws for row in rows] == jws
    assert [row.hub_seq for row in rows] == [1, 2, 3]
    previous = GENESIS
    for row in rows:
        assert row.row_hash == row_hash(previous, row.hub_seq, row.received_at, digest(row.jws))
        previous = row.row_hash
    assert journal.head() == (3, previous)


async def test_the_same_envelope_is_refused_by_the_table_itself(journal: Journal) -> None:
    jws = written(1)
    await journal.append(jws)
    with pytest.raises(StorageError, match="UNIQUE"):
        await journal.append(jws)
    assert len(journal.rows()) == 1


async def test_the_file_refuses_changes_whoever_asks(journal: Journal) -> None:
    await journal.append(written(2))
    with sqlite3.connect(journal.writer.file) as other:
        for change in ("UPDATE journal SET session = ''", "DELETE FROM journal WHERE hub_seq = 1"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                other.execute(change)
    other.close()


async def test_a_session_reads_only_its_own_rows(journal: Journal) -> None:
    await journal.append(written(2, "tab-1"))
    await journal.append(written(1, "tab-2", "2024-06-03-PM"))
    await journal.append(written(1, "tab-3"))
    assert [row.hub_seq for row in journal.rows(session=SESSION)] == [1, 2, 4]
    assert [row.hub_seq for row in journal.rows(after=1, session=SESSION, limit=1)] == [2]


async def test_opened_again_it_is_the_same_journal_and_goes_on(tmp_path: Path) -> None:
    first = open_journal(tmp_path)
    await first.append(written(2, "tab-1"))
    head, name = first.head(), first.journal_id
    first.close()
    again = open_journal(tmp_path)
    assert again.journal_id == name
    assert again.head() == head
    await again.append(written(1, "tab-2"))
    assert len(read_back(again.rows())) == 3
    again.close()


async def test_followers_hear_every_row_once_in_order(journal: Journal) -> None:
    heard: list[Committed] = []
    journal.follow(heard.extend)
    for number in range(5):
        await journal.append(written(2, f"tab-{number}"))
    assert [one.row.hub_seq for one in heard] == list(range(1, 11))


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE journal SET received_at = '2024-06-03T10:00:00+00:00' WHERE hub_seq = 2",
        "UPDATE journal SET row_hash = (SELECT row_hash FROM journal WHERE hub_seq = 1) WHERE hub_seq = 2",
        "DELETE FROM journal WHERE hub_seq = 2",
    ],
)
async def test_a_row_changed_behind_its_back_is_found_when_the_journal_is_read(
    tmp_path: Path, forgery: str
) -> None:
    """Somebody with the file drops the guards and rewrites history: the chain tells where."""
    journal = open_journal(tmp_path)
    await journal.append(written(4))
    journal.close()
    forger = sqlite3.connect(tmp_path / "journal.db")
    forger.executescript(f"DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; {forgery};")
    forger.close()
    again = open_journal(tmp_path)
    with pytest.raises(DamagedJournalError, match=r"journal row [23] does not follow from row [12]"):
        read_back(again.rows())
    again.close()
