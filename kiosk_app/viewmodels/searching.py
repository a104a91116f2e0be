"""Finding a candidate by what somebody types: accents, case and punctuation don't matter."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """``Siân O'Connor`` → ``sian oconnor``."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() else " " if c.isspace() or c in ",-" else "" for c in plain)
    return " ".join("".join(kept).split())


def matches(wanted: str, name: str, number: str, seat: str) -> bool:
    """Whether every word of ``wanted`` (already folded) begins a part of the name, the number or the seat."""
    parts = [*folded(name).split(), folded(number), folded(seat)]
    return all(any(part.startswith(word) for part in parts) for word in wanted.split())
