"""``examday rota``: who invigilates where; proposed fairly, with what is lacking."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from msgspec import Struct
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hub.before.records import DutyRecord
from hub.before.rota import (
    RotaDoubt,
    RotaOptions,
    SessionNeeds,
    Workload,
    propose_rota,
    rota_doubts,
    session_needs,
)
from hub.before.rules_files import rules_by_day
from hub.before.session_plan import UnknownSessionError
from hub.config import DEFAULT_SITE, HubConfig, read_config
from hub.storage.plan_store import PlanStore
from shared.ids import parse_session_id


class _Book(Struct, frozen=True):
    """What the plan knows about duties."""

    needs: tuple[SessionNeeds, ...]
    asked: tuple[SessionNeeds, ...]
    unavailable: frozenset[tuple[str, str]]


def command(
    sessions: Annotated[
        list[str] | None, typer.Argument(help="For instance 2024-06-03-AM; none is all that are seated.")
    ] = None,
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
    propose: Annotated[
        bool, typer.Option("--propose", help="Fill the rota anew; duties given by hand stay.")
    ] = False,
    least: Annotated[int, typer.Option(min=1, max=10, help="Invigilators in each room, at least.")] = 1,
    reserves: Annotated[int, typer.Option(min=0, max=20, help="Reserves in the office.")] = 1,
    report: Annotated[int, typer.Option(min=0, max=180, help="Minutes before the start to report.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show the rota with its doubts, or propose one."""
    console = Console()
    options = RotaOptions(least_per_room=least, reserves=reserves, report_minutes=report)
    config = read_config(site)
    with PlanStore.open_existing(config.plan_file) as store:
        try:
            book = _book(store, config, sessions or [], options)
        except UnknownSessionError as error:
            console.print(f"[red]No rota.[/red] {escape(str(error))}", highlight=False)
            raise typer.Exit(1) from error
        people = tuple(store.invigilators().values())
        if propose:
            rota = propose_rota(
                book.asked,
                people,
                unavailable=book.unavailable,
                standing=store.duties(),
                options=options,
                others=book.needs,
            )
            for needs in book.asked:
                store.assign(needs.session, [d for d in rota.duties if d.session == needs.session])
        duties = store.duties()
        names = {person.id: person.name for person in people}
    doubts = rota_doubts(book.asked, duties, people, book.unavailable)
    if as_json:
        told = _report(book, duties, doubts, tuple(names))
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n")
    else:
        for needs in book.asked:
            console.print(_table(needs, duties, names))
        for doubt in doubts:
            console.print(f"[yellow]{doubt.session}[/yellow] {escape(doubt.text)}", highlight=False)
    if propose and rota.gaps:
        raise typer.Exit(1)


def _book(store: PlanStore, config: HubConfig, wanted: list[str], options: RotaOptions) -> _Book:
    rules = rules_by_day(config.rules, config.site)
    known = store.timetabling().sessions()
    for session in wanted:
        if session not in known:
            raise UnknownSessionError(
                f"The timetable has no session {session!r}. It has: {', '.join(known)}."
            )
    needs = [
        session_needs(store.session_plan(session), rules(parse_session_id(session)[0]), options)
        for session in known
    ]
    seated = tuple(found for found in needs if found is not None)
    asked = tuple(found for found in seated if not wanted or found.session in wanted)
    if not asked:
        raise UnknownSessionError("Nobody is seated there yet: run examday seat first.")
    gone = frozenset((row.invigilator_id, row.session) for row in store.unavailability())
    return _Book(seated, asked, gone)


def _table(needs: SessionNeeds, duties: tuple[DutyRecord, ...], names: dict[str, str]) -> Table:
    table = Table(
        title=f"Rota {needs.session}", title_justify="left", title_style="bold", header_style="bold"
    )
    table.add_column("Room")
    table.add_column("Candidates", justify="right")
    table.add_column("From")
    table.add_column("Until")
    table.add_column("People")
    here = [duty for duty in duties if duty.session == needs.session]
    for room in needs.rooms:
        table.add_row(
            escape(room.room_name),
            str(room.candidates),
            f"{room.since:%H:%M}",
            f"{room.until:%H:%M}",
            _people([duty for duty in here if duty.room_id == room.room_id], names),
        )
    table.add_row("Reserves", "", "", "", _people([duty for duty in here if not duty.room_id], names))
    return table


def _people(duties: list[DutyRecord], names: dict[str, str]) -> str:
    rank = {"lead": 0, "invigilator": 1, "facilitator": 2, "reserve": 3}
    ordered = sorted(duties, key=lambda d: (rank[d.role], d.invigilator_id))
    told = (f"{names.get(d.invigilator_id, d.invigilator_id)} ({d.role})" for d in ordered)
    return escape(", ".join(told)) or "–"


def _report(
    book: _Book, duties: tuple[DutyRecord, ...], doubts: tuple[RotaDoubt, ...], people: tuple[str, ...]
) -> dict[str, Any]:
    asked = {needs.session for needs in book.asked}
    return {
        "sessions": sorted(asked),
        "rooms": [
            {
                "session": room.session,
                "room": room.room_id,
                "candidates": room.candidates,
                "invigilators": room.invigilators,
                "facilitators": room.facilitators,
                "from": f"{room.since:%Y-%m-%dT%H:%M}",
                "until": f"{room.until:%Y-%m-%dT%H:%M}",
            }
            for needs in book.asked
            for room in needs.rooms
        ],
        "duties": [msgspec.to_builtins(duty) for duty in duties if duty.session in asked],
        "doubts": [msgspec.to_builtins(doubt) for doubt in doubts],
        "shares": [msgspec.to_builtins(share) for share in Workload(book.needs, duties).shares(people)],
    }
