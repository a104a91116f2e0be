"""An exported session as files: what each holds, and how a line of it is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct

from shared.canonical import digest
from shared.ids import DeviceId, SessionId
from shared.protocol.signing import VerifyKey
from shared.record.chain import JournalRow
from shared.record.envelope import Envelope
from shared.record.events.office import DeviceEnrolled, DeviceRevoked, RecordQuarantined

FORMAT: Final = 2
"""Format 1 had the five files of the record only, in a compressed zip that proved nothing itself."""
FORMATS: Final = (1, FORMAT)
REGISTER_FORMAT: Final = 2
"""Raised by one whenever the same facts make another register than before, or it is written otherwise.

An export of another register format is still proven, in what every format has to agree about: see
``shared.protocol.proof_register``. A golden export of each format is kept with the tests for good.
"""
MANIFEST_FILE: Final = "manifest.json"
SIGNATURE_FILE: Final = "manifest.jws"
PACK_FILE: Final = "pack.json"
JOURNAL_FILE: Final = "journal.jsonl"
REGISTER_FILE: Final = "register.json"
REGISTER_TABLE: Final = "register.csv"
KEYS_FILE: Final = "keys.json"
README_FILE: Final = "README.txt"
PAPERS: Final = "papers/"
"""Under this name lie the printed documents that a binder takes along."""
SITE_EVENTS: Final = (DeviceEnrolled, DeviceRevoked, RecordQuarantined)
"""Office facts that every export holds in full: without them no signature and no gap can be judged."""


class ProofRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A journal row as it is exported: with its content, or with only the digest of it."""

    hub_seq: int
    received_at: datetime
    row_hash: str
    jws: str | None = None
    jws_digest: str | None = None

    @property
    def content_digest(self) -> str:
        """The digest that the row hash covers; empty where the row has neither or both."""
        if (self.jws is None) == (self.jws_digest is None):
            return ""
        return digest(self.jws) if self.jws is not None else self.jws_digest or ""


class EnrolledDevice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A device whose facts are in the export; the key is the one that the enrolment row names."""

    device_id: DeviceId
    name: str
    public_key: str
    records: int


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an export says about itself; signed by the hub over its exact bytes."""

    format: int
    made_by: str
    made_at: datetime
    session: SessionId
    pack_version: int
    pack_hash: str
    hub_key: str
    journal: str
    chain_start: str
    chain_head: str
    rows: int
    session_rows: int
    devices: tuple[EnrolledDevice, ...]
    files: dict[str, str]
    register_format: int = 1


class ExportedSession(Struct, frozen=True, kw_only=True):
    """The bytes of an export, file by file.

    ``others`` is what lies beside the record for people: papers, tables, keys. Nothing is proven from it,
    but each of it has to be what the manifest names. ``repacked`` says how the file it came in differs from
    the one that was written; empty where it doesn't, or where it came as a folder.
    """

    manifest: bytes
    signature: bytes
    pack: bytes
    journal: bytes
    register: bytes
    others: dict[str, bytes] = {}
    repacked: str = ""


def exported_row(row: JournalRow, envelope: Envelope, session: SessionId) -> ProofRow:
    """The row as ``session``'s export holds it: rows of other sessions without their content."""
    mine = envelope.session in (session, "") or isinstance(envelope.event, SITE_EVENTS)
    return ProofRow(
        hub_seq=row.hub_seq,
        received_at=row.received_at,
        row_hash=row.row_hash,
        jws=row.jws if mine else None,
        jws_digest=None if mine else digest(row.jws),
    )


def erased_row(row: JournalRow) -> ProofRow:
    """A row whose content was erased, as any export holds it."""
    return ProofRow(
        hub_seq=row.hub_seq, received_at=row.received_at, row_hash=row.row_hash, jws_digest=row.jws_digest
    )


def row_line(row: ProofRow) -> bytes:
    """One row as its line in the journal file."""
    return msgspec.json.encode(row) + b"\n"


def journal_bytes(rows: Iterable[ProofRow]) -> bytes:
    """The journal file of these rows."""
    return b"".join(map(row_line, rows))


def key_fingerprint(public_key: str) -> str:
    """The SHA-256 of a public key given as base64url. Raises SignatureError for text that is none."""
    return digest(VerifyKey.from_text(public_key).raw)
