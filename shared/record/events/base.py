"""What every event has in common."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Raw, Struct


class Event(Struct, frozen=True, kw_only=True, tag_field="type", tag=lambda name: name):
    """A fact in the past tense. ``schema_version`` rises when a field changes its meaning."""

    schema_version: ClassVar[int] = 1


class UnknownEvent(Struct, frozen=True, kw_only=True):
    """An event that this version does not know: carried, chained and shown, never dropped."""

    type: str
    body: Raw
