"""The rules profiles that come with ExamDay: read by name, or chosen by the day they are needed for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path

from shared.rules.profile import ProfileError, RulesProfile, parse_profile

EXTERNAL = "jcq-"
"""Profiles that may be chosen without being named; mocks and other exams name theirs."""


def profile_names() -> tuple[str, ...]:
    """The profiles that come with ExamDay."""
    return tuple(sorted(name.removesuffix(".toml") for name in _files()))


def load_profile(name: str, site: Path | None = None) -> RulesProfile:
    """The profile of this name: the site's own ``rules/NAME.toml`` if it has one, else ExamDay's.

    Raises ProfileError naming the file and, where one is wrong, the key.
    """
    own = None if site is None or Path(name).name != name else site / "rules" / f"{name}.toml"
    if own is not None and own.is_file():
        return parse_profile(own.read_text(encoding="utf-8"), str(own))
    text = _files().get(f"{name}.toml")
    if text is None:
        raise ProfileError(f"There is no rules profile {name!r}. There are: {', '.join(profile_names())}.")
    return parse_profile(text, f"{name}.toml")


def profile_for(day: date) -> RulesProfile:
    """The JCQ profile valid on this day; a day that none covers gets the newest one."""
    profiles = [load_profile(name) for name in profile_names() if name.startswith(EXTERNAL)]
    valid = [p for p in profiles if p.valid_from <= day <= p.valid_to]
    return max(valid or profiles, key=lambda p: p.valid_from)


def rules_by_day(name: str, site: Path) -> Callable[[date], RulesProfile]:
    """How a site chooses its rules: always the profile it names, or the one of the day."""
    if not name:
        return profile_for
    named = load_profile(name, site)
    return lambda _: named


def _files() -> dict[str, str]:
    folder = resources.files("shared.rules") / "data"
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    return {file.name: file.read_text(encoding="utf-8") for file in files}
