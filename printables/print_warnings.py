"""What of a pack can't be printed as it is written: whose name, which letters, and what to install."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from printables import scripts, typeface
from shared.ids import CandidateId
from shared.plan.candidates import Candidate

_WIDE: Final = "a TrueType font with Chinese, Japanese and Korean letters"
_INSTALL: Final = {
    "Chinese": f"{_WIDE}: on Debian and Ubuntu fonts-wqy-zenhei or fonts-droid-fallback, on Windows SimSun",
    "Japanese": f"{_WIDE}: on Debian and Ubuntu fonts-droid-fallback, on Windows MS Gothic",
    "Korean": f"{_WIDE}: on Debian and Ubuntu fonts-droid-fallback, on Windows Malgun Gothic",
    "Thai": "a Thai TrueType font: on Debian and Ubuntu fonts-noto-core, on Windows Leelawadee UI",
}


@dataclass(frozen=True)
class PrintWarning:
    """One candidate's name that prints otherwise than it is written.

    ``characters`` are those that are replaced by words, or set without being joined; ``reason`` says
    which, and ``remedy`` what to do about it.
    """

    candidate_id: CandidateId
    number: str
    name: str
    characters: str
    printed_as: str
    reason: str
    remedy: str

    @property
    def sentence(self) -> str:
        """All of it for a message or a log line."""
        who = f"{self.number} {self.name}".strip()
        letters = " ".join(self.characters)
        return f"{who}: {self.reason} ({letters}). Printed as: {self.printed_as}. {self.remedy}"


def print_warnings(candidates: Iterable[Candidate]) -> tuple[PrintWarning, ...]:
    """Who of ``candidates`` has a name that can't be printed as it is written, in number order."""
    found = [warning for candidate in candidates for warning in _warnings(candidate)]
    return tuple(sorted(found, key=lambda w: (w.number, w.candidate_id)))


def _warnings(candidate: Candidate) -> list[PrintWarning]:
    name = candidate.register_name
    said: list[tuple[str, str, str]] = []
    if lost := typeface.unprintable(name):
        said.append((lost, *_lost(lost)))
    if apart := scripts.stays_apart(name):
        reason = "these letters have no joined forms in the fonts, so they stand apart"
        said.append((apart, reason, "The name can be read, but isn't written as it should be."))
    printed = typeface.plain(name)
    return [
        PrintWarning(candidate.id, candidate.number, name, characters, printed, reason, remedy)
        for characters, reason, remedy in said
    ]


def _lost(characters: str) -> tuple[str, str]:
    letter = next((c for c in characters if unicodedata.category(c).startswith("L")), characters[0])
    script = scripts.script_of(letter)
    if scripts.needs_shaping(letter):
        return (
            f"{script} needs its letters combined, which these PDFs can't do",
            "Write the name in Latin letters in the list of candidates.",
        )
    if not script:
        return "no font here has these signs", "Take them out of the name."
    install = _INSTALL.get(script, f"a TrueType font with {script} letters")
    return f"no font here has these {script} letters", f"Install {install}, then start the hub again."
