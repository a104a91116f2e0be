"""Everything that the hub holds about one candidate, as she may have it: others are blanked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from shared.plan.candidates import Candidate

BLANK: Final = "[another candidate]"
SHORTEST_NAME: Final = 3
_DOUBLED: Final = re.compile(r"\[another candidate\](?:[ ,]+\(?\[another candidate\]\)?)+")


class Detail(Struct, frozen=True, kw_only=True):
    """One thing about the person: what it is, and what it says."""

    what: str
    says: str


class SatPaper(Struct, frozen=True, kw_only=True):
    """One paper of hers, as the register has it."""

    session: str
    day: date
    paper: str
    title: str
    room: str
    seat: str
    attendance: str
    arrived: datetime | None
    lateness: str
    identity: str
    finished: datetime | None
    script: str
    corrections: tuple[str, ...]


class RecordedLine(Struct, frozen=True, kw_only=True):
    """One fact about her: when, where, who recorded it, and what it says."""

    session: str
    at: datetime
    place: str
    recorded_by: str
    what: str
    fact: str


class NamedIncident(Struct, frozen=True, kw_only=True):
    """An incident that names her. ``withheld``: restricted, and the officer decided to leave its text out."""

    session: str
    incident_id: str
    at: datetime
    kind: str
    room: str
    restricted: bool
    withheld: bool
    texts: tuple[str, ...]


class SubjectAccess(Struct, frozen=True, kw_only=True):
    """What goes into the answer. ``gone`` says of which sessions nothing is held any more."""

    candidate_id: str
    name: str
    number: str
    centre: str
    time_zone: str
    made_at: datetime
    made_by: str
    person: tuple[Detail, ...]
    papers: tuple[SatPaper, ...]
    record: tuple[RecordedLine, ...]
    incidents: tuple[NamedIncident, ...]
    gone: tuple[str, ...] = ()
    has_photo: bool = False


class Blanking:
    """Takes other candidates' names and numbers out of a text, and leaves hers."""

    def __init__(
        self, hers: Candidate | None, others: Iterable[Candidate], unlisted: Iterable[str] = ()
    ) -> None:
        mine = {word.casefold() for word in _words(hers)} if hers else set()
        whole: set[str] = set(unlisted)
        single: set[str] = set()
        numbers: set[str] = set()
        for other in others:
            whole |= {other.register_name, other.spoken_name}
            single |= {word for word in _words(other) if word.casefold() not in mine}
            numbers |= {other.number} if other.number else set()
        self._whole = _any_of(whole, re.IGNORECASE)
        # One name alone may be a word of the language: only as it is written.
        self._single = _any_of(single, re.NOFLAG)
        self._number = _any_of(numbers, re.NOFLAG)

    def __call__(self, text: str) -> str:
        for pattern in (self._whole, self._single, self._number):
            if pattern is not None:
                text = pattern.sub(BLANK, text)
        return _DOUBLED.sub(BLANK, text)


def _words(person: Candidate) -> set[str]:
    """Each name by itself, where it is long enough to be told from other words."""
    names = {person.surname, person.forenames, *person.surname.split(), *person.forenames.split()}
    return {name for name in names if len(name) >= SHORTEST_NAME}


def _any_of(texts: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str] | None:
    known = sorted({text for text in texts if text.strip()}, key=lambda text: (-len(text), text))
    if not known:
        return None
    return re.compile(rf"(?<![\w:])(?:{'|'.join(map(re.escape, known))})(?!\w)", flags)
