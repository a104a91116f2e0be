"""``examday seat``: everybody who is entered for a session gets a seat."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hub.before.clashes import advice, clashes_in
from hub.before.rules_files import rules_by_day
from hub.before.seating import SeatingPlan, seat_session
from hub.before.session_plan import SessionPlan, UnknownSessionError
from hub.config import DEFAULT_SITE, ConfigError, read_config
from hub.storage.plan_store import PlanStore
from hub.storage.writer import StorageError
from shared.ids import parse_session_id
from shared.rules.faults import ProfileError
from shared.rules.profile import RulesProfile

MOST_NAMED = 20


def command(
    session: Annotated[str, typer.Argument(help="For instance 2024-06-03-AM.")],
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Move people without asking.")] = False,
) -> None:
    """Seat a session in candidate-number order and say who doesn't fit."""
    console = Console()
    try:
        config = read_config(site)
        with PlanStore.open_existing(config.plan_file) as store:
            plan = store.session_plan(session)
            seating = seat_session(plan)
            moved = seating.moved_from(plan.seatings)
            console.print(_rooms(plan, seating))
            day = parse_session_id(session)[0]
            _tell(plan, seating, moved, rules_by_day(config.rules, config.site)(day), console)
            if moved and not yes and not _agreed(len(moved)):
                console.print("The seating stays as it was. Add --yes to move them.")
                raise typer.Exit(1)
            store.seat(session, seating.seatings)
    except (UnknownSessionError, ConfigError, ProfileError, StorageError, OSError) as error:
        console.print(f"[red]Nobody was seated.[/red] {escape(str(error))}", highlight=False)
        raise typer.Exit(1) from error
    seated = len({s.number for s in seating.seatings})
    console.print(f"[green]{seated} candidates seated[/green] for {session}.", highlight=False)
    if seating.unplaced:
        raise typer.Exit(1)


def _rooms(plan: SessionPlan, seating: SeatingPlan) -> Table:
    table = Table(
        title=f"Seating {plan.session}", title_justify="left", title_style="bold", header_style="bold"
    )
    table.add_column("Room")
    table.add_column("Kept for")
    table.add_column("Seats", justify="right")
    table.add_column("Taken", justify="right")
    table.add_column("Components")
    for room in plan.rooms:
        here = [s for s in seating.seatings if s.room_id == room.id]
        papers = Counter(s.component_id for s in here)
        kept = ", ".join(kind.value.replace("_", " ") for kind in room.serves)
        told = ", ".join(f"{component} ({count})" for component, count in sorted(papers.items()))
        taken = len({s.seat for s in here})
        table.add_row(escape(room.name), kept or "–", str(len(room.seats)), str(taken), escape(told) or "–")
    return table


def _tell(
    plan: SessionPlan, seating: SeatingPlan, moved: tuple[str, ...], rules: RulesProfile, console: Console
) -> None:
    names = {c.number: c.register_name for c in plan.sitting_candidates()}
    for unplaced in seating.unplaced[:MOST_NAMED]:
        told = f"for {unplaced.number} {names[unplaced.number]}: {unplaced.reason}."
        console.print(f"[red]No seat[/red] {escape(told)}", highlight=False)
    if len(seating.unplaced) > MOST_NAMED:
        console.print(f"… and {len(seating.unplaced) - MOST_NAMED} more without a seat.", style="red")
    for clash in clashes_in(plan.timetabling, plan.session):
        console.print(f"[yellow]Clash[/yellow] {escape(clash.sentence)}", highlight=False)
    for sentence in advice(plan.timetabling, rules, plan.session[:10]):
        console.print(f"[yellow]The day[/yellow] {escape(sentence)}", highlight=False)
    if moved:
        told = "; ".join(f"{number} {escape(names[number])}" for number in moved[:MOST_NAMED])
        more = " …" if len(moved) > MOST_NAMED else ""
        console.print(
            f"[yellow]Another seat than before[/yellow] for {len(moved)}: {told}{more}", highlight=False
        )


def _agreed(moved: int) -> bool:
    return sys.stdin.isatty() and typer.confirm(
        f"Move {moved} candidates? Tags printed before are then wrong"
    )
