"""The rules profiles that come with ExamDay, and what a site changes about them in its own files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path

from shared.rules.faults import Fault, ProfileError
from shared.rules.override import OVERRIDE_FILE, CentreRules, fold_over, parse_centre_rules
from shared.rules.profile import RulesProfile
from shared.rules.reading import parse_profile

EXTERNAL = "jcq-"
"""Profiles that may be chosen without being named; mocks and other exams name theirs."""


def profile_names() -> tuple[str, ...]:
    """The profiles that come with ExamDay."""
    return tuple(sorted(name.removesuffix(".toml") for name in _files()))


def load_profile(name: str, site: Path | None = None) -> RulesProfile:
    """The profile of this name: the site's own ``rules/NAME.toml`` if it has one, else ExamDay's.

    Raises ProfileError with every fault, by file and key.
    """
    own = None if site is None or Path(name).name != name else site / "rules" / f"{name}.toml"
    if own is not None and own.is_file():
        return parse_profile(read_rules_text(own), str(own))
    text = _files().get(f"{name}.toml")
    if text is None:
        raise ProfileError(f"There is no rules profile {name!r}. There are: {', '.join(profile_names())}.")
    return parse_profile(text, f"{name}.toml")


def profile_for(day: date) -> RulesProfile:
    """The JCQ profile valid on this day; a day that none covers gets the newest one."""
    profiles = [load_profile(name) for name in profile_names() if name.startswith(EXTERNAL)]
    valid = [p for p in profiles if p.valid_from <= day <= p.valid_to]
    return max(valid or profiles, key=lambda p: p.valid_from)


def centre_rules(site: Path) -> CentreRules | None:
    """What the site's ``rules.toml`` changes; None where it has none. Raises ProfileError."""
    file = site / OVERRIDE_FILE
    return parse_centre_rules(read_rules_text(file), str(file)) if file.is_file() else None


def site_profile(name: str, site: Path) -> RulesProfile:
    """The profile as this site applies it, with the centre's own numbers. Raises ProfileError."""
    centre = centre_rules(site)
    profile = load_profile(name, site)
    return fold_over(profile, centre) if centre else profile


def rules_by_day(name: str, site: Path) -> Callable[[date], RulesProfile]:
    """How a site chooses its rules: the profile it names or the day's, with its own numbers on top.

    What is wrong with the site's files is told now and not on the morning. Raises ProfileError.
    """
    if name:
        named = site_profile(name, site)
        return lambda _: named
    by_name = {each: site_profile(each, site) for each in profile_names() if each.startswith(EXTERNAL)}
    return lambda day: by_name[profile_for(day).id]


def check_rules_file(file: Path) -> RulesProfile | CentreRules:
    """Read one rules file: a whole profile, or a centre's changes. Raises ProfileError with every fault.

    Changes are also laid over the profiles that they are for, since a number may only be wrong beside
    another one.
    """
    text = read_rules_text(file)
    if file.name != OVERRIDE_FILE:
        return parse_profile(text, str(file))
    centre = parse_centre_rules(text, str(file))
    names = [centre.base] if centre.base else [n for n in profile_names() if n.startswith(EXTERNAL)]
    for name in names:
        fold_over(load_profile(name, file.parent), centre)
    return centre


def read_rules_text(file: Path) -> str:
    """The text of a rules file, a byte-order mark taken off. Raises ProfileError where it is no text."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        told = f"not readable as UTF-8 (byte {error.start + 1}); save it as UTF-8"
        raise ProfileError([Fault(file=str(file), key="", what=told)]) from error


def _files() -> dict[str, str]:
    folder = resources.files("shared.rules") / "data"
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    return {file.name: file.read_text(encoding="utf-8") for file in files}
