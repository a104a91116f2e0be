"""Pairing as the officer sees it: a code to scan, codes to compare, a permission that can be taken back."""

from __future__ import annotations

import io
from collections.abc import Generator

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from shared.protocol.enrolment import EnrolmentRequest, read_offer
from shared.record.events import room
from tests.factories import HALL, MATHS, START, Device, small_pack
from tests.web.conftest import Running, Seen, running, sign_in


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("tablets"), [small_pack()]) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, hub: Running) -> Generator[Page]:
    seen = Seen()
    with browser.new_context(device_scale_factor=2) as context:
        seen.watch(context)
        page = sign_in(context.new_page(), hub.url, "/devices")
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
        yield page
    assert seen.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_tablet_pairs_from_the_picture_on_the_screen(hub: Running, page: Page, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    with page.expect_navigation():
        page.get_by_role("button", name="Show a pairing code").click()
    picture = page.get_by_role("img", name="Pairing code")
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot(caret="initial"))))
    offer = read_offer(read[0].text)
    assert offer.fingerprint == hub.hub.authority.fingerprint
    assert offer.addresses[0].endswith(f":{hub.house.ready.port}"), "the port that was really bound"

    tablet = Device("tablet-7", room=HALL)
    asked = EnrolmentRequest(
        token=offer.token,
        device_id="tablet-7",
        name="Tablet 7",
        public_key=tablet.key.public.text,
        app_version="1",
    )
    code = hub.call(lambda: hub.hub.devices.enrol(asked)).code
    expect(page.get_by_text(code)).to_be_visible()
    expect(picture).to_have_count(0)
    page.get_by_text("Only for some rooms").click()
    page.get_by_label("Main Hall").check()
    # A tablet that reports meanwhile does not take the tick away.
    hub.say(Device("tablet-7", room=HALL))
    page.get_by_role("button", name="The codes are the same: approve").click()
    expect(page.get_by_text("The tablet is approved.")).to_be_visible()
    assert hub.hub.devices.get("tablet-7").rooms == (HALL,)
    assert hub.hub.devices.get("tablet-7").decided_by == "Exams officer"


def test_a_tablet_with_another_code_is_turned_away(hub: Running, page: Page) -> None:
    hub.enrol(Device("tablet-8"), approve=False)
    page.get_by_role("button", name="They differ: turn away").click()
    expect(page.get_by_text("The tablet was turned away.")).to_be_visible()
    assert hub.hub.devices.get("tablet-8").status == "refused"


def test_a_revoked_tablets_records_are_shown_in_quarantine(hub: Running, page: Page) -> None:
    tablet = Device("tablet-9", room=HALL)
    hub.enrol(tablet)
    page.reload()
    page.get_by_text("Revoke", exact=False).first.click()
    page.get_by_label("Why?").fill("lost on the bus")
    page.get_by_role("button", name="Take its permission back").click()
    expect(page.get_by_text("The tablet's permission was taken back.")).to_be_visible()
    tablet.write(room.ExamStarted(component_ids=(MATHS,), actual_start=START), at=START)
    hub.take(tablet)
    page.get_by_role("link", name="Quarantine").click()
    expect(page.get_by_text("The tablet's permission had been taken back.")).to_be_visible()
    page.get_by_text("Show the bytes").click()
    expect(page.get_by_text(tablet.written[0][:60])).to_be_visible()
