"""What commands read of a site's files, beside a running hub: the published plan and the record."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from msgspec import Struct

from hub.cli.publish_command import open_shelf
from hub.config import HubConfig
from hub.storage.journal import read_back
from hub.storage.plan_store import PlanStore
from hub.storage.writer import reading
from shared.canonical import GENESIS
from shared.plan.pack import SessionPack
from shared.record.chain import JournalRow
from shared.record.facts import Fact


class SiteReadingError(Exception):
    """The site doesn't hold what was asked for; the text says what it holds."""


class Recorded(Struct, frozen=True, kw_only=True):
    """The facts of one session, and the hash of the journal's last row."""

    facts: tuple[Fact, ...]
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
            rows = [
                JournalRow(hub_seq=seq, received_at=datetime.fromisoformat(at), jws=jws, row_hash=linked)
                for seq, at, jws, linked in db.execute(
                    "SELECT hub_seq, received_at, jws, row_hash FROM journal ORDER BY hub_seq"
                )
            ]
    except sqlite3.Error as error:
        raise SiteReadingError(f"{config.journal_file} can't be read as a journal: {error}.") from error
    facts = tuple(
        Fact(envelope=one.envelope, journal=journal_id, hub_seq=one.row.hub_seq)
        for one in read_back(rows)
        if one.envelope.session == session
    )
    return Recorded(facts=facts, head=rows[-1].row_hash if rows else GENESIS)
