"""Who sits where and why: walks, papers kept apart, rooms that fit, spare seats, who is told what."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from hub.before.records import SeatingRecord
from hub.before.seating import Apart, Corner, Flow, Order, SeatingOptions, seat_session, walk
from shared.plan.candidates import ArrangementKind as Kind
from shared.plan.centre import DisabledSeat
from tests.unit.before_plan.a_session import ART, LATIN, MATHS, SESSION, numbers, room, session, where

HALL = room("hall", 2, 3)


@pytest.mark.parametrize(
    ("corner", "flow", "expected"),
    [
        (Corner.FRONT_LEFT, Flow.SNAKE_COLUMNS, "A1 A2 B2 B1 C1 C2"),
        (Corner.FRONT_LEFT, Flow.COLUMNS, "A1 A2 B1 B2 C1 C2"),
        (Corner.FRONT_LEFT, Flow.SNAKE_ROWS, "A1 B1 C1 C2 B2 A2"),
        (Corner.FRONT_LEFT, Flow.ROWS, "A1 B1 C1 A2 B2 C2"),
        (Corner.FRONT_RIGHT, Flow.SNAKE_COLUMNS, "C1 C2 B2 B1 A1 A2"),
        (Corner.FRONT_RIGHT, Flow.ROWS, "C1 B1 A1 C2 B2 A2"),
        (Corner.BACK_LEFT, Flow.SNAKE_COLUMNS, "A2 A1 B1 B2 C2 C1"),
        (Corner.BACK_LEFT, Flow.ROWS, "A2 B2 C2 A1 B1 C1"),
        (Corner.BACK_RIGHT, Flow.SNAKE_ROWS, "C2 B2 A2 A1 B1 C1"),
        (Corner.BACK_RIGHT, Flow.COLUMNS, "C2 C1 B2 B1 A2 A1"),
    ],
)
def test_the_walk_starts_in_the_corner_and_flows_as_chosen(corner, flow, expected) -> None:
    assert [seat.label for seat in walk(HALL, corner, flow)] == expected.split()


def test_a_snake_turns_at_the_end_of_a_line_even_where_seats_are_not_used() -> None:
    hall = replace(HALL, disabled=(DisabledSeat(label="A2"), DisabledSeat(label="B1")))
    assert [s.label for s in walk(hall, Corner.FRONT_LEFT, Flow.SNAKE_COLUMNS)] == ["A1", "B2", "C1", "C2"]
    assert [s.label for s in walk(hall, Corner.FRONT_LEFT, Flow.SNAKE_ROWS)] == ["A1", "C1", "C2", "B2"]


def seated(plan, **chosen) -> str:
    """Who sits along the walk of the hall: numbers without their zeros, a dot for an empty seat."""
    found = seat_session(plan, SeatingOptions(**chosen)).seatings
    by_seat = {s.seat: s.number for s in found if s.room_id == "hall"}
    return " ".join(by_seat.get(seat.label, ".").lstrip("0") for seat in plan.rooms[0].seats)


def test_by_number_or_by_name_whatever_accents_the_name_has() -> None:
    plan = session(
        [HALL],
        dict.fromkeys(numbers(4), MATHS),
        names={"0001": "Öztürk", "0002": "Obi", "0003": "de Souza", "0004": "Zola"},
    )
    assert seated(plan) == "1 2 3 4 . ."
    assert seated(plan, order=Order.NAME) == "3 2 1 4 . ."


TWO_PAPERS = {n: (MATHS if int(n) % 2 else ART) for n in numbers(4)}


def test_two_papers_in_one_room_are_kept_apart_as_asked() -> None:
    plan = session([HALL], TWO_PAPERS)
    assert seated(plan) == "2 4 1 3 . ."
    assert seated(plan, apart=Apart.MIXED) == "1 2 3 4 . ."
    assert seated(plan, apart=Apart.EMPTY_LINE) == "2 4 . . 1 3"
    wide = session([HALL], {n: (MATHS if int(n) > 2 else ART) for n in numbers(6)})
    assert seated(wide, apart=Apart.ALTERNATE) == "1 2 3 4 5 6"
    assert seated(wide, apart=Apart.MIXED, order=Order.COMPONENT) == "1 2 3 4 5 6"
    both = session([HALL], {n: (MATHS if int(n) > 2 else ART) for n in numbers(5)})
    assert seated(both, apart=Apart.ALTERNATE, order=Order.COMPONENT) == "1 2 3 4 5 ."


def test_alternate_lines_change_papers_until_one_paper_is_left() -> None:
    plan = session([room("hall", 2, 4)], {n: (MATHS if int(n) <= 6 else ART) for n in numbers(8)})
    assert seated(plan, apart=Apart.ALTERNATE, order=Order.COMPONENT) == "7 8 1 2 3 4 5 6"
    even = session([room("hall", 2, 4)], {n: (MATHS if int(n) <= 4 else ART) for n in numbers(8)})
    assert seated(even, apart=Apart.ALTERNATE, order=Order.COMPONENT) == "5 6 1 2 7 8 3 4"


def test_seats_lost_to_keeping_papers_apart_are_told_with_the_way_out() -> None:
    plan = session([HALL], {**TWO_PAPERS, "0005": MATHS})
    (unplaced,) = seat_session(plan, SeatingOptions(apart=Apart.EMPTY_LINE)).unplaced
    assert unplaced.number == "0005"
    assert "2 seats in Hall stay empty so that papers are kept apart" in unplaced.reason
    assert unplaced.what_to_do == "Seat the papers in blocks, or add a room."


def test_spare_seats_stay_free_in_rooms_for_everybody_and_are_offered_when_they_are_missed() -> None:
    small = room("med", 1, 1, kind="separate")
    plan = session([HALL, small], dict.fromkeys(numbers(6), MATHS), needs={"0006": (Kind.SEPARATE_ROOM,)})
    assert seated(plan, spare_seats=1) == "1 2 3 4 5 ."
    found = seat_session(plan, SeatingOptions(spare_percent=20))
    assert where(found.seatings)["0006"] == "med A1"
    assert [u.number for u in found.unplaced] == ["0005"]
    assert found.unplaced[0].what_to_do == "Add a room, or give up some of the 2 spare seats."
    assert [(use.room_id, use.seats, use.most, use.taken) for use in found.rooms] == [
        ("hall", 6, 4, 4),
        ("med", 1, 1, 1),
    ]


def test_a_room_takes_no_more_than_its_capacity_and_uses_no_broken_seat() -> None:
    hall = replace(HALL, capacity=3, disabled=(DisabledSeat(label="A1", reason="broken"),))
    found = seat_session(session([hall], dict.fromkeys(numbers(4), MATHS)))
    assert where(found.seatings) == {"0001": "hall A2", "0002": "hall B2", "0003": "hall B1"}


def test_rooms_are_filled_in_the_order_chosen_and_the_others_say_why_not() -> None:
    plan = session([HALL, room("gym", 1, 2), room("lib", 1, 2)], dict.fromkeys(numbers(3), MATHS))
    found = seat_session(plan, SeatingOptions(rooms=("lib", "gym")))
    assert where(found.seatings) == {"0001": "lib A1", "0002": "lib B1", "0003": "gym A1"}
    assert [use.reason for use in found.rooms] == [
        "takes everybody; not chosen for this session",
        "takes everybody",
        "takes everybody",
    ]


def test_arrangements_go_to_the_rooms_kept_for_them_each_with_its_reason() -> None:
    plan = session(
        [
            HALL,
            room("it", 1, 2, serves=(Kind.WORD_PROCESSOR,)),
            room("s1", 1, 3, serves=(Kind.READER,)),
            room("extra", 1, 1, serves=(Kind.EXTRA_TIME,)),
            room("med", 1, 2, kind="separate"),
        ],
        dict.fromkeys(numbers(6), MATHS),
        needs={
            "0001": (Kind.WORD_PROCESSOR, Kind.EXTRA_TIME),
            "0002": (Kind.READER,),
            "0003": (Kind.SEPARATE_ROOM, Kind.READER),
            "0004": (Kind.EXTRA_TIME,),
            "0005": (Kind.EXTRA_TIME,),
        },
    )
    found = seat_session(plan)
    assert where(found.seatings) == {
        "0001": "it A1",
        "0002": "s1 A1",
        "0003": "med A1",
        "0004": "extra A1",
        "0005": "hall A1",
        "0006": "hall A2",
    }
    assert found.reasons == {
        "0001": "It is kept for word processor",
        "0002": "S1 is kept for reader",
        "0003": "sits apart: Med is a separate room",
        "0004": "Extra is kept for extra time",
        "0005": "Hall takes everybody and is filled in order",
        "0006": "Hall takes everybody and is filled in order",
    }


def test_readers_share_with_the_same_paper_in_as_few_rooms_as_will_do() -> None:
    rooms = [HALL, room("s1", 1, 2, serves=(Kind.READER,)), room("s2", 1, 4, serves=(Kind.READER,))]
    sat = {"0001": MATHS, "0002": ART, "0003": MATHS, "0004": MATHS, "0005": LATIN}
    found = seat_session(session(rooms, sat, needs=dict.fromkeys(sat, (Kind.READER,))))
    assert where(found.seatings) == {"0001": "s2 A1", "0003": "s2 B1", "0004": "s2 C1", "0002": "s1 A1"}
    (unplaced,) = found.unplaced
    assert unplaced.reason == (
        "who is read to shares a room only with the same paper, and S1, S2 has another"
    )
    assert unplaced.what_to_do == "Keep one more room for reader."
    together = SeatingOptions(readers_by_component=False)
    assert (
        seat_session(session(rooms, sat, needs=dict.fromkeys(sat, (Kind.READER,))), together).unplaced == ()
    )


def test_who_sits_apart_has_the_room_alone_unless_sharing_is_allowed() -> None:
    plan = session(
        [HALL, room("med", 1, 2, kind="separate")],
        {"0001": MATHS, "0002": MATHS},
        needs=dict.fromkeys(numbers(2), (Kind.SEPARATE_ROOM,)),
    )
    found = seat_session(plan)
    assert where(found.seatings) == {"0001": "med A1"}
    assert found.unplaced[0].reason == "sits apart, and Med has somebody already"
    assert where(seat_session(plan, SeatingOptions(separate_alone=False)).seatings) == {
        "0001": "med A1",
        "0002": "med B1",
    }


def test_the_same_extra_time_sits_together_where_that_is_asked_for() -> None:
    plan = session([HALL], dict.fromkeys(numbers(4), MATHS), needs={"0001": (Kind.EXTRA_TIME,)})
    assert seated(plan, extra_time_together=True) == "2 3 4 1 . ."


def test_a_candidate_with_two_papers_sits_both_on_one_seat() -> None:
    found = seat_session(session([HALL], {"0001": (MATHS, ART), "0002": ART}))
    assert [(s.number, s.component_id, s.seat) for s in found.seatings] == [
        ("0001", ART, "A1"),
        ("0001", MATHS, "A1"),
        ("0002", ART, "A2"),
    ]


def test_where_there_is_no_room_at_all_it_is_told_what_is_missing() -> None:
    found = seat_session(session([], {"0001": MATHS, "0002": MATHS}, needs={"0002": (Kind.SEPARATE_ROOM,)}))
    assert [(u.reason, u.what_to_do) for u in found.unplaced] == [
        (
            "there is no room that takes everybody",
            "Add a room for everybody, or keep one that there is for it.",
        ),
        (
            "no room is kept for what this candidate needs",
            "Add a room for separate room, or keep one that there is for it.",
        ),
    ]


def held(number: str, seat: str, paper: str = MATHS, room_id: str = "hall") -> SeatingRecord:
    return SeatingRecord(
        session=SESSION, number=number, component_id=paper, room_id=room_id, seat=seat, pinned=True
    )


def test_a_seat_held_by_hand_that_is_gone_is_told_and_the_candidate_seated_anew() -> None:
    plan = session([HALL], {"0001": MATHS, "0002": MATHS}, seatings=(held("0001", "Z9"), held("0002", "A1")))
    found = seat_session(plan)
    assert where(found.seatings) == {"0001": "hall A2", "0002": "hall A1"}
    assert found.notes == ("0001 had a seat chosen by hand and gets another: Hall has no seat Z9 any more.",)


def test_who_changes_rooms_between_papers_by_hand_keeps_both_seats_and_is_told() -> None:
    plan = session(
        [HALL, room("gym", 1, 1)],
        {"0001": (MATHS, ART)},
        seatings=(held("0001", "A1"), held("0001", "A1", ART, "gym")),
    )
    found = seat_session(plan)
    assert {s.component_id: s.room_id for s in found.seatings} == {MATHS: "hall", ART: "gym"}
    assert found.notes == ("0001 changes rooms between papers: Hall and Gym.",)
