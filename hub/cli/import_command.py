"""``examday import``: a school's export into the site's plan, shown before anything is written."""

from __future__ import annotations

import secrets
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from hub.before.importing.durations import NotADurationError, read_durations, read_durations_file
from hub.before.importing.moments import is_a_length, read_minutes
from hub.before.importing.problems import UnreadableFileError
from hub.before.importing.reading import Want
from hub.before.imports import ImportOptions, PlannedImport, accept, plan_import, read_pins_file
from hub.before.records import Kind
from hub.cli.import_screen import show
from hub.config import DEFAULT_SITE, HubConfig, read_config
from hub.storage.plan_store import PlanStore

YEARS = range(2000, 2101)


def command(
    kind: Annotated[Kind, typer.Argument(help="What the file is a list of.")],
    path: Annotated[Path, typer.Argument(help="The file; for photos a folder or a zip.", exists=True)],
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
    year: Annotated[int | None, typer.Option(help="The year of dates that have none.")] = None,
    duration: Annotated[
        list[str] | None, typer.Option(help='A length the timetable lacks: "8145/2A/C=01:00". Repeat it.')
    ] = None,
    durations: Annotated[
        Path | None, typer.Option(help="A file of component codes and lengths.", exists=True, dir_okay=False)
    ] = None,
    pins: Annotated[
        Path | None,
        typer.Option(help="A file of invigilators' references and PINs.", exists=True, dir_okay=False),
    ] = None,
    map_: Annotated[
        list[str] | None, typer.Option("--map", help='What a heading means: "Cand=number". Repeat it.')
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="The file's encoding, if guessed wrong.")] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="The file is a part: withdraw nobody it doesn't name.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, write nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Accept without asking.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Read a school's export, show what it would change, and write it once you agree."""
    console = Console(stderr=as_json)
    with ExitStack() as closing:
        try:
            config = read_config(site)
            options = ImportOptions(
                year=_year(year),
                durations=_durations(durations, duration or []),
                headings=_headings(map_ or []),
                encoding=encoding,
                pins=read_pins_file(pins.read_bytes(), pins.name) if pins is not None else {},
                partial=partial,
            )
            plan = closing.enter_context(_open_plan(config, dry_run=dry_run))
            planned = _plan(kind, path, plan, options, console, may_ask=_may_ask(as_json, yes, dry_run))
        except (UnreadableFileError, NotADurationError, OSError, ValueError) as error:
            console.print(f"[red]Nothing was imported.[/red] {error}", highlight=False)
            raise typer.Exit(1) from error
        show(planned, console)
        written = _finish(planned, plan, config, console, dry_run=dry_run, yes=yes, as_json=as_json)
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(planned.report())).decode() + "\n")
    if not written and not (dry_run and planned.reading.is_complete):
        raise typer.Exit(1)


def _plan(
    kind: Kind, path: Path, plan: PlanStore, options: ImportOptions, console: Console, *, may_ask: bool
) -> PlannedImport:
    """Read once; where the file leaves open what a person may know, ask and read again."""
    with console.status(f"Reading {path.name} …"):
        planned = plan_import(kind, path, plan, options, secrets.token_bytes)
    while may_ask and planned.reading.wants:
        options = _ask(planned.reading.wants, options)
        planned = plan_import(kind, path, plan, options, secrets.token_bytes)
    return planned


def _ask(wants: list[Want], options: ImportOptions) -> ImportOptions:
    durations = dict(options.durations)
    year = options.year
    for want in wants:
        if want.what == "year":
            year = typer.prompt("The dates have no year. Which year is it", type=int)
            year = _year(year)
        else:
            durations[want.which] = _ask_length(want)
    return msgspec.structs.replace(options, year=year, durations=durations)


def _ask_length(want: Want) -> int:
    while True:
        answer: str = typer.prompt(f"How long is {want.which} {want.title} (for instance 01:30)")
        minutes = read_minutes(answer.strip())
        if minutes is not None and is_a_length(minutes):
            return minutes
        typer.echo("Write hours and minutes, from 00:05 to 10:00.")


def _finish(
    planned: PlannedImport,
    plan: PlanStore,
    config: HubConfig,
    console: Console,
    *,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> bool:
    """Write if accepted; True when the plan now says what the file says."""
    if dry_run:
        console.print("Dry run: nothing was written.")
        return False
    if planned.changes.is_empty:
        console.print("Nothing to write: the plan says all of this already.")
        return planned.reading.rows_ok > 0 or planned.reading.rows_read == 0
    if not yes:
        if not _may_ask(as_json, yes, dry_run):
            console.print(
                "[yellow]Nothing was written.[/yellow] Add --yes to accept, or --dry-run to look only."
            )
            return False
        if not typer.confirm("Write this to the plan?"):
            console.print("Nothing was written.")
            return False
    accept(planned, plan, config.photos, datetime.now(UTC))
    console.print(f"[green]Written[/green] to {config.plan_file}.", highlight=False)
    return True


def _may_ask(as_json: bool, yes: bool, dry_run: bool) -> bool:
    return sys.stdin.isatty() and not as_json and not yes and not dry_run


def _open_plan(config: HubConfig, *, dry_run: bool) -> PlanStore:
    """A dry run on a site without a plan leaves it without one."""
    if dry_run and not config.plan_file.exists():
        return PlanStore.in_memory()
    return PlanStore.open(config.plan_file)


def _year(year: int | None) -> int | None:
    if year is not None and year not in YEARS:
        raise ValueError(f"The year {year} can't be meant; give one from {YEARS.start} to {YEARS.stop - 1}.")
    return year


def _durations(file: Path | None, told: list[str]) -> dict[str, int]:
    """What is told on the command line goes before what the file says."""
    from_file = read_durations_file(file.read_bytes(), file.name) if file is not None else {}
    return {**from_file, **read_durations(told)}


def _headings(told: list[str]) -> dict[str, str]:
    headings = {}
    for text in told:
        heading, mark, field = text.rpartition("=")
        if not mark or not heading.strip() or not field.strip():
            raise ValueError(f'{text!r} maps nothing. Write it as "Heading=field".')
        headings[heading.strip()] = field.strip()
    return headings
