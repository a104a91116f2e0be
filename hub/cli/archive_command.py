"""``examday archive``: a session's binder put away encrypted, and opened again."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer
from rich.console import Console

from hub.after.archive import (
    SUFFIX,
    ArchiveError,
    Secret,
    check_secret,
    decrypt,
    encrypt,
    new_key_file,
    read_header,
    write_archive,
)
from hub.after.evidence import EvidenceError, read_export
from shared.protocol.proof import verify
from shared.protocol.proof_export import Manifest

command = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, help="Put a session's binder away, encrypted."
)

Binder = Annotated[Path, typer.Argument(help="The exported session (zip).", exists=True, dir_okay=False)]
Archive = Annotated[Path, typer.Argument(help="The archive.", exists=True, dir_okay=False)]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help="Use this key file instead of a passphrase.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Where to write.")]


@command.command("make")
def make(
    binder: Binder,
    key_file: KeyFile = None,
    new_key: Annotated[bool, typer.Option("--new-key", help="Make the key file first.")] = False,
    out: Out = None,
) -> None:
    """Check a binder, then encrypt it. The binder itself stays: delete it when the archive has been tried."""
    console = Console(highlight=False, soft_wrap=True)
    try:
        exported = read_export(binder)
        verdict = verify(exported)
        if not verdict.is_sound:
            _give_up(f"{binder} is not as it was written: {verdict.findings[0].sentence}.")
        if new_key:
            _write_key(key_file)
        secret = _secret(key_file, confirm=True)
        check_secret(secret)
        archive = encrypt(
            binder.read_bytes(),
            secret,
            session=msgspec.json.decode(exported.manifest, type=Manifest).session,
            made_at=datetime.now(UTC).date().isoformat(),
            draw=secrets.token_bytes,
        )
        target = out or binder.with_suffix(SUFFIX)
        write_archive(archive, target)
    except (ArchiveError, EvidenceError) as error:
        _give_up(str(error))
    console.print(f"Archived in {target}. Try it: examday archive open {target.name}", markup=False)


@command.command("open")
def open_(archive: Archive, key_file: KeyFile = None, out: Out = None) -> None:
    """Decrypt an archive into the binder that it holds, and check that."""
    target = out or archive.with_suffix(".zip")
    try:
        sealed = archive.read_bytes()
        header = read_header(sealed)
        write_archive(decrypt(sealed, _secret(key_file, confirm=False)), target)
        verdict = verify(read_export(target))
    except (ArchiveError, EvidenceError) as error:
        _give_up(str(error))
    if not verdict.is_sound:
        _give_up(f"{target} was opened, but isn't a sound binder: {verdict.findings[0].sentence}.")
    told = f"{target} holds the evidence of {header.session}; it is as it was signed."
    Console(highlight=False, soft_wrap=True).print(told, markup=False)


def _secret(key_file: Path | None, *, confirm: bool) -> Secret:
    if key_file is None:
        words: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
        return Secret(passphrase=words)
    try:
        return Secret(key_file=key_file.read_bytes())
    except OSError as error:
        raise ArchiveError(f"{key_file} can't be read: {error.strerror}.") from error


def _write_key(file: Path | None) -> None:
    """A new key, for its owner's eyes only, never over another."""
    if file is None:
        raise ArchiveError("Say where the new key goes: --key-file FILE --new-key.")
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ArchiveError(f"{file} can't be made: {error.strerror}.") from error
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(new_key_file(secrets.token_bytes))


def _give_up(text: str) -> NoReturn:
    Console(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)
