"""``examday import``: a school's export into the site's plan, shown before anything is written."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from hub.before.importing.durations import NotADurationError, read_durations, read_durations_file
from hub.before.importing.moments import is_a_length, read_minutes
from hub.before.importing.problems import UnreadableFileError
from hub.before.importing.reading import Want
from hub.before.imports import ImportOptions, PlannedImport, accept, plan_import, read_pins_file
from hub.before.records import Kind
from hub.cli.import_screen import show
from hub.config import DEFAULT_SITE, ConfigError, HubConfig, read_config
from hub.storage.plan_store import PlanChangedError, PlanStore
from hub.storage.writer import StorageError

YEARS = range(2000, 2101)


class What(StrEnum):
    """A kind of file, or taking back the last import."""

    TIMETABLE = "timetable"
    CANDIDATES = "candidates"
    ENTRIES = "entries"
    ROOMS = "rooms"
    ARRANGEMENTS = "arrangements"
    INVIGILATORS = "invigilators"
    PHOTOS = "photos"
    UNDO = "undo"


class _NotMeantError(ValueError):
    """An option that can't be meant; the text says how to write it."""


def command(
    what: Annotated[
        What, typer.Argument(help="What the file is a list of; undo takes back the last import.")
    ],
    path: Annotated[Path | None, typer.Argument(help="The file; for photos a folder or a zip.")] = None,
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
    year: Annotated[int | None, typer.Option(help="The year of dates that have none.")] = None,
    duration: Annotated[
        list[str] | None, typer.Option(help='A length the timetable lacks: "8145/2A/C=01:00". Repeat it.')
    ] = None,
    durations: Annotated[Path | None, typer.Option(help="A file of component codes and lengths.")] = None,
    pins: Annotated[Path | None, typer.Option(help="A file of invigilators' references and PINs.")] = None,
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
    """Read a school's export, show what it would change, and write it once you agree.

    Ends with 0 when the plan says what the file says, or a dry run found nothing to complain of; else with 1.
    """
    console = Console(stderr=as_json)
    may_ask = sys.stdin.isatty() and not (as_json or yes or dry_run)
    try:
        config = read_config(site)
        if what is What.UNDO:
            _undo(config, console, yes=yes)
            return
        if path is None:
            raise _NotMeantError(f"Which file? For instance: examday import {what.value} {what.value}.csv")
        options = ImportOptions(
            year=_year(year),
            durations=_durations(durations, duration or []),
            headings=_headings(map_ or []),
            encoding=encoding,
            pins=read_pins_file(pins.read_bytes(), pins.name) if pins is not None else {},
            partial=partial,
        )
        planned = _plan(Kind(what.value), path, config, options, console, may_ask=may_ask)
        show(planned, console)
        done = not dry_run and _write(planned, config, console, may_ask=may_ask, yes=yes)
    except (UnreadableFileError, NotADurationError, _NotMeantError, ConfigError) as error:
        _give_up(console, str(error), error)
    except (PlanChangedError, StorageError) as error:
        _give_up(console, str(error), error)
    except OSError as error:
        _give_up(console, f"{error.filename or path}: {error.strerror or error}.", error)
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(planned.report())).decode() + "\n")
    if dry_run:
        console.print("Dry run: nothing was written.")
        done = planned.reading.is_complete
    if not done:
        raise typer.Exit(1)


def _give_up(console: Console, text: str, error: Exception) -> NoReturn:
    console.print(f"[red]Nothing was imported.[/red] {escape(text)}", highlight=False)
    raise typer.Exit(1) from error


def _plan(
    kind: Kind, path: Path, config: HubConfig, options: ImportOptions, console: Console, *, may_ask: bool
) -> PlannedImport:
    """Read once; where the file leaves open what a person may know, ask and read again."""
    with _plan_as_it_is(config) as plan:
        with console.status(f"Reading {escape(path.name)} …"):
            planned = plan_import(kind, path, plan, options, secrets.token_bytes)
        while may_ask and planned.reading.wants:
            options = _ask(planned.reading.wants, options)
            planned = plan_import(kind, path, plan, options, secrets.token_bytes)
    return planned


def _plan_as_it_is(config: HubConfig) -> PlanStore:
    """Looking leaves no trace: a site without a plan stays without one until something is accepted."""
    return PlanStore.open(config.plan_file) if config.plan_file.exists() else PlanStore.in_memory()


def _ask(wants: list[Want], options: ImportOptions) -> ImportOptions:
    durations = dict(options.durations)
    year = options.year
    for want in wants:
        if want.what == "year":
            year = _year(typer.prompt("The dates have no year. Which year is it", type=int))
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


def _write(planned: PlannedImport, config: HubConfig, console: Console, *, may_ask: bool, yes: bool) -> bool:
    """Write if accepted; True when the plan now says what the file says."""
    if planned.reading.rows_read and not planned.reading.rows_ok:
        console.print("[yellow]Nothing to write:[/yellow] not one row could be read.")
        return False
    if planned.changes.is_empty:
        console.print("Nothing to write: the plan says all of this already.")
        return True
    if not yes and not may_ask:
        console.print("[yellow]Nothing was written.[/yellow] Add --yes to accept, or --dry-run to look only.")
        return False
    if not yes and not typer.confirm("Write this to the plan?"):
        console.print("Nothing was written.")
        return False
    with PlanStore.open(config.plan_file) as plan:
        accept(planned, plan, config.photos, datetime.now(UTC))
    console.print(f"[green]Written[/green] to {escape(str(config.plan_file))}.", highlight=False)
    return True


def _undo(config: HubConfig, console: Console, *, yes: bool) -> None:
    with _plan_as_it_is(config) as plan:
        last = next((entry for entry in plan.imports() if entry.undone_at is None), None)
        if last is None:
            raise _NotMeantError("There is no import to take back.")
        told = f"{last.kind.value} from {last.file} of {last.at.astimezone():%d %b %Y %H:%M}"
        if not yes and not (sys.stdin.isatty() and typer.confirm(f"Take back the import of {told}?")):
            raise _NotMeantError(f"The last import was {told}. Add --yes to take it back.")
        plan.undo_last_import(datetime.now(UTC))
    console.print(f"[green]Taken back:[/green] {escape(told)}.", highlight=False)


def _year(year: int | None) -> int | None:
    if year is not None and year not in YEARS:
        raise _NotMeantError(f"The year {year} can't be meant; give one from {YEARS[0]} to {YEARS[-1]}.")
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
            raise _NotMeantError(f'{text!r} maps nothing. Write it as "Heading=field".')
        headings[heading.strip()] = field.strip()
    return headings
