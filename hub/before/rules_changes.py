"""What the centre changes in ``rules.toml``, set or taken back; the rest stays as somebody wrote it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from hub.before.rules_files import EXTERNAL, load_profile, profile_names, read_rules_text
from shared.rules.faults import Fault, ProfileError
from shared.rules.override import (
    OVERRIDE_FILE,
    BoardChange,
    CentreRules,
    HolidayChange,
    NumberChange,
    fold_over,
    parse_centre_rules,
)
from shared.rules.profile import RulesProfile


def changed_text(site: Path, key: str, change: NumberChange | None) -> str:
    """The text of the site's file with this change of a number; None takes it back.

    Raises ProfileError where it can't be so, with every fault, and where the file is written in a way that
    can't be changed from here.
    """
    before = _centre(site)
    others = {k: v for k, v in before.numbers.items() if k != key}
    wanted = replace(before, numbers=others | ({key: change} if change else {}))
    return _rewritten(site, key, wanted, _table(key, _of_number(change)) if change else "")


def changed_holidays(site: Path, change: HolidayChange | None) -> str:
    """The same for the days on which no deadline runs."""
    wanted = replace(_centre(site), holidays=change)
    return _rewritten(site, "holidays", wanted, _table("holidays", _given(change)) if change else "")


def changed_board(site: Path, name: str, change: BoardChange | None) -> str:
    """The same for what one awarding body wants."""
    before = _centre(site)
    others = {k: v for k, v in before.boards.items() if k != name}
    heading = f"boards.{msgspec.json.encode(name).decode()}"
    wanted = replace(before, boards=others | ({name: change} if change else {}))
    return _rewritten(site, heading, wanted, _table(heading, _given(change)) if change else "")


def _centre(site: Path) -> CentreRules:
    return parse_centre_rules(_text(site), OVERRIDE_FILE)


def _text(site: Path) -> str:
    file = site / OVERRIDE_FILE
    return read_rules_text(file) if file.is_file() else ""


def _rewritten(site: Path, heading: str, wanted: CentreRules, table: str) -> str:
    """The file's text with ``table`` in the place of what stood under ``heading``; it must say ``wanted``."""
    fresh = _without(_text(site), heading)
    if table:
        fresh = f"{fresh.rstrip()}\n\n{table}".lstrip("\n")
    after = parse_centre_rules(fresh, OVERRIDE_FILE)
    if after != wanted:
        told = "is written in a way that can't be changed from here; edit the file by hand"
        raise ProfileError([Fault(file=OVERRIDE_FILE, key=heading, what=told)])
    for name in _profiles(after):
        fold_over(load_profile(name, site), after)
    return fresh


def keep_rules(site: Path, text: str) -> None:
    """Write the site's file, whole or not at all."""
    file = site / OVERRIDE_FILE
    half_written = file.with_name(file.name + ".new")
    half_written.write_text(text, encoding="utf-8")
    half_written.replace(file)


def folded(site: Path, profile: str, text: str) -> RulesProfile:
    """The profile of this name as it would be with this text of the site's file. Raises ProfileError."""
    return fold_over(load_profile(profile, site), parse_centre_rules(text, OVERRIDE_FILE))


def _profiles(centre: CentreRules) -> list[str]:
    return [centre.base] if centre.base else [n for n in profile_names() if n.startswith(EXTERNAL)]


def _without(text: str, heading: str) -> str:
    """Without the table of this heading, a part of it quoted or not: from there to the next heading."""
    name = re.escape(heading).replace('"', '"?')
    return re.sub(rf"(?m)^\[\s*{name}\s*\][^\n]*\n(?:(?!^\s*\[)[^\n]*(?:\n|\Z))*", "", text)


def _table(heading: str, given: dict[str, Any]) -> str:
    return "\n".join((f"[{heading}]", *(f"{name} = {_toml(value)}" for name, value in given.items()), ""))


def _of_number(change: NumberChange) -> dict[str, Any]:
    told = {name: getattr(change, name) for name in ("value", "applies", "reason", "source", "edition")}
    given = {name: value for name, value in told.items() if value not in (None, "")}
    return given | ({"confidence": change.confidence} if change.confidence != "C" else {})


def _given(change: HolidayChange | BoardChange) -> dict[str, Any]:
    return {name: value for name, value in msgspec.structs.asdict(change).items() if value not in (None, ())}


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return value.isoformat() if isinstance(value, date) else msgspec.json.encode(value).decode()
