"""Changes by hand: one candidate to another seat, two change places, one off their seat; seats held fast.

Each gives the whole seating anew, what was done as a sentence, and the doubts about it. What can't be, a seat
that is taken or isn't there, is refused with the way out; what is merely unwise is done and told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct
from msgspec.structs import replace

from hub.before.records import RoomRecord, SeatingRecord
from hub.before.seating.options import SeatingOptions
from hub.before.seating.warnings import SeatWarning, seating_warnings
from hub.before.session_plan import SessionPlan
from shared.ids import RoomId
from shared.rules.profile import RulesProfile


class SeatingError(Exception):
    """A change that can't be; the text says why and what to do instead."""


class Moved(Struct, frozen=True, kw_only=True):
    """A seating after one change by hand; ``before`` is what undoing it brings back."""

    seatings: tuple[SeatingRecord, ...]
    before: tuple[SeatingRecord, ...]
    what: str
    warnings: tuple[SeatWarning, ...] = ()


def move(
    plan: SessionPlan,
    number: str,
    room_id: RoomId,
    seat: str,
    *,
    rules: RulesProfile,
    options: SeatingOptions,
) -> Moved:
    """This candidate, with all papers, to this seat, which is theirs from then on. Raises SeatingError."""
    room = _room(plan, room_id)
    papers = _papers(plan, number)
    if room.seat(seat) is None:
        raise SeatingError(f"{room.name} has no seat {seat}. Choose one that is on its plan.")
    taken = next(
        (s.number for s in plan.seatings if (s.room_id, s.seat) == (room_id, seat) and s.number != number),
        None,
    )
    if taken is not None:
        raise SeatingError(
            f"{seat} in {room.name} is {taken}'s. Let the two change places, or move one first."
        )
    placed = [
        SeatingRecord(
            session=plan.session, number=number, component_id=paper, room_id=room_id, seat=seat, pinned=True
        )
        for paper in papers
    ]
    seatings = _with(plan.seatings, {number}, placed)
    return _told(plan, seatings, f"{number} to {room.name} {seat}.", {number}, rules, options)


def swap(
    plan: SessionPlan, number: str, other: str, *, rules: RulesProfile, options: SeatingOptions
) -> Moved:
    """Two candidates change places; both seats are theirs from then on. Raises SeatingError."""
    if number == other:
        raise SeatingError("A candidate can't change places with themselves. Choose somebody else.")
    one, two = _place(plan, number), _place(plan, other)
    placed = [
        SeatingRecord(
            session=plan.session, number=who, component_id=paper, room_id=room_id, seat=seat, pinned=True
        )
        for who, (room_id, seat) in ((number, two), (other, one))
        for paper in _papers(plan, who)
    ]
    seatings = _with(plan.seatings, {number, other}, placed)
    return _told(plan, seatings, f"{number} and {other} changed places.", {number, other}, rules, options)


def unseat(plan: SessionPlan, number: str) -> Moved:
    """Take this candidate off their seat. Raises SeatingError where they have none."""
    room_id, seat = _place(plan, number)
    return Moved(
        seatings=_with(plan.seatings, {number}, ()),
        before=plan.seatings,
        what=f"{number} has no seat any more; it was {_room(plan, room_id).name} {seat}.",
    )


def pin(plan: SessionPlan, numbers: Collection[str], *, held: bool = True) -> Moved:
    """Hold these candidates' seats fast, or let them go: then the next proposal may move them."""
    seatings = tuple(replace(s, pinned=held) if s.number in numbers else s for s in plan.seatings)
    done = "held fast" if held else "free to be moved"
    count = len({s.number for s in plan.seatings if s.number in numbers})
    return Moved(
        seatings=seatings, before=plan.seatings, what=f"{count} seat{'s' if count != 1 else ''} {done}."
    )


def _told(
    plan: SessionPlan,
    seatings: tuple[SeatingRecord, ...],
    what: str,
    moved: set[str],
    rules: RulesProfile,
    options: SeatingOptions,
) -> Moved:
    doubts = seating_warnings(plan, seatings, rules, options, of=frozenset(moved))
    return Moved(seatings=seatings, before=plan.seatings, what=what, warnings=doubts)


def _with(
    before: Sequence[SeatingRecord], numbers: Collection[str], placed: Sequence[SeatingRecord]
) -> tuple[SeatingRecord, ...]:
    return tuple(sorted((*(s for s in before if s.number not in numbers), *placed), key=lambda s: s.key))


def _papers(plan: SessionPlan, number: str) -> tuple[str, ...]:
    papers = plan.timetabling.entered(plan.session).get(number)
    if not papers:
        raise SeatingError(f"{number} is not entered for {plan.session}. Import the entry first.")
    return papers


def _place(plan: SessionPlan, number: str) -> tuple[RoomId, str]:
    found = next((s for s in plan.seatings if s.number == number), None)
    if found is None:
        raise SeatingError(f"{number} has no seat in {plan.session}. Give them one instead.")
    return found.room_id, found.seat


def _room(plan: SessionPlan, room_id: RoomId) -> RoomRecord:
    found = next((room for room in plan.rooms if room.id == room_id), None)
    if found is None:
        known = ", ".join(room.name for room in plan.rooms) or "no rooms yet"
        raise SeatingError(f"There is no room {room_id}. There are: {known}.")
    return found
