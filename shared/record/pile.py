"""A pile of scripts counted again: what is missing from it, what doesn't belong, what lies out of order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from shared.ids import CandidateId, ComponentId
from shared.plan.pack import SessionPack
from shared.record.register import Register, SittingRecord


class ForeignScript(Struct, frozen=True, kw_only=True):
    """A script that doesn't belong here; ``belongs_to`` are the papers for which the candidate was present.

    Empty where the record has the candidate present for nothing: then the presence is the question.
    """

    candidate_id: CandidateId
    belongs_to: tuple[ComponentId, ...] = ()


class Misplaced(Struct, frozen=True, kw_only=True):
    """A script that has to move to stand in register order: behind ``behind``; first where that is None."""

    candidate_id: CandidateId
    behind: CandidateId | None


class Pile(Struct, frozen=True, kw_only=True):
    """What one pile of one component came to, in register order."""

    component_id: ComponentId
    scanned: int
    right: tuple[CandidateId, ...]
    missing: tuple[CandidateId, ...]
    foreign: tuple[ForeignScript, ...]
    doubled: tuple[CandidateId, ...]
    misplaced: tuple[Misplaced, ...]

    @property
    def is_whole(self) -> bool:
        """Every script that should be here is here once, and nothing else (order is not asked)."""
        return not (self.missing or self.foreign or self.doubled)


def register_order(
    register: Register, pack: SessionPack, component: ComponentId
) -> tuple[SittingRecord, ...]:
    """The component's register by candidate number, unlisted sitters without a number behind (rule 35)."""
    numbers = {c.id: c.number for c in pack.candidates}

    def place(record: SittingRecord) -> tuple[bool, str, str]:
        number = numbers.get(record.candidate_id, "") or record.unlisted_number
        return (not number, number, record.candidate_id)

    return tuple(sorted(register.of_component(component), key=place))


def count_pile(
    register: Register,
    pack: SessionPack,
    component: ComponentId,
    scanned: Sequence[CandidateId],
    *,
    expected: Sequence[CandidateId] | None = None,
) -> Pile:
    """Hold the tags of a pile, in the order in which they lie, against the component's register.

    ``expected`` narrows the pile to one envelope or one room; without it every present candidate's
    script belongs to it.
    """
    order = [s for s in register_order(register, pack, component) if s.is_present]
    wanted = [s.candidate_id for s in order]
    if expected is not None:
        among = set(expected)
        wanted = [candidate for candidate in wanted if candidate in among]
    once, belongs = list(dict.fromkeys(scanned)), set(wanted)
    right = [candidate for candidate in once if candidate in belongs]
    found = set(right)
    return Pile(
        component_id=component,
        scanned=len(scanned),
        right=tuple(right),
        missing=tuple(candidate for candidate in wanted if candidate not in found),
        foreign=tuple(_foreign(register, candidate) for candidate in once if candidate not in belongs),
        doubled=tuple(c for c, times in Counter(scanned).items() if times > 1),
        misplaced=_misplaced(right, wanted),
    )


def _foreign(register: Register, candidate: CandidateId) -> ForeignScript:
    sat = tuple(s.component_id for s in register.sittings if s.candidate_id == candidate and s.is_present)
    return ForeignScript(candidate_id=candidate, belongs_to=sat)


def _misplaced(pile: Sequence[CandidateId], wanted: Sequence[CandidateId]) -> tuple[Misplaced, ...]:
    """The fewest scripts to move: all that are in no longest run that stands in order already."""
    place = {candidate: index for index, candidate in enumerate(wanted)}
    keep = _longest_rising([place[candidate] for candidate in pile])
    in_order = sorted(place[candidate] for candidate in pile)
    moved = []
    for candidate in pile:
        if place[candidate] not in keep:
            before = in_order.index(place[candidate]) - 1
            moved.append(
                Misplaced(candidate_id=candidate, behind=wanted[in_order[before]] if before >= 0 else None)
            )
    return tuple(sorted(moved, key=lambda m: place[m.candidate_id]))


def _longest_rising(values: Sequence[int]) -> frozenset[int]:
    """The values of one longest rising run (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, value in enumerate(values):
        at = bisect_left(tails, value)
        previous.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            ends.append(index)
        else:
            tails[at], ends[at] = value, index
    kept, index = set(), ends[-1] if ends else -1
    while index >= 0:
        kept.add(values[index])
        index = previous[index]
    return frozenset(kept)
