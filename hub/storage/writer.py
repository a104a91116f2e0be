"""The one writer: a thread that owns the hub's SQLite and commits all that waits as one group.

An acknowledgement means "on disk", and a commit that waits for the disk costs milliseconds however much is
in it. So while one commit runs, everything that arrives waits, and the next commit takes all of it.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final, Generic, TypeVar

from sqlite_utils import Database

log = logging.getLogger(__name__)
T = TypeVar("T")
Work = Callable[[Database], T]
LARGEST_GROUP: Final = 512
"""Pieces of work in one commit, at most: bounds how long the first of them waits."""
BUSY_SECONDS: Final = 5.0


class StorageError(Exception):
    """The disk did not take it: nothing of this work was written. The text says why."""


class _Job(Generic[T]):
    def __init__(self, work: Work[T], committed: Callable[[T], None] | None) -> None:
        self.future: Future[T] = Future()
        self._work = work
        self._committed = committed
        self._result: T
        self.error: Exception | None = None

    def do(self, db: Database) -> None:
        """Run in a savepoint, so that work that fails takes nothing else of its group with it."""
        try:
            with db.atomic():
                self._result = self._work(db)
        except Exception as error:
            self.error = error

    def tell(self) -> None:
        """After the commit: first those who follow, then who waits."""
        if self.error is not None:
            self.future.set_exception(_in_words(self.error))
            return
        try:
            if self._committed is not None:
                self._committed(self._result)
        except Exception as error:
            # The work is on disk, which is what the future promises; without this thread nothing more
            # would be. Only the kind of error: its text may hold what was written.
            log.error("what was written could not be followed (%s): restart the hub", type(error).__name__)
        self.future.set_result(self._result)


class Writer:
    """Runs work on ``file`` in its own thread; :meth:`close` ends it after what waits was written."""

    def __init__(
        self, file: Path, prepare: Callable[[Database], None], *, largest_group: int = LARGEST_GROUP
    ) -> None:
        self.file = file
        self.commits = 0
        self._largest_group = largest_group
        self._waiting: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(prepare, opened), name="journal-writer")
        self._thread.start()
        opened.result()

    def submit(self, work: Work[T], committed: Callable[[T], None] | None = None) -> Future[T]:
        """Have ``work`` done in a transaction; the future is done when it is durable.

        ``committed`` is called in the writer's thread, in commit order, before the future is done.
        """
        job = _Job(work, committed)
        with self._lock:
            if self._closed:
                raise StorageError("the hub is closing: nothing more is written")
            self._waiting.put(job)
        return job.future

    def run(self, work: Work[T]) -> T:
        """Do ``work`` and wait until it is durable."""
        return self.submit(work).result()

    def close(self) -> None:
        """Write what waits, then let go of the file."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._waiting.put(None)
        self._thread.join()

    def _run(self, prepare: Callable[[Database], None], opened: Future[None]) -> None:
        try:
            connection = sqlite3.connect(self.file, timeout=BUSY_SECONDS, isolation_level=None)
        except sqlite3.Error as error:
            opened.set_exception(StorageError(f"{self.file} can't be opened: {error}"))
            return
        with closing(connection):
            db = Database(connection, execute_plugins=False)
            try:
                db.enable_wal()
                db.execute("PRAGMA synchronous=FULL")
                prepare(db)
            except sqlite3.Error as error:
                opened.set_exception(StorageError(f"{self.file} can't be used: {error}"))
                return
            opened.set_result(None)
            while group := self._next_group():
                self._commit(db, group)

    def _next_group(self) -> list[_Job[Any]]:
        """All that waits, at least one; empty once closed. Puts the closing mark back behind a group."""
        group: list[_Job[Any]] = []
        job = self._waiting.get()
        while job is not None:
            if job.future.set_running_or_notify_cancel():
                group.append(job)
            if len(group) >= self._largest_group or (group and self._waiting.empty()):
                return group
            job = self._waiting.get()
        if group:
            self._waiting.put(None)
        return group

    def _commit(self, db: Database, group: list[_Job[Any]]) -> None:
        try:
            db.execute("BEGIN IMMEDIATE")
            for job in group:
                job.do(db)
                if not db.conn.in_transaction:
                    # A full disk undoes the whole transaction, not only the statement that met it.
                    raise job.error or sqlite3.OperationalError("the transaction was undone")
            db.commit()
            self.commits += 1
        except sqlite3.Error as error:
            self._undo(db)
            for job in group:
                job.error = error
        for job in group:
            job.tell()

    @staticmethod
    def _undo(db: Database) -> None:
        try:
            db.rollback()
        except sqlite3.Error:
            # SQLite has undone it already; the first error is the one to tell.
            return


def _in_words(error: Exception) -> Exception:
    if isinstance(error, sqlite3.Error):
        told = StorageError(f"the hub's disk did not take it ({error}): free some space, then try again")
        told.__cause__ = error
        return told
    return error


@contextmanager
def reading(file: Path) -> Iterator[Database]:
    """A read-only connection of one's own, for as long as the block lasts."""
    uri = f"{file.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        yield Database(connection, execute_plugins=False, recursive_triggers=False)
