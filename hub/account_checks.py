"""What a sign-in name, a name for the record and a password have to be; and one-time passwords."""

from __future__ import annotations

import secrets
from typing import Final

LONGEST_PASSWORD: Final = 256
SHORTEST_PASSWORD: Final = 12
LONGEST_NAME: Final = 64
NOT_IN_NAMES: Final = "/\\?#%"
"""An account with one of these could never be changed or removed: its address would name another page."""


class AccountError(ValueError):
    """An account can't be made or changed so; the text says why and what to do."""


def key_of(name: str) -> str:
    return name.strip().casefold()[:LONGEST_NAME]


def checked_name(name: str) -> str:
    key = name.strip().casefold()
    if not key or len(key) > LONGEST_NAME or not key.isprintable():
        raise AccountError(f"A sign-in name has 1 to {LONGEST_NAME} letters.")
    if set(key) & set(NOT_IN_NAMES):
        raise AccountError("A sign-in name is part of addresses: write it without / \\ ? # and %.")
    return key


def checked_display_name(name: str) -> str:
    shown = " ".join(name.split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
        raise AccountError(f"The name for the record has 1 to {LONGEST_NAME} letters.")
    return shown


def checked_password(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountError(
            f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; a few words will do."
        )
    return password


def one_time_password() -> str:
    """Twenty characters (100 bits) that nobody misreads, in groups of five."""
    letters = "".join(secrets.choice("0123456789abcdefghjkmnpqrstvwxyz") for _ in range(20))
    return "-".join(letters[i : i + 5] for i in range(0, 20, 5))
