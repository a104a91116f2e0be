"""Which column is which: headings guessed by what other systems call them, each guess with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from msgspec import Struct

from hub.before.importing.problems import UnreadableFileError
from hub.before.importing.tables import Row, Table

_HEADING_WITHIN_ROWS: Final = 10


class Field(Struct, frozen=True, kw_only=True):
    """One thing a kind of file may tell; ``synonyms`` are what exports call it."""

    name: str
    synonyms: tuple[str, ...]


class Guess(Struct, frozen=True, kw_only=True):
    """One heading, the field it is taken for, and why; no field means the column is not used."""

    heading: str
    field: str | None
    reason: Literal["same name", "synonym", "contains", "told", "not used", "named twice"]


class Mapped(Struct, frozen=True, kw_only=True):
    """A table whose headings are understood."""

    guesses: tuple[Guess, ...]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> dict[str, int]:
        """Field → column."""
        return {g.field: i for i, g in enumerate(self.guesses) if g.field is not None}

    @property
    def headings(self) -> dict[str, str]:
        """Field → heading, for telling a person where to look."""
        return {g.field: g.heading for g in self.guesses if g.field is not None}

    @property
    def mapping(self) -> dict[str, str]:
        """Heading → field, as a report tells it."""
        return {g.heading: g.field for g in self.guesses if g.field is not None}


def map_headings(
    table: Table,
    fields: Iterable[Field],
    needed: Iterable[tuple[str, ...]],
    told: Mapping[str, str] | None = None,
) -> Mapped:
    """Find the heading row and what its columns mean.

    Of each tuple in ``needed`` one field must be there. ``told`` (heading → field) goes before any
    guess. Raises UnreadableFileError naming what is missing and what the headings are.
    """
    fields, needed = tuple(fields), tuple(needed)
    told = {_plain(heading): field for heading, field in (told or {}).items()}
    unknown = sorted(set(told.values()) - {f.name for f in fields})
    if unknown:
        names = ", ".join(f.name for f in fields)
        raise UnreadableFileError(f"There is no field {unknown[0]!r} here. There are: {names}.")
    guessed = [_guess(row, fields, told) for row in table.rows[:_HEADING_WITHIN_ROWS]]
    best = max(range(len(guessed)), key=lambda i: (sum(g.field is not None for g in guessed[i]), -i))
    mapped = Mapped(guesses=guessed[best], rows=table.rows[best + 1 :])
    for choice in needed:
        if not set(choice) & mapped.columns.keys():
            found = ", ".join(repr(g.heading) for g in guessed[best])
            wanted = " or ".join(repr(name) for name in choice)
            raise UnreadableFileError(
                f"No column for {wanted}. The headings are {found}. "
                f'Say which column it is with --map "Heading={choice[0]}".'
            )
    return mapped


def _guess(row: Row, fields: tuple[Field, ...], told: Mapping[str, str]) -> tuple[Guess, ...]:
    """Certain guesses first, so that a vague one never takes a field from a certain one."""
    guesses: dict[int, Guess] = {}
    taken: set[str] = set()
    for reason in ("told", "same name", "synonym", "contains"):
        for index, heading in enumerate(row.cells):
            field = _match(heading, reason, fields, told)
            if index in guesses or field is None:
                continue
            if field in taken:
                if reason != "contains":
                    guesses[index] = Guess(heading=heading, field=None, reason="named twice")
                continue
            taken.add(field)
            guesses[index] = Guess(heading=heading, field=field, reason=reason)
    return tuple(
        guesses.get(index, Guess(heading=heading, field=None, reason="not used"))
        for index, heading in enumerate(row.cells)
    )


def _match(
    heading: str,
    reason: Literal["told", "same name", "synonym", "contains"],
    fields: tuple[Field, ...],
    told: Mapping[str, str],
) -> str | None:
    plain = _plain(heading)
    if not plain:
        return None
    if reason == "told":
        return told.get(plain)
    if reason == "same name":
        return next((f.name for f in fields if _plain(f.name) == plain), None)
    synonyms = [(f.name, _plain(s)) for f in fields for s in f.synonyms]
    if reason == "synonym":
        return next((name for name, synonym in synonyms if synonym == plain), None)
    within = [(s, name) for name, s in synonyms if len(s) >= 4 and f" {s} " in f" {plain} "]
    return max(within, key=lambda pair: len(pair[0]))[1] if within else None


def _plain(heading: str) -> str:
    """Lower case, letters and figures only: ``Length Hr:Min`` → ``length hr min``."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.findall(r"[^\W_]+|%", spaced.casefold()))
