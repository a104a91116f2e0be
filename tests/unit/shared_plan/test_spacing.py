"""Rule 1: chair centre to chair centre at least 1.25 m in every direction, where the room was measured."""

from __future__ import annotations

import msgspec
import pytest

from shared.plan.centre import DisabledSeat, Door, Room
from shared.plan.spacing import seat_spacing, too_near
from tests.factories import room, rules


def laid_out(rows: int = 2, columns: int = 3, **more: object) -> Room:
    return msgspec.structs.replace(room("hall", "Hall", rows, columns), **more)


def pairs(hall: Room, taken: set[str] | None = None) -> list[tuple[int, set[str]]]:
    return [(f.cm, {f"{a}-{b}" for a, b in f.pairs}) for f in too_near(hall, rules(), taken)]


def test_a_room_that_was_not_measured_is_not_judged() -> None:
    assert too_near(laid_out(), rules()) == ()


def test_exactly_the_distance_is_enough_and_a_centimetre_less_is_not() -> None:
    assert pairs(laid_out(across_cm=125, along_cm=125)) == []
    assert pairs(laid_out(1, 2, across_cm=124, along_cm=200)) == [(124, {"A1-B1"})]


def test_neighbours_across_along_and_askew_are_told_by_their_distance() -> None:
    assert pairs(laid_out(2, 2, across_cm=80, along_cm=90)) == [
        (80, {"A1-B1", "A2-B2"}),
        (90, {"A1-A2", "B1-B2"}),
        (120, {"A1-B2", "B1-A2"}),
    ]


def test_the_next_but_one_is_too_near_where_seats_are_very_close() -> None:
    assert pairs(laid_out(1, 3, across_cm=60, along_cm=200)) == [(60, {"A1-B1", "B1-C1"}), (120, {"A1-C1"})]


def test_only_seats_that_are_taken_count_and_seats_out_of_use_never_do() -> None:
    hall = laid_out(1, 3, across_cm=70)
    assert pairs(hall, {"A1", "C1"}) == []
    assert pairs(msgspec.structs.replace(hall, disabled=(DisabledSeat(label="B1"),))) == []


def test_an_aisle_puts_more_between_two_columns() -> None:
    hall = laid_out(1, 3, across_cm=100, aisle_cm=200, column_aisles=(0,))
    assert pairs(hall) == [(100, {"B1-C1"})]


def test_one_direction_that_was_not_measured_leaves_only_the_other_judged() -> None:
    assert pairs(laid_out(2, 2, across_cm=100)) == [(100, {"A1-B1", "A2-B2"})]
    assert pairs(laid_out(2, 2, along_cm=100)) == [(100, {"A1-A2", "B1-B2"})]


@pytest.mark.parametrize(
    ("more", "spacing"),
    [
        ({"width_cm": 600, "depth_cm": 500}, (200.0, 250.0)),
        ({"width_cm": 600, "across_cm": 130}, (130.0, None)),
        ({"width_cm": 600, "aisle_cm": 300, "column_aisles": (1,)}, (150.0, None)),
        ({"width_cm": 600, "aisle_cm": 100, "column_aisles": (1, 2)}, (200.0, None)),
    ],
)
def test_a_measured_room_spreads_its_seats_evenly_round_the_aisles(more, spacing) -> None:
    assert seat_spacing(laid_out(2, 3, **more)) == spacing


def test_the_sentence_says_which_how_far_and_what_is_lacking() -> None:
    one, many = too_near(laid_out(1, 2, across_cm=110), rules()), too_near(laid_out(across_cm=110), rules())
    assert one[0].text == "Seats A1 and B1 are 1.10 m apart from centre to centre, 15 cm less than 1.25 m."
    assert many[0].text.startswith("Seats A1 and B1 and 3 more pairs are 1.10 m apart")


def test_a_rule_that_does_not_apply_is_not_checked() -> None:
    off = msgspec.structs.replace(rules().chair_spacing_cm, applies=False)
    assert too_near(laid_out(across_cm=10), msgspec.structs.replace(rules(), chair_spacing_cm=off)) == ()


def test_seats_out_of_use_are_left_out_of_the_walk_with_their_reason() -> None:
    hall = laid_out(1, 3, disabled=(DisabledSeat(label="B1", reason="broken"), DisabledSeat(label="C1")))
    assert [seat.label for seat in hall.usable_seats] == ["A1"]
    assert hall.why_disabled("A1") is None
    assert hall.why_disabled("B1") == "broken"
    assert hall.why_disabled("C1")


def test_a_room_is_the_same_after_it_travelled() -> None:
    hall = laid_out(doors=(Door(side="left", at=20),), row_aisles=(0,), front="left", width_cm=900)
    assert msgspec.json.decode(msgspec.json.encode(hall), type=Room) == hall
