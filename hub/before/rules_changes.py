"""One number of the centre's own in ``rules.toml``: set or taken back, the rest as somebody wrote it."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from msgspec.structs import replace

from hub.before.rules_files import EXTERNAL, load_profile, profile_names, read_rules_text
from shared.rules.faults import Fault, ProfileError
from shared.rules.override import (
    OVERRIDE_FILE,
    CentreRules,
    NumberChange,
    fold_over,
    parse_centre_rules,
)
from shared.rules.profile import RulesProfile


def changed_text(site: Path, key: str, change: NumberChange | None) -> str:
    """The text of the site's file with this change of ``key``; None takes it back.

    Raises ProfileError where it can't be so, with every fault, and where the file is written in a way that
    can't be changed from here.
    """
    file = site / OVERRIDE_FILE
    text = read_rules_text(file) if file.is_file() else ""
    before = parse_centre_rules(text, OVERRIDE_FILE)
    fresh = _without(text, key)
    if change is not None:
        fresh = f"{fresh.rstrip()}\n\n{_table(key, change)}".lstrip("\n")
    after = parse_centre_rules(fresh, OVERRIDE_FILE)
    wanted = {k: v for k, v in before.numbers.items() if k != key} | ({key: change} if change else {})
    if after != replace(before, numbers=after.numbers) or after.numbers != wanted:
        told = "is written in a way that can't be changed from here; edit the file by hand"
        raise ProfileError([Fault(file=OVERRIDE_FILE, key=key, what=told)])
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


def _without(text: str, key: str) -> str:
    """Without the table of this key: from its heading to the next one."""
    return re.sub(rf"(?m)^\[\s*{re.escape(key)}\s*\][^\n]*\n(?:(?!^\s*\[)[^\n]*(?:\n|\Z))*", "", text)


def _table(key: str, change: NumberChange) -> str:
    told = [(name, getattr(change, name)) for name in ("value", "applies", "reason", "source", "edition")]
    given = [(name, msgspec.json.encode(value).decode()) for name, value in told if value not in (None, "")]
    lines = [f"{name} = {value}" for name, value in given]
    if change.confidence != "C":
        lines.append(f'confidence = "{change.confidence}"')
    return "\n".join((f"[{key}]", *lines, ""))
