"""The tablet's journal file: its tables, how it is opened, and what happens to one that can't be read."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from kiosk_app.faults import AlreadyOpen, JournalFault
from kiosk_app.texts import _

_FIRST = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE own (
    device_seq INTEGER PRIMARY KEY,
    session TEXT NOT NULL,
    jws TEXT NOT NULL
);
CREATE INDEX own_of_session ON own (session, device_seq);
CREATE TABLE hub_row (
    row_hash TEXT PRIMARY KEY,
    session TEXT NOT NULL,
    journal TEXT NOT NULL,
    hub_seq INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    jws TEXT NOT NULL,
    is_current INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
CREATE INDEX hub_row_of_session ON hub_row (session, is_current, hub_seq);
CREATE TABLE seen (session TEXT PRIMARY KEY, hub_seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE receipt (
    id INTEGER PRIMARY KEY,
    journal TEXT NOT NULL,
    acked_through INTEGER NOT NULL,
    signed TEXT NOT NULL,
    is_void INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX receipt_of_journal ON receipt (journal, is_void, acked_through);
"""
_CARRIED = """
CREATE TABLE carried (
    series TEXT PRIMARY KEY,
    device_id TEXT NOT NULL,
    envelopes TEXT NOT NULL,
    read_at TEXT NOT NULL,
    receipt TEXT NOT NULL DEFAULT '',
    fault TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
"""
_STEPS = (_FIRST, _CARRIED)
"""What made each version of the file out of the one before it; never changed, only added to."""
SCHEMA_VERSION = len(_STEPS)
_UNREADABLE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Unreadable(Exception):
    """The file is no journal that SQLite could read."""


def open_or_set_aside(file: Path, now: datetime) -> tuple[sqlite3.Connection, Path | None]:
    """The journal's connection; an unreadable file is kept beside it under the second value's name.

    Raises JournalFault where the file is fine but can't be used.
    """
    try:
        return _open(file), None
    except Unreadable:
        aside = _set_aside(file, now)
        try:
            return _open(file), aside
        except Unreadable as error:
            damaged = _("No journal can be kept in {folder}: the storage is damaged.")
            raise JournalFault(damaged.format(folder=file.parent)) from error


def _open(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=1.0)
    try:
        _prepare(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        if (error.sqlite_errorcode & 0xFF) in _UNREADABLE:
            raise Unreadable from error
        if (error.sqlite_errorcode & 0xFF) == sqlite3.SQLITE_BUSY:
            raise AlreadyOpen(
                _("ExamDay is already running on this tablet. Use the window that is open.")
            ) from error
        shut = _("The tablet's journal {file} can't be opened: {error}.")
        raise JournalFault(shut.format(file=file.name, error=error)) from error
    except (Unreadable, JournalFault):
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    # Exclusive: a second process on the same folder would fold a register that misses the first one's facts.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise JournalFault(
            _("This tablet's journal was written by a newer ExamDay. Install that version again.")
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise Unreadable
    for step in _STEPS[version:]:
        for statement in filter(str.strip, step.split(";")):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
    connection.execute("COMMIT")


def _set_aside(file: Path, now: datetime) -> Path:
    """Rename the file with its companions; a damaged journal may still be read by somebody with time."""
    stamp = now.strftime("%Y%m%dT%H%M%S%f")
    aside = file.with_name(f"{file.name}.unreadable-{stamp}")
    for suffix in ("", "-wal", "-shm"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))
    return aside


def set_aside_note(aside: Path | None) -> str:
    """What a person has to know of a journal that was found unreadable; empty where none was."""
    if aside is None:
        return ""
    return _(
        "This tablet's journal could not be read. It was kept as {file} and a new one was begun."
        " Pair the tablet again and tell the officer: records may have to be recovered."
    ).format(file=aside.name)
