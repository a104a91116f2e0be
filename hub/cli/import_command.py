"""``examday import``: a school's exports into the site's plan, shown before anything is written."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as ProgressBar

from hub.before.changes import Changes
from hub.before.import_undo import undo_last_import
from hub.before.importing.durations import NotADurationError
from hub.before.importing.problems import Problem, UnreadableFileError
from hub.before.importing.profiles import ProfileNameError, profile_name
from hub.before.importing.progress import Progress
from hub.before.importing.reading import Reading
from hub.before.importing.sources import Source
from hub.before.imports import ImportOptions, PlannedImport, accept, plan_import, read_pins_file
from hub.before.records import Kind
from hub.cli.import_answers import NotMeantError, ask, durations_told, mapping_told, year_told
from hub.cli.import_screen import show
from hub.config import DEFAULT_SITE, ConfigError, HubConfig, read_config
from hub.storage.plan_store import PlanChangedError, PlanStore
from hub.storage.writer import StorageError


class What(StrEnum):
    """A kind of file, or taking back the last import."""

    TIMETABLE = "timetable"
    CANDIDATES = "candidates"
    ENTRIES = "entries"
    ROOMS = "rooms"
    SEATS = "seats"
    ARRANGEMENTS = "arrangements"
    INVIGILATORS = "invigilators"
    PHOTOS = "photos"
    ONEROSTER = "oneroster"
    UNDO = "undo"


class PhotosBy(StrEnum):
    """What photo files are named by."""

    UPN = "upn"
    ADMISSION = "admission"
    NUMBER = "number"


def command(
    what: Annotated[
        What, typer.Argument(help="What the files are a list of; undo takes back the last import.")
    ],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="One list, in one file or in several; for photos folders or zips."),
    ] = None,
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help='A saved profile by name, a .json file of one, or what a heading means: "Cand=number".',
        ),
    ] = None,
    save_map: Annotated[
        str | None,
        typer.Option(help="Keep what the headings mean as a profile of this name, found again by itself."),
    ] = None,
    year: Annotated[int | None, typer.Option(help="The year of dates that have none.")] = None,
    duration: Annotated[
        list[str] | None, typer.Option(help='A length the timetable lacks: "8145/2A/C=01:00". Repeat it.')
    ] = None,
    durations: Annotated[Path | None, typer.Option(help="A file of component codes and lengths.")] = None,
    pins: Annotated[Path | None, typer.Option(help="A file of invigilators' references and PINs.")] = None,
    sheet: Annotated[str, typer.Option(help="Which sheet of a workbook, if not the one that fits.")] = "",
    encoding: Annotated[str | None, typer.Option(help="The files' encoding, if guessed wrong.")] = None,
    photos_by: Annotated[
        PhotosBy | None, typer.Option(help="What photos are named by, where a name means two candidates.")
    ] = None,
    staff: Annotated[
        bool, typer.Option("--staff", help="Take the staff of a OneRoster file as invigilators.")
    ] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="The files are a part: withdraw nobody they don't name.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, write nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Accept without asking.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Read a school's exports, show what they would change, and write it once you agree.

    Ends with 0 when the plan says what the files say, or a dry run found nothing to complain of; else with 1.
    """
    console = Console(stderr=as_json)
    may_ask = sys.stdin.isatty() and not (as_json or yes or dry_run)
    try:
        config = read_config(site)
        if what is What.UNDO:
            _undo(config, console, yes=yes)
            return
        if not files:
            raise NotMeantError(f"Which file? For instance: examday import {what.value} {what.value}.csv")
        profile, headings = mapping_told(map_ or [])
        options = ImportOptions(
            year=year_told(year),
            durations=durations_told(durations, duration or []),
            headings=headings,
            profile=profile,
            encoding=encoding,
            sheet=sheet,
            pins=read_pins_file(pins.read_bytes(), pins.name) if pins is not None else {},
            partial=partial,
            staff=staff,
            photos_by=_named_by(photos_by),
        )
        kept_as = profile_name(save_map) if save_map is not None else None
        planned = _plan(Kind(what.value), files, config, options, console, may_ask=may_ask)
        show(planned, console)
        done = not dry_run and _write(planned, config, console, may_ask=may_ask, yes=yes)
        if done and kept_as is not None:
            _keep_profile(planned, config, kept_as, console)
    except UnreadableFileError as error:
        if as_json:
            _print_json(_nothing_read(what, str(error), error.file or ", ".join(map(str, files or []))))
        _give_up(console, f"{error.file}: {error}" if error.file else str(error), error)
    except (NotADurationError, NotMeantError, ProfileNameError, ConfigError) as error:
        _give_up(console, str(error), error)
    except (PlanChangedError, StorageError) as error:
        _give_up(console, str(error), error)
    except OSError as error:
        _give_up(console, f"{error.filename or what.value}: {error.strerror or error}.", error)
    if as_json:
        _print_json(planned.report())
    if dry_run:
        console.print("Dry run: nothing was written.")
        done = planned.reading.is_complete
    if not done:
        raise typer.Exit(1)


def _print_json(report: dict[str, Any]) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(report)).decode() + "\n")


def _nothing_read(what: What, why: str, file: str) -> dict[str, Any]:
    """The report of a file that can't be read at all: a script finds why where it finds the rest."""
    problem = Problem(file=file, row=0, column="", found="", expected=why)
    empty = Reading[Any](kind=Kind(what.value), problems=[problem])
    return PlannedImport(reading=empty, changes=Changes(kind=empty.kind)).report()


def _named_by(photos_by: PhotosBy | None) -> Literal["", "upn", "admission", "number"]:
    return "" if photos_by is None else photos_by.value


def _give_up(console: Console, text: str, error: Exception) -> NoReturn:
    console.print(f"[red]Nothing was imported.[/red] {escape(text)}", highlight=False)
    raise typer.Exit(1) from error


def _plan(
    kind: Kind,
    files: list[Path],
    config: HubConfig,
    options: ImportOptions,
    console: Console,
    *,
    may_ask: bool,
) -> PlannedImport:
    """Read once; where the files leave open what a person may know, ask and read again."""
    sources = [Source.at(path) for path in files]
    with _plan_as_it_is(config) as plan:
        with _progress(console) as progress:
            planned = plan_import(kind, sources, plan, options, secrets.token_bytes, progress)
        while may_ask and planned.reading.wants:
            options = ask(planned.reading.wants, options)
            with _progress(console) as progress:
                planned = plan_import(kind, sources, plan, options, secrets.token_bytes, progress)
    return planned


@contextmanager
def _progress(console: Console) -> Generator[Progress]:
    """A bar that shows the step and how far it is, gone when it is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with ProgressBar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)

        def told(step: str, done: int, total: int) -> None:
            bar.update(task, description=f"{escape(step)} …", completed=done, total=total or None)

        yield told


def _plan_as_it_is(config: HubConfig) -> PlanStore:
    """Looking leaves no trace: a site without a plan stays without one until something is accepted."""
    return PlanStore.open(config.plan_file) if config.plan_file.exists() else PlanStore.in_memory()


def _write(planned: PlannedImport, config: HubConfig, console: Console, *, may_ask: bool, yes: bool) -> bool:
    """Write if accepted; True when the plan now says what the files say."""
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
    with PlanStore.open(config.plan_file) as plan, _progress(console) as progress:
        accept(planned, plan, config.photos, datetime.now(UTC), progress=progress)
    console.print(f"[green]Written[/green] to {escape(str(config.plan_file))}.", highlight=False)
    return True


def _keep_profile(planned: PlannedImport, config: HubConfig, name: str, console: Console) -> None:
    mapping = planned.reading.profile_mapping
    with PlanStore.open(config.plan_file) as plan:
        plan.save_import_profile(planned.reading.kind, name, mapping)
    console.print(f"What the headings mean is kept as profile {escape(name)}.", highlight=False)


def _undo(config: HubConfig, console: Console, *, yes: bool) -> None:
    with _plan_as_it_is(config) as plan:
        last = next((entry for entry in plan.imports() if entry.undone_at is None), None)
        if last is None:
            raise NotMeantError("There is no import to take back.")
        told = f"{last.kind.value} from {last.file} of {last.at.astimezone():%d %b %Y %H:%M}"
        if not yes and not (sys.stdin.isatty() and typer.confirm(f"Take back the import of {told}?")):
            raise NotMeantError(f"The last import was {told}. Add --yes to take it back.")
        undo_last_import(plan, photos=config.photos, packs=config.packs, at=datetime.now(UTC))
    console.print(f"[green]Taken back:[/green] {escape(told)}.", highlight=False)
