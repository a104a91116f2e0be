"""``examday seat``: everybody who is entered for a session gets a seat."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from hub.before.clashes import check_clashes
from hub.before.rules_files import rules_by_day
from hub.before.seating import (
    Apart,
    Corner,
    Flow,
    Order,
    Scope,
    SeatingOptions,
    SeatingPlan,
    clone_seating,
    seat_session,
    seating_warnings,
)
from hub.before.session_plan import SessionPlan, UnknownSessionError
from hub.cli.seat_screen import Outcome, show
from hub.config import DEFAULT_SITE, ConfigError, read_config
from hub.storage.plan_store import PlanStore
from hub.storage.writer import StorageError
from shared.ids import parse_session_id
from shared.rules.faults import ProfileError


def command(
    session: Annotated[str, typer.Argument(help="For instance 2024-06-03-AM.")],
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Move people without asking.")] = False,
    order: Annotated[Order | None, typer.Option(help="In which order candidates follow one another.")] = None,
    corner: Annotated[Corner | None, typer.Option(help="Where the first one sits, facing the front.")] = None,
    flow: Annotated[Flow | None, typer.Option(help="How the walk goes on from there.")] = None,
    apart: Annotated[Apart | None, typer.Option(help="How papers in one room are kept apart.")] = None,
    spare: Annotated[int | None, typer.Option(min=0, max=500, help="Seats left free in each room.")] = None,
    spare_percent: Annotated[int | None, typer.Option(min=0, max=90, help="… or per cent of them.")] = None,
    room: Annotated[list[str] | None, typer.Option(help="Use only these rooms, in this order.")] = None,
    extra_time: Annotated[
        bool | None,
        typer.Option("--extra-time-together/--extra-time-anywhere", help="Same extra time together."),
    ] = None,
    alone: Annotated[
        bool | None,
        typer.Option("--separate-alone/--separate-share", help="Who sits apart has the room alone."),
    ] = None,
    readers: Annotated[
        bool | None,
        typer.Option("--readers-by-paper/--readers-mixed", help="Readers share only with the same paper."),
    ] = None,
    new_only: Annotated[bool, typer.Option("--new-only", help="Leave everybody where they sit.")] = False,
    clone: Annotated[str, typer.Option(help="Take over the seats of this session.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Seat a session and say for everybody why they sit there, or why they have no seat.

    What is not said stays as it was chosen for this session before. Seats chosen by hand are never moved.
    """
    console = Console()
    given = {
        "order": order,
        "corner": corner,
        "flow": flow,
        "apart": apart,
        "spare_seats": spare,
        "spare_percent": spare_percent,
        "rooms": None if room is None else tuple(room),
        "extra_time_together": extra_time,
        "separate_alone": alone,
        "readers_by_component": readers,
        "scope": Scope.NEW if new_only else Scope.ALL,
    }
    try:
        config = read_config(site)
        with PlanStore.open_existing(config.plan_file) as store:
            plan = store.session_plan(session)
            known = {name: value for name, value in given.items() if value is not None}
            options = msgspec.structs.replace(store.seating_options(session), **known)
            _check_rooms(plan, options)
            seating, differences = _proposal(store, plan, options, clone)
            day = parse_session_id(session)[0]
            outcome = _outcome(
                plan, seating, options, rules_by_day(config.rules, config.site), day, differences
            )
            if not as_json:
                show(outcome, console)
            agreed = yes or not outcome.moved or (not as_json and not dry_run and _agreed(len(outcome.moved)))
            written = agreed and not dry_run
            if written:
                store.seat(session, seating.seatings)
                store.set_seating_options(session, msgspec.structs.replace(options, scope=Scope.ALL))
    except (UnknownSessionError, ConfigError, ProfileError, StorageError, OSError) as error:
        console.print(f"[red]Nobody was seated.[/red] {escape(str(error))}", highlight=False)
        raise typer.Exit(1) from error
    if as_json:
        _print_json(outcome.report(written=written))
    elif written:
        console.print(f"[green]{outcome.seated} candidates seated[/green] for {session}.", highlight=False)
    else:
        console.print(
            "Nothing was written." if dry_run else "The seating stays as it was. Add --yes to move them."
        )
    if seating.unplaced or not (written or dry_run):
        raise typer.Exit(1)


def _proposal(
    store: PlanStore, plan: SessionPlan, options: SeatingOptions, clone: str
) -> tuple[SeatingPlan, tuple[str, ...]]:
    if not clone:
        return seat_session(plan, options), ()
    other = store.seatings(clone)
    if not other:
        raise UnknownSessionError(f"Nobody is seated in {clone!r}, so there is nothing to take over.")
    cloned = clone_seating(plan, other, options)
    return cloned.plan, cloned.differences


def _outcome(
    plan: SessionPlan,
    seating: SeatingPlan,
    options: SeatingOptions,
    rules: Any,  # noqa: ANN401 - rules of a day, as hub.before.rules_files gives them
    day: date,
    differences: tuple[str, ...],
) -> Outcome:
    return Outcome(
        plan=plan,
        seating=seating,
        moved=seating.moved_from(plan.seatings),
        clashes=check_clashes(plan.timetabling, rules, day=day),
        warnings=seating_warnings(plan, seating.seatings, rules(day), options),
        differences=differences,
    )


def _check_rooms(plan: SessionPlan, options: SeatingOptions) -> None:
    unknown = [wanted for wanted in options.rooms if all(room.id != wanted for room in plan.rooms)]
    if unknown:
        known = ", ".join(room.id for room in plan.rooms) or "none yet"
        raise UnknownSessionError(f"There is no room {unknown[0]!r}. There are: {known}.")


def _print_json(report: dict[str, Any]) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n")


def _agreed(moved: int) -> bool:
    return sys.stdin.isatty() and typer.confirm(
        f"Move {moved} candidates? Tags printed before are then wrong"
    )
