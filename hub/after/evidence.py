"""Evidence: one session's record as files that anybody can check without the hub, and reading them back."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from hub.after.binder import MOST_BYTES, MOST_FILES, BinderError, pack, unpack, unpack_bytes
from shared.canonical import GENESIS, canonical_json, digest
from shared.ids import DeviceId
from shared.plan.pack import SessionPack
from shared.protocol.proof_export import (
    FORMAT,
    JOURNAL_FILE,
    KEYS_FILE,
    MANIFEST_FILE,
    PACK_FILE,
    PAPERS,
    README_FILE,
    REGISTER_FILE,
    REGISTER_FORMAT,
    REGISTER_TABLE,
    SIGNATURE_FILE,
    EnrolledDevice,
    ExportedSession,
    Manifest,
    erased_row,
    exported_row,
    journal_bytes,
    key_fingerprint,
)
from shared.protocol.proof_register import register_bytes
from shared.protocol.proof_tables import keys_table, readme, register_table
from shared.protocol.signing import SigningKey, payload_of
from shared.record.chain import JournalRow
from shared.record.envelope import OFFICE_DEVICE, Envelope, decode_envelope
from shared.record.events.office import DeviceEnrolled
from shared.record.facts import Fact
from shared.record.fold import project
from shared.record.register import Register

FILES: Final = (MANIFEST_FILE, SIGNATURE_FILE, PACK_FILE, JOURNAL_FILE, REGISTER_FILE)


class EvidenceError(Exception):
    """Evidence can't be written or read; the text says why and what to do."""


class Source(Struct, frozen=True, kw_only=True):
    """What an export is made from. ``register`` is the live one: it has to be what the rows make.

    ``papers`` are printed documents that go along, by file name.
    """

    rows: Sequence[JournalRow]
    journal_id: str
    pack: SessionPack
    register: Register | None
    key: SigningKey
    made_at: datetime
    papers: Mapping[str, bytes] = {}


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
        for name, data in files_of(exported).items():
            (half_written / name).parent.mkdir(parents=True, exist_ok=True)
            _write(half_written / name, data)
        archive = target.with_name(f"{target.name}.zip")
        half_archive = archive.with_name(f"{archive.name}.part")
        _write(half_archive, pack(files_of(exported)))
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
    read = [(row, decode_envelope(payload_of(row.jws))) for row in source.rows if not row.is_released]
    whole = {row.hub_seq: exported_row(row, envelope, session) for row, envelope in read}
    rows = [whole.get(row.hub_seq) or erased_row(row) for row in source.rows]
    shown = [envelope for row, envelope in read if whole[row.hub_seq].jws is not None]
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
    devices, head = _devices(shown), source.rows[-1].row_hash if source.rows else GENESIS
    others = _others(source, register, keys_table(source.key.public, devices, _heads(read)), head)
    files = {
        PACK_FILE: msgspec.json.encode(source.pack.without_pins()),
        JOURNAL_FILE: journal_bytes(rows),
        REGISTER_FILE: register_bytes(register),
        **others,
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
        chain_head=head,
        rows=len(rows),
        session_rows=len(facts),
        devices=devices,
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
        others=others,
    )


def _others(source: Source, register: Register, keys: bytes, head: str) -> dict[str, bytes]:
    """What goes along for whoever reads the export: the table, the keys, a guide, the papers."""
    papers = {f"{PAPERS}{name}": data for name, data in sorted(source.papers.items())}
    return {
        REGISTER_TABLE: register_table(source.pack, register),
        KEYS_FILE: keys,
        README_FILE: readme(
            source.pack,
            rows=len(source.rows),
            head=head,
            fingerprint=key_fingerprint(source.key.public.text),
            papers=tuple(papers),
        ),
        **papers,
    }


def read_export(path: Path) -> ExportedSession:
    """The files of an export in a folder or a zip. Raises EvidenceError naming what can't be read."""
    try:
        found, repacked = (_from_folder(path), "") if path.is_dir() else unpack(path)
    except BinderError as error:
        raise EvidenceError(str(error)) from error
    except OSError as error:
        raise EvidenceError(f"{path} can't be read: {error}.") from error
    return _exported(_without_folder(found), str(path), repacked)


def read_files(binder: bytes, name: str) -> ExportedSession:
    """The files of a binder in memory, called ``name`` in a fault. Raises EvidenceError."""
    try:
        found, repacked = unpack_bytes(binder, name)
    except BinderError as error:
        raise EvidenceError(str(error)) from error
    return _exported(_without_folder(found), name, repacked)


def _exported(found: Mapping[str, bytes], path: str, repacked: str) -> ExportedSession:
    for name in FILES:
        if name not in found:
            raise EvidenceError(f"{path} holds no {name}: it isn't a whole export.")
    return ExportedSession(
        manifest=found[MANIFEST_FILE],
        signature=found[SIGNATURE_FILE],
        pack=found[PACK_FILE],
        journal=found[JOURNAL_FILE],
        register=found[REGISTER_FILE],
        others={name: data for name, data in found.items() if name not in FILES},
        repacked=repacked,
    )


def _heads(read: Sequence[tuple[JournalRow, Envelope]]) -> dict[DeviceId, str]:
    """The hash of each device's last record, which its next one would name."""
    last: dict[DeviceId, tuple[int, str]] = {}
    for row, envelope in read:
        if envelope.device_seq > last.get(envelope.device_id, (0, ""))[0]:
            last[envelope.device_id] = (envelope.device_seq, digest(row.jws))
    return {device: head for device, (_, head) in last.items()}


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
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    if len(files) > MOST_FILES or sum(file.stat().st_size for file in files) > MOST_BYTES:
        raise EvidenceError(f"{folder} holds too much to be an export.")
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def _without_folder(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """Whoever zips the folder itself puts its name before every file."""
    before = {name.partition("/")[0] for name in found}
    if MANIFEST_FILE in found or len(before) != 1:
        return dict(found)
    return {name.partition("/")[2]: data for name, data in found.items()}


def files_of(exported: ExportedSession) -> dict[str, bytes]:
    """Every file of an export by its name."""
    contents = (exported.manifest, exported.signature, exported.pack, exported.journal, exported.register)
    return dict(zip(FILES, contents, strict=True)) | exported.others


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
