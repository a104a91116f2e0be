"""``examday preflight``: is everything ready for a session? The hub may go on running."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hub.before.pack_differences import is_same_plan
from hub.before.packs import PackShelf
from hub.before.preflight import PaperFallbackFacts, PreflightFacts, PreflightLine, preflight, worst
from hub.before.readiness import free_disk_mb, printed_versions, tablet_facts
from hub.before.rules_files import rules_by_day
from hub.before.session_plan import UnknownSessionError
from hub.config import DEFAULT_SITE, HubConfig, read_config
from hub.during.health_board import DeviceHealth, HealthBoard
from hub.storage.device_store import devices_in, health_in
from hub.storage.plan_store import PlanStore
from hub.storage.site_copy import last_copy
from provisioning.authority import certificate_end

MARKS: Final = {"good": "[green]✓[/green]", "look": "[yellow]![/yellow]", "stop": "[red]✗[/red]"}
NOT_READY: Final = 1


def command(
    session: Annotated[str, typer.Argument(help="The session, for instance 2024-06-03-AM.")],
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
    as_json: Annotated[bool, typer.Option("--json", help="Write the lines as JSON.")] = False,
) -> None:
    """Check everything that a session needs, line by line; exit 1 where something has to be done first."""
    try:
        lines = preflight(_facts(read_config(site), session))
    except UnknownSessionError as error:
        Console(stderr=True).print(str(error), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(NOT_READY) from error
    if as_json:
        told = {"session": session, "state": worst(lines), "lines": lines}
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n")
    else:
        _show(lines)
    if worst(lines) == "stop":
        raise typer.Exit(NOT_READY)


def _facts(config: HubConfig, session: str) -> PreflightFacts:
    now = datetime.now(UTC)
    with PlanStore.open_existing(config.plan_file) as plan:
        shelf = PackShelf(
            config.packs,
            plan,
            centre=plan.centre() or config.centre,
            rules=rules_by_day(config.rules, config.site),
            tag_keys={},
        )
        pack = shelf.latest(session)
        known = session in plan.timetabling().sessions()
        if pack is None and not known:
            raise UnknownSessionError(f"There is no session {session!r} in the plan.")
        moved_on = pack is not None and known and not is_same_plan(
            msgspec.structs.replace(shelf.draft(session, now), tag_keys=pack.tag_keys), pack
        )  # fmt: skip
    return PreflightFacts(
        session=session,
        now=now,
        pack=pack,
        plan_moved_on=moved_on,
        tablets=tablet_facts(_health(config.journal_file), session),
        printed=printed_versions(config.print_folder, session),
        fallback=_fallback(config),
        free_disk_mb=free_disk_mb(config.site),
        backup_at=last_copy(config.site),
        certificate_until=certificate_end(config.keys),
    )


def _health(journal: Path) -> list[DeviceHealth]:
    """How the tablets were when the hub kept it last, at most half a minute ago while it runs."""
    if not journal.is_file():
        return []
    board = HealthBoard(lambda: datetime.now(UTC), lambda _: None, kept=health_in(journal))
    return [board.of(device) for device in devices_in(journal)]


def _fallback(config: HubConfig) -> PaperFallbackFacts:
    folder = Path(config.fallback) if config.fallback else None
    is_there = folder is not None and folder.is_dir()
    return PaperFallbackFacts(
        folder=config.fallback,
        fault="" if folder is None or is_there else f"{folder} is not there.",
        same_disk=is_there and folder.stat().st_dev == config.site.stat().st_dev,  # type: ignore[union-attr]
    )


def _show(lines: tuple[PreflightLine, ...]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(width=1)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for line in lines:
        told = escape(line.what) + (f"\n[bold]{escape(line.todo)}[/bold]" if line.todo else "")
        if line.who:
            told += f"\n[dim]{escape(', '.join(line.who))}[/dim]"
        table.add_row(MARKS[line.state], line.title, told)
    Console().print(table, highlight=False)
