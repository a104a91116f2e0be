"""What commands read of a site's files, beside a running hub: the published plan and the record."""

from __future__ import annotations

import sqlite3

from msgspec import Struct

from hub.cli.publish_command import open_shelf
from hub.config import HubConfig
from hub.storage.journal import journal_row, read_back
from hub.storage.plan_store import PlanStore
from hub.storage.writer import reading
from shared.canonical import GENESIS
from shared.plan.pack import SessionPack
from shared.record.facts import Fact


class SiteReadingError(Exception):
    """The site doesn't hold what was asked for; the text says what it holds."""


class Recorded(Struct, frozen=True, kw_only=True):
    """The facts of one session; how many rows the journal has, and the hash of the last one."""

    facts: tuple[Fact, ...]
    rows: int
    head: str


def published_pack(config: HubConfig, session: str) -> SessionPack:
    """The latest published plan of ``session``, or of the only one there is. Raises SiteReadingError."""
    if not config.packs.is_dir():
        raise SiteReadingError(
            f"{config.site} holds no published session. Publish one first: examday publish."
        )
    with PlanStore.open(config.plan_file) as plan:
        shelf = open_shelf(config, plan)
        published = shelf.sessions()
        wanted = session or (published[0] if len(published) == 1 else "")
        pack = shelf.latest(wanted) if wanted in published else None
    if pack is None:
        known = ", ".join(published) or "none"
        asked = f"{session} isn't published" if session else "Say which session with --session"
        raise SiteReadingError(f"{asked}. Published in {config.site}: {known}.")
    return pack


def record_of(config: HubConfig, session: str) -> Recorded:
    """What the journal holds of ``session``; of the site where it is empty. Raises SiteReadingError."""
    if not config.journal_file.is_file():
        raise SiteReadingError(f"{config.site} has no journal yet: nothing was recorded.")
    try:
        with reading(config.journal_file) as db:
            journal_id = str(db.table("meta").get("journal_id")["value"])
            rows = [journal_row(row) for row in db.table("journal").rows_where(order_by="hub_seq")]
    except sqlite3.Error as error:
        raise SiteReadingError(f"{config.journal_file} can't be read as a journal: {error}.") from error
    facts = tuple(
        Fact(envelope=one.envelope, journal=journal_id, hub_seq=one.row.hub_seq)
        for one in read_back(rows)
        if one.envelope.session == session
    )
    last = rows[-1] if rows else None
    return Recorded(facts=facts, rows=last.hub_seq if last else 0, head=last.row_hash if last else GENESIS)
