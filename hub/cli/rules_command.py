"""``examday rules``: which numbers hold here and where they come from, and what is wrong with a file."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hub.before.rules_files import (
    centre_rules,
    check_rules_file,
    load_profile,
    profile_for,
    profile_names,
    site_profile,
)
from hub.config import CONFIG_FILE, DEFAULT_SITE, read_config
from shared.rules.faults import ProfileError
from shared.rules.numbers import NUMBERS, RuledNumber
from shared.rules.override import OVERRIDE_FILE, CentreRules
from shared.rules.profile import RulesProfile

command = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


@command.callback()
def rules() -> None:
    """Show the rules that hold here, or check a file with rules."""


@command.command()
def show(
    profile: Annotated[
        str, typer.Argument(help="A profile's name; without one, the site's or today's.")
    ] = "",
    site: Annotated[
        Path | None, typer.Option(help="The site's folder; its own numbers are laid over the profile.")
    ] = None,
) -> None:
    """Every number with its unit, source, edition and confidence, and what the centre changed."""
    console = Console()
    folder = site if site is not None else _site_here()
    shown = _wanted(profile, folder)
    console.print(f"[bold]{escape(shown.title)}[/bold]", highlight=False)
    console.print(
        f"{escape(shown.id)} · {shown.valid_from} to {shown.valid_to}", style="dim", highlight=False
    )
    console.print(_numbers(shown))
    if shown.boards:
        console.print(_boards(shown))
    days = ", ".join(f"{day:%a} {day.day} {day:%b %Y}" for day in shown.holidays) or "none"
    console.print(f"[bold]Holidays[/bold] {days}", highlight=False)
    console.print(f"[bold]Retention[/bold] {escape(' '.join(shown.retention.text.split()))}", highlight=False)
    _tell_changes(shown, folder, console)
    others = ", ".join(name for name in profile_names() if name != shown.id)
    console.print(f"Other profiles: {others}", style="dim", highlight=False)


@command.command()
def check(
    file: Annotated[Path, typer.Argument(help="A whole profile, or a centre's rules.toml.")],
) -> None:
    """Say everything that is wrong with a rules file; exit 1 if there is anything."""
    console = Console(soft_wrap=True)
    try:
        read = check_rules_file(file)
    except ProfileError as error:
        for line in str(error).splitlines():
            console.print(f"[red]✗[/red] {escape(line)}", highlight=False)
        count = len(error.faults) or 1
        console.print(f"{count} {'fault' if count == 1 else 'faults'}.", highlight=False)
        raise typer.Exit(1) from error
    if isinstance(read, CentreRules):
        changes = len(read.numbers) + len(read.boards) + bool(read.holidays) + bool(read.retention)
        told = f"{changes} changes to {read.base or 'whichever profile is used'}"
    else:
        told = f"{read.title}, {len(list(read.numbers()))} numbers"
    console.print(f"[green]✓[/green] {escape(str(file))}: {escape(told)}", highlight=False)


def _site_here() -> Path | None:
    """The default site, where there is one."""
    here = Path(DEFAULT_SITE)
    return here if (here / CONFIG_FILE).is_file() else None


def _wanted(name: str, site: Path | None) -> RulesProfile:
    chosen = name or (read_config(site).rules if site else "") or profile_for(date.today()).id
    return site_profile(chosen, site) if site else load_profile(chosen)


def _numbers(profile: RulesProfile) -> Table:
    table = Table(header_style="bold", pad_edge=False, box=None)
    table.add_column("")
    table.add_column("Rule", justify="right", style="dim")
    table.add_column("What", ratio=5)
    table.add_column("Value", justify="right", no_wrap=True)
    table.add_column("Source", ratio=6)
    table.add_column("Edition", ratio=2)
    table.add_column("Conf.", justify="center")
    for key, number in profile.numbers():
        kind, changed = NUMBERS[key], profile.override_of(key)
        mark = "[yellow]●[/yellow]" if changed else ""
        source = (
            f"{escape(number.source)} [dim](was {escape(changed.was)})[/dim]"
            if changed
            else escape(number.source)
        )
        table.add_row(
            mark,
            str(kind.rule or "–"),
            f"{escape(kind.title)}\n[dim]{key}[/dim]",
            _value(number, kind.unit),
            source,
            escape(number.edition),
            _confidence(number.confidence),
        )
    return table


def _value(number: RuledNumber, unit: str) -> str:
    unit = unit.removesuffix("s") if number.value == 1 else unit
    return f"{number.value} {unit}" if number.applies else f"[dim]{number.value} {unit}\nnot applied[/dim]"


def _confidence(letter: str) -> str:
    return "[yellow]C check[/yellow]" if letter == "C" else letter


def _boards(profile: RulesProfile) -> Table:
    table = Table(header_style="bold", pad_edge=False, box=None)
    for name in (
        "Board",
        "Absent",
        "Transferred",
        "Treasury tags",
        "Scripts an envelope",
        "Packing",
        "Conf.",
    ):
        table.add_column(name, no_wrap=name == "Board")
    for name, board in sorted(profile.boards.items()):
        tags = {True: "yes", False: "no", None: "not known"}[board.treasury_tags]
        table.add_row(
            escape(name),
            escape(board.absent_code),
            escape(board.transferred_code),
            tags,
            str(board.scripts_per_envelope),
            escape(board.packing_hint) or "–",
            _confidence(board.confidence),
        )
    return table


def _tell_changes(profile: RulesProfile, site: Path | None, console: Console) -> None:
    if site is None:
        return
    centre = centre_rules(site)
    file = escape(str(site / OVERRIDE_FILE))
    if centre is None:
        console.print(f"This centre changes nothing ({file} would say so).", highlight=False)
    elif not centre.applies_to(profile):
        told = f"[yellow]{file} is for {escape(centre.base)} and changes nothing here.[/yellow]"
        console.print(told, highlight=False)
    else:
        console.print(f"[yellow]●[/yellow] [bold]Changed by this centre[/bold] ({file})", highlight=False)
        for o in profile.overrides:
            was, now = (textwrap.shorten(text, 60, placeholder=" …") for text in (o.was, o.now))
            told = f"  {o.key}: {was} → {now} · {o.reason}"
            console.print(escape(told), highlight=False)
