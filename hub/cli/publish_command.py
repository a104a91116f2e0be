"""``examday publish``: freeze a session's plan as the pack that tablets fetch and paper is printed from."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from hub.before.packs import PackError, PackShelf
from hub.before.rules_files import rules_by_day
from hub.before.session_plan import UnknownSessionError
from hub.config import CONFIG_FILE, DEFAULT_SITE, ConfigError, HubConfig, read_config
from hub.storage.plan_store import PlanStore
from hub.storage.writer import StorageError
from provisioning.authority import TAG_KEY_ID
from provisioning.key_files import KeyFileError, signing_key
from shared.canonical import short_digest
from shared.plan.pack import TagKeys
from shared.rules.faults import ProfileError

NOBODY = HubConfig(site=Path(DEFAULT_SITE)).centre
"""Whose site it is until somebody says so."""


def command(
    session: Annotated[str, typer.Argument(help="For instance 2024-06-03-AM.")],
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
) -> None:
    """Publish a session: its plan becomes a pack that never changes; a later change is a new version."""
    console = Console()
    try:
        config = read_config(site)
        with PlanStore.open_existing(config.plan_file) as plan:
            shelf = open_shelf(config, plan)
            before = shelf.latest(session)
            unseated = plan.session_plan(session).unseated()
            pack = shelf.publish(session, datetime.now(UTC))
    except (
        UnknownSessionError,
        PackError,
        ProfileError,
        KeyFileError,
        StorageError,
        ConfigError,
        OSError,
    ) as error:
        console.print(f"[red]Nothing was published.[/red] {escape(str(error))}", highlight=False)
        raise typer.Exit(1) from error
    if pack.centre.number == NOBODY.number:
        told = f"The centre's number and name are not told yet: write them into {config.site / CONFIG_FILE}."
        console.print(f"[yellow]{escape(told)}[/yellow]", highlight=False)
    if unseated:
        told = "1 entry has" if len(unseated) == 1 else f"{len(unseated)} entries have"
        console.print(f"[yellow]{told} no seat yet:[/yellow] examday seat {session}", highlight=False)
    told = f"{session} version {pack.version} ({short_digest(pack.published_hash)})"
    if before is not None and before.version == pack.version:
        console.print(f"Nothing has changed since {told}.", highlight=False)
        return
    console.print(
        f"[green]Published[/green] {told}: {len(pack.candidates)} candidates, "
        f"{len(pack.session.components)} components, {len(pack.rooms)} rooms, rules {pack.rules.id}.",
        highlight=False,
    )


def open_shelf(config: HubConfig, plan: PlanStore) -> PackShelf:
    """The site's packs, without opening its journal. Raises KeyFileError, ProfileError."""
    return PackShelf(
        config.packs,
        plan,
        centre=plan.centre() or config.centre,
        rules=rules_by_day(config.rules, config.site),
        tag_keys=tag_keys(config),
    )


def tag_keys(config: HubConfig) -> TagKeys:
    """The public half of the key that signs the site's tags; made when the site has none yet."""
    config.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = signing_key(config.keys / "tags.key", secrets.token_bytes)
    return {TAG_KEY_ID: key.public.text}
