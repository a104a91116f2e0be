"""The writer thread: groups, savepoints, and what it says when the disk takes nothing more."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from hub.storage.writer import StorageError, Writer, reading


def prepare(db: Database) -> None:
    db.execute("CREATE TABLE IF NOT EXISTS facts (number INTEGER PRIMARY KEY, text TEXT)")


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(tmp_path / "facts.db", prepare)
    yield writer
    writer.close()


def insert(number: int, text: str = "") -> object:
    return lambda db: db.execute("INSERT INTO facts VALUES (?, ?)", [number, text])


def numbers(file: Path) -> list[int]:
    with reading(file) as db:
        return [row["number"] for row in db.table("facts").rows]


def test_what_waits_while_a_commit_runs_is_committed_together(writer: Writer) -> None:
    """The first piece holds the writer; the hundred that come meanwhile take one commit, not a hundred."""
    begun, go_on = threading.Event(), threading.Event()

    def hold(db: Database) -> None:
        begun.set()
        go_on.wait()

    first = writer.submit(hold)
    begun.wait()
    later = [writer.submit(insert(number)) for number in range(100)]
    before = writer.commits
    go_on.set()
    for future in (first, *later):
        future.result()
    assert writer.commits - before == 2
    assert numbers(writer.file) == list(range(100))


def test_one_failing_piece_of_a_group_takes_nothing_else_with_it(writer: Writer) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def hold(db: Database) -> None:
        begun.set()
        go_on.wait()

    writer.submit(hold)
    begun.wait()
    good = writer.submit(insert(1))

    def half(db: Database) -> None:
        db.execute("INSERT INTO facts VALUES (2, 'half done')")
        raise LookupError("no such candidate")

    bad = writer.submit(half)
    also_good = writer.submit(insert(3))
    go_on.set()
    good.result()
    also_good.result()
    with pytest.raises(LookupError, match="no such candidate"):
        bad.result()
    assert numbers(writer.file) == [1, 3]


def test_a_full_disk_is_told_to_each_waiter_and_the_writer_goes_on(writer: Writer) -> None:
    """SQLite itself is told that no further page is to be had; then there is room again."""
    writer.run(insert(1))
    pages = writer.run(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
    writer.run(lambda db: db.execute(f"PRAGMA max_page_count = {pages}"))
    waiting = [writer.submit(insert(number, "x" * 50_000)) for number in (2, 3)]
    for future in waiting:
        with pytest.raises(StorageError, match="free some space"):
            future.result()
    assert numbers(writer.file) == [1]

    writer.run(lambda db: db.execute("PRAGMA max_page_count = 100000"))
    writer.run(insert(2, "x" * 50_000))
    assert numbers(writer.file) == [1, 2]


def test_who_follows_hears_of_a_commit_before_who_waits_and_in_order(writer: Writer) -> None:
    heard: list[int] = []
    futures = [writer.submit(lambda _, number=number: number, heard.append) for number in range(50)]
    assert futures[-1].result() == 49
    assert heard == list(range(50))


def test_closing_writes_what_waits_and_then_takes_nothing_more(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "facts.db", prepare)
    futures = [writer.submit(insert(number)) for number in range(20)]
    writer.close()
    writer.close()
    assert all(future.done() for future in futures)
    assert numbers(writer.file) == list(range(20))
    with pytest.raises(StorageError, match="closing"):
        writer.submit(insert(21))


def test_a_file_that_is_no_database_is_told_as_such(tmp_path: Path) -> None:
    file = tmp_path / "facts.db"
    file.write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(StorageError, match=r"facts\.db can't be used"):
        Writer(file, prepare)


def test_a_reader_can_not_write(writer: Writer) -> None:
    with reading(writer.file) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("INSERT INTO facts VALUES (1, '')")


def test_a_follower_that_fails_loses_neither_the_answer_nor_the_writer(
    writer: Writer, caplog: pytest.LogCaptureFixture
) -> None:
    """What is on disk is acknowledged, and the next piece of work is still done."""

    def stumble(result: object) -> None:
        raise OverflowError("Zo\u00eb Smith-Jones")

    writer.submit(insert(1), stumble).result(timeout=10)
    writer.submit(insert(2)).result(timeout=10)
    assert numbers(writer.file) == [1, 2]
    assert "OverflowError" in caplog.text
    assert "Smith" not in caplog.text
