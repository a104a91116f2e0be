"""What every event has in common."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, TypeAlias

from msgspec import Meta, Raw, Struct

Moment: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""A time with its zone. One without can't be compared with any other, so that it isn't even read."""


class Event(Struct, frozen=True, kw_only=True, tag_field="type", tag=lambda name: name):
    """A fact in the past tense.

    A new field with a default leaves ``schema_version`` as it is: whoever doesn't know it can do without.
    The version rises when what is there changes its meaning, or gains values that earlier readers don't
    know; those then carry the event as unknown instead of misreading it.
    """

    schema_version: ClassVar[int] = 1


class UnknownEvent(Struct, frozen=True, kw_only=True):
    """An event that this version does not know: carried, chained and shown, never dropped."""

    type: str
    body: Raw
