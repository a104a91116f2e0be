"""Seating plans: everybody once, every seat drawn, and the plan as it was beside the plan as meant."""

from __future__ import annotations

import msgspec
import pytest

from printables import seating_plan, typeface
from printables.plan_layout import layout_of
from printables.plan_seats import occupants_of
from printables.seating_plan import UnknownRoomError
from shared.plan.centre import DisabledSeat, Door
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from shared.record.register import SittingState
from tests import factories, paper_factory
from tests.factories import ANNEXE, HALL
from tests.paper_reader import fonts, outline, pages, shown_fonts, sizes, squeezed, text

BEFORE = paper_factory.imprint()
AFTER = paper_factory.imprint(after=True)


@pytest.mark.parametrize(("people", "columns"), [(30, 6), (96, 12), (200, 14), (7, 1), (40, 40)])
def test_everybody_stands_once_on_the_plan_with_the_whole_name(people: int, columns: int) -> None:
    """From one column to a hall wider than a page: the parts together hold every seat."""
    pack = paper_factory.full_pack(people, columns=columns)
    drawn = [page.extract_text() for page in pages(seating_plan.draw(pack, HALL, BEFORE))]
    words = "\n".join(page for page in drawn if "The whole room" not in page)
    squeezed_words = squeezed(words)
    for candidate in pack.candidates:
        assert words.count(candidate.number) == 1
        assert squeezed(candidate.register_name) in squeezed_words
    for seat in pack.rooms[0].seats:
        assert seat.label in words


def test_a_large_hall_has_one_page_with_everybody_and_then_its_parts() -> None:
    pack = paper_factory.full_pack(240, columns=15)
    drawn = seating_plan.draw(pack, HALL, BEFORE)
    whole, first, *others = (page.extract_text() for page in pages(drawn))
    assert all(candidate.number in whole for candidate in pack.candidates)
    assert "FRONT" in whole
    assert "240 candidates · 8 invigilators needed" in whole
    assert {f"I{n}" for n in range(2, 9)} <= set(whole.split())
    assert "FRONT" in first
    assert "Part 1 of 8: seats A1 to H5" in first
    assert any("this part begins with row 6" in page for page in others)
    assert outline(drawn)[:2] == ["The whole room", "Part 1 of 8: seats A1 to H5"]


@pytest.mark.parametrize(
    ("front", "at", "aisle", "door"),
    [
        ("", (0, 3), 1, ("left", 0.25)),
        ("bottom", (2, 0), 1, ("right", 0.75)),
        ("left", (0, 0), 0, ("bottom", 0.25)),
        ("right", (3, 2), 0, ("top", 0.75)),
    ],
)
def test_a_room_is_turned_to_where_its_front_is(
    front: str, at: tuple[int, int], aisle: int, door: tuple[str, float]
) -> None:
    """The seat at the right of the front row, the aisle behind the second column, the door at the left."""
    pack = paper_factory.full_pack(12, columns=4)
    room = msgspec.structs.replace(
        pack.rooms[0], front=front, column_aisles=(1,), doors=(Door(side="left", at=25),)
    )
    layout = layout_of(room)
    corner = next(p for p in layout.seats if p.seat.label == "D1")
    assert (corner.row, corner.column) == at
    assert (layout.column_aisles if aisle else layout.row_aisles) == {1}
    assert [(o.edge, o.share) for o in layout.doors] == [door]


def test_doors_disabled_seats_and_dimensions_stand_on_the_plan() -> None:
    pack = laid_out()
    words = text(seating_plan.draw(pack, HALL, BEFORE))
    assert words.count("Door") == 2
    assert "broken" in words
    assert "room 14.0 × 9.0 m" in words
    assert "seats 1.75 m apart in a row" in words
    assert "expected Ruth Adeyemi (lead)" in words


def test_a_seat_that_is_not_used_and_is_taken_all_the_same_shows_who_sits_there() -> None:
    pack = laid_out()
    sitting = msgspec.structs.replace(pack.sittings[-1], seat="A1")
    taken = msgspec.structs.replace(pack, sittings=(*pack.sittings[:-1], sitting), published_hash="")
    words = text(seating_plan.draw(taken, HALL, BEFORE))
    assert "broken" not in words
    assert words.count(pack.candidates[-1].number) == 1


def laid_out() -> SessionPack:
    """Eight columns with an aisle, two doors, seat A1 broken and nobody on it, a lead expected."""
    pack = paper_factory.full_pack(24, columns=8)
    room = msgspec.structs.replace(
        pack.rooms[0],
        column_aisles=(3,),
        disabled=(DisabledSeat(label="A1", reason="broken"),),
        doors=(Door(side="left", at=10), Door(side="back", at=50)),
        width_cm=1400,
        depth_cm=900,
    )
    duty = Duty(invigilator_id="inv-1", room_id=HALL, role="lead", report_at=factories.START)
    return msgspec.structs.replace(
        pack, rooms=(room, pack.rooms[1]), sittings=pack.sittings[1:], duties=(duty,), published_hash=""
    )


def test_the_copy_that_is_kept_has_its_moves_and_two_signatures() -> None:
    """Rule 2: every move; rule 42: the signed plan. By hand before, from the record after."""
    pack = paper_factory.full_pack(30)
    assert "Moves made" not in text(seating_plan.draw(pack, HALL, BEFORE))
    by_hand = text(seating_plan.draw(pack, HALL, BEFORE, retained=True))
    assert "Moves made during the examination" in by_hand
    assert "Lead invigilator's name" in by_hand
    register = paper_factory.Morning(pack).play()
    last = pages(seating_plan.draw(pack, HALL, AFTER, register))[-1].extract_text()
    assert "1 move recorded" in last
    assert f"{pack.candidates[6].number} {pack.candidates[6].register_name} B2 F5" in " ".join(last.split())


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
