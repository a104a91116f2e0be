"""What comes of a sheet that was typed from paper, fact by fact, before anything is recorded."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from hub.after.paper_sheet import Fault
from shared.ids import RoomId
from shared.record.events import KnownEvent


class Verdict(StrEnum):
    """How a typed fact stands to the record."""

    NEW = "new"
    AGREES = "agrees"
    KEYED_IN = "keyed_in"
    BESIDE = "beside"
    CONTRADICTS = "contradicts"
    CORRECTS = "corrects"


RECORDED: Final = (Verdict.NEW, Verdict.BESIDE, Verdict.CONTRADICTS, Verdict.CORRECTS)
"""What is recorded; what agrees is on record already."""


class PaperFact(Struct, frozen=True, kw_only=True):
    """One typed fact: the event with the paper's time, who or what it is about, and how it stands."""

    event: KnownEvent
    at: datetime
    about: str
    says: str
    verdict: Verdict = Verdict.NEW
    note: str = ""

    @property
    def is_recorded(self) -> bool:
        return self.verdict in RECORDED


class PaperPlan(Struct, frozen=True, kw_only=True):
    """What comes of a typed sheet. With ``faults`` nothing is recorded, and nothing typed is lost.

    ``signed_at`` is when the register was signed; what was signed is worked out once all else is on record.
    """

    room: RoomId
    signer: str
    facts: tuple[PaperFact, ...] = ()
    faults: tuple[Fault, ...] = ()
    blank: int = 0
    present: int = 0
    absent: int = 0
    scripts: int = 0
    signed_at: datetime | None = None
    register_signed_by: tuple[str, ...] = ()
    closes: bool = False

    @property
    def recorded(self) -> tuple[PaperFact, ...]:
        """In the order in which they happened: later ones of one typist count as having seen the earlier."""
        return tuple(sorted((f for f in self.facts if f.is_recorded), key=lambda f: f.at))

    def of(self, verdict: Verdict) -> tuple[PaperFact, ...]:
        return tuple(f for f in self.facts if f.verdict is verdict)

    @property
    def is_empty(self) -> bool:
        """Nothing of it is new, so that nothing would be recorded."""
        return not self.recorded and not self.register_signed_by and not self.closes
