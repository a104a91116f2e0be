"""``examday verify``: whether a record is as it was written, in plain words, with the hub off."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from hub.after.evidence import EvidenceError, read_export
from hub.after.site_proof import JOURNAL, StoredRow, verify_site
from hub.storage.writer import reading
from provisioning.key_files import KeyFileError, signing_key
from shared.canonical import short_digest
from shared.protocol.proof import verify
from shared.protocol.proof_findings import Verdict

MOST_TOLD = 5


def command(
    path: Annotated[Path, typer.Argument(help="An exported session (folder or zip), or a site folder.")],
    head: Annotated[
        str,
        typer.Option(help="The journal head printed on paper, as in '3f2a 91bc 07de'.", show_default=False),
    ] = "",
    key: Annotated[
        str, typer.Option(help="The hub key's fingerprint printed on paper.", show_default=False)
    ] = "",
) -> None:
    """Check signatures, chains and register of a record; exit status 1 names the first broken row."""
    console = Console(highlight=False, soft_wrap=True)
    try:
        verdict = check(path, head, key)
    except EvidenceError as error:
        console.print(f"[bold red]Not checked.[/] {escape(str(error))}")
        raise typer.Exit(1) from error
    show(verdict, console, tied_to_paper=bool(head and key))
    if not verdict.is_sound:
        raise typer.Exit(1)


def check(path: Path, head: str = "", key: str = "") -> Verdict:
    """The verdict on what lies at ``path``. Raises EvidenceError where nothing can be read."""
    site = path.parent if path.name == JOURNAL else path
    if (site / JOURNAL).is_file():
        return check_site(site, head, key)
    if not path.exists():
        raise EvidenceError(f"There is no {path}.")
    return verify(read_export(path), printed_head=head, printed_key=key)


def check_site(site: Path, head: str = "", key: str = "") -> Verdict:
    """The verdict on a site folder's own journal, which may be in use. Raises EvidenceError."""
    key_file = site / "keys" / "hub.key"
    if not key_file.is_file():
        raise EvidenceError(f"{key_file} is missing: without the hub's key no signature can be checked.")
    try:
        hub_key = signing_key(key_file, bytes).public
        packs = {file.name: file.read_bytes() for file in sorted((site / "packs").glob("*.json"))}
        return verify_site(_rows(site / JOURNAL), hub_key, packs, printed_head=head, printed_key=key)
    except KeyFileError as error:
        raise EvidenceError(f"{error}.") from error
    except sqlite3.Error as error:
        raise EvidenceError(f"{site / JOURNAL} can't be read as a journal: {error}.") from error
    except msgspec.ValidationError as error:
        raise EvidenceError(f"{site / JOURNAL} holds a row that is none: {error}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceError(f"{site} can't be read: {error}.") from error


def _rows(file: Path) -> Iterator[StoredRow]:
    with reading(file) as db:
        # All columns: a journal of an earlier version has no digests of erased rows.
        for found in db.query("SELECT * FROM journal ORDER BY hub_seq"):
            yield msgspec.convert(found, StoredRow)


def show(verdict: Verdict, console: Console, *, tied_to_paper: bool = False) -> None:
    """Say what was proved, what is left open, and what doesn't hold."""
    if verdict.is_sound and tied_to_paper:
        console.print("[bold green]The record is as it was written.[/]")
    elif verdict.is_sound:
        console.print("[bold green]Nothing was changed since this was signed.[/]")
    else:
        console.print(f"[bold red]The record was changed.[/] {escape(verdict.findings[0].sentence)}.")
        for finding in verdict.findings[1:MOST_TOLD]:
            console.print(f"  [red]✗[/] {escape(finding.sentence)}.")
        if len(verdict.findings) > MOST_TOLD:
            console.print(f"  … and {len(verdict.findings) - MOST_TOLD} more that follow.")
    for title, mark, lines in (
        ("Proved:", "[green]✓[/]", verdict.proved),
        ("Not proved, or worth a look:", "[yellow]•[/]", verdict.limits),
    ):
        if lines:
            console.print(f"\n{title}")
            for line in lines:
                console.print(f"  {mark} {escape(line)}")
    if verdict.head:
        console.print(
            f"\nJournal head [bold]{short_digest(verdict.head)}[/] · hub key "
            f"[bold]{short_digest(verdict.key_fingerprint)}[/]"
        )
