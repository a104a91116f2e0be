"""Seating plans: everybody once, every seat drawn, and the plan as it was beside the plan as meant."""

from __future__ import annotations

import msgspec
import pytest

from printables import seating_plan, typeface
from printables.plan_seats import occupants_of
from printables.seating_plan import UnknownRoomError
from shared.record.register import SittingState
from tests import factories, paper_factory
from tests.factories import ANNEXE, HALL
from tests.paper_reader import fonts, pages, shown_fonts, sizes, squeezed, text

BEFORE = paper_factory.imprint()
AFTER = paper_factory.imprint(after=True)


@pytest.mark.parametrize(("people", "columns"), [(30, 6), (96, 12), (200, 14), (7, 1), (40, 40)])
def test_everybody_stands_once_on_the_plan_with_the_whole_name(people: int, columns: int) -> None:
    """From one column to a hall wider than a page: the parts together hold every seat."""
    pack = paper_factory.full_pack(people, columns=columns)
    words = text(seating_plan.draw(pack, HALL, BEFORE))
    squeezed_words = squeezed(words)
    for candidate in pack.candidates:
        assert words.count(candidate.number) == 1
        assert squeezed(candidate.register_name) in squeezed_words
    for seat in pack.rooms[0].seats:
        assert seat.label in words


def test_a_hall_of_ninety_six_takes_two_pages_and_says_which_part_is_where() -> None:
    drawn = pages(seating_plan.draw(paper_factory.full_pack(96, columns=12), HALL, BEFORE))
    assert len(drawn) == 2
    first, second = (page.extract_text() for page in drawn)
    assert "FRONT" in first
    assert "Part 1 of 2: seats A1 to L4" in first
    assert "this part begins with row 5" in second
    assert "FRONT" not in second


def test_the_plan_is_landscape_and_shows_papers_arrangements_and_blank_seats() -> None:
    pack = factories.small_pack(8)
    page = pages(seating_plan.draw(pack, ANNEXE, BEFORE))[0]
    assert page.mediabox.width > page.mediabox.height
    words = page.extract_text()
    assert "8300/2F" in words
    assert all(seat.label in words for seat in pack.rooms[1].seats)
    assert "ET25 RB" in text(seating_plan.draw(pack, HALL, BEFORE))


def test_as_it_was_a_moved_candidate_sits_on_the_new_seat_and_two_on_one_alarm() -> None:
    pack = paper_factory.full_pack(30)
    register = paper_factory.Morning(pack).play()
    seated, unseated = occupants_of(pack, HALL, register)
    moved = pack.candidates[6]
    assert "B2" not in seated
    assert {o.number for o in seated["F5"]} == {moved.number, pack.candidates[29].number}
    assert seated["F5"][0].remark == "plan B2"
    assert seated["A3"][0].state is SittingState.LATE
    assert seated["A5"][0].struck
    assert [o.remark for o in unseated] == ["written in"]
    words = squeezed(text(seating_plan.draw(pack, HALL, AFTER, register)))
    for said in ("Seatingplanasitwas", "planB2", "withoutaseat", "Wiśniewska", "identitypending"):
        assert said in words


def test_a_candidate_who_sat_elsewhere_is_on_that_rooms_plan_only() -> None:
    pack = factories.small_pack(8)
    register = paper_factory.sat_elsewhere(pack)
    number = pack.candidates[3].number
    assert number not in text(seating_plan.draw(pack, ANNEXE, AFTER, register))
    assert "from Annexe" in text(seating_plan.draw(pack, HALL, AFTER, register))


def test_a_candidate_without_a_seat_is_named_behind_the_plan() -> None:
    pack = paper_factory.full_pack(5)
    nowhere = msgspec.structs.replace(pack.sittings[2], seat=None)
    pack = msgspec.structs.replace(pack, sittings=(*pack.sittings[:2], nowhere, *pack.sittings[3:]))
    words = text(seating_plan.draw(pack, HALL, BEFORE))
    assert "without a seat on the plan" in words
    assert f"{pack.candidates[2].number} {pack.candidates[2].register_name} (no seat)" in words


def test_a_room_that_is_not_in_the_pack_is_told_with_those_that_are() -> None:
    with pytest.raises(UnknownRoomError, match="hall, annexe"):
        seating_plan.draw(factories.small_pack(), "gym", BEFORE)


def test_plans_are_the_same_bytes_each_time_and_legible() -> None:
    pack = paper_factory.full_pack(96, columns=12)
    once = seating_plan.draw(pack, HALL, BEFORE)
    assert once == seating_plan.draw(pack, HALL, BEFORE)
    assert min(sizes(once)) >= typeface.LEAST_SIZE
    embedded = fonts(once)
    assert all(embedded[name] for name in shown_fonts(once))
