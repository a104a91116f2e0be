"""A rules profile: every number of the exam-day rules as data with its source, edition and confidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct, field

from shared.rules.numbers import NUMBERS, RETENTION, STANDS_IN, Confidence, RuledNumber, RuledText

__all__ = ["BoardRules", "Confidence", "Override", "RuledNumber", "RuledText", "RulesProfile"]


class BoardRules(Struct, frozen=True, kw_only=True):
    """How one awarding body wants its registers coded and its scripts packed."""

    absent_code: str = "A"
    transferred_code: str = "T"
    treasury_tags: bool | None = None
    scripts_per_envelope: int = 50
    packing_hint: str = ""
    source: str = ""
    confidence: Confidence = "C"


class Override(Struct, frozen=True, kw_only=True):
    """One thing that the centre's own file changed, with what stood there before and why."""

    key: str
    was: str
    now: str
    reason: str


def _no_boards() -> dict[str, BoardRules]:
    return {}


def _no_holidays() -> tuple[date, ...]:
    return ()


class RulesProfile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The rules of one academic year; minutes, working days and people as named.

    Fields with a number as default came later. A pack published before them has the same content hash
    as ever: what was not given is left out when the profile is written.
    """

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
    # Made by functions, so that they are written even where empty, as in packs of the first version.
    boards: dict[str, BoardRules] = field(default_factory=_no_boards)
    holidays: tuple[date, ...] = field(default_factory=_no_holidays)
    candidates_per_invigilator_practical: RuledNumber = STANDS_IN["candidates_per_invigilator_practical"]
    key_holders_least: RuledNumber = STANDS_IN["key_holders_least"]
    key_holders_most: RuledNumber = STANDS_IN["key_holders_most"]
    earliest_removal_minutes: RuledNumber = STANDS_IN["earliest_removal_minutes"]
    five_minute_warning_minutes: RuledNumber = STANDS_IN["five_minute_warning_minutes"]
    clash_same_session_minutes: RuledNumber = STANDS_IN["clash_same_session_minutes"]
    clash_break_minutes: RuledNumber = STANDS_IN["clash_break_minutes"]
    long_day_minutes_gcse: RuledNumber = STANDS_IN["long_day_minutes_gcse"]
    long_day_minutes_gce: RuledNumber = STANDS_IN["long_day_minutes_gce"]
    overnight_papers: RuledNumber = STANDS_IN["overnight_papers"]
    overnight_supervision_minutes: RuledNumber = STANDS_IN["overnight_supervision_minutes"]
    extra_time_usual_percent: RuledNumber = STANDS_IN["extra_time_usual_percent"]
    extra_time_rare_percent: RuledNumber = STANDS_IN["extra_time_rare_percent"]
    malpractice_report_working_days: RuledNumber = STANDS_IN["malpractice_report_working_days"]
    special_consideration_days: RuledNumber = STANDS_IN["special_consideration_days"]
    scheduled_collection_days: RuledNumber = STANDS_IN["scheduled_collection_days"]
    collection_ahead_hours: RuledNumber = STANDS_IN["collection_ahead_hours"]
    collection_ahead_days: RuledNumber = STANDS_IN["collection_ahead_days"]
    retention: RuledText = RETENTION
    overrides: tuple[Override, ...] = ()

    def board(self, name: str) -> BoardRules:
        """The rules of this awarding body, or the defaults where the profile knows none."""
        return self.boards.get(name) or BoardRules()

    def numbers(self) -> Iterator[tuple[str, RuledNumber]]:
        """Key and number, in the order in which they are shown."""
        for key in NUMBERS:
            yield key, getattr(self, key)

    def override_of(self, key: str) -> Override | None:
        """What the centre changed about this key, or None."""
        return next((o for o in self.overrides if o.key == key), None)
