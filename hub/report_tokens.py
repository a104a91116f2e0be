"""Tokens with which the school's own reports read the hub: made by an officer, shown once."""

from __future__ import annotations

import hmac
import secrets
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from sqlite_utils import Database

from shared.canonical import digest

PREFIX: Final = "edr"
LASTS: Final = {"week": timedelta(days=7), "month": timedelta(days=31), "series": timedelta(days=120)}
"""What an officer may choose from: none is for ever."""
LONGEST_LABEL: Final = 60
MOST_TOKENS: Final = 20
_NOBODY: Final = "0" * 64


class ReportToken(Struct, frozen=True, kw_only=True):
    """One token without its secret. ``label`` says whose report it is for."""

    token_id: str
    label: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    revoked_by: str = ""
    last_used_at: datetime | None = None

    def opens(self, now: datetime) -> bool:
        """Whether it may still be used."""
        return self.revoked_at is None and now < self.expires_at


class ReportTokenError(ValueError):
    """A token can't be made or revoked so; the text says why."""


class ReportTokens:
    """Owns ``report-tokens.db``. May be asked from any thread."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.RLock()
        path.touch(mode=0o600, exist_ok=True)
        self._db = Database(sqlite3.connect(path, check_same_thread=False))
        self._db.execute("PRAGMA synchronous=FULL")
        columns = dict.fromkeys(("token_id", "digest", *_TEXTS, *_MOMENTS), str)
        with self._lock, self._db.atomic():
            self._table.create(columns, pk="token_id", if_not_exists=True)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def make(self, label: str, made_by: str, lasts: str) -> tuple[ReportToken, str]:
        """A new token and the text that opens, to be told once. Raises ReportTokenError."""
        shown = " ".join(label.split())
        if not shown or len(shown) > LONGEST_LABEL or not shown.isprintable():
            raise ReportTokenError(f"Say what the token is for, in 1 to {LONGEST_LABEL} letters.")
        if lasts not in LASTS:
            raise ReportTokenError("Choose how long the token is good.")
        now = self._now()
        if sum(token.opens(now) for token in self.all()) >= MOST_TOKENS:
            raise ReportTokenError(f"There are {MOST_TOKENS} tokens in use. Revoke one first.")
        secret = secrets.token_urlsafe(32)
        token = ReportToken(
            token_id=secrets.token_hex(4),
            label=shown,
            made_by=made_by,
            made_at=now,
            expires_at=now + LASTS[lasts],
        )
        with self._lock, self._db.atomic():
            self._table.insert(_row(token) | {"digest": digest(secret)})
        return token, f"{PREFIX}_{token.token_id}_{secret}"

    def all(self) -> tuple[ReportToken, ...]:
        """Every token, the newest first; those that ended are told as such."""
        with self._lock:
            rows = list(self._table.rows_where(order_by="made_at desc, token_id"))
        return tuple(_token(row) for row in rows)

    def revoke(self, token_id: str, revoked_by: str) -> ReportToken:
        """From now on it opens nothing. Raises ReportTokenError."""
        with self._lock, self._db.atomic():
            row = self._found(token_id)
            if row is None:
                raise ReportTokenError("There is no such token.")
            if not row["revoked_at"]:
                row |= {"revoked_at": self._now().isoformat(), "revoked_by": revoked_by}
                self._table.update(token_id, {k: row[k] for k in ("revoked_at", "revoked_by")})
        return _token(row)

    def opened_by(self, text: str) -> ReportToken | None:
        """The token that ``text`` is, where it may be used; None for anything else, told alike."""
        prefix, _, rest = text.partition("_")
        token_id, _, secret = rest.partition("_")
        now = self._now()
        with self._lock:
            row = self._found(token_id)
            matches = hmac.compare_digest(str(row["digest"]) if row else _NOBODY, digest(secret))
            if row is None or not matches or prefix != PREFIX or not _token(row).opens(now):
                return None
            if not row["last_used_at"] or row["last_used_at"] < (now - timedelta(minutes=1)).isoformat():
                with self._db.atomic():
                    self._table.update(token_id, {"last_used_at": now.isoformat()})
        return _token(row)

    def _found(self, token_id: str) -> dict[str, Any] | None:
        return next(iter(self._table.rows_where("token_id = ?", [token_id])), None)

    @property
    def _table(self) -> Any:  # noqa: ANN401 - sqlite-utils types a table or a view
        return self._db["tokens"]


_TEXTS: Final = ("label", "made_by", "revoked_by")
_MOMENTS: Final = ("made_at", "expires_at", "revoked_at", "last_used_at")


def _row(token: ReportToken) -> dict[str, str]:
    moments = {name: getattr(token, name) for name in _MOMENTS}
    return (
        {"token_id": token.token_id}
        | {name: getattr(token, name) for name in _TEXTS}
        | {name: moment.isoformat() if moment else "" for name, moment in moments.items()}
    )


def _token(row: dict[str, Any]) -> ReportToken:
    revoked, used = row["revoked_at"], row["last_used_at"]
    return ReportToken(
        token_id=row["token_id"],
        label=row["label"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        revoked_at=datetime.fromisoformat(revoked) if revoked else None,
        revoked_by=row["revoked_by"],
        last_used_at=datetime.fromisoformat(used) if used else None,
    )
