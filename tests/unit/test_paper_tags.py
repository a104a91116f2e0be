"""Tags as a sheet of labels: who is on it, where it begins, and that the file is the same each time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from printables import name_tags, seat_tags, typeface
from printables.label_sheets import LABEL_SHEETS, LabelError, SheetOptions, calibration_page, label_sheet
from printables.pen import MM
from tests import factories, paper_factory
from tests.factories import HALL
from tests.paper_reader import fonts, outline, pages, shown_fonts, sizes, squeezed, text

KEY = factories.tag_key()


@pytest.mark.parametrize("sheet", LABEL_SHEETS)
def test_every_name_number_seat_and_arrangement_is_on_the_sheet_in_full(sheet: str) -> None:
    pack = paper_factory.full_pack(16)
    words = squeezed(text(seat_tags.draw(pack, HALL, KEY, sheet=sheet)))
    for candidate, sitting in zip(pack.candidates, pack.sittings, strict=True):
        assert squeezed(candidate.register_name) in words
        assert candidate.number in words
        assert sitting.seat is not None
        assert sitting.seat in words
        assert all(a.code in words for a in candidate.arrangements)
    assert "8300/2F·09:00" in words


@pytest.mark.parametrize(
    ("sheet", "people", "start", "expected"),
    [
        ("L7163", 14, 1, 1),
        ("L7163", 14, 2, 2),
        ("L7163", 30, 1, 3),
        ("L7160", 21, 1, 1),
        ("L7160", 22, 1, 2),
        ("L7165", 9, 8, 2),
        ("l7165", 8, 1, 1),
    ],
)
def test_tags_begin_on_the_first_label_that_is_left(
    sheet: str, people: int, start: int, expected: int
) -> None:
    pdf = seat_tags.draw(paper_factory.full_pack(people), HALL, KEY, sheet=sheet, start_label=start)
    assert len(pages(pdf)) == expected


def test_tags_stand_in_candidate_number_order() -> None:
    pack = paper_factory.full_pack(15)
    words = text(seat_tags.draw(pack, HALL, KEY))
    places = [words.index(candidate.number) for candidate in pack.candidates]
    assert places == sorted(places)


def test_one_lost_tag_is_printed_again_alone() -> None:
    pack = paper_factory.full_pack(30)
    again = pack.candidates[4]
    words = text(seat_tags.draw(pack, HALL, KEY, only=[again.id]))
    assert again.number in words
    assert "issue 2" in words
    assert pack.candidates[5].number not in words


def test_a_room_without_anybody_is_an_empty_sheet_and_not_an_error() -> None:
    pack = paper_factory.full_pack(3)
    assert text(seat_tags.draw(pack, factories.ANNEXE, KEY)).strip() == ""


def test_sheets_and_labels_that_do_not_exist_are_told() -> None:
    pack = paper_factory.full_pack(3)
    with pytest.raises(LabelError, match="L7163, L7160, L7165"):
        seat_tags.draw(pack, HALL, KEY, sheet="L9999")
    for start in (0, -1, 15):
        with pytest.raises(LabelError, match="labels 1 to 14"):
            seat_tags.draw(pack, HALL, KEY, start_label=start)


@pytest.mark.parametrize("sheet", LABEL_SHEETS.values(), ids=lambda sheet: sheet.name)
def test_labels_of_a_stock_lie_on_the_page_side_by_side(sheet) -> None:
    assert sheet.left + (sheet.columns - 1) * sheet.column_pitch + sheet.label_width <= 210
    assert sheet.top + (sheet.rows - 1) * sheet.row_pitch + sheet.label_height <= 297
    assert sheet.column_pitch >= sheet.label_width
    assert sheet.row_pitch >= sheet.label_height
    assert label_sheet(f" {sheet.name.lower()} ") is sheet


def test_the_same_tags_make_the_same_bytes() -> None:
    pack = paper_factory.full_pack(16)
    assert seat_tags.draw(pack, HALL, KEY) == seat_tags.draw(pack, HALL, KEY)
    assert name_tags.draw(pack, KEY) == name_tags.draw(pack, KEY)


def test_fonts_are_embedded_and_nothing_is_smaller_than_nine_points() -> None:
    for sheet in LABEL_SHEETS:
        pdf = seat_tags.draw(paper_factory.full_pack(4), HALL, KEY, sheet=sheet)
        embedded = fonts(pdf)
        assert all(embedded[name] for name in shown_fonts(pdf))
        assert min(sizes(pdf)) >= typeface.LEAST_SIZE


def test_a_name_tag_says_the_name_as_it_is_spoken_and_names_no_room() -> None:
    words = text(name_tags.draw(paper_factory.full_pack(6), KEY))
    assert squeezed("Siân Órlaith O'Connor") in squeezed(words)
    assert "Sports Hall" not in words
    assert "Madonna" in words


def test_a_candidate_with_two_papers_in_one_room_gets_one_tag_with_both() -> None:
    """A clash sat in one go: two papers, one seat, one code."""
    pack = paper_factory.clash_pack()
    words = text(seat_tags.draw(pack, HALL, KEY))
    assert words.count(pack.candidates[0].number) == 1
    assert "8300/2F · 09:00" in words
    assert "4MA1 2F · 09:00" in words


def test_documents_drawn_at_the_same_time_are_as_if_drawn_one_by_one() -> None:
    """The officer prints tags while a colleague prints the register: the fonts are shared."""
    packs = [paper_factory.full_pack(people) for people in (5, 9, 7, 8)]
    alone = [seat_tags.draw(pack, HALL, KEY) for pack in packs]
    with ThreadPoolExecutor(max_workers=4) as workers:
        together = list(workers.map(lambda pack: seat_tags.draw(pack, HALL, KEY), packs))
    assert together == alone


@pytest.mark.parametrize("sheet", LABEL_SHEETS)
def test_all_arrangements_and_the_issue_stand_on_the_smallest_label(sheet: str) -> None:
    pack = paper_factory.with_every_arrangement(paper_factory.full_pack(1))
    words = " ".join(text(seat_tags.draw(pack, HALL, KEY, sheet=sheet)).split())
    assert words.endswith("ET50 RB WP RD SC PR SR MP issue 3")


def test_a_printer_that_draws_in_askew_is_met_by_a_shift() -> None:
    plain, moved = (
        lefts(
            seat_tags.draw(
                paper_factory.full_pack(1), HALL, KEY, options=SheetOptions(right_mm=mm, down_mm=0)
            )
        )
        for mm in (0, 2.5)
    )
    assert [b - a for a, b in zip(plain, moved, strict=True)] == pytest.approx(
        [2.5 * MM] * len(plain), abs=0.01
    )
    for shift in (10.5, -11, float("nan")):
        with pytest.raises(LabelError, match="Measure the calibration page"):
            SheetOptions(down_mm=shift)


def lefts(pdf: bytes) -> list[float]:
    """Where each piece of text begins."""
    found: list[float] = []

    def visit(words: str, _cm: object, matrix: list[float], _font: object, _size: float) -> None:
        if words.strip():
            found.append(matrix[4])

    pages(pdf)[0].extract_text(visitor_text=visit)
    return found


def test_the_calibration_page_says_what_is_set_and_what_to_do() -> None:
    words = " ".join(text(calibration_page("L7160", SheetOptions(right_mm=1.5, down_mm=-2))).split())
    assert "L7160, shifted right 1.5 mm and down -2 mm" in words
    assert "Print at 100 %" in words
    assert min(sizes(calibration_page("L7160"))) >= typeface.LEAST_SIZE


def test_the_outline_says_which_sheet_has_which_numbers() -> None:
    pack = paper_factory.full_pack(30)
    numbers = [c.number for c in pack.candidates]
    assert outline(seat_tags.draw(pack, HALL, KEY, start_label=10)) == [
        f"Sheet 1: {numbers[0]} to {numbers[4]}",
        f"Sheet 2: {numbers[5]} to {numbers[18]}",
        f"Sheet 3: {numbers[19]} to {numbers[29]}",
    ]
