"""A rules profile: every number of the exam-day rules as data with its source, edition and confidence."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct

Confidence = Literal["A", "B", "C"]
"""A: the issuing body's own page. B: a secondary source or an older edition. C: to be checked."""


class RuledNumber(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One number and where it comes from."""

    value: int
    source: str
    edition: str
    confidence: Confidence


class BoardRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one awarding body wants its registers coded and its scripts packed."""

    absent_code: str = "A"
    transferred_code: str = "T"
    treasury_tags: bool | None = None
    scripts_per_envelope: int = 50
    packing_hint: str = ""
    source: str = ""
    confidence: Confidence = "C"


class RulesProfile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of one academic year; minutes, working days and people as named."""

    id: str
    title: str
    valid_from: date
    valid_to: date
    start_window_minutes: RuledNumber
    earliest_leaving_minutes: RuledNumber
    earliest_leaving_applies_from_minutes: RuledNumber
    very_late_after_minutes: RuledNumber
    very_late_long_exam_over_minutes: RuledNumber
    very_late_report_working_days: RuledNumber
    candidates_per_invigilator: RuledNumber
    chair_spacing_cm: RuledNumber
    parcel_limit_kg: RuledNumber
    clock_suspect_ms: RuledNumber
    boards: dict[str, BoardRules] = {}
    holidays: tuple[date, ...] = ()

    def board(self, name: str) -> BoardRules:
        """The rules of this awarding body, or the defaults where the profile knows none."""
        return self.boards.get(name) or BoardRules()


class ProfileError(ValueError):
    """A rules file that can't be used; the text names the file and the key."""


def parse_profile(text: str, file_name: str) -> RulesProfile:
    """A profile from the text of its TOML file. Raises ProfileError naming file and key."""
    try:
        return msgspec.convert(tomllib.loads(text), RulesProfile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ProfileError(f"{file_name}: {error}") from error
