"""The people who may use the exams office's pages: accounts, passwords and who is signed in."""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import argon2
from msgspec import Struct, structs
from sqlite_utils import Database

from hub.account_checks import (
    LONGEST_PASSWORD,
    AccountError,
    checked_display_name,
    checked_name,
    checked_password,
    key_of,
    one_time_password,
)
from hub.during.watching import Watchers
from hub.sign_in_attempts import Attempts
from shared.canonical import digest

__all__ = ["Account", "AccountError", "Accounts", "NotAdmitted", "Role"]
ACCOUNTS_FILE: Final = "accounts.db"
SIGNED_IN_AT_MOST: Final = timedelta(hours=12)
IDLE_AT_MOST: Final = timedelta(hours=4)
"""A morning's board stays up untouched; an evening's does not. What a page asks for by itself is no touch."""
SIGN_INS: Final = "sign-ins"
"""What is told to have changed where somebody was signed out."""
# A check takes 64 MiB: more at once would let a stranger on the network fill the hub's memory.
_CHECKS_AT_ONCE: Final = 2


class Role(StrEnum):
    """An officer decides; an assistant answers and prepares; a viewer (head of centre) only reads.

    What each may send is in one table (``hub.web.office.roles``). Invigilators have no account: they sign
    in on tablets with a PIN.
    """

    OFFICER = "officer"
    ASSISTANT = "assistant"
    VIEWER = "viewer"


class Account(Struct, frozen=True, kw_only=True):
    """One person. ``display_name`` is what the record and paper say of who did something."""

    name: str
    display_name: str
    role: Role = Role.OFFICER
    must_change: bool = False
    last_sign_in_at: datetime | None = None
    wall: bool = False
    """Signed in on a wall screen, which shows the board and nothing else, whoever's password it was."""

    @property
    def may_act(self) -> bool:
        """An officer: decides, and reads what is restricted."""
        return self.role is Role.OFFICER

    @property
    def may_help(self) -> bool:
        """An officer or an assistant: answers calls, hands out tablets, prepares."""
        return self.role is not Role.VIEWER


class NotAdmitted(Exception):
    """Name and password don't belong together; which of them is wrong is nobody's business."""


class Accounts:
    """Owns ``accounts.db``. Safe to call from any thread; a check of a password takes a moment."""

    def __init__(
        self, path: Path, now: Callable[[], datetime], hasher: argon2.PasswordHasher | None = None
    ) -> None:
        self._now = now
        self._lock = threading.RLock()
        self._checks = threading.BoundedSemaphore(_CHECKS_AT_ONCE)
        self._hasher = hasher or argon2.PasswordHasher()
        path.touch(mode=0o600, exist_ok=True)
        self._db = Database(sqlite3.connect(path, check_same_thread=False))
        self._db.execute("PRAGMA synchronous=FULL")
        self._migrate()
        self.ended = Watchers()
        self.attempts = Attempts(self._db, self._lock, now)
        # Compared against where no such account is, so that an unknown name takes as long as a known one.
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def ensure_officer(self, password: str | None) -> str | None:
        """Make the first officer where there is none.

        Returns the generated one-time password, to be told once on the console; None where an officer
        was there already or ``password`` was given.
        """
        if any(account.role is Role.OFFICER for account in self.all()):
            return None
        chosen = password or one_time_password()
        self.add("officer", "Exams officer", chosen, must_change=password is None)
        return None if password else chosen

    def reset_password(self, name: str) -> str:
        """A new one-time password for somebody who forgot theirs; signs them out everywhere."""
        chosen = one_time_password()
        self._set_password(name, chosen, must_change=True)
        return chosen

    def invite(self, name: str, display_name: str, role: Role) -> str:
        """Make an account with a drawn one-time password, to be told to that person only."""
        drawn = one_time_password()
        self.add(name, display_name, drawn, role=role, must_change=True)
        return drawn

    def change_role(self, name: str, role: Role) -> None:
        """Let somebody do more or less, from the next request on. Raises AccountError."""
        with self._lock, self._db.atomic():
            if role is not Role.OFFICER:
                self._check_not_last_officer(name)
            self._table("accounts").update(self._known(name), {"role": role.value})

    def remove(self, name: str) -> None:
        """Take an account away and sign it out; what it did stays on record. Raises AccountError."""
        with self._lock, self._db.atomic():
            self._check_not_last_officer(name)
            self._table("accounts").delete(self._known(name))
            self._table("sign_ins").delete_where("name = ?", [key_of(name)])
        self.ended.changed(SIGN_INS)

    def add(
        self,
        name: str,
        display_name: str,
        password: str,
        *,
        role: Role = Role.OFFICER,
        must_change: bool = False,
    ) -> Account:
        key, shown = checked_name(name), checked_display_name(display_name)
        hashed = self._hasher.hash(checked_password(password))
        with self._lock, self._db.atomic():
            if self._row(key):
                raise AccountError(f"There is already an account “{key}”. Choose another sign-in name.")
            self._table("accounts").insert(
                {
                    "name": key,
                    "display_name": shown,
                    "role": role.value,
                    "password": hashed,
                    "must_change": int(must_change),
                    "made_at": self._now().isoformat(),
                }
            )
        return Account(name=key, display_name=shown, role=role, must_change=must_change)

    def all(self) -> tuple[Account, ...]:
        with self._lock:
            rows = list(self._table("accounts").rows_where(order_by="name"))
        return tuple(_account(row) for row in rows)

    def admit(self, name: str, password: str, address: str) -> Account:
        """The account of this name and password. Raises NotAdmitted, or TooManyAttempts."""
        key = key_of(name)
        self.attempts.begin(key, address)
        with self._lock:
            row = self._row(key)
        stored = str(row["password"]) if row else self._nobody
        with self._checks:
            matches = self._matches(stored, password)
        if row is None or not matches:
            raise NotAdmitted
        self.attempts.succeeded(key, address)
        return _account(row)

    def choose_password(self, name: str, old: str, new: str, display_name: str, address: str) -> Account:
        """Set an own password and the name for the record; other sign-ins of the account end."""
        shown = checked_display_name(display_name)
        checked_password(new)
        self.admit(name, old, address)
        if new == old:
            raise AccountError("The new password is the old one. Choose another.")
        self._set_password(name, new, must_change=False)
        with self._lock, self._db.atomic():
            self._table("accounts").update(key_of(name), {"display_name": shown})
            return _account(self._table("accounts").get(key_of(name)))

    def sign_in(self, account: Account, *, wall: bool = False) -> str:
        """Remember a sign-in; the token is the caller's to keep, here is only its digest.

        ``wall``: of a wall screen, which nobody touches and which reads the board only.
        """
        token = secrets.token_urlsafe(32)
        stamp = self._now().isoformat()
        with self._lock, self._db.atomic():
            self._forget_ended()
            self._table("accounts").update(account.name, {"last_sign_in_at": stamp})
            self._table("sign_ins").insert(
                {
                    "digest": digest(token),
                    "name": account.name,
                    "began_at": stamp,
                    "used_at": stamp,
                    "wall": int(wall),
                }
            )
        return token

    def signed_in(self, token: str, *, used: bool = True) -> Account | None:
        """Who holds this token, if the sign-in has not ended. ``used``: it goes on for that."""
        now = self._now()
        with self._lock:
            found = list(self._table("sign_ins").rows_where("digest = ?", [digest(token)]))
            if not found or _has_ended(found[0], now):
                return None
            row = self._row(str(found[0]["name"]))
            if used and now - datetime.fromisoformat(found[0]["used_at"]) > timedelta(minutes=1):
                with self._db.atomic():
                    self._table("sign_ins").update(found[0]["digest"], {"used_at": now.isoformat()})
            if row and found[0]["wall"]:
                return structs.replace(_account(row), role=Role.VIEWER, wall=True)
        return _account(row) if row else None

    def sign_out(self, token: str) -> None:
        with self._lock, self._db.atomic():
            self._table("sign_ins").delete_where("digest = ?", [digest(token)])
        self.ended.changed(SIGN_INS)

    def _set_password(self, name: str, password: str, *, must_change: bool) -> None:
        hashed = self._hasher.hash(checked_password(password))
        with self._lock, self._db.atomic():
            self._table("accounts").update(
                self._known(name), {"password": hashed, "must_change": int(must_change)}
            )
            self._table("sign_ins").delete_where("name = ?", [key_of(name)])
        self.ended.changed(SIGN_INS)

    def _known(self, name: str) -> str:
        if self._row(key_of(name)) is None:
            raise AccountError(f"There is no account “{name}”.")
        return key_of(name)

    def _check_not_last_officer(self, name: str) -> None:
        others = (a for a in self.all() if a.role is Role.OFFICER and a.name != key_of(name))
        if not any(others):
            raise AccountError("The hub needs one officer at least. Make somebody else an officer first.")

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password[:LONGEST_PASSWORD])
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    def _forget_ended(self) -> None:
        now = self._now()
        for row in list(self._table("sign_ins").rows):
            if _has_ended(row, now):
                self._table("sign_ins").delete(row["digest"])

    def _row(self, name: str) -> dict[str, Any] | None:
        return next(iter(self._table("accounts").rows_where("name = ?", [name])), None)

    def _table(self, name: str) -> Any:  # noqa: ANN401 - sqlite-utils types a table or a view
        return self._db[name]

    def _migrate(self) -> None:
        with self._lock, self._db.atomic():
            self._table("accounts").create(
                {
                    "name": str,
                    "display_name": str,
                    "role": str,
                    "password": str,
                    "must_change": int,
                    "made_at": str,
                },
                pk="name",
                if_not_exists=True,
            )
            if "last_sign_in_at" not in self._table("accounts").columns_dict:
                self._table("accounts").add_column("last_sign_in_at", str)
            self._table("sign_ins").create(
                {"digest": str, "name": str, "began_at": str, "used_at": str}, pk="digest", if_not_exists=True
            )
            if "wall" not in self._table("sign_ins").columns_dict:
                self._table("sign_ins").add_column("wall", int, not_null_default=0)


def _account(row: dict[str, Any]) -> Account:
    return Account(
        name=row["name"],
        display_name=row["display_name"],
        role=Role(row["role"]),
        must_change=bool(row["must_change"]),
        last_sign_in_at=datetime.fromisoformat(told) if (told := row.get("last_sign_in_at")) else None,
    )


def _has_ended(row: dict[str, Any], now: datetime) -> bool:
    began, used = datetime.fromisoformat(row["began_at"]), datetime.fromisoformat(row["used_at"])
    return now - began > SIGNED_IN_AT_MOST or (not row["wall"] and now - used > IDLE_AT_MOST)
