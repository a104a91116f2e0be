"""Header profiles: what the columns of one source mean, saved by name, found again by headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from hub.before.records import Kind

LONGEST_NAME: Final = 60
MOST_HEADINGS: Final = 200


class ProfileNameError(ValueError):
    """A profile can't be called or kept like this; the text says how."""


class ImportProfile(Struct, frozen=True, kw_only=True):
    """The headings of one source, each with its field; an empty field means the column is not used."""

    kind: Kind
    name: str
    mapping: Mapping[str, str]


def profile_name(text: str) -> str:
    """The name as it is kept. Raises ProfileNameError."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or "=" in name or not name.isprintable():
        raise ProfileNameError(
            f"{text[:LONGEST_NAME]!r} can't name a profile: up to {LONGEST_NAME} characters without '='."
        )
    return name


def profile_for(headings: Iterable[str], profiles: Iterable[ImportProfile]) -> ImportProfile | None:
    """The profile that was saved for exactly these headings, in whatever order they stand now."""
    here = {plain for plain in map(plain_heading, headings) if plain}
    if not here:
        return None
    return next((p for p in profiles if {plain_heading(h) for h in p.mapping} - {""} == here), None)


def plain_heading(heading: str) -> str:
    """Lower case, letters and figures only: ``Length Hr:Min`` → ``length hr min``."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.findall(r"[^\W_]+|%", spaced.casefold()))
