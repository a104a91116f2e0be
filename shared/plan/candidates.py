"""Candidates and the access arrangements they are entitled to."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from shared.ids import CandidateId


class ArrangementKind(StrEnum):
    """What a candidate has been granted; the value is what the tablet, the page and paper name it by."""

    EXTRA_TIME = "extra_time"
    REST_BREAKS = "rest_breaks"
    WORD_PROCESSOR = "word_processor"
    READER = "reader"
    SCRIBE = "scribe"
    PROMPTER = "prompter"
    SEPARATE_ROOM = "separate_room"
    MODIFIED_PAPER = "modified_paper"


_CODES = {
    ArrangementKind.EXTRA_TIME: "ET",
    ArrangementKind.REST_BREAKS: "RB",
    ArrangementKind.WORD_PROCESSOR: "WP",
    ArrangementKind.READER: "RD",
    ArrangementKind.SCRIBE: "SC",
    ArrangementKind.PROMPTER: "PR",
    ArrangementKind.SEPARATE_ROOM: "SR",
    ArrangementKind.MODIFIED_PAPER: "MP",
}
_LABELS = {
    ArrangementKind.EXTRA_TIME: "extra time",
    ArrangementKind.REST_BREAKS: "rest breaks",
    ArrangementKind.WORD_PROCESSOR: "word processor",
    ArrangementKind.READER: "reader",
    ArrangementKind.SCRIBE: "scribe",
    ArrangementKind.PROMPTER: "prompter",
    ArrangementKind.SEPARATE_ROOM: "separate room",
    ArrangementKind.MODIFIED_PAPER: "modified paper",
}


class Arrangement(Struct, frozen=True, kw_only=True):
    """One access arrangement; ``percent`` is only meaningful for extra time."""

    kind: ArrangementKind
    percent: int = 0
    note: str = ""

    @property
    def code(self) -> str:
        """The short form printed on tags and plans: ``ET25``, ``RB``, ``WP``."""
        return f"{_CODES[self.kind]}{self.percent}" if self.percent else _CODES[self.kind]

    @property
    def label(self) -> str:
        """The form read by a person: ``25 % extra time``, ``rest breaks``."""
        name = _LABELS[self.kind]
        return f"{self.percent} % {name}" if self.percent else name


class Candidate(Struct, frozen=True, kw_only=True):
    """A person entered for an exam.

    ``number`` is the four-digit candidate number kept as text. A person with one name has it in
    ``surname`` and an empty ``forenames``. ``photo`` is the SHA-256 of the photo's bytes. In a pack
    that a tablet may not see in full, ``number`` and the names are empty (see ``SessionPack.for_rooms``).
    """

    id: CandidateId
    number: str = ""
    surname: str = ""
    forenames: str = ""
    uci: str = ""
    photo: str = ""
    arrangements: tuple[Arrangement, ...] = ()
    tag_issue: int = 1

    @property
    def register_name(self) -> str:
        """As a register lists it: ``O'Connor, Siân``."""
        return f"{self.surname}, {self.forenames}" if self.forenames else self.surname

    @property
    def spoken_name(self) -> str:
        """As a person would say it: ``Siân O'Connor``."""
        return f"{self.forenames} {self.surname}".strip()

    @property
    def is_known_here(self) -> bool:
        """False where the pack holds only the pseudonym."""
        return bool(self.surname)

    @property
    def extra_time_percent(self) -> int:
        """The largest extra-time percentage granted, or 0."""
        return max((a.percent for a in self.arrangements if a.kind is ArrangementKind.EXTRA_TIME), default=0)

    @property
    def arrangement_codes(self) -> str:
        """All short codes in one line: ``ET25 RB``; empty where there are none."""
        return " ".join(a.code for a in self.arrangements)
