"""``examday clashes``: papers that can't be sat as published, days that are too long, and what to do."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from hub.before.clashes import ClashFinding, check_clashes, clash_report, clash_sentence
from hub.before.rules_files import rules_by_day
from hub.config import DEFAULT_SITE, read_config
from hub.storage.plan_store import PlanStore
from shared.plan.days import day_in_words


def command(
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only this day, for instance 2024-06-03.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show every clash and long day with a proposal for it."""
    config = read_config(site)
    with PlanStore.open_existing(config.plan_file) as store:
        timetabling = store.timetabling()
    found = check_clashes(
        timetabling, rules_by_day(config.rules, config.site), day=None if day is None else day.date()
    )
    if as_json:
        report = [clash_report(one) for one in found]
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n")
        return
    _show(found, Console())


def _show(found: tuple[ClashFinding, ...], console: Console) -> None:
    last: date | None = None
    for one in found:
        if one.day != last:
            console.print(f"[bold]{day_in_words(one.day)}[/bold]", highlight=False)
            last = one.day
        console.print(f"  {escape(clash_sentence(one))}", highlight=False)
        console.print(f"  [dim]Rule {one.rule}, {escape(one.source)} ({escape(one.edition)})[/dim]")
    people = len({one.candidate.number for one in found})
    days = len({one.day for one in found})
    told = f"{len(found)} to arrange for {people} candidates on {days} days." if found else "Nobody clashes."
    console.print(told, highlight=False)
