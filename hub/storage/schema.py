"""The tables of journal.db, as migrations that run once each."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

JOURNAL: Final = Migrations("journal")


@JOURNAL()
def m001_record(db: Database) -> None:
    db.table("meta").create({"key": str, "value": str}, pk="key", strict=True)
    db.table("journal").create(
        {
            "hub_seq": int,
            "received_at": str,
            "jws": str,
            "row_hash": str,
            "device_id": str,
            "device_seq": int,
            "session": str,
        },
        pk="hub_seq",
        not_null={"received_at", "jws", "row_hash", "device_id", "device_seq", "session"},
        strict=True,
    )
    db.table("journal").create_index(["device_id", "device_seq"], unique=True)
    db.table("journal").create_index(["session", "hub_seq"])
    for change in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER journal_no_{change.lower()} BEFORE {change} ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )


@JOURNAL()
def m002_devices_and_quarantine(db: Database) -> None:
    db.table("tails").create(
        {"device_id": str, "received_through": int, "tail": str}, pk="device_id", strict=True
    )
    db.table("quarantine").create(
        {
            "quarantine_id": str,
            "device_id": str,
            "device_seq": int,
            "session": str,
            "reason": str,
            "detail": str,
            "received_at": str,
            "data": bytes,
        },
        pk="quarantine_id",
        strict=True,
    )
    db.table("devices").create(
        {
            "device_id": str,
            "name": str,
            "public_key": str,
            "status": str,
            "rooms": str,
            "fetched_rooms": str,
            "app_version": str,
            "asked_at": str,
            "decided_at": str,
            "decided_by": str,
            "detail": str,
            "command": str,
        },
        pk="device_id",
        strict=True,
    )
    db.table("offers").create(
        {"token_digest": str, "expires_at": str, "used_by": str}, pk="token_digest", strict=True
    )


@JOURNAL()
def m003_device_commands_and_health(db: Database) -> None:
    """What a tablet was told to do, until it did, and how it was when it was heard last."""
    devices = db.table("devices")
    devices.add_column("commanded_at", str)
    devices.add_column("commanded_by", str, not_null_default="")
    devices.add_column("losing", int, not_null_default=0)
    db.table("device_health").create({"device_id": str, "told": str}, pk="device_id", strict=True)


@JOURNAL()
def m004_rows_may_be_released(db: Database) -> None:
    """A row may lose its content and keep its digest, and nothing else of it may ever change.

    That the digest is the right one SQLite can't know: the chain does (``read_back``, ``examday verify``).
    """
    db.table("journal").add_column("jws_digest", str, not_null_default="")
    db.execute("DROP TRIGGER journal_no_update")
    kept = ("hub_seq", "received_at", "row_hash", "device_id", "device_seq", "session")
    same = " AND ".join(f"NEW.{column} = OLD.{column}" for column in kept)
    db.execute(
        "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal "
        f"WHEN NOT ({same} AND OLD.jws <> '' AND NEW.jws = '' AND length(NEW.jws_digest) = 64) "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    )


@JOURNAL()
def m005_begun_in_the_office(db: Database) -> None:
    """What somebody in the office began that changes other files, until its fact stands in the journal."""
    db.table("begun").create(
        {"begun_id": int, "began_at": str, "actor": str, "what": str, "about": str},
        pk="begun_id",
        strict=True,
    )
