"""How long each kind of thing is kept: data with its source, which a centre may override in its own file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from shared.rules.numbers import Confidence

SHIPPED: Final = Path(__file__).with_name("keeping_rules.toml")
OWN_FILE: Final = "keeping.toml"
"""In the site's folder: only the keys of only the kinds that the centre keeps otherwise."""

Until = Literal["reviews", "archived", "over", "sessions", "never"]
Kind = Literal[
    "record", "archive", "evidence", "papers", "photos", "seating", "fallback",
    "arrangements", "candidates", "imports", "quarantine", "log_book", "devices", "accounts",
]  # fmt: skip
OF_SESSION: Final[tuple[Kind, ...]] = (
    "record", "archive", "evidence", "papers", "photos", "seating", "fallback",
)  # fmt: skip
OF_SITE: Final[tuple[Kind, ...]] = (
    "candidates", "arrangements", "imports", "quarantine", "log_book", "devices", "accounts",
)  # fmt: skip
MOST_DAYS: Final = 3660


class KeepingRulesError(Exception):
    """The centre's own file can't be used; the text says which line of it."""


class KeepingRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of thing: how long it is kept, why, and who says so. ``clear``: no case may be open."""

    title: str
    holds: str
    until: Until
    why: str
    source: str
    edition: str
    confidence: Confidence
    days: int = 0
    clear: bool = False
    own: bool = False
    """The centre's own file changed it."""


def keeping_rules(site: Path | None = None) -> dict[Kind, KeepingRule]:
    """The rule of every kind, with the centre's own on top. Raises KeepingRulesError."""
    rules: dict[str, dict[str, Any]] = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    own = site / OWN_FILE if site is not None else None
    if own is not None and own.is_file():
        for kind, changes in _own(own).items():
            if kind not in rules:
                raise KeepingRulesError(f"{own} has a kind {kind!r}. There are: {', '.join(rules)}.")
            if (rules[kind]["until"] == "never") != (changes.get("until", rules[kind]["until"]) == "never"):
                raise KeepingRulesError(f"{own}: {kind} can't be released, or kept for ever, by a rule.")
            rules[kind] |= {**changes, "own": True}
    try:
        read = msgspec.convert(rules, dict[Kind, KeepingRule])
    except msgspec.ValidationError as error:
        raise KeepingRulesError(f"{own} can't be used: {error}.") from error
    for kind, rule in read.items():
        if not 0 <= rule.days <= MOST_DAYS:
            raise KeepingRulesError(f"{own}: {kind}.days is from 0 to {MOST_DAYS}.")
        if not rule.source.strip():
            raise KeepingRulesError(f"{own}: {kind}.source is empty: say who decided it.")
    return read


def _own(file: Path) -> Mapping[str, Mapping[str, Any]]:
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KeepingRulesError(f"{file} can't be read: {error}.") from error
    for kind, changes in read.items():
        if not isinstance(changes, dict) or "source" not in changes:
            raise KeepingRulesError(f"{file}: {kind} needs a source: say who decided it.")
    return read
