"""A copy of a whole site in one file: made while the hub runs, read back at once, put back elsewhere.

The databases are copied by SQLite's own means, each as it stood at one moment, the journal first: whatever it
speaks of (packs, plan) is never younger than it. Everything else in a site is written whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from hub.config import HubConfig
from hub.storage.journal import DamagedJournalError, journal_row, read_back
from hub.storage.writer import reading
from shared.canonical import GENESIS

MANIFEST: Final = "copy.json"
NOTED: Final = "last-copy.json"
"""In the site's folder: when it was copied last."""
SUFFIX: Final = ".examday-copy"
JOURNAL: Final = "journal.db"
LEFT_OUT: Final = frozenset({"hub.lock", "staging", "print", NOTED})
"""What the next start makes anew, or a press of a button."""
KEYS: Final = "keys"
_WORK: Final = "copying-"
_CHUNK: Final = 1 << 20
Progress = Callable[[str], None]


class SiteCopyError(Exception):
    """The site can't be copied, or a copy can't be trusted; the text says what to do."""


class CopyManifest(Struct, frozen=True, kw_only=True):
    """What a copy holds: ``files`` name → SHA-256, ``rows`` and ``head`` of its journal."""

    made_at: datetime
    centre: str
    with_keys: bool
    rows: int
    head: str
    files: dict[str, str]


class _Noted(Struct, frozen=True):
    at: datetime


def make_copy(
    config: HubConfig, target: Path, *, now: datetime, with_keys: bool, progress: Progress
) -> tuple[Path, CopyManifest]:
    """Copy the site to ``target``, a file or a folder, and read it back. Raises SiteCopyError, OSError."""
    if not any(file.is_file() for file in (config.journal_file, config.plan_file)):
        raise SiteCopyError(f"{config.site} has neither plan nor journal: is it the site's folder?")
    file = target / f"{config.site.name}-{now:%Y%m%d-%H%M%S}{SUFFIX}" if target.is_dir() else target
    if file.resolve().is_relative_to(config.site.resolve()):
        raise SiteCopyError(f"{file} lies in the site itself: choose a stick or another disk.")
    if not file.parent.is_dir():
        raise SiteCopyError(f"There is no folder {file.parent}. Is the stick plugged in?")
    if file.exists():
        raise SiteCopyError(f"{file} is there already. Choose another name: copies are never written over.")
    partial = file.with_name(f"{file.name}.partial")
    with tempfile.TemporaryDirectory(dir=config.site, prefix=_WORK) as place:
        try:
            manifest = _write(config, Path(place), partial, now, with_keys, progress)
            _checked(partial, Path(place) / "check", progress)
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
    (config.site / NOTED).write_bytes(msgspec.json.encode(_Noted(now)))
    return file, manifest


def check_copy(file: Path, *, progress: Progress) -> CopyManifest:
    """Read a copy whole: each file by its digest, each database, the journal's chain.

    Raises SiteCopyError, OSError.
    """
    with tempfile.TemporaryDirectory(prefix=f"examday-{_WORK}") as place:
        return _checked(file, Path(place), progress)


def restore_copy(file: Path, site: Path, *, draw: Callable[[int], bytes], progress: Progress) -> CopyManifest:
    """Make a site from a copy in an empty folder. Raises SiteCopyError, OSError.

    Its journal gets a name of its own: tablets that were further than the copy then send their whole sessions
    again, and numbers of the lost journal are never taken for numbers of this one.
    """
    if site.exists() and any(site.iterdir()):
        raise SiteCopyError(f"{site} is not empty. A copy is put back into a new folder, never over a site.")
    site.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        manifest = _checked(file, site, progress)
    except SiteCopyError:
        # Half a site must not be started by mistake; the folder was empty before.
        shutil.rmtree(site)
        raise
    if (site / JOURNAL).exists():
        with closing(sqlite3.connect(site / JOURNAL)) as journal, journal:
            fresh = str(UUID(bytes=draw(16), version=4))
            journal.execute("UPDATE meta SET value = ? WHERE key = 'journal_id'", [fresh])
    return manifest


def last_copy(site: Path) -> datetime | None:
    """When the site was copied last; None where nobody ever did, or the note is not readable."""
    try:
        return msgspec.json.decode((site / NOTED).read_bytes(), type=_Noted).at
    except (OSError, msgspec.DecodeError):
        return None


def _write(
    config: HubConfig, place: Path, partial: Path, now: datetime, with_keys: bool, progress: Progress
) -> CopyManifest:
    files: dict[str, str] = {}
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as opened, zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as out:
        for database in _databases(config.site):
            progress(database.name)
            copied = place / database.name
            _copy_database(database, copied)
            out.write(copied, database.name)
            files[database.name] = _digest(copied)
        rows, head = _journal_head(place / JOURNAL)
        for path in _other_files(config.site, with_keys=with_keys):
            name = path.relative_to(config.site).as_posix()
            progress(name)
            data = path.read_bytes()
            out.writestr(name, data)
            files[name] = hashlib.sha256(data).hexdigest()
        manifest = CopyManifest(
            made_at=now.astimezone(UTC),
            centre=f"{config.centre.number} {config.centre.name}",
            with_keys=any(name.startswith(f"{KEYS}/") for name in files),
            rows=rows,
            head=head,
            files=files,
        )
        out.writestr(MANIFEST, msgspec.json.encode(manifest))
    with partial.open("rb+") as written:
        os.fsync(written.fileno())
    return manifest


def _databases(site: Path) -> Sequence[Path]:
    return sorted(site.glob("*.db"), key=lambda path: (path.name != JOURNAL, path.name))


def _other_files(site: Path, *, with_keys: bool) -> Iterator[Path]:
    for path in sorted(site.rglob("*")):
        top = path.relative_to(site).parts[0]
        skipped = top in LEFT_OUT or top.startswith(_WORK) or (top == KEYS and not with_keys)
        of_database = path.parent == site and path.name.endswith((".db", ".db-wal", ".db-shm"))
        if path.is_file() and not skipped and not of_database:
            yield path


def _copy_database(source: Path, target: Path) -> None:
    try:
        with reading(source) as opened, closing(sqlite3.connect(target)) as copied:
            opened.conn.backup(copied)
            copied.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise SiteCopyError(f"{source.name} can't be copied: {error}. Is the disk full?") from error


def _checked(file: Path, place: Path, progress: Progress) -> CopyManifest:
    """The copy unpacked into ``place``, once everything in it is as it was written."""
    with _opened(file) as (copy, manifest):
        for name in sorted(manifest.files):
            progress(name)
            _unpack(copy, name, place, manifest.files[name])
    for database in _databases(place):
        _check_database(database)
    if (manifest.rows, manifest.head) != _journal_head(place / JOURNAL):
        raise SiteCopyError(f"{file.name}: the journal in it ends elsewhere than the copy says.")
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, CopyManifest]]:
    if not file.is_file():
        raise SiteCopyError(f"There is no copy {file}.")
    try:
        with zipfile.ZipFile(file) as copy:
            yield copy, msgspec.json.decode(copy.read(MANIFEST), type=CopyManifest)
    except (zipfile.BadZipFile, KeyError, EOFError, msgspec.DecodeError) as error:
        raise SiteCopyError(f"{file} is no whole copy of a site: {error}. Make another.") from error


def _unpack(copy: zipfile.ZipFile, name: str, place: Path, digest: str) -> None:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute() or "\\" in name or ":" in name:
        raise SiteCopyError(f"{name!r} would lie outside of the folder: this copy was not made by ExamDay.")
    target = place.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with copy.open(name) as stored, os.fdopen(descriptor, "wb") as out:
        while chunk := stored.read(_CHUNK):
            out.write(chunk)
    if _digest(target) != digest:
        raise SiteCopyError(f"{name} in the copy is not what was written. Make another.")


def _check_database(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as opened:
            told = opened.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise SiteCopyError(f"{file.name} in the copy can't be opened: {error}.") from error
    if told != "ok":
        raise SiteCopyError(f"{file.name} in the copy is damaged: {told}.")


def _journal_head(file: Path) -> tuple[int, str]:
    """How many rows, and the hash of the last; the whole chain is followed. Raises SiteCopyError."""
    if not file.exists():
        return 0, GENESIS
    try:
        with reading(file) as db:
            rows = [journal_row(row) for row in db.table("journal").rows_where(order_by="hub_seq")]
        read_back(rows)
    except (sqlite3.Error, DamagedJournalError) as error:
        raise SiteCopyError(f"The journal in the copy can't be used: {error}.") from error
    return (rows[-1].hub_seq, rows[-1].row_hash) if rows else (0, GENESIS)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
