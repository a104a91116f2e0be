"""``examday hub``: run the hub of one site until Ctrl-C."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from msgspec.structs import replace
from rich.console import Console

from hub.bootstrap import Hub, open_hub
from hub.config import CONFIG_FILE, DEFAULT_SITE, HubConfig, read_config, write_config
from hub.server import HubServer, Ready
from shared.rehearsal import RehearsalClock

SITE = Path(DEFAULT_SITE)


def command(
    site: Annotated[Path, typer.Option(help="The site's folder; made where there is none.")] = Path(
        DEFAULT_SITE
    ),
    host: Annotated[
        str | None, typer.Option(help="Where tablets reach the hub; 0.0.0.0 is everywhere.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port for tablets (TLS); 0 takes any.", min=0, max=65535)
    ] = None,
    office_port: Annotated[
        int | None, typer.Option(help="Port for the browser on this machine; 0 takes any.", min=0, max=65535)
    ] = None,
    address: Annotated[
        list[str] | None,
        typer.Option(help="An address of this machine for the pairing code; may be repeated."),
    ] = None,
    interface: Annotated[
        list[str] | None, typer.Option(help="Announce only here, for instance 127.0.0.1; may be repeated.")
    ] = None,
    fallback: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Keep every room's register as PDF there, a folder or stick, to go on with by hand.",
        ),
    ] = None,
    announce: Annotated[
        bool | None, typer.Option("--announce/--silent", help="Announce the hub on the network.")
    ] = None,
    rehearse: Annotated[
        str | None,
        typer.Option(metavar="ANCHOR,SHOWN,RATE", help="Play another day: real moment, shown moment, speed."),
    ] = None,
    officer_password: Annotated[
        str | None,
        typer.Option(
            envvar="EXAMDAY_OFFICER_PASSWORD", help="The first officer's password; drawn if left out."
        ),
    ] = None,
    ready_file: Annotated[
        Path | None, typer.Option(help="Write where the hub listens to this file, once it does.")
    ] = None,
    as_json: Annotated[
        bool | None,
        typer.Option(
            "--json/--text", help="Say where the hub listens as JSON (default: unless at a terminal)."
        ),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log more; never names, never secrets.")] = False,
) -> None:
    """Run the hub of a site: tablets over TLS, the officer's pages, and the record on disk."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    given = {
        "host": host,
        "port": port,
        "office_port": office_port,
        "addresses": tuple(address) if address else None,
        "interfaces": tuple(interface) if interface else None,
        "announce": announce,
        "fallback": str(fallback.absolute()) if fallback else None,
        "rehearsal": _clock(rehearse),
    }
    config = read_config(site)
    if not (site / CONFIG_FILE).exists():
        write_config(config)
    config = replace(config, **{name: value for name, value in given.items() if value is not None})
    as_json = not sys.stdout.isatty() if as_json is None else as_json
    asyncio.run(_run(config, officer_password, ready_file, as_json=as_json))


def _clock(text: str | None) -> RehearsalClock | None:
    if text is None:
        return None
    try:
        return RehearsalClock.from_text(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--rehearse") from error


async def _run(
    config: HubConfig, officer_password: str | None, ready_file: Path | None, *, as_json: bool
) -> None:
    hub = await asyncio.to_thread(open_hub, config)
    try:
        first_password = hub.accounts.ensure_officer(officer_password)

        def ready(where: Ready) -> None:
            line = msgspec.json.encode(where).decode()
            if ready_file is not None:
                _write_whole(ready_file, line)
            if as_json:
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
            else:
                _tell(hub, where, first_password)

        await HubServer(hub).run(ready)
    finally:
        hub.close()


def _write_whole(file: Path, text: str) -> None:
    """Whoever waits for the file never reads half of it."""
    fresh = file.with_name(file.name + ".new")
    fresh.write_text(text + "\n", encoding="utf-8")
    fresh.replace(file)


def _tell(hub: Hub, where: Ready, first_password: str | None) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]{hub.centre.name}[/bold] · {hub.config.site}")
    console.print(f"Exams office, on this machine   {where.office_url}")
    console.print(f"Tablets and other browsers      {where.url}")
    if hub.config.rehearsal is not None:
        console.print(f"[yellow]Rehearsal:[/yellow] the day shows {hub.now():%Y-%m-%d %H:%M} UTC")
    if hub.authority.left_out:
        console.print(f"Browsers will warn at: {', '.join(hub.authority.left_out)} (tablets don't mind)")
    if first_password is not None:
        console.print(
            f"First sign-in: [bold]officer[/bold], password [bold]{first_password}[/bold] (shown only now)"
        )
    console.print("Ctrl-C ends the hub; the record is on disk at every moment.")
