"""A pile counted again names what is missing, what is foreign, what came twice, and how to order it."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.record.events.candidate import Attendance
from shared.record.pile import Misplaced, Pile, count_pile, register_order
from shared.record.register import Register
from tests.exam_morning import ordinary_morning

MORNING = ordinary_morning()
REGISTER = MORNING.register()
PAPER = MORNING.pack.session.components[0].id
OTHER = MORNING.pack.session.components[1].id
ORDER = [s.candidate_id for s in register_order(REGISTER, MORNING.pack, PAPER)]


def counted(scanned: list[str], register: Register = REGISTER, **narrowed: list[str]) -> Pile:
    return count_pile(register, MORNING.pack, PAPER, scanned, **narrowed)


def test_the_whole_pile_in_register_order_is_whole_and_nothing_has_to_move() -> None:
    pile = counted(ORDER)
    assert (pile.is_whole, pile.misplaced, pile.scanned) == (True, (), len(ORDER))


def test_a_missing_script_is_named() -> None:
    pile = counted(ORDER[:2] + ORDER[3:])
    assert (pile.missing, pile.is_whole) == ((ORDER[2],), False)


def test_a_script_from_another_paper_s_pile_says_where_it_belongs() -> None:
    stray = next(s.candidate_id for s in REGISTER.of_component(OTHER) if s.candidate_id not in ORDER)
    pile = counted([*ORDER, stray])
    assert [(f.candidate_id, f.belongs_to) for f in pile.foreign] == [(stray, (OTHER,))]


def test_the_script_of_somebody_recorded_absent_is_foreign_and_belongs_nowhere() -> None:
    rows = tuple(
        msgspec.structs.replace(s, attendance=Attendance.ABSENT) if s.candidate_id == ORDER[0] else s
        for s in REGISTER.sittings
    )
    pile = counted(ORDER, msgspec.structs.replace(REGISTER, sittings=rows))
    assert [(f.candidate_id, f.belongs_to) for f in pile.foreign] == [(ORDER[0], ())]


def test_a_tag_scanned_twice_is_told_and_counts_once() -> None:
    pile = counted([*ORDER, ORDER[1]])
    assert (pile.doubled, pile.missing, pile.scanned) == ((ORDER[1],), (), len(ORDER) + 1)


def test_one_script_out_of_place_is_the_only_one_to_move() -> None:
    pile = counted([ORDER[-1], *ORDER[:-1]])
    assert pile.misplaced == (Misplaced(candidate_id=ORDER[-1], behind=ORDER[-2]),)
    pile = counted([*ORDER[1:], ORDER[0]])
    assert pile.misplaced == (Misplaced(candidate_id=ORDER[0], behind=None),)


def test_a_pile_may_be_one_envelope_only() -> None:
    pile = counted(ORDER[:2], expected=ORDER[:2])
    assert pile.is_whole
    assert counted(ORDER[:2], expected=ORDER[:3]).missing == (ORDER[2],)


@pytest.mark.parametrize("size", range(4))
def test_an_empty_and_a_small_pile_are_piles_too(size: int) -> None:
    assert counted(ORDER[:size]).missing == tuple(ORDER[size:])


@given(st.permutations(ORDER))
def test_moving_what_is_told_puts_any_pile_in_order_and_fewer_would_not(scanned: list[str]) -> None:
    told = counted(scanned).misplaced
    moved = {m.candidate_id for m in told}
    pile = [c for c in scanned if c not in moved]
    for step in told:
        pile.insert(0 if step.behind is None else pile.index(step.behind) + 1, step.candidate_id)
    assert pile == ORDER
    places = [ORDER.index(c) for c in scanned]
    longest = max(
        (
            len(c)
            for n in range(len(places) + 1)
            for c in itertools.combinations(places, n)
            if sorted(c) == list(c)
        ),
    )
    assert len(moved) == len(places) - longest
