"""The centre's own numbers: only what differs from a profile, each with its reason, folded over it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec
from msgspec import Struct

from shared.rules.faults import Reading
from shared.rules.numbers import NUMBERS, Confidence, RuledNumber
from shared.rules.profile import Override, RulesProfile
from shared.rules.reading import check_profile

OVERRIDE_FILE: Final = "rules.toml"
"""Its name in the site's folder."""


class NumberChange(Struct, frozen=True, kw_only=True):
    """Another value, or the same one switched on or off."""

    reason: str
    value: int | None = None
    applies: bool | None = None
    source: str = ""
    edition: str = ""
    confidence: Confidence = "C"


class TextChange(Struct, frozen=True, kw_only=True):
    """Other words for a rule that is no number."""

    text: str
    reason: str


class HolidayChange(Struct, frozen=True, kw_only=True):
    """Days that are no working days here, or are."""

    reason: str
    add: tuple[date, ...] = ()
    remove: tuple[date, ...] = ()


class BoardChange(Struct, frozen=True, kw_only=True):
    """What one awarding body told this centre."""

    reason: str
    absent_code: str | None = None
    transferred_code: str | None = None
    treasury_tags: bool | None = None
    scripts_per_envelope: int | None = None
    packing_hint: str | None = None


class CentreRules(Struct, frozen=True, kw_only=True):
    """The centre's file. ``base`` names the profile it was written for; empty means any."""

    file: str
    base: str = ""
    numbers: dict[str, NumberChange] = {}
    boards: dict[str, BoardChange] = {}
    holidays: HolidayChange | None = None
    retention: TextChange | None = None

    def applies_to(self, profile: RulesProfile) -> bool:
        """Whether the file was written for this profile: next year's rules get next year's decisions."""
        return self.base in ("", profile.id)


def parse_centre_rules(text: str, file_name: str) -> CentreRules:
    """The centre's changes from the text of its file. Raises ProfileError with every fault."""
    reading = Reading(file_name)
    raw = reading.parse(text)
    numbers = {key: reading.struct(raw[key], NumberChange, key) for key in NUMBERS if key in raw}
    boards = raw.get("boards", {})
    if not isinstance(boards, dict):
        reading.fault("boards", "should be a table of tables")
        boards = {}
    changed = {name: reading.struct(of, BoardChange, f"boards.{name}") for name, of in boards.items()}
    holidays = reading.struct(raw["holidays"], HolidayChange, "holidays") if "holidays" in raw else None
    retention = reading.struct(raw["retention"], TextChange, "retention") if "retention" in raw else None
    base = reading.value(raw, "base", str) if "base" in raw else ""
    reading.unknown(raw, ["base", *NUMBERS, "boards", "holidays", "retention"])
    _check(reading, {**numbers, **{f"boards.{n}": of for n, of in changed.items()}})
    _check(reading, {"holidays": holidays, "retention": retention})
    reading.finish()
    return CentreRules(
        file=file_name, base=base, numbers=numbers, boards=changed, holidays=holidays, retention=retention
    )


def _check(reading: Reading, changes: dict[str, Any]) -> None:
    for key, change in changes.items():
        if change is None:
            continue
        if not change.reason.strip():
            reading.fault(f"{key}.reason", "is empty: say who decided it and why")
        if isinstance(change, NumberChange):
            kind = NUMBERS[key]
            if change.value is None and change.applies is None:
                reading.fault(key, "changes nothing: give a value, or applies = false")
            if change.value is not None and not kind.least <= change.value <= kind.most:
                told = f"{change.value} {kind.unit} is impossible: {kind.least} to {kind.most}"
                reading.fault(f"{key}.value", told)


def fold_over(profile: RulesProfile, centre: CentreRules) -> RulesProfile:
    """The profile as this centre applies it; ``overrides`` says what was changed and why.

    A file that was written for another profile changes nothing. Raises ProfileError where what comes
    out can't be.
    """
    if not centre.applies_to(profile):
        return profile
    told: list[Override] = []
    values: dict[str, Any] = {}
    for key, change in centre.numbers.items():
        before: RuledNumber = getattr(profile, key)
        values[key] = after = _changed(before, change)
        told.append(Override(key=key, was=_said(key, before), now=_said(key, after), reason=change.reason))
    boards = dict(profile.boards)
    for name, of in centre.boards.items():
        given = {k: v for k, v in msgspec.structs.asdict(of).items() if k != "reason" and v is not None}
        old = profile.board(name)
        boards[name] = msgspec.structs.replace(old, **given, source=of.reason, confidence="C")
        for key, now in given.items():
            was = str(getattr(old, key))
            told.append(Override(key=f"boards.{name}.{key}", was=was, now=str(now), reason=of.reason))
    if centre.holidays is not None:
        told.append(_holidays(profile, centre.holidays, values))
    if centre.retention is not None:
        text = centre.retention
        values["retention"] = msgspec.structs.replace(
            profile.retention, text=text.text, source=text.reason, edition=OVERRIDE_FILE, confidence="C"
        )
        was = profile.retention.text
        told.append(Override(key="retention", was=was, now=text.text, reason=text.reason))
    folded = msgspec.structs.replace(profile, **values, boards=boards, overrides=tuple(told))
    check_profile(folded, centre.file)
    return folded


def _changed(before: RuledNumber, change: NumberChange) -> RuledNumber:
    return RuledNumber(
        value=before.value if change.value is None else change.value,
        source=change.source or f"Centre: {change.reason}",
        edition=change.edition or OVERRIDE_FILE,
        confidence=change.confidence,
        applies=before.applies if change.applies is None else change.applies,
    )


def _said(key: str, number: RuledNumber) -> str:
    told = f"{number.value} {NUMBERS[key].unit}"
    return told if number.applies else f"{told}, not applied"


def _holidays(profile: RulesProfile, change: HolidayChange, values: dict[str, Any]) -> Override:
    days = {*profile.holidays, *change.add} - set(change.remove)
    values["holidays"] = tuple(sorted(days))
    told = [*(f"+{day}" for day in change.add), *(f"−{day}" for day in change.remove)]
    was = f"{len(profile.holidays)} days"
    return Override(key="holidays", was=was, now=", ".join(told) or was, reason=change.reason)
