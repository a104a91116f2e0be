"""A room as it is drawn: seats named by a scheme, gaps and broken seats, turned to where the front is."""

from __future__ import annotations

import pytest

from hub.before.importing.rooms import walking_order
from hub.before.records import RoomRecord
from hub.web.office.before.rooms_draft import draft_of, press, read_draft
from hub.web.office.before.rooms_drawing import Grid, Labels, Mark, label_cells, read_grid, scheme_of
from hub.web.office.before.rooms_view import drawn_rows, walls
from hub.web.office.forms import Form
from shared.plan.centre import DisabledSeat, Door

HALL = RoomRecord(id="hall", name="Hall", rows=2, columns=3, seats=walking_order(2, 3))
GRID = read_grid("#.#\n#x#", 2, 3)


@pytest.mark.parametrize(
    ("scheme", "front_to_back"),
    [
        (Labels.LETTER_COLUMNS, ["A1", "C1", "A2", "B2", "C2"]),
        (Labels.LETTER_ROWS, ["A1", "A3", "B1", "B2", "B3"]),
        (Labels.NUMBER_ROWS, ["1", "2", "3", "4", "5"]),
        (Labels.NUMBER_COLUMNS, ["1", "4", "2", "3", "5"]),
        (Labels.NUMBER_SNAKE, ["1", "4", "2", "3", "5"]),
    ],
)
def test_every_scheme_names_seats_and_broken_ones_but_no_gap(
    scheme: Labels, front_to_back: list[str]
) -> None:
    labels = label_cells(GRID, scheme)
    assert [labels[cell] for cell in sorted(labels)] == front_to_back


def test_names_that_follow_no_scheme_are_kept_and_new_seats_get_free_ones() -> None:
    kept = {(0, 0): "7", (1, 0): "A1"}
    assert scheme_of(read_grid("#\n#", 2, 1), kept) is Labels.KEPT
    labels = label_cells(read_grid("##\n##", 2, 2), Labels.KEPT, kept)
    assert labels == {(0, 0): "7", (1, 0): "A1", (0, 1): "B1", (1, 1): "B2"}


def test_a_press_goes_from_seat_to_gap_to_broken_and_back() -> None:
    grid = Grid(((Mark.SEAT,),))
    seen = []
    for _ in range(3):
        grid = grid.turned((0, 0))
        seen.append(grid.at((0, 0)))
    assert seen == [Mark.GAP, Mark.BROKEN, Mark.SEAT]
    assert grid.turned((5, 5)) == grid, "a press beside the drawing does nothing"


def test_a_room_that_is_drawn_and_kept_unchanged_is_the_same_room() -> None:
    assert draft_of(HALL).record(HALL) == HALL


def test_a_broken_seat_keeps_its_name_and_its_reason() -> None:
    draft = press(press(draft_of(HALL), "cell 1 1"), "cell 1 1")
    form = Form({"name": ["Hall"], "rows": ["2"], "columns": ["3"], "layout": [draft.grid.text]})
    told = Form({**form._fields, "labels": ["letter-columns"], "why-1-1": ["  wobbly   chair "]})
    record = read_draft(told, draft_of(HALL)).record(HALL)
    assert record.disabled == (DisabledSeat(label="B2", reason="wobbly chair"),)
    assert len(record.usable_seats) == 5


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"name": [" "]}, "Give the room a name."),
        ({"rows": ["41"]}, "1 to 40 rows"),
        ({"rows": ["two"]}, "a whole number, please, not “two”"),
        ({"across_cm": ["99999"]}, "at most 20000 cm"),
        ({"layout": ["...\n..."]}, "no seat that can be used"),
        ({"door1": ["left"], "door1_at": ["130"]}, "0 to 100 per cent"),
    ],
)
def test_what_cannot_be_used_is_told_and_the_drawing_stays(fields: dict[str, list[str]], fault: str) -> None:
    whole = {"name": ["Hall"], "rows": ["2"], "columns": ["3"], "layout": ["###\n###"]} | fields
    draft = read_draft(Form(whole), draft_of(HALL))
    assert any(fault in told for told in draft.faults)
    assert (draft.grid.depth, draft.grid.width) == (2, 3)


@pytest.mark.parametrize(
    ("front", "first_line"),
    [
        ("", [(0, 0), (0, 1), (0, 2)]),
        ("bottom", [(1, 2), (1, 1), (1, 0)]),
        ("left", [(0, 2), (1, 2)]),
        ("right", [(1, 0), (0, 0)]),
    ],
)
def test_the_drawing_turns_with_the_front(front: str, first_line: list[tuple[int, int]]) -> None:
    lines = drawn_rows(2, 3, front, (), ())  # type: ignore[arg-type]
    seats = [[cell.at for cell in line if cell.what == "seat"] for line in lines]
    assert next(line for line in seats if line) == first_line


def test_aisles_are_drawn_between_the_lines_they_follow() -> None:
    lines = drawn_rows(2, 2, "", (0,), (0,))
    assert [cell.what for cell in lines[1]] == ["row", "seat", "aisle", "seat"]
    assert {cell.what for cell in lines[2]} == {"aisle"}


@pytest.mark.parametrize(
    ("front", "place", "begins"),
    [("", "left", 16), ("bottom", "right", 76), ("left", "bottom", 16), ("right", "top", 76)],
)
def test_a_door_stands_where_it_is_seen_by_who_faces_the_front(front: str, place: str, begins: int) -> None:
    door = Door(side="left", at=20)
    drawn = walls(front, (door,))  # type: ignore[arg-type]
    assert {where: wall.doors for where, wall in drawn.items() if wall.doors} == {place: (begins,)}
