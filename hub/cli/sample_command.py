"""``examday sample``: a made-up school as a complete site, made by the same steps a real one takes."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import Progress

from hub.before.importing.durations import read_durations_file
from hub.before.importing.sources import Source
from hub.before.imports import ImportOptions, accept, plan_import, read_pins_file
from hub.before.records import Kind
from hub.before.seating import seat_session
from hub.cli.publish_command import open_shelf
from hub.config import HubConfig, write_config
from hub.storage.plan_store import PlanStore
from provisioning.sample_site import TIMETABLE_YEAR, write_sample_exports
from shared.ids import SessionId
from shared.plan.centre import Centre
from shared.plan.pack import SessionPack

SAMPLE_SEED: Final = 2024
SAMPLE_SESSION: Final[SessionId] = "2024-06-03-AM"
SAMPLE_CENTRE: Final = Centre(number="68999", name="Riverside Academy")
SAMPLE_RULES: Final = "jcq-2026-27"
EXPORTS: Final = "exports"
PINS_FILE: Final = "invigilator-pins.csv"
_STEPS: Final = (
    (Kind.TIMETABLE, "timetable.tsv"),
    (Kind.CANDIDATES, "candidates.csv"),
    (Kind.ENTRIES, "entries.csv"),
    (Kind.ROOMS, "rooms.csv"),
    (Kind.ARRANGEMENTS, "arrangements.csv"),
    (Kind.INVIGILATORS, "invigilators.csv"),
    (Kind.PHOTOS, "photos"),
)


class SampleSiteError(Exception):
    """The sample site can't be made here; the text says why."""


def command(
    site: Annotated[Path, typer.Argument(help="The folder to make; it must not be a site yet.")],
    seed: Annotated[int, typer.Option(help="Another seed is another school.")] = SAMPLE_SEED,
) -> None:
    """Make a sample site: 182 made-up candidates, six rooms, one morning seated and published."""
    console = Console()
    try:
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task("Making a school …", total=len(_STEPS) + 3)

            def step(description: str) -> None:
                progress.update(task, advance=1, description=description)

            pack = build_sample_site(site, seed, step)
    except (SampleSiteError, OSError) as error:
        console.print(f"[red]No sample site was made.[/red] {error}", highlight=False)
        raise typer.Exit(1) from error
    console.print(
        f"[green]A sample site[/green] is in {site}: {pack.centre.name}, {len(pack.candidates)} candidates "
        f"in {len(pack.rooms)} rooms on {pack.session.id}, published as version {pack.version}.",
        highlight=False,
    )
    console.print(f"The invigilators' PINs are in {site / EXPORTS / PINS_FILE}.", highlight=False)


def build_sample_site(
    site: Path, seed: int = SAMPLE_SEED, step: Callable[[str], None] = lambda _: None
) -> SessionPack:
    """Write the exports, import every one of them, seat everybody, publish. Raises SampleSiteError.

    The same seed makes the same school; only the keys are drawn anew.
    """
    config = HubConfig(site=site, centre=SAMPLE_CENTRE, rules=SAMPLE_RULES)
    if config.plan_file.exists():
        raise SampleSiteError(f"{site} is a site already. Name a folder that is not there yet.")
    exports = site / EXPORTS
    step("Exporting …")
    write_sample_exports(exports, seed)
    write_config(config)
    draw = random.Random(seed).randbytes  # noqa: S311 - a made-up school is drawn from a seed
    options = ImportOptions(
        year=TIMETABLE_YEAR,
        durations=read_durations_file((exports / "durations.csv").read_bytes(), "durations.csv"),
        pins=read_pins_file((exports / PINS_FILE).read_bytes(), PINS_FILE),
    )
    now = datetime.now(UTC)
    with PlanStore.open(config.plan_file) as plan:
        for kind, name in _STEPS:
            step(f"Importing {kind.value} …")
            planned = plan_import(kind, [Source.at(exports / name)], plan, options, draw)
            if not planned.reading.is_complete:
                raise SampleSiteError(f"{name}: {planned.reading.problems[0]}")
            accept(planned, plan, config.photos, now)
        step("Seating …")
        seating = seat_session(plan.session_plan(SAMPLE_SESSION))
        plan.seat(SAMPLE_SESSION, seating.seatings)
        step("Publishing …")
        return open_shelf(config, plan).publish(SAMPLE_SESSION, now)
