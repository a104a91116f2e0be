"""Reading typed times, numbers and people; what can't be read is kept as a fault with its field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from hub.after.paper_sheet import read_clock
from shared.ids import InvigilatorId
from shared.plan.pack import SessionPack

LONGEST_NAME: Final = 120
LONGEST_TEXT: Final = 2000
MOST: Final = 9999


class Reading:
    """Reads the fields of one sheet. ``faults`` are told by field, the first of each."""

    def __init__(self, pack: SessionPack, now: datetime) -> None:
        self._pack, self._now = pack, now
        self.faults: dict[str, str] = {}

    def fault(self, field: str, what: str) -> None:
        self.faults.setdefault(field, what)

    def clock(self, text: str, field: str, what: str) -> datetime | None:
        """A time of the exam's day in UTC; None where nothing, or nothing usable, was typed."""
        if not text.strip():
            return None
        moment = read_clock(text, self._pack)
        if moment is None:
            self.fault(field, f"{what}: {text.strip()!r} is no time. Type it like 9:12 or 0912.")
        elif moment > self._now:
            self.fault(field, f"{what}: {text.strip()} has not come yet. Look at the paper again.")
            return None
        return moment.astimezone(UTC) if moment is not None else None

    def peek(self, text: str) -> datetime | None:
        """The same without a complaint: the field itself is read elsewhere."""
        moment = read_clock(text, self._pack)
        return moment.astimezone(UTC) if moment is not None and moment <= self._now else None

    def number(self, text: str, field: str, what: str) -> int | None:
        """A count from 0 up; None where nothing, or nothing usable, was typed."""
        typed = text.strip()
        if not typed:
            return None
        if not typed.isascii() or not typed.isdecimal() or int(typed) > MOST:
            self.fault(field, f"{what}: {typed!r} is no count.")
            return None
        return int(typed)

    def text(self, text: str, field: str, what: str, most: int) -> str:
        """Words without surrounding space; too many, or some that can't be printed, are a fault."""
        words = text.strip()
        if len(words) > most:
            self.fault(field, f"{what} has at most {most} characters; this has {len(words)}.")
        if any(ord(c) < 32 and c not in "\n\t" for c in words):
            self.fault(field, f"{what} holds characters that can't be printed.")
        return words

    def signer(self, text: str) -> str:
        """Who signed the paper: an invigilator of the plan by identifier or name, else the name as typed."""
        name = self.text(" ".join(text.split()), "signed_by", "A name", LONGEST_NAME)
        if not name:
            self.fault("signed_by", "Type the name of who signed the paper.")
        for person in self._pack.invigilators:
            if name.casefold() in (person.id.casefold(), person.name.casefold()):
                return person.id
        return name

    def invigilators(self, people: Sequence[InvigilatorId], field: str) -> tuple[InvigilatorId, ...]:
        """Those of them whom the plan knows, each once."""
        known = {person.id for person in self._pack.invigilators}
        for who in people:
            if who not in known:
                self.fault(field, f"The plan has no invigilator {who!r}.")
        return tuple(dict.fromkeys(who for who in people if who in known))

    def check_second_person(self, compared_by: str, typist: str) -> None:
        """Whoever compares the lines with the paper is somebody else than who typed them."""
        name = " ".join(compared_by.split())
        if name and name.casefold() == typist.casefold():
            self.fault("compared_by", "The lines are compared by somebody else than who types them.")
