"""Evidence: one session's record as files that anybody can check without the hub, and reading them back."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from shared.canonical import GENESIS, canonical_json, digest
from shared.ids import DeviceId
from shared.plan.pack import SessionPack
from shared.protocol.proof_export import (
    FORMAT,
    JOURNAL_FILE,
    MANIFEST_FILE,
    PACK_FILE,
    REGISTER_FILE,
    REGISTER_FORMAT,
    SIGNATURE_FILE,
    EnrolledDevice,
    ExportedSession,
    Manifest,
    exported_row,
    journal_bytes,
)
from shared.protocol.proof_register import register_bytes
from shared.protocol.signing import SigningKey, payload_of
from shared.record.chain import JournalRow
from shared.record.envelope import OFFICE_DEVICE, Envelope, decode_envelope
from shared.record.events.office import DeviceEnrolled
from shared.record.facts import Fact
from shared.record.fold import project
from shared.record.register import Register

FILES: Final = (MANIFEST_FILE, SIGNATURE_FILE, PACK_FILE, JOURNAL_FILE, REGISTER_FILE)
MOST_BYTES: Final = 512 * 1024 * 1024
"""A file of an export is never larger; more would be somebody's attempt to fill the memory."""


class EvidenceError(Exception):
    """Evidence can't be written or read; the text says why and what to do."""


class Source(Struct, frozen=True, kw_only=True):
    """What an export is made from. ``register`` is the live one: it has to be what the rows make."""

    rows: Sequence[JournalRow]
    journal_id: str
    pack: SessionPack
    register: Register | None
    key: SigningKey
    made_at: datetime


def export_session(source: Source, folder: Path) -> Path:
    """Write the session's evidence below ``folder``, as a folder and as a zip of it; the new folder's path.

    Never over an earlier export, and whole or not at all. Raises EvidenceError.
    """
    session = source.pack.session.id
    exported = build_export(source)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free(folder, f"{session}-row-{len(source.rows)}")
        half_written = target.with_name(f"{target.name}.part")
        half_written.mkdir(exist_ok=True)
        for name, data in _by_name(exported).items():
            _write(half_written / name, data)
        archive = target.with_name(f"{target.name}.zip")
        half_archive = archive.with_name(f"{archive.name}.part")
        _zip(half_archive, exported)
        half_archive.replace(archive)
        half_written.replace(target)
    except OSError as error:
        raise EvidenceError(
            f"The evidence can't be written to {folder}: {error}. Nothing was exported."
        ) from error
    return target


def build_export(source: Source) -> ExportedSession:
    """The files of an export, signed. Raises EvidenceError where the live register isn't the record's."""
    session = source.pack.session.id
    read = [(row, decode_envelope(payload_of(row.jws))) for row in source.rows]
    rows = [exported_row(row, envelope, session) for row, envelope in read]
    shown = [envelope for row, (_, envelope) in zip(rows, read, strict=True) if row.jws is not None]
    facts = [
        Fact(envelope=envelope, journal=source.journal_id, hub_seq=row.hub_seq)
        for row, envelope in read
        if envelope.session == session
    ]
    register = project(source.pack, facts)
    live = source.register
    if live is not None and live.revision == register.revision and live != register:
        raise EvidenceError(
            "The hub's register isn't what its journal says. Restart the hub, then export again."
        )
    files = {
        PACK_FILE: msgspec.json.encode(source.pack.without_pins()),
        JOURNAL_FILE: journal_bytes(rows),
        REGISTER_FILE: register_bytes(register),
    }
    manifest = Manifest(
        format=FORMAT,
        made_by=f"ExamDay {version('examday')}",
        made_at=source.made_at.astimezone(UTC),
        session=session,
        pack_version=source.pack.version,
        pack_hash=source.pack.content_hash,
        hub_key=source.key.public.text,
        journal=source.journal_id,
        chain_start=GENESIS,
        chain_head=source.rows[-1].row_hash if source.rows else GENESIS,
        rows=len(rows),
        session_rows=len(facts),
        devices=_devices(shown),
        files={name: digest(data) for name, data in files.items()},
        register_format=REGISTER_FORMAT,
    )
    signed = canonical_json(manifest)
    return ExportedSession(
        manifest=signed,
        signature=source.key.sign(signed, OFFICE_DEVICE).encode(),
        pack=files[PACK_FILE],
        journal=files[JOURNAL_FILE],
        register=files[REGISTER_FILE],
    )


def read_export(path: Path) -> ExportedSession:
    """The files of an export in a folder or a zip. Raises EvidenceError naming what can't be read."""
    found = _from_folder(path) if path.is_dir() else _from_zip(path)
    return ExportedSession(
        manifest=found[MANIFEST_FILE],
        signature=found[SIGNATURE_FILE],
        pack=found[PACK_FILE],
        journal=found[JOURNAL_FILE],
        register=found[REGISTER_FILE],
    )


def _devices(shown: Sequence[Envelope]) -> tuple[EnrolledDevice, ...]:
    counted: dict[DeviceId, int] = {}
    enrolled: dict[DeviceId, DeviceEnrolled] = {}
    for envelope in shown:
        counted[envelope.device_id] = counted.get(envelope.device_id, 0) + 1
        if isinstance(envelope.event, DeviceEnrolled):
            enrolled[envelope.event.device_id] = envelope.event
    return tuple(
        EnrolledDevice(device_id=d, name=e.name, public_key=e.public_key, records=counted[d])
        for d, e in sorted(enrolled.items())
        if d in counted
    )


def _from_folder(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name in FILES:
        try:
            file = folder / name
            if file.stat().st_size > MOST_BYTES:
                raise EvidenceError(f"{file} is too large to be part of an export.")
            found[name] = file.read_bytes()
        except FileNotFoundError as error:
            raise EvidenceError(f"{folder} holds no {name}: it isn't a whole export.") from error
        except OSError as error:
            raise EvidenceError(f"{folder / name} can't be read: {error.strerror}.") from error
    return found


def _from_zip(file: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            return {name: _member(archive, file, name) for name in FILES}
    except FileNotFoundError as error:
        raise EvidenceError(f"There is no {file}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise EvidenceError(f"{file} is damaged, or no zip file at all: {error}.") from error
    except OSError as error:
        raise EvidenceError(f"{file} can't be read: {error}.") from error


def _member(archive: zipfile.ZipFile, file: Path, name: str) -> bytes:
    entries = [info for info in archive.infolist() if info.filename.rpartition("/")[2] == name]
    if len(entries) != 1:
        raise EvidenceError(f"{file} holds {len(entries)} files named {name}: it isn't a whole export.")
    if entries[0].file_size > MOST_BYTES:
        raise EvidenceError(f"{name} in {file} is too large to be part of an export.")
    return archive.read(entries[0])


def _by_name(exported: ExportedSession) -> dict[str, bytes]:
    contents = (exported.manifest, exported.signature, exported.pack, exported.journal, exported.register)
    return dict(zip(FILES, contents, strict=True))


def _free(folder: Path, name: str) -> Path:
    number, target = 1, folder / name
    while target.exists() or target.with_name(f"{target.name}.zip").exists():
        number += 1
        target = folder / f"{name}-{number}"
    return target


def _write(file: Path, data: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _zip(file: Path, exported: ExportedSession) -> None:
    with file.open("wb") as opened:
        with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in _by_name(exported).items():
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        opened.flush()
        os.fsync(opened.fileno())
