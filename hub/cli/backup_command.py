"""``examday backup``: the whole site in one checked file, while the hub runs; and back again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from hub.config import DEFAULT_SITE, read_config
from hub.storage.site_copy import (
    CopyManifest,
    Progress,
    SiteCopyError,
    check_copy,
    make_copy,
    restore_copy,
)


def command(
    target: Annotated[
        Path,
        typer.Argument(help="A folder or file to write to; with --check or --restore the copy."),
    ],
    site: Annotated[Path, typer.Option(help="The site's folder; with --restore the new one.")] = Path(
        DEFAULT_SITE
    ),
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="Leave the private keys out: see the technician's guide.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only read a copy, whole.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Make a new site from a copy.")] = False,
) -> None:
    """Copy the site: journal, plan, packs, photos, accounts, evidence, keys. The hub may go on running."""
    if check and restore:
        _give_up("Choose one: --check only reads a copy, --restore makes a site of it.")
    try:
        with _progress() as progress:
            if check:
                told = f"{target} is whole. {_holds(check_copy(target, progress=progress))}"
            elif restore:
                manifest = restore_copy(target, site, draw=secrets.token_bytes, progress=progress)
                told = f"{site} is a site again. {_holds(manifest)} {_what_next(site, manifest)}"
            else:
                file, manifest = make_copy(
                    read_config(site),
                    target,
                    now=datetime.now(UTC).astimezone(),
                    with_keys=not without_keys,
                    progress=progress,
                )
                told = f"Copied to {file}, and read back. {_holds(manifest)} {_where(site, file, manifest)}"
    except SiteCopyError as error:
        _give_up(str(error))
    _console().print(told.strip(), markup=False)


def _holds(manifest: CopyManifest) -> str:
    when = manifest.made_at.astimezone().strftime("%d %B %Y, %H:%M")
    record = f"{manifest.rows} journal rows up to {manifest.head[:12]}" if manifest.rows else "no record yet"
    return f"{manifest.centre}, {when}: {len(manifest.files)} files, {record}."


def _where(site: Path, file: Path, manifest: CopyManifest) -> str:
    told = []
    if site.stat().st_dev == file.stat().st_dev:
        told.append("It lies on the site's own disk: put it on a stick, or it is lost with the disk.")
    if manifest.with_keys:
        told.append("It holds names and private keys: lock it away as you lock the hub away.")
    else:
        told.append("Without the keys, tablets have to be paired again after it is put back.")
    return " ".join(told)


def _what_next(site: Path, manifest: CopyManifest) -> str:
    tablets = "" if manifest.with_keys else " It has no keys: pair every tablet again and print new tags."
    return (
        f"Start it with: examday hub --site {site}. Tablets send what they hold by themselves.{tablets}"
        " Never let the old site run beside it."
    )


@contextmanager
def _progress() -> Iterator[Progress]:
    """The file that is worked on, in one line that is gone afterwards."""
    console = Console(stderr=True)
    with console.status("…") as status:
        yield lambda name: status.update(name[-60:])


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


def _give_up(text: str) -> NoReturn:
    Console(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)
