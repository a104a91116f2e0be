"""The officer reads in a tablet without a network, by scanner, photo or paste, and shows the receipt."""

from __future__ import annotations

import io
from collections.abc import Generator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from kiosk_app.handover.picture import code_picture
from shared.protocol.handover import read_receipt_code, write_series
from shared.protocol.signing import VerifyKey
from shared.record.events.candidate import CandidateMarkedPresent
from tests.factories import HALL, MATHS, Device, candidate_id, small_pack
from tests.web.conftest import Running, Seen, running, sign_in
from tests.web.looking import faults


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("handover"), [small_pack()]) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, hub: Running) -> Generator[Page]:
    seen = Seen()
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        seen.watch(context)
        yield sign_in(context.new_page(), hub.url, "/handover")
    assert [said for said in seen.complaints if "422" not in said] == []


def photo(code: str, file: Path) -> Path:
    """A code as somebody photographs it: askew, on a dark tablet."""
    picture = code_picture(code)
    large = picture.resize((picture.width * 8, picture.height * 8), Image.Resampling.NEAREST)
    tablet = Image.new("L", (1400, 1200), 30)
    tablet.paste(large, (200, 150))
    tablet.rotate(4, fillcolor=90).save(file, quality=80)
    return file


def test_all_the_ways_to_read_a_tablet_and_the_receipt_back(hub: Running, page: Page, tmp_path: Path) -> None:
    tablet = Device("tablet-hall", room=HALL)
    hub.enrol(tablet)
    for number in range(1, 61):
        tablet.write(CandidateMarkedPresent(candidate_id=candidate_id(number % 8 + 1), component_id=MATHS))
    codes = write_series(tablet.device_id, tablet.written).codes
    assert len(codes) >= 7
    expect(page.get_by_text("Nothing is being read")).to_be_visible()

    # A hand scanner types, and ends with Enter.
    scanner = page.get_by_label("With a hand scanner: scan here")
    expect(scanner).to_be_focused()
    scanner.type(codes[0])
    with page.expect_navigation():
        scanner.press("Enter")
    expect(page.get_by_text(f"1 of {len(codes)} read")).to_be_visible()
    page.get_by_label("With a hand scanner: scan here").fill("https://example.org/")
    with page.expect_navigation():
        page.get_by_role("button", name="Take this code").click()
    expect(page.get_by_role("alert")).to_have_text("This is not a code of a tablet's records.")
    expect(page.get_by_text(f"1 of {len(codes)} read")).to_be_visible()

    # Photos of the next two, one of them twice.
    files = [photo(codes[n], tmp_path / f"{n}.jpg") for n in (1, 2)]
    page.get_by_label("Or photos or screenshots").set_input_files([*files, files[0]])
    with page.expect_navigation():
        page.get_by_role("button", name="Read the pictures").click()
    expect(page.get_by_text(f"3 of {len(codes)} read")).to_be_visible()
    expect(page.get_by_text("Still missing: 4, 5, 6")).to_be_visible()
    assert faults(page) == []
    Image.new("RGB", (300, 200), (9, 90, 30)).save(tmp_path / "cat.png")
    page.get_by_label("Or photos or screenshots").set_input_files(tmp_path / "cat.png")
    with page.expect_navigation():
        page.get_by_role("button", name="Read the pictures").click()
    expect(page.get_by_role("alert")).to_contain_text("No code of a tablet's records can be read in cat.png")

    page.get_by_text("Paste several codes").click()
    page.get_by_label("One code a line").fill("\n".join(reversed(codes)))
    with page.expect_navigation():
        page.get_by_role("button", name="Take these codes").click()
    expect(page.get_by_text("Everything through its record 60 is on the hub's disk.")).to_be_visible()
    receipt = page.get_by_role("img", name="Receipt for Tablet hall")
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(receipt.screenshot())))
    assert b'"acked_through":60' in VerifyKey.from_text(hub.hub.authority.hub_key.public.text).verify(
        read_receipt_code(read[0].text)
    )
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert faults(page) == []
