"""A printed tag is read back from the picture of its sheet, as a camera would: text, key and place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from printables import envelope_covers, name_tags, qr_picture, seat_tags
from printables.label_sheets import LABEL_SHEETS, LabelSheet, SheetOptions
from printables.qr import QUIET, dark_runs, qr_modules
from printables.tag_label import PRINTER_DOT, module_size
from shared.plan.pack import SessionPack
from shared.protocol.scan import check_scan
from shared.protocol.tags import TagKind, read_tag
from tests import factories, paper_factory
from tests.paper_reader import SeenCode, codes, photographs

MILLIMETRE = 72 / 25.4
KEY = factories.tag_key()


COARSE = 150
"""Dots per inch: half of what a scanner sees, so that whatever is read here is read there."""


@pytest.mark.parametrize("name", LABEL_SHEETS)
def test_every_seat_tag_is_read_from_the_picture_of_its_own_label(name: str, tmp_path: Path) -> None:
    """From label 4 to the last: each code stands on its candidate's label and says what was signed."""
    sheet = LABEL_SHEETS[name]
    pack = paper_factory.with_every_arrangement(paper_factory.named(paper_factory.full_pack(sheet.count - 3)))
    options = SheetOptions(crop_marks=True, right_mm=1.5, down_mm=-0.5)
    pdf = seat_tags.draw(pack, factories.HALL, KEY, sheet=name, start_label=4, options=options)
    seen = codes(pdf, tmp_path, COARSE)
    assert len(seen) == sheet.count - 3
    on_label = {label_of(code, sheet): code.text for code in seen}
    for index, candidate in enumerate(pack.candidates):
        assert on_label[index + 3] == seat_tags.seat_tag_code(pack, candidate, KEY)
        scan = check_scan(on_label[index + 3], pack, factories.HALL)
        assert scan.fault is None
        assert scan.candidate_id == candidate.id


@pytest.mark.parametrize("name", LABEL_SHEETS)
def test_every_name_tag_is_read_from_its_picture(name: str, tmp_path: Path) -> None:
    pack = paper_factory.named(paper_factory.full_pack(8))
    seen = codes(name_tags.draw(pack, KEY, sheet=name), tmp_path, COARSE)
    assert {c.text for c in seen} == {name_tags.name_tag_code(pack, c, KEY) for c in pack.candidates}


def bleeding(picture: Image.Image) -> Image.Image:
    """Every dark dot of the printer takes a ring of its neighbours: soft paper, too much ink."""
    return picture.filter(ImageFilter.MinFilter(3))


def starved(picture: Image.Image) -> Image.Image:
    """Every edge of the dark loses a dot, and black is grey: toner is running out."""
    return picture.filter(ImageFilter.MaxFilter(3)).point(lambda level: 120 + level * 135 // 255)


def smeared(picture: Image.Image) -> Image.Image:
    """Grey paper, and edges nearly as wide as a module: a copy of a copy."""
    return picture.filter(ImageFilter.GaussianBlur(3)).point(lambda level: 40 + level * 150 // 255)


@pytest.mark.parametrize("spoil", [bleeding, starved, smeared])
def test_the_smallest_tags_are_read_from_a_bad_print(
    spoil: Callable[[Image.Image], Image.Image], tmp_path: Path
) -> None:
    """At 300 dots per inch a module of the smallest label is eight dots wide."""
    pack = paper_factory.full_pack(21)
    pdf = seat_tags.draw(pack, factories.HALL, KEY, sheet="L7160")
    (page,) = photographs(pdf, tmp_path, dpi=300)
    with Image.open(page) as picture:
        bad = spoil(picture.convert("L"))
    read = {c.text for c in zxingcpp.read_barcodes(bad, formats=zxingcpp.BarcodeFormat.QRCode)}
    assert read == {seat_tags.seat_tag_code(pack, c, KEY) for c in pack.candidates}


def test_a_name_tag_is_good_for_the_series_and_names_no_session(tmp_path: Path) -> None:
    pack = paper_factory.full_pack(5)
    read = [read_tag(c.text, pack.tag_keys) for c in codes(name_tags.draw(pack, KEY), tmp_path)]
    assert {tag.candidate_id for tag in read} == set(paper_factory.ids(pack))
    assert {(tag.kind, tag.session) for tag in read} == {(TagKind.NAME, "")}
    assert {tag.candidate_id: tag.issue for tag in read}[pack.candidates[4].id] == 2


def test_a_tag_is_read_at_half_the_sharpness_of_a_scanner(tmp_path: Path) -> None:
    """At 100 dots per inch a module of the smallest label is under three pixels wide."""
    pack = paper_factory.full_pack(21)
    seen = codes(seat_tags.draw(pack, factories.HALL, KEY, sheet="L7160"), tmp_path, dpi=100)
    assert len(seen) == 21


@pytest.mark.parametrize("sheet", LABEL_SHEETS.values(), ids=lambda sheet: sheet.name)
def test_modules_are_whole_printer_dots_of_at_least_six_tenths_of_a_millimetre(sheet: LabelSheet) -> None:
    pack = paper_factory.full_pack(1)
    matrix = qr_modules(seat_tags.seat_tag_code(pack, pack.candidates[0], KEY))
    assert len(matrix) == 37
    module = module_size(sheet, len(matrix))
    assert module >= 0.6 * MILLIMETRE
    assert (module / PRINTER_DOT) == pytest.approx(round(module / PRINTER_DOT))
    assert (37 + 2 * QUIET) * module <= (sheet.label_height - 2) * MILLIMETRE + 0.01


def test_the_picture_of_a_pairing_offer_holds_lower_case_and_is_read_back(tmp_path: Path) -> None:
    """What isn't alphanumeric is written as bytes; the encoder picks the size."""
    offer = "EXAMDAY:" + "https://hub.example:8443 Brąz ✓ " * 8
    (tmp_path / "offer.png").write_bytes(qr_picture.png(offer, module_px=4))
    with Image.open(tmp_path / "offer.png") as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [offer]


def test_runs_hold_exactly_the_dark_modules() -> None:
    matrix = qr_modules("EXAMDAY 4711")
    drawn = {(row, column) for row, start, run in dark_runs(matrix) for column in range(start, start + run)}
    dark = {(y, x) for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark}
    assert drawn == dark
    assert all(run > 0 for _, _, run in dark_runs(matrix))


def test_an_envelope_cover_names_its_envelope_and_nobody_inside(tmp_path: Path) -> None:
    pack = paper_factory.full_pack()
    register = paper_factory.Morning(pack).play()
    envelopes = [e for e in register.script_envelopes if e.component_id == factories.MATHS]
    imprint = paper_factory.imprint(after=True)
    covers = envelope_covers.draw(pack, register, imprint, component=factories.MATHS)
    for dpi in (150, 300):
        seen = codes(covers, tmp_path, dpi)
        assert [c.text for c in seen] == [e.script_envelope_id for e in envelopes]


def label_of(code: SeenCode, sheet: LabelSheet) -> int:
    """Which label of all sheets the code stands on, from 0; it must be well inside."""
    for position in range(sheet.count):
        left, top = sheet.corner(position)
        right, bottom = left + sheet.label_width * MILLIMETRE, top + sheet.label_height * MILLIMETRE
        if left < code.x < right and top < code.y < bottom:
            return code.page * sheet.count + position
    raise AssertionError(f"a code at {code.x:.0f}, {code.y:.0f} stands on no label")


def test_a_pack_without_this_key_prints_no_tags() -> None:
    """Tags that every tablet would refuse are worse than none."""
    pack: SessionPack = paper_factory.full_pack(2)
    with pytest.raises(seat_tags.UnknownTagKeyError, match="Publish the session again"):
        seat_tags.draw(pack, factories.HALL, factories.secret_key("another site"))
