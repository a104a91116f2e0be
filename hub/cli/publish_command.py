"""``examday publish``: freeze a session's plan as the pack that tablets fetch and paper is printed from."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from hub.before.pack_difference_lines import PackDifferences
from hub.before.pack_differences import is_same_plan, pack_differences
from hub.before.packs import PackError, PackShelf
from hub.before.publish_checks import publish_checks
from hub.before.rules_files import rules_by_day
from hub.before.session_plan import UnknownSessionError
from hub.cli.publish_screen import show_checks, show_differences
from hub.config import DEFAULT_SITE, ConfigError, HubConfig, read_config
from hub.storage.plan_store import PlanStore
from hub.storage.writer import StorageError
from provisioning.authority import TAG_KEY_ID
from provisioning.key_files import KeyFileError, signing_key
from shared.canonical import short_digest
from shared.plan.pack import SessionPack, TagKeys
from shared.rules.faults import ProfileError


def command(
    session: Annotated[str, typer.Argument(help="For instance 2024-06-03-AM.")],
    site: Annotated[Path, typer.Option(help="The site's folder.")] = Path(DEFAULT_SITE),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change for the tablets, publish nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Publish a session: its plan becomes a pack that never changes; a later change is a new version.

    Shows first what is another one than in the version before, and what to look at.
    """
    console = Console(stderr=as_json)
    try:
        told = _publish(session, read_config(site), console, dry_run=dry_run)
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
    if as_json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(told)).decode() + "\n")


def _publish(session: str, config: HubConfig, console: Console, *, dry_run: bool) -> dict[str, Any]:
    """Show, publish, and say it; the same as plain data."""
    with PlanStore.open_existing(config.plan_file) as plan:
        shelf = open_shelf(config, plan)
        now = datetime.now(UTC)
        before = shelf.latest(session)
        draft = shelf.draft(session, now)
        checks = publish_checks(plan.session_plan(session), draft)
        differences = pack_differences(before, draft) if before is not None else PackDifferences()
        show_checks(checks, console)
        show_differences(differences, console)
        pack = None if dry_run else shelf.publish(session, now)
    is_new = before is None or not is_same_plan(draft, before)
    told = pack or before
    if pack is None:
        would = "would be published" if is_new else "has not changed"
        console.print(f"Dry run: {session} {would}. Nothing was written.", highlight=False)
    else:
        _say(pack, console, is_new=is_new)
    return {
        "session": session,
        "version": told.version if told else 0,
        "content_hash": told.published_hash if told else "",
        "is_new": is_new,
        "published": pack is not None and is_new,
        "checks": checks,
        "differences": differences.report(),
    }


def _say(pack: SessionPack, console: Console, *, is_new: bool) -> None:
    told = f"{pack.session.id} version {pack.version} ({short_digest(pack.published_hash)})"
    if not is_new:
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
