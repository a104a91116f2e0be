"""``examday bench``: measure how fast this machine's hub takes in and folds."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from hub.cli.bench_measures import Figures, measure


def command(
    tablets: Annotated[int, typer.Option(help="Tablets that push at once.", min=1, max=200)] = 60,
    each: Annotated[int, typer.Option(help="Envelopes of each tablet.", min=2, max=500)] = 25,
    folder: Annotated[
        Path | None, typer.Option(help="On which disk to measure (a temporary folder if left out).")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures to this file.")] = None,
) -> None:
    """Measure ingest with group commit and with one commit an envelope, and the fold, in one run."""
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with (
        tempfile.TemporaryDirectory(prefix="examday-bench-", dir=folder) as place,
        Progress(*columns, console=console, transient=True) as bar,
    ):
        task = bar.add_task("Taking in envelopes", total=tablets * each * 2)
        figures = asyncio.run(
            measure(Path(place), tablets=tablets, each=each, progress=lambda n: bar.advance(task, n))
        )
    console.print(_table(figures))
    if json_file is not None:
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(figures)) + b"\n")


def _table(figures: Figures) -> Table:
    table = Table(title=f"{figures.tablets} tablets at once")
    table.add_column("measured")
    for heading in ("envelopes", "commits", "seconds", "per second"):
        table.add_column(heading, justify="right")
    for name, rate in (("group commit", figures.grouped), ("a commit each", figures.one_by_one)):
        table.add_row(
            name, str(rate.envelopes), str(rate.commits), f"{rate.seconds:.2f}", f"{rate.per_second:,.0f}"
        )
    table.add_row("group commit is faster by", "", "", "", f"{figures.ratio:.1f} ×", end_section=True)
    fold = figures.fold
    table.add_row("read the journal back", str(fold.facts), "", f"{fold.replay_seconds:.2f}", "")
    table.add_row("fold the register", str(fold.facts), "", f"{fold.fold_seconds:.2f}", "")
    table.add_row("register after one more fact", "1", "", f"{fold.register_ms / 1000:.4f}", "")
    return table
