"""Which numbers a rules profile has: what each counts, which rule it serves, and what can't be true of it."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

Confidence = Literal["A", "B", "C"]
"""A: the issuing body's own page. B: a secondary source or an older edition. C: to be checked."""

Unit = Literal[
    "min", "working days", "days", "hours", "candidates", "people", "papers", "%", "cm", "kg", "ms"
]


class RuledNumber(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One number and where it comes from; one that doesn't apply is kept, shown and not acted on."""

    value: int
    source: str
    edition: str
    confidence: Confidence
    applies: bool = True

    @property
    def in_force(self) -> int | None:
        """The value where the rule applies, else None."""
        return self.value if self.applies else None


class RuledText(Struct, frozen=True, kw_only=True):
    """A rule that is no number, in words, with its source."""

    text: str
    source: str
    edition: str
    confidence: Confidence


class NumberKind(Struct, frozen=True):
    """What a number of the profile counts and which values are possible; ``rule`` is of the rules' list."""

    title: str
    unit: Unit
    rule: int
    least: int
    most: int


NUMBERS: Final[dict[str, NumberKind]] = {
    "start_window_minutes": NumberKind("Start may move by", "min", 13, 0, 120),
    "earliest_leaving_minutes": NumberKind(
        "Nobody leaves before, from the published start", "min", 14, 0, 240
    ),
    "earliest_leaving_applies_from_minutes": NumberKind("… in exams from this length on", "min", 14, 0, 600),
    "very_late_after_minutes": NumberKind("Very late after, from the published start", "min", 16, 1, 240),
    "very_late_long_exam_over_minutes": NumberKind("… in exams longer than", "min", 16, 0, 600),
    "very_late_report_working_days": NumberKind("Very-late report within", "working days", 17, 1, 60),
    "candidates_per_invigilator": NumberKind("Candidates for each invigilator", "candidates", 5, 1, 100),
    "candidates_per_invigilator_practical": NumberKind("… in practical exams", "candidates", 5, 1, 100),
    "chair_spacing_cm": NumberKind("Chair centre to chair centre", "cm", 1, 50, 500),
    "parcel_limit_kg": NumberKind("A parcel weighs at most", "kg", 39, 1, 50),
    "clock_suspect_ms": NumberKind("A tablet's clock is suspect from", "ms", 0, 1_000, 3_600_000),
    "key_holders_least": NumberKind("Key holders of the secure store, at least", "people", 7, 1, 20),
    "key_holders_most": NumberKind("… at most", "people", 7, 1, 20),
    "earliest_removal_minutes": NumberKind("Papers leave the store before the start by", "min", 11, 1, 240),
    "five_minute_warning_minutes": NumberKind("Candidates are told before the end", "min", 18, 1, 60),
    "clash_same_session_minutes": NumberKind("Clashing papers in one session, up to", "min", 19, 30, 720),
    "clash_break_minutes": NumberKind("… with a supervised break of at most", "min", 19, 0, 120),
    "long_day_minutes_gcse": NumberKind("A long day is more than (GCSE)", "min", 20, 60, 900),
    "long_day_minutes_gce": NumberKind("A long day is more than (AS and A level)", "min", 20, 60, 900),
    "overnight_papers": NumberKind("Overnight supervision from this many papers", "papers", 20, 2, 10),
    "overnight_supervision_minutes": NumberKind("… supervised from, after the start", "min", 20, 0, 240),
    "extra_time_usual_percent": NumberKind("Extra time is usually", "%", 26, 1, 100),
    "extra_time_rare_percent": NumberKind("… and rarely more than", "%", 26, 1, 200),
    "malpractice_report_working_days": NumberKind("Malpractice report within", "working days", 31, 1, 60),
    "special_consideration_days": NumberKind("Special consideration within", "days", 34, 1, 90),
    "scheduled_collection_days": NumberKind("Scheduled collection from exam days a week", "days", 40, 1, 7),
    "collection_ahead_hours": NumberKind("Other collections are booked ahead by", "hours", 40, 0, 336),
    "collection_ahead_days": NumberKind("… and at most", "days", 40, 1, 60),
}
"""Key → kind, in the order in which they are shown."""

NO_LESS: Final = (
    ("key_holders_most", "key_holders_least"),
    ("extra_time_rare_percent", "extra_time_usual_percent"),
)
"""The first of each pair is never below the second."""

MOST_SCRIPTS: Final = 500
"""No envelope holds more scripts than this."""

_BEFORE = "Not in this file; ExamDay's own number stands in"


def _stands_in(value: int, *, applies: bool = True) -> RuledNumber:
    return RuledNumber(value=value, source=_BEFORE, edition="ExamDay 2026", confidence="C", applies=applies)


STANDS_IN: Final[dict[str, RuledNumber]] = {
    "candidates_per_invigilator_practical": _stands_in(20),
    "key_holders_least": _stands_in(2),
    "key_holders_most": _stands_in(6),
    "earliest_removal_minutes": _stands_in(60, applies=False),
    "five_minute_warning_minutes": _stands_in(5),
    "clash_same_session_minutes": _stands_in(180),
    "clash_break_minutes": _stands_in(20),
    "long_day_minutes_gcse": _stands_in(330),
    "long_day_minutes_gce": _stands_in(360),
    "overnight_papers": _stands_in(3),
    "overnight_supervision_minutes": _stands_in(30),
    "extra_time_usual_percent": _stands_in(25),
    "extra_time_rare_percent": _stands_in(50),
    "malpractice_report_working_days": _stands_in(1, applies=False),
    "special_consideration_days": _stands_in(7, applies=False),
    "scheduled_collection_days": _stands_in(3),
    "collection_ahead_hours": _stands_in(24),
    "collection_ahead_days": _stands_in(14),
}
"""Numbers that profiles and packs of the first version don't have. These values never change: a pack's hash
leaves them out, and what a year changes belongs into its file."""

RETENTION: Final = RuledText(
    text=(
        "Register copy and signed seating plan are kept until the deadline for reviews of results or the end "
        "of any appeal or malpractice case, whichever is later. The officer releases them; nothing deletes "
        "itself."
    ),
    source=_BEFORE,
    edition="ExamDay 2026",
    confidence="C",
)
