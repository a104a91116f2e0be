"""``examday print``: tags, plans, registers and lists of a published session as PDF, beside a running hub."""

from __future__ import annotations

import hashlib
import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from hub.before.packs import PackError
from hub.before.series import series_packs
from hub.bootstrap import local_addresses
from hub.cli.publish_command import open_shelf
from hub.cli.site_reading import SiteReadingError, published_pack, record_of
from hub.config import DEFAULT_SITE, ConfigError, HubConfig, read_config
from hub.printing import DOCUMENTS, SHEETS, Choice, HubPlace, PrintError, Printing, sheet_named
from hub.storage.journal import DamagedJournalError
from hub.storage.plan_store import PlanStore
from hub.storage.writer import StorageError
from provisioning.key_files import KeyFileError, signing_key
from shared.canonical import GENESIS
from shared.plan.pack import SessionPack
from shared.protocol.signing import SigningKey
from shared.record.facts import Fact
from shared.record.fold import project
from shared.rules.faults import ProfileError


def command(
    what: Annotated[str, typer.Argument(help=f"One of: {', '.join(DOCUMENTS)}.")],
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
    session: Annotated[
        str, typer.Option(help="For instance 2024-06-03-AM; may be left out where only one is published.")
    ] = "",
    room: Annotated[str, typer.Option(help="Only this room, by its name or identifier.")] = "",
    component: Annotated[str, typer.Option(help="Only this component, for instance AQA:8300/2F.")] = "",
    candidate: Annotated[
        list[str] | None,
        typer.Option(help="Only this candidate's timetable, by candidate number; may be repeated."),
    ] = None,
    sheet: Annotated[str, typer.Option(help=f"Label sheet: {', '.join(SHEETS)}.")] = SHEETS[0],
    start_label: Annotated[
        int, typer.Option(min=1, help="The first label still on the sheet, counted along the rows.")
    ] = 1,
    crop_marks: Annotated[bool, typer.Option(help="Lines for the knife round the labels.")] = False,
    shift_right: Annotated[float, typer.Option(help="Move labels right by so many millimetres.")] = 0.0,
    shift_down: Annotated[float, typer.Option(help="Move labels down by so many millimetres.")] = 0.0,
    cards: Annotated[int, typer.Option(help="Desk cards on a page: 2 or 4.")] = 4,
    recorded: Annotated[
        bool, typer.Option("--recorded/--planned", help="Plans and registers as it really was.")
    ] = False,
) -> None:
    """Write documents of a published session into the site's print folder."""
    console = Console(soft_wrap=True, highlight=False)
    try:
        config = read_config(site)
        pack = published_pack(config, session)
        kind = sheet_named(what)
        needed = recorded or (kind is not None and kind.needs_record)
        record = record_of(config, pack.session.id) if needed else None
        register = project(pack, record.facts) if record else None
        facts, head = (list(record.facts), (record.rows, record.head)) if record else ([], (0, GENESIS))
        printing = _printing(config, head, facts)
        choice = Choice(
            rooms=(_room_id(pack, room),) if room else (),
            component=component or None,
            numbers=tuple(candidate or ()),
            cards_per_page=cards,
            sheet=sheet,
            start_label=start_label,
            crop_marks=crop_marks,
            right_mm=shift_right,
            down_mm=shift_down,
        )
        missing: list[str] = []
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Printing", total=None)
            files = printing.make(
                what,
                pack,
                register,
                choice,
                told=lambda made, of: progress.update(task, completed=made, total=of),
                left_out=missing.append,
            )
    except (
        ConfigError,
        DamagedJournalError,
        KeyFileError,
        OSError,
        PackError,
        PrintError,
        ProfileError,
        SiteReadingError,
        StorageError,
    ) as error:
        console.print(f"[red]Nothing was printed.[/red] {escape(str(error))}")
        raise typer.Exit(1) from error
    for file in files:
        console.print(str(file), markup=False)
    for line in (*missing, *printing.warnings(what, pack, choice)):
        # Beside the list of files, so that a script that reads it is not confused.
        Console(stderr=True, highlight=False).print(line, markup=False)


def _room_id(pack: SessionPack, wanted: str) -> str:
    """The room's identifier from its identifier or its name, however it is capitalised."""
    for room in pack.rooms:
        if wanted.casefold() in (room.id.casefold(), room.name.casefold()):
            return room.id
    known = ", ".join(f"{r.name} ({r.id})" for r in pack.rooms)
    raise PrintError(f"{pack.session.id} has no room {wanted!r}. It has {known}.")


def _printing(config: HubConfig, head: tuple[int, str], facts: list[Fact]) -> Printing:
    return Printing(
        config.print_folder,
        now=lambda: datetime.now(UTC),
        tag_key=_key(config.keys / "tags.key"),
        hub_key=_key(config.keys / "hub.key"),
        journal=lambda: head,
        series=lambda: _series(config),
        photo=lambda wanted: _photo(config, wanted),
        place=lambda: _place(config),
        facts=lambda _: facts,
    )


def _series(config: HubConfig) -> tuple[SessionPack, ...]:
    with PlanStore.open(config.plan_file) as plan:
        return series_packs(plan, open_shelf(config, plan), datetime.now(UTC))


def _photo(config: HubConfig, wanted: str) -> bytes | None:
    file = config.photos / f"{wanted}.jpg"
    return file.read_bytes() if file.is_file() else None


def _place(config: HubConfig) -> HubPlace | None:
    """Where the hub will be found, as far as its files tell; None before it was ever started."""
    certificate = config.keys / "ca.pem"
    if not certificate.is_file():
        return None
    der = ssl.PEM_cert_to_DER_cert(certificate.read_text(encoding="ascii"))
    addresses = config.addresses or local_addresses()
    return HubPlace(addresses=addresses, port=config.port, fingerprint=hashlib.sha256(der).hexdigest())


def _key(file: Path) -> SigningKey | None:
    # An existing file is only read: nothing is drawn.
    return signing_key(file, bytes) if file.is_file() else None
