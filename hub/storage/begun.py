"""What the office began that changes another file than the journal, until its fact stands there."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct
from sqlite_utils import Database


class Begun(Struct, frozen=True, kw_only=True):
    """Who was about to do what; ``about`` names what was to be changed, never what was typed."""

    begun_id: int
    began_at: datetime
    actor: str
    what: str
    about: dict[str, str]


def keep_begun(db: Database, now: datetime, actor: str, what: str, about: dict[str, str]) -> int:
    """Keep it until :func:`forget_begun`; its number."""
    done = db.execute(
        "INSERT INTO begun (began_at, actor, what, about) VALUES (?, ?, ?, ?)",
        [now.isoformat(), actor, what, msgspec.json.encode(about).decode()],
    )
    return int(done.lastrowid or 0)


def forget_begun(db: Database, begun_id: int) -> None:
    """Its fact is written, or there is none to write."""
    db.execute("DELETE FROM begun WHERE begun_id = ?", [begun_id])


def all_begun(db: Database) -> list[Begun]:
    """What was begun and not ended, in its order."""
    rows = db.query("SELECT begun_id, began_at, actor, what, about FROM begun ORDER BY begun_id")
    return [
        msgspec.convert(row | {"about": msgspec.json.decode(row["about"])}, Begun, strict=False)
        for row in rows
    ]
