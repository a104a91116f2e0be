"""What a person says of the files beside their headings: how they are read, and what they leave open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

import msgspec

from hub.before.importing.moments import is_a_length, read_minutes
from hub.before.importing.photos import NamedBy
from hub.before.importing.reading import Want
from hub.before.imports import ImportOptions
from hub.web.office.forms import Form
from hub.web.office.refusals import NotUsable

YEARS: Final = range(2000, 2101)
ENCODINGS: Final = {
    "": "found out by itself",
    "utf-8": "UTF-8",
    "cp1252": "Windows (cp1252)",
    "utf-16": "UTF-16",
    "iso-8859-15": "Latin 9 (ISO 8859-15)",
    "mac-roman": "Macintosh",
}
PHOTOS_BY: Final = {
    "": "whichever fits",
    "upn": "UPN",
    "admission": "admission number",
    "number": "candidate number",
}
LONGEST_SHEET: Final = 60


def reading_options(fields: Mapping[str, str], before: ImportOptions) -> ImportOptions:
    """How the files are read. Raises NotUsable for what no form of ours sends."""
    encoding, photos_by = fields.get("encoding", ""), fields.get("photos_by", "")
    if encoding not in ENCODINGS or photos_by not in get_args(NamedBy):
        raise NotUsable("Choose one of the encodings and names that the page offers.")
    sheet = fields.get("sheet", "").strip()
    if len(sheet) > LONGEST_SHEET:
        raise NotUsable(f"A sheet's name has at most {LONGEST_SHEET} characters.")
    return msgspec.structs.replace(
        before,
        encoding=encoding or None,
        sheet=sheet,
        photos_by=photos_by,
        partial=fields.get("partial") == "yes",
        staff=fields.get("staff") == "yes",
    )


def heading_options(form: Form, headings: tuple[str, ...], before: ImportOptions) -> ImportOptions:
    """The select boxes of the headings, in their order; an empty one is a column that isn't used."""
    chosen = {
        heading: form.text(f"field-{number}")
        for number, heading in enumerate(headings)
        if heading and form.texts(f"field-{number}")
    }
    taken: dict[str, str] = {}
    for heading, field in chosen.items():
        if field and field in taken:
            raise NotUsable(f"{heading!r} and {taken[field]!r} can't both be the same. Choose one of them.")
        taken[field] = heading
    return msgspec.structs.replace(before, headings={**before.headings, **chosen}, profile="")


def answers(
    form: Form, wants: tuple[Want, ...], before: ImportOptions
) -> tuple[ImportOptions, dict[str, str]]:
    """What was answered, and by field what can't be meant; what is left empty stays open."""
    year, durations, wrong = before.year, dict(before.durations), {}
    for number, want in enumerate(wants):
        name = f"want-{number}"
        text = form.text(name).strip()
        if not text:
            continue
        if want.what == "year":
            if text.isdecimal() and int(text) in YEARS:
                year = int(text)
            else:
                wrong[name] = f"Write a year from {YEARS[0]} to {YEARS[-1]}."
            continue
        minutes = read_minutes(text)
        if minutes is not None and is_a_length(minutes):
            durations[want.which] = minutes
        else:
            wrong[name] = "Write hours and minutes such as 01:30, from 00:05 to 10:00."
    return msgspec.structs.replace(before, year=year, durations=durations), wrong
