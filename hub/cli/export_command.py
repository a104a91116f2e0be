"""``examday export``: a table of the hub as a CSV file or an Excel workbook, beside a running hub."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hub.cli.site_reading import SiteReadingError, published_pack, record_of
from hub.config import DEFAULT_SITE, HubConfig, read_config
from hub.during.office import SITE
from hub.storage.plan_store import PlanStore
from hub.web.office.refusals import NotThere, NotUsable
from hub.web.office.tables.catalogue import TABLES, table_named
from hub.web.office.tables.table import Narrowed, SessionFacts, Source, TableKind
from hub.web.office.tables.writing import FileKind, file_name, table_file
from shared.record.facts import Fact
from shared.record.fold import project


def command(
    table: Annotated[str, typer.Argument(help="Which table; left out: the list of all of them.")] = "",
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
    session: Annotated[
        str, typer.Option(help="For instance 2024-06-03-AM; may be left out where only one is published.")
    ] = "",
    room: Annotated[str, typer.Option(help="Only this room, by its identifier.")] = "",
    component: Annotated[str, typer.Option(help="Only this component, for instance AQA:8300/2F.")] = "",
    workbook: Annotated[
        bool, typer.Option("--xlsx/--csv", help="An Excel workbook, or a CSV file in UTF-8.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write; left out: in this folder, under the table's name."),
    ] = None,
    restricted: Annotated[
        bool, typer.Option("--restricted", help="With what only officers read, and with notes.")
    ] = False,
) -> None:
    """Write one table of the hub to a file."""
    console = Console(soft_wrap=True, highlight=False)
    if not table:
        console.print(_catalogue())
        return
    try:
        kind = table_named(table)
        config = read_config(site)
        narrowed = Narrowed(room=room, component=component)
        source_of = _of_session if kind.of_session else _of_site
        with PlanStore.open(config.plan_file) as plan:
            source = source_of(config, plan, session, narrowed, restricted)
            rows = kind.read(source)
            form: FileKind = "xlsx" if workbook else "csv"
            named = source.session.pack.session.id if source.session else ""
            file = out or Path(file_name(kind, form, named, narrowed))
            file.write_bytes(table_file(kind, rows, source.zone, form))
    except (NotThere, NotUsable, SiteReadingError) as error:
        console.print(f"Nothing was exported. {error}", markup=False)
        raise typer.Exit(1) from error
    Console(stderr=True, highlight=False).print(_told(kind, len(rows)), markup=False)
    console.print(str(file), markup=False)


def _of_session(
    config: HubConfig, plan: PlanStore, session: str, narrowed: Narrowed, restricted: bool
) -> Source:
    pack = published_pack(config, session)
    facts = record_of(config, pack.session.id).facts if config.journal_file.is_file() else ()
    held = SessionFacts(pack=pack, register=project(pack, facts), facts=facts)
    zone = pack.centre.time_zone
    return Source(plan=plan, zone=zone, restricted=restricted, session=held, narrowed=narrowed)


def _of_site(
    config: HubConfig, plan: PlanStore, session: str, narrowed: Narrowed, restricted: bool
) -> Source:
    facts: tuple[Fact, ...] = ()
    if config.journal_file.is_file():
        facts = record_of(config, SITE).facts
    centre = plan.centre() or config.centre
    zone = centre.time_zone
    return Source(plan=plan, zone=zone, restricted=restricted, site_facts=facts, narrowed=narrowed)


def _catalogue() -> Table:
    listed = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("Table", "What it holds"):
        listed.add_column(heading, justify="left")
    for kind in TABLES.values():
        listed.add_row(kind.name, kind.sentence)
    return listed


def _told(kind: TableKind, rows: int) -> str:
    return f"{kind.title}: {rows} {'row' if rows == 1 else 'rows'}."
