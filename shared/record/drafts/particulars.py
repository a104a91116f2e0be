"""What every report begins with: centre, board, paper, day, people, and the three facts of the room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from shared.ids import CandidateId, ComponentId, Half, InvigilatorId, RoomId
from shared.plan.pack import SessionPack
from shared.record.register import Register, SittingRecord


class Person(Struct, frozen=True, kw_only=True):
    """Somebody on a report: a candidate with the number, staff with their role."""

    name: str
    number: str = ""
    role: str = ""


class Paper(Struct, frozen=True, kw_only=True):
    """One component; ``qualification`` and ``series`` are the officer's to fill in."""

    board: str
    component: str
    title: str
    qualification: str = ""
    series: str = ""


class Particulars(Struct, frozen=True, kw_only=True):
    """Centre, day and half, and the papers concerned; ``head_contact`` is the officer's to fill in."""

    centre_number: str
    centre_name: str
    day: date
    half: Half
    papers: tuple[Paper, ...] = ()
    head_contact: str = ""


class SittingFacts(Struct, frozen=True, kw_only=True):
    """The three facts a malpractice report asks of that very sitting (rule 31); None where not on record."""

    warning_displayed: bool | None = None
    information_issued: bool | None = None
    candidates_reminded: bool | None = None


def particulars(pack: SessionPack, components: Iterable[ComponentId]) -> Particulars:
    """The head of a report about these components."""
    return Particulars(
        centre_number=pack.centre.number,
        centre_name=pack.centre.name,
        day=pack.session.day,
        half=pack.session.half,
        papers=tuple(paper_of(pack, component) for component in dict.fromkeys(components)),
    )


def paper_of(pack: SessionPack, component: ComponentId) -> Paper:
    """One component as a report names it."""
    known = pack.component(component)
    if known is None:
        board, _, code = component.partition(":")
        return Paper(board=board, component=code, title="")
    return Paper(board=known.component.board, component=known.component.code, title=known.component.title)


def candidate_of(pack: SessionPack, register: Register, who: CandidateId) -> Person:
    """A candidate by number and name, also one who is on no list."""
    known = pack.candidate(who)
    if known is not None and known.is_known_here:
        return Person(name=known.register_name, number=known.number)
    sitting = next((s for s in register.sittings if s.candidate_id == who), None)
    if sitting is None:
        return Person(name="")
    return Person(name=sitting.unlisted_name, number=sitting.unlisted_number)


def staff_of(pack: SessionPack, people: Iterable[InvigilatorId]) -> tuple[Person, ...]:
    """Staff by name and role, each once; whoever the plan doesn't know by the name that was written."""
    known = {person.id: person for person in pack.invigilators}
    return tuple(
        Person(name=known[who].name, role=known[who].role) if who in known else Person(name=who)
        for who in dict.fromkeys(people)
        if who
    )


def sittings_of(
    register: Register, people: Iterable[CandidateId], room: RoomId | None
) -> tuple[SittingRecord, ...]:
    """The sittings a report is about: those of these people in this room, or else all of theirs."""
    wanted = set(people)
    theirs = tuple(s for s in register.sittings if s.candidate_id in wanted)
    return tuple(s for s in theirs if s.place == room) or theirs


def sitting_facts(register: Register, room: RoomId | None) -> SittingFacts:
    """The three facts from the room's checklist; what nobody confirmed is not known, which is not a no."""
    confirmed = set(register.room(room).checklist) if room is not None else set()

    def fact(item: str) -> bool | None:
        return True if item in confirmed else None

    return SittingFacts(
        warning_displayed=fact("warning_displayed"),
        information_issued=fact("information_issued"),
        candidates_reminded=fact("candidates_reminded"),
    )
