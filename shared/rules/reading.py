"""From the text of a rules file to a profile: everything that is wrong with it is told at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from shared.rules.faults import ProfileError, Reading
from shared.rules.numbers import MOST_SCRIPTS, NO_LESS, NUMBERS, RuledNumber, RuledText
from shared.rules.profile import BoardRules, RulesProfile

__all__ = ["ProfileError", "check_profile", "parse_profile"]

_FIELDS = {f.name: f for f in msgspec.structs.fields(RulesProfile)}
_PLAIN: dict[str, Any] = {"id": str, "title": str, "valid_from": date, "valid_to": date}


def parse_profile(text: str, file_name: str) -> RulesProfile:
    """A profile from the text of its TOML file. Raises ProfileError with every fault, by file and key."""
    reading = Reading(file_name)
    raw = reading.parse(text)
    values: dict[str, Any] = {key: reading.value(raw, key, kind) for key, kind in _PLAIN.items()}
    for key in NUMBERS:
        if key in raw:
            values[key] = reading.struct(raw[key], RuledNumber, key)
        elif _FIELDS[key].required:
            reading.fault(key, "is missing")
    if "retention" in raw:
        values["retention"] = reading.struct(raw["retention"], RuledText, "retention")
    if "holidays" in raw:
        values["holidays"] = reading.value(raw, "holidays", tuple[date, ...])
    boards = raw.get("boards", {})
    if not isinstance(boards, dict):
        reading.fault("boards", "should be a table of tables")
        boards = {}
    values["boards"] = {name: reading.struct(of, BoardRules, f"boards.{name}") for name, of in boards.items()}
    reading.unknown(raw, [*_PLAIN, *NUMBERS, "retention", "holidays", "boards"])
    _check(reading, values)
    reading.finish()
    return RulesProfile(**values)


def check_profile(profile: RulesProfile, file_name: str) -> None:
    """The same look at a profile made otherwise. Raises ProfileError with every fault."""
    reading = Reading(file_name)
    _check(reading, {name: getattr(profile, name) for name in _FIELDS})
    reading.finish()


def _check(reading: Reading, values: dict[str, Any]) -> None:
    """What can't be true, of everything that could be read."""
    if values["id"] is not None and not values["id"].strip():
        reading.fault("id", "is empty")
    first, last = values["valid_from"], values["valid_to"]
    if first and last and first >= last:
        reading.fault("valid_to", f"{last} is not after valid_from, {first}")
    for key, kind in NUMBERS.items():
        number = values.get(key)
        if number is not None:
            check_number(reading, key, number)
            if not kind.least <= number.value <= kind.most:
                told = f"{number.value} {kind.unit} is impossible: {kind.least} to {kind.most}"
                reading.fault(f"{key}.value", told)
    for more, less in NO_LESS:
        high, low = values.get(more), values.get(less)
        if high is not None and low is not None and high.value < low.value:
            reading.fault(f"{more}.value", f"{high.value} is less than {less}, {low.value}")
    if values.get("retention") is not None:
        check_number(reading, "retention", values["retention"])
        if not values["retention"].text.strip():
            reading.fault("retention.text", "is empty")
    _check_holidays(reading, values.get("holidays") or (), first, last)
    for name, board in values["boards"].items():
        if board is not None:
            _check_board(reading, name, board)


def check_number(reading: Reading, key: str, number: RuledNumber | RuledText) -> None:
    """A number says where it comes from, or it is nobody's."""
    if not any(c.isalpha() for c in number.source):
        reading.fault(f"{key}.source", "is empty: say where it comes from")
    if not number.edition.strip():
        reading.fault(f"{key}.edition", "is empty: say of which year or edition")


def _check_holidays(
    reading: Reading, holidays: tuple[date, ...], first: date | None, last: date | None
) -> None:
    seen: set[date] = set()
    for day in holidays:
        if day in seen:
            reading.fault("holidays", f"{day} stands there twice")
        seen.add(day)
        if first and last and not first <= day <= last:
            reading.fault("holidays", f"{day} is not between {first} and {last}")


def _check_board(reading: Reading, name: str, board: BoardRules) -> None:
    if not 1 <= board.scripts_per_envelope <= MOST_SCRIPTS:
        told = f"{board.scripts_per_envelope} scripts is impossible: 1 to {MOST_SCRIPTS}"
        reading.fault(f"boards.{name}.scripts_per_envelope", told)
    if not board.source.strip() and board.confidence != "C":
        reading.fault(f"boards.{name}.source", f"is empty, but the confidence is {board.confidence}")
    for key in ("absent_code", "transferred_code"):
        if not getattr(board, key).strip():
            reading.fault(f"boards.{name}.{key}", "is empty")
