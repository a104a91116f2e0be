"""What is told on the command line or asked at the keyboard, as options of an import."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
import typer

from hub.before.importing.durations import read_durations, read_durations_file
from hub.before.importing.moments import is_a_length, read_minutes
from hub.before.importing.reading import Want
from hub.before.imports import ImportOptions

YEARS: Final = range(2000, 2101)


class NotMeantError(ValueError):
    """An option that can't be meant; the text says how to write it."""


def year_told(year: int | None) -> int | None:
    """Raises NotMeantError."""
    if year is not None and year not in YEARS:
        raise NotMeantError(f"The year {year} can't be meant; give one from {YEARS[0]} to {YEARS[-1]}.")
    return year


def durations_told(file: Path | None, told: list[str]) -> dict[str, int]:
    """What is told on the command line goes before what the file says."""
    from_file = read_durations_file(file.read_bytes(), file.name) if file is not None else {}
    return {**from_file, **read_durations(told)}


def mapping_told(told: Iterable[str]) -> tuple[str, dict[str, str]]:
    """``--map`` in its forms: a profile's name, a file, headings with their fields. Raises NotMeantError."""
    profile, headings = "", {}
    for text in told:
        heading, mark, field = text.rpartition("=")
        if text.lower().endswith(".json"):
            headings.update(_mapping_file(Path(text)))
        elif not mark and text.strip():
            if profile:
                raise NotMeantError(f"Two profiles are named, {profile!r} and {text!r}; an import uses one.")
            profile = text.strip()
        elif not heading.strip():
            raise NotMeantError(f'{text!r} maps nothing. Write it as "Heading=field", or name a profile.')
        else:
            headings[heading.strip()] = field.strip()
    return profile, headings


def _mapping_file(path: Path) -> dict[str, str]:
    """Heading → field as JSON: by itself, or as the ``mapping`` of a report that ``--json`` printed."""
    try:
        told = msgspec.json.decode(path.read_bytes())
        mapping = told.get("mapping", told) if isinstance(told, dict) else told
        return msgspec.convert(mapping, dict[str, str])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotMeantError(f'{path.name} is no profile: expected {{"Heading": "field"}} as JSON.') from error


def ask(wants: list[Want], options: ImportOptions) -> ImportOptions:
    """Each thing is asked once, however many rows want it."""
    durations = dict(options.durations)
    year = options.year
    for want in wants:
        if want.what == "year":
            year = year_told(typer.prompt("The dates have no year. Which year is it", type=int))
        else:
            durations[want.which] = _ask_length(want)
    return msgspec.structs.replace(options, year=year, durations=durations)


def _ask_length(want: Want) -> int:
    while True:
        answer: str = typer.prompt(f"How long is {want.which} {want.title} (for instance 01:30)")
        minutes = read_minutes(answer.strip())
        if minutes is not None and is_a_length(minutes):
            return minutes
        typer.echo("Write hours and minutes, from 00:05 to 10:00.")
