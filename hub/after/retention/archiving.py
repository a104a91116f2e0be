"""Putting a session away: its binder encrypted, written, and opened again before anybody relies on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from hub.after.archive import SUFFIX, ArchiveError, Secret, check_secret, decrypt, encrypt, write_archive
from hub.after.binder import pack as pack_binder
from hub.after.evidence import EvidenceError, files_of, read_files
from hub.after.retention.holdings import ARCHIVES
from shared.canonical import digest
from shared.protocol.proof import verify
from shared.protocol.proof_export import ExportedSession, Manifest
from shared.record.events.keeping import SessionArchived

if TYPE_CHECKING:
    from datetime import date

STEPS: Final = (
    "Printing what goes into the binder",
    "Encrypting the binder",
    "Writing the archive",
    "Opening it again and checking everything in it",
)
"""What takes its time, in order."""

Told = Callable[[int], None]


class Order(Struct, frozen=True, kw_only=True):
    """What an archive is made with. ``site`` is the folder of the site."""

    site: Path
    secret: Secret
    made_on: date
    draw: Callable[[int], bytes]


def put_away(build: Callable[[], ExportedSession], order: Order, told: Told) -> SessionArchived:
    """Build, encrypt, write, then read it back from disk, decrypt and verify it.

    ``told`` hears the number of each step as it begins. Raises ArchiveError; then nothing is kept.
    """
    check_secret(order.secret)
    told(0)
    try:
        exported = build()
    except EvidenceError as error:
        raise ArchiveError(str(error)) from error
    manifest = msgspec.json.decode(exported.manifest, type=Manifest)
    told(1)
    sealed = encrypt(
        pack_binder(files_of(exported)),
        order.secret,
        session=manifest.session,
        made_at=order.made_on.isoformat(),
        draw=order.draw,
    )
    told(2)
    file = _free(order.site / ARCHIVES, f"{manifest.session}-row-{manifest.rows}")
    write_archive(sealed, file)
    told(3)
    try:
        _check(file, order.secret, manifest)
    except ArchiveError:
        file.unlink(missing_ok=True)
        raise
    return SessionArchived(
        about=manifest.session,
        file=file.name,
        digest=digest(sealed),
        size=len(sealed),
        key=order.secret.kind,
        rows=manifest.rows,
        head=manifest.chain_head,
    )


def _check(file: Path, secret: Secret, manifest: Manifest) -> None:
    """What lies on the disk, not what was meant to be written. Raises ArchiveError."""
    try:
        opened = read_files(decrypt(file.read_bytes(), secret), file.name)
    except (OSError, EvidenceError) as error:
        raise ArchiveError(f"{file.name} can't be read back: {error}. It was removed.") from error
    verdict = verify(opened)
    if not verdict.is_sound or verdict.head != manifest.chain_head:
        what = verdict.findings[0].sentence if verdict.findings else "it holds another journal"
        raise ArchiveError(f"{file.name} isn't sound after writing: {what}. It was removed.")


def _free(folder: Path, name: str) -> Path:
    number, file = 1, folder / f"{name}{SUFFIX}"
    while file.exists():
        number += 1
        file = folder / f"{name}-{number}{SUFFIX}"
    return file
