"""Which column is which: headings guessed by what other systems call them, each guess with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from hub.before.importing.problems import UnreadableFileError
from hub.before.importing.profiles import ImportProfile, plain_heading, profile_for
from hub.before.importing.tables import Row, Table

HEADING_WITHIN_ROWS: Final = 10
UNUSED: Final = ""
"""What a person or a profile says of a column that is not needed."""
_REASONS: Final = ("told", "profile", "same name", "synonym", "contains")


class Field(Struct, frozen=True, kw_only=True):
    """One thing a kind of file may tell; ``synonyms`` are what exports call it."""

    name: str
    synonyms: tuple[str, ...]


class Guess(Struct, frozen=True, kw_only=True):
    """One heading, the field it is taken for, and why; no field means the column is not used.

    ``reason`` is one of told, profile, same name, synonym, contains, not used and named twice.
    """

    heading: str
    field: str | None
    reason: str
    profile: str = ""


class Mapped(Struct, frozen=True, kw_only=True):
    """A table whose headings are understood; ``profile`` names the saved mapping that was used."""

    guesses: tuple[Guess, ...]
    rows: tuple[Row, ...]
    profile: str = ""

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


class Hints(Struct, frozen=True, kw_only=True):
    """What goes before any guess: what a person says (heading → field), then a saved profile.

    ``profile`` is the one asked for by name; without it the one of ``profiles`` whose headings these are.
    """

    told: Mapping[str, str] = {}
    profile: ImportProfile | None = None
    profiles: tuple[ImportProfile, ...] = ()


class _Known(Struct, frozen=True):
    """Plain heading → field, as told and as the profile has it."""

    told: Mapping[str, str]
    profiled: Mapping[str, str]
    profile: str


def map_headings(
    table: Table, fields: Iterable[Field], needed: Iterable[tuple[str, ...]], hints: Hints | None = None
) -> Mapped:
    """Find the heading row and what its columns mean.

    Of each tuple in ``needed`` one field must be there. Raises UnreadableFileError naming what is missing
    and what the headings are.
    """
    fields, needed, hints = tuple(fields), tuple(needed), hints or Hints()
    _check_fields(hints.told, fields)
    guessed = [_guess(row, fields, _known(row, hints)) for row in table.rows[:HEADING_WITHIN_ROWS]]
    best = max(range(len(guessed)), key=lambda i: (*_rank(guessed[i]), -i))
    used = next((g.profile for g in guessed[best] if g.profile), "")
    mapped = Mapped(guesses=guessed[best], rows=table.rows[best + 1 :], profile=used)
    for choice in needed:
        if not set(choice) & mapped.columns.keys():
            found = ", ".join(repr(g.heading) for g in guessed[best])
            wanted = " or ".join(repr(name) for name in choice)
            raise UnreadableFileError(
                f"No column for {wanted}. The headings are {found}. "
                f'Say which column it is with --map "Heading={choice[0]}".'
            )
    return mapped


def _check_fields(told: Mapping[str, str], fields: tuple[Field, ...]) -> None:
    names = [field.name for field in fields]
    unknown = sorted(set(told.values()) - {UNUSED, *names})
    if unknown:
        raise UnreadableFileError(f"There is no field {unknown[0]!r} here. There are: {', '.join(names)}.")


def _rank(guesses: tuple[Guess, ...]) -> tuple[bool, int]:
    """A row that a profile knows goes first, then the one with most fields."""
    return any(g.profile for g in guesses), sum(g.field is not None for g in guesses)


def _known(row: Row, hints: Hints) -> _Known:
    told = {plain_heading(heading): field for heading, field in hints.told.items()}
    profile = hints.profile or profile_for(row.cells, hints.profiles)
    if profile is None:
        return _Known(told, {}, "")
    profiled = {plain_heading(heading): field for heading, field in profile.mapping.items()}
    return _Known(told, profiled, profile.name)


def _guess(row: Row, fields: tuple[Field, ...], known: _Known) -> tuple[Guess, ...]:
    """Certain guesses first, so that a vague one never takes a field from a certain one."""
    guesses: dict[int, Guess] = {}
    taken: set[str] = set()
    for reason in _REASONS:
        for index, heading in enumerate(row.cells):
            field = _match(heading, reason, fields, known)
            if index in guesses or field is None:
                continue
            profile = known.profile if reason == "profile" else ""
            if field == UNUSED:
                guesses[index] = Guess(heading=heading, field=None, reason=reason, profile=profile)
            elif field not in taken:
                taken.add(field)
                guesses[index] = Guess(heading=heading, field=field, reason=reason, profile=profile)
            elif reason != "contains":
                guesses[index] = Guess(heading=heading, field=None, reason="named twice")
    return tuple(
        guesses.get(index, Guess(heading=heading, field=None, reason="not used"))
        for index, heading in enumerate(row.cells)
    )


def _match(heading: str, reason: str, fields: tuple[Field, ...], known: _Known) -> str | None:
    plain = plain_heading(heading)
    if not plain:
        return None
    if reason == "told":
        return known.told.get(plain)
    if reason == "profile":
        field = known.profiled.get(plain)
        return field if field == UNUSED or any(f.name == field for f in fields) else None
    if reason == "same name":
        return next((f.name for f in fields if plain_heading(f.name) == plain), None)
    synonyms = [(f.name, plain_heading(s)) for f in fields for s in f.synonyms]
    if reason == "synonym":
        return next((name for name, synonym in synonyms if synonym == plain), None)
    within = [(s, name) for name, s in synonyms if len(s) >= 4 and f" {s} " in f" {plain} "]
    return max(within, key=lambda pair: len(pair[0]))[1] if within else None
