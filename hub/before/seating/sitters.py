"""Who sits in a session, and which rooms fit what they have been granted."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct

from hub.before.records import RoomRecord
from hub.before.seating.options import Order
from hub.before.session_plan import SessionPlan
from shared.ids import ComponentId
from shared.plan.candidates import Arrangement, ArrangementKind, Candidate

ROUTED: Final = (
    ArrangementKind.SEPARATE_ROOM,
    ArrangementKind.SCRIBE,
    ArrangementKind.READER,
    ArrangementKind.WORD_PROCESSOR,
    ArrangementKind.PROMPTER,
)
"""What decides the room, the strongest first."""
PREFERRED: Final = (
    ArrangementKind.EXTRA_TIME,
    ArrangementKind.REST_BREAKS,
    ArrangementKind.MODIFIED_PAPER,
)
"""What is met wherever the candidate sits; a room kept for it is filled first all the same."""
READ_ALOUD: Final = frozenset({ArrangementKind.READER, ArrangementKind.SCRIBE})


class Sitter(Struct, frozen=True, dict=True):
    """One candidate with everything they sit in the session, in timetable order."""

    candidate: Candidate
    components: tuple[ComponentId, ...]

    @property
    def number(self) -> str:
        return self.candidate.number

    @property
    def paper(self) -> ComponentId:
        """What decides the block they sit in."""
        return self.components[0]

    @cached_property
    def needs(self) -> frozenset[ArrangementKind]:
        return frozenset(a.kind for a in self.candidate.arrangements)

    @cached_property
    def route(self) -> ArrangementKind | None:
        """What decides the room, or None for somebody who sits with everybody."""
        return next((kind for kind in ROUTED if kind in self.needs), None)

    @cached_property
    def sits_apart(self) -> bool:
        return ArrangementKind.SEPARATE_ROOM in self.needs

    @cached_property
    def is_read_to(self) -> bool:
        """Whether somebody speaks during the exam, so that only the same paper may be sat beside them."""
        return bool(READ_ALOUD & self.needs)

    @cached_property
    def by_name(self) -> tuple[str, str, str]:
        """Sorts as a class list does: accents and case count for nothing."""
        return (_plain(self.candidate.surname), _plain(self.candidate.forenames), self.number)


def sitters_of(plan: SessionPlan) -> tuple[Sitter, ...]:
    """Everybody who is entered, in candidate-number order."""
    entered = plan.timetabling.entered(plan.session)
    return tuple(Sitter(c, entered[c.number]) for c in plan.sitting_candidates())


def in_order(sitters: Sequence[Sitter], order: Order) -> list[Sitter]:
    """As they follow one another along the walk, within a block."""
    return sorted(sitters, key=lambda s: s.by_name if order is Order.NAME else ("", "", s.number))


def rooms_for(sitter: Sitter, rooms: Sequence[RoomRecord]) -> tuple[RoomRecord, ...]:
    """The rooms kept for what this candidate needs; where none is kept, rooms like everybody's.

    Of several kept rooms those that serve more of the candidate's needs come first.
    """
    kept = sorted(
        (room for room in rooms if sitter.route in room.serves),
        key=lambda room: -len(sitter.needs.intersection(room.serves)),
    )
    if sitter.sits_apart:
        return tuple(kept) or tuple(r for r in rooms if r.kind == "separate" and not r.serves)
    everybody = tuple(room for room in rooms if room.takes_everybody)
    if sitter.route is not None:
        return tuple(kept) or everybody
    return preferred_rooms(sitter, rooms) + everybody


def preferred_rooms(sitter: Sitter, rooms: Sequence[RoomRecord]) -> tuple[RoomRecord, ...]:
    """Rooms kept for what could be met anywhere: filled first, by those whom nothing else sends elsewhere."""
    wanted = [kind for kind in PREFERRED if kind in sitter.needs]
    if sitter.route is not None or not wanted:
        return ()
    return tuple(r for r in rooms if r.kind != "separate" and any(kind in r.serves for kind in wanted))


def why_unfit(sitter: Sitter, room: RoomRecord, rooms: Sequence[RoomRecord]) -> str | None:
    """Why this room isn't one for this candidate, as a sentence; None where it is."""
    if sitter.route is None and room.takes_everybody:
        return None
    if any(room.id == fitting.id for fitting in rooms_for(sitter, rooms)):
        return None
    if sitter.route is not None and sitter.route not in room.serves:
        needed = label(sitter.route)
        kept = ", ".join(r.name for r in rooms if sitter.route in r.serves)
        return f"{room.name} is not kept for {needed}" + (f"; {kept} is." if kept else ".")
    if room.kind == "separate":
        return f"{room.name} is for candidates who sit apart."
    kept_for = ", ".join(label(kind) for kind in room.serves)
    return f"{room.name} is kept for {kept_for}."


def label(kind: ArrangementKind) -> str:
    """What a person calls it: ``word processor``."""
    return Arrangement(kind=kind).label


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
