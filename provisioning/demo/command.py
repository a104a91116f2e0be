"""``examday demo``: one exam morning, from the school's spreadsheets to the sealed envelopes."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from provisioning.demo.morning import play_morning
from provisioning.demo.office import OfficeRefused
from provisioning.demo.outcome import Outcome
from provisioning.demo.processes import ProcessFailed
from provisioning.demo.stage import OFFICER, Stage

DEFAULT_RATE = 300.0


def command(
    once: Annotated[bool, typer.Option("--once", help="End when the morning is over.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures to this file.")] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Where to build the site (a new temporary folder if left out).")
    ] = None,
    rate: Annotated[
        float, typer.Option(min=10, max=2000, help="Exam minutes in a real minute.")
    ] = DEFAULT_RATE,
    window: Annotated[
        bool | None, typer.Option(help="Show one tablet as a window (default: where a display exists).")
    ] = None,
) -> None:
    """Play one exam morning with a real hub, six tablets and printed tags, in fast motion."""
    place = folder or Path(tempfile.mkdtemp(prefix="examday-demo-"))
    if (place / "site").exists():
        typer.echo(f"{place / 'site'} exists already: name another folder, or remove it first.", err=True)
        raise typer.Exit(2)
    show = window if window is not None else _has_display()
    try:
        outcome = asyncio.run(_run(place, rate, show, once=once, json_file=json_file))
    except KeyboardInterrupt:
        typer.echo("Stopped.")
        raise typer.Exit(130) from None
    raise typer.Exit(0 if outcome is not None and outcome.is_reconciled else 1)


def _has_display() -> bool:
    return sys.platform == "win32" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


async def _run(
    place: Path, rate: float, window: bool, *, once: bool, json_file: Path | None
) -> Outcome | None:
    console = Console()
    stage = Stage(
        site=place / "site",
        work=place / "work",
        rate=rate,
        window=window,
        say=lambda text: console.print(f"• {text}", highlight=False),
    )
    try:
        outcome = await _play(console, stage)
        if outcome is not None:
            _tell(console, outcome, stage)
            if json_file is not None:
                figures = msgspec.json.format(msgspec.json.encode(outcome), indent=2)
                await asyncio.to_thread(json_file.write_bytes, figures)
            if not once:
                console.print("The hub stays up for you to look round. Ctrl-C ends it.")
                await stage.until_stopped()
        return outcome
    finally:
        await stage.tear_down()


async def _play(console: Console, stage: Stage) -> Outcome | None:
    """Play with a progress bar; None, after saying why, where the morning could not be finished."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("One exam morning", total=1.0)
        try:
            return await play_morning(stage, lambda part: bar.update(task, completed=part))
        except* (ProcessFailed, OfficeRefused, OSError) as failed:
            for error in failed.exceptions:
                console.print(f"[red]The morning stopped:[/red] {error}", highlight=False)
            console.print(f"Logs are in {stage.work}", highlight=False)
    return None


def _tell(console: Console, outcome: Outcome, stage: Stage) -> None:
    table = Table(title="Mon 3 June 2024, morning", show_header=False)
    for name, value in msgspec.structs.asdict(outcome).items():
        if name != "pdfs":
            table.add_row(
                name.replace("_", " "), "yes" if value is True else "no" if value is False else str(value)
            )
    console.print(table)
    console.print(f"PDFs:           {stage.site / 'print'} ({len(outcome.pdfs)} files)", highlight=False)
    console.print(
        f"Officer's page: {stage.office_url}  (name {OFFICER}, password {stage.password})", highlight=False
    )
    verdict = "The day reconciled." if outcome.is_reconciled else "The day did NOT reconcile."
    console.print(f"[bold]{verdict}[/bold]")
