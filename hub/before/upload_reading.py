"""Uploaded files as an import reads them, and what their headings were taken for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from hub.before.importing.files import open_file
from hub.before.importing.headings import Guess, Hints
from hub.before.importing.profiles import plain_heading
from hub.before.importing.shapes import SHAPES, Shape
from hub.before.importing.sources import Source
from hub.before.importing.tables import Row
from hub.before.imports import ImportOptions
from hub.before.records import Kind
from hub.before.staging import StagedFile, Tray

if TYPE_CHECKING:
    from hub.storage.plan_store import PlanStore

SAMPLES: Final = 3
LONGEST_SAMPLE: Final = 60


class HeadingSample(Struct, frozen=True, kw_only=True):
    """One heading, what it was taken for and why, and the first values under it."""

    heading: str
    field: str | None
    reason: str
    profile: str = ""
    values: tuple[str, ...] = ()


class Headings(Struct, frozen=True, kw_only=True):
    """The headings of all files of an upload, each once; of each in ``missing`` one field has to be there."""

    samples: tuple[HeadingSample, ...] = ()
    fields: tuple[str, ...] = ()
    missing: tuple[tuple[str, ...], ...] = ()

    @property
    def mapping(self) -> dict[str, str]:
        """What a profile keeps: heading → field, empty where it isn't used."""
        return {sample.heading: sample.field or "" for sample in self.samples if sample.heading}


def sources_of(tray: Tray) -> tuple[Source, ...]:
    """The files under the names by which the person knows them."""
    return tuple(Source(staged.path, staged.name) for staged in tray.files)


def look_at_headings(kind: Kind, tray: Tray, options: ImportOptions, plan: PlanStore) -> Headings:
    """What the columns were taken for, also where what is needed is missing. Raises UnreadableFileError."""
    shape = SHAPES.get(kind)
    if shape is None:
        return Headings()
    saved = tuple(profile for profile in plan.import_profiles() if profile.kind is kind)
    named = next((p for p in saved if p.name.casefold() == options.profile.casefold()), None)
    hints = Hints(told=options.headings, profile=named, profiles=saved)
    samples: dict[str, HeadingSample] = {}
    missing: dict[tuple[str, ...], None] = {}
    for staged in tray.files:
        guesses, rows = _opened(staged, shape, hints, options)
        there = {guess.field for guess in guesses}
        missing |= {choice: None for choice in shape.needed if not there & set(choice)}
        for sample in _sampled(guesses, rows):
            samples.setdefault(plain_heading(sample.heading) or f"column {len(samples)}", sample)
    return Headings(
        samples=tuple(samples.values()),
        fields=tuple(field.name for field in shape.fields),
        missing=tuple(missing),
    )


def _opened(
    staged: StagedFile, shape: Shape, hints: Hints, options: ImportOptions
) -> tuple[tuple[Guess, ...], tuple[Row, ...]]:
    whole = staged.path.read_bytes()
    lenient = Shape(shape.fields, ())
    opened = open_file(whole, staged.name, lenient, hints, encoding=options.encoding, sheet=options.sheet)
    return opened.mapped.guesses, opened.mapped.rows


def _sampled(guesses: tuple[Guess, ...], rows: tuple[Row, ...]) -> Iterable[HeadingSample]:
    for column, guess in enumerate(guesses):
        values: list[str] = []
        for row in rows[:40]:
            value = row.cells[column] if column < len(row.cells) else ""
            if value and value not in values and len(values) < SAMPLES:
                values.append(value[:LONGEST_SAMPLE])
        if guess.heading or values:
            yield HeadingSample(
                heading=guess.heading,
                field=guess.field,
                reason=guess.reason,
                profile=guess.profile,
                values=tuple(values),
            )
