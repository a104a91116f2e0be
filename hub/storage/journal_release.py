"""Erasing the content of journal rows, and what is known of rows whose content is gone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlite_utils import Database

from hub.storage.writer import reading
from shared.canonical import digest
from shared.protocol.proof_export import SITE_EVENTS
from shared.protocol.signing import payload_of
from shared.record.envelope import decode_envelope
from shared.record.released import ReleasedRow


class ReleasingUnit:
    """The part of a journal's transaction that lets go of rows."""

    _db: Database

    def released_of(self, session: str) -> list[ReleasedRow]:
        """What would be left of the rows of a session; facts that every proof needs are not among them."""
        found = self._db.query(
            "SELECT hub_seq, device_id, device_seq, session, jws FROM journal "
            "WHERE session = ? AND jws <> '' ORDER BY hub_seq",
            [session],
        )
        return [
            ReleasedRow(
                hub_seq=row["hub_seq"],
                device_id=row["device_id"],
                device_seq=row["device_seq"],
                session=row["session"],
                jws_digest=digest(row["jws"]),
            )
            for row in found
            if not isinstance(decode_envelope(payload_of(row["jws"])).event, SITE_EVENTS)
        ]

    def release(self, rows: Iterable[ReleasedRow]) -> None:
        """Erase the content of these rows: each keeps its place, its digest and its hash."""
        for row in rows:
            self._db.execute(
                "UPDATE journal SET jws = '', jws_digest = ? WHERE hub_seq = ?",
                [row.jws_digest, row.hub_seq],
            )

    def forget_quarantined(self, session: str) -> int:
        """Delete the quarantined bytes of a session; how many records there were."""
        return self._db.execute("DELETE FROM quarantine WHERE session = ?", [session]).rowcount


def writers_of(journal: Path, session: str) -> tuple[str, ...]:
    """The devices that recorded in a session, also where the content of its rows was erased."""
    query = "SELECT DISTINCT device_id FROM journal WHERE session = ? ORDER BY device_id"
    with reading(journal) as db:
        return tuple(device for (device,) in db.execute(query, [session]).fetchall())


def quarantined_in(journal: Path, session: str) -> int:
    """How many records of a session lie in quarantine; without a session: those that belong to none."""
    with reading(journal) as db:
        return db.table("quarantine").count_where("session = ?", [session])
