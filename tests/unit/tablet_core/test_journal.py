"""The tablet's journal: a chain without gaps, durable before anybody is told, never thrown away."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk_app.faults import AlreadyOpen, JournalFault, UnsentRecords
from kiosk_app.journal import FILE_NAME, TabletJournal
from shared.canonical import GENESIS, digest
from tests.factories import SESSION, MemoryJournal

NOW = datetime(2024, 6, 3, 8, 0, tzinfo=UTC)


def put(journal: TabletJournal, text: str = "", session: str = SESSION) -> str:
    """Record something: what is signed names its number and predecessor, as an envelope does."""
    return journal.append(session, lambda seq, prev: f"{seq}:{prev}:{text}").jws


def test_numbers_have_no_gaps_and_each_fact_names_the_one_before(tmp_path: Path) -> None:
    journal = TabletJournal.open(tmp_path, NOW)
    first, second = put(journal), put(journal, session="2024-06-03-PM")
    journal.close()
    journal = TabletJournal.open(tmp_path, NOW)
    third = put(journal)
    assert [first, second, third] == [f"1:{GENESIS}:", f"2:{digest(first)}:", f"3:{digest(second)}:"]
    assert [r.device_seq for r in journal.own(SESSION)] == [1, 3]
    assert journal.between(2, 3) == (second, third)
    journal.close()


def test_a_fact_that_could_not_be_signed_leaves_no_gap(tmp_path: Path) -> None:
    journal = TabletJournal.open(tmp_path, NOW)

    def fail(seq: int, prev: str) -> str:
        raise ValueError("no signature")

    with pytest.raises(ValueError, match="no signature"):
        journal.append(SESSION, fail)
    assert put(journal).startswith("1:")
    journal.close()


def test_two_threads_write_at_the_same_time(tmp_path: Path) -> None:
    """The screen records while the sync thread stores rows."""
    journal, hub = TabletJournal.open(tmp_path, NOW), MemoryJournal()
    rows = [hub.append(f"row {number}") for number in range(60)]
    journal.follow(hub.journal_id)

    def store() -> None:
        for row in rows:
            journal.store_rows(SESSION, hub.journal_id, [row], row.hub_seq)

    syncing = threading.Thread(target=store)
    syncing.start()
    for _ in range(60):
        put(journal)
    syncing.join()
    assert journal.last_seq() == 60
    assert [kept.row for kept in journal.rows(SESSION)] == rows
    assert journal.standing(SESSION).seen == 60
    journal.close()


def test_rows_come_back_as_they_were_received_however_often(tmp_path: Path) -> None:
    journal, hub = TabletJournal.open(tmp_path, NOW), MemoryJournal()
    rows = [hub.append("one"), hub.append("two")]
    for _ in range(2):
        journal.store_rows(SESSION, hub.journal_id, rows, 2)
    kept = journal.rows(SESSION)
    assert [(k.journal, k.row, k.is_current) for k in kept] == [(hub.journal_id, row, True) for row in rows]
    assert journal.rows("2024-06-03-PM") == ()
    journal.close()


def test_another_hub_journal_makes_every_receipt_worthless_but_loses_nothing(tmp_path: Path) -> None:
    journal, hub = TabletJournal.open(tmp_path, NOW), MemoryJournal()
    for _ in range(3):
        put(journal)
    journal.follow("first")
    journal.store_rows(SESSION, "first", [hub.append("row")], 1)
    journal.store_receipt("first", 3, "signed receipt")
    assert (journal.unsent(), journal.standing(SESSION).seen) == (0, 1)
    journal.follow("second")
    standing = journal.standing(SESSION)
    assert (standing.journal, standing.seen, standing.acked_through, journal.unsent()) == ("second", 0, 0, 3)
    assert journal.receipts() == ("signed receipt",)
    assert [kept.is_current for kept in journal.rows(SESSION)] == [False]
    journal.close()


def test_a_journal_with_unsent_facts_is_not_destroyed(tmp_path: Path) -> None:
    journal = TabletJournal.open(tmp_path, NOW)
    cleared: list[int] = []
    put(journal)
    with pytest.raises(UnsentRecords, match="1 record has not reached the hub yet") as refused:
        journal.destroy(lambda: cleared.append(1))
    assert refused.value.unsent == 1
    journal.follow("hub")
    journal.store_receipt("hub", 1, "signed")
    journal.destroy(lambda: cleared.append(2))
    assert cleared == [2]
    assert list(tmp_path.iterdir()) == []


def test_an_unreadable_file_is_kept_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    rubbish = b"this is no database" * 400
    (tmp_path / FILE_NAME).write_bytes(rubbish)
    journal = TabletJournal.open(tmp_path, NOW)
    assert journal.set_aside is not None
    assert journal.set_aside.read_bytes() == rubbish
    assert put(journal).startswith("1:")
    journal.close()


def test_a_file_damaged_in_the_middle_is_kept_aside_too(tmp_path: Path) -> None:
    journal = TabletJournal.open(tmp_path, NOW)
    for number in range(200):
        put(journal, f"{number} " * 100)
    journal.close()
    file = tmp_path / FILE_NAME
    data = bytearray(file.read_bytes())
    data[8192:16384] = b"\xff" * 8192
    file.write_bytes(data)
    journal = TabletJournal.open(tmp_path, NOW)
    assert journal.set_aside is not None
    assert journal.last_seq() == 0
    journal.close()


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / FILE_NAME)
    database.execute("PRAGMA user_version = 99")
    database.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(JournalFault, match="written by a newer ExamDay"):
        TabletJournal.open(tmp_path, NOW)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_second_program_on_the_same_folder_is_told_so(tmp_path: Path) -> None:
    journal = TabletJournal.open(tmp_path, NOW)
    with pytest.raises(AlreadyOpen, match="already running on this tablet"):
        TabletJournal.open(tmp_path, NOW)
    assert put(journal).startswith("1:")
    journal.close()


def test_a_full_disk_is_told_and_nothing_counts_as_recorded(tmp_path: Path) -> None:
    journal = TabletJournal.open(tmp_path, NOW)
    put(journal)
    journal._connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(JournalFault, match=r"nothing more \(database or disk is full\): this was NOT"):
        put(journal, "x" * 500_000)
    recorded = journal.last_seq()
    journal._connection.execute("PRAGMA max_page_count = 100000")
    assert put(journal).startswith(f"{recorded + 1}:")
    journal.close()


def test_a_closed_journal_refuses_in_words(tmp_path: Path) -> None:
    journal = TabletJournal.open(tmp_path, NOW)
    journal.close()
    with pytest.raises(JournalFault, match="Use paper for now"):
        put(journal)
