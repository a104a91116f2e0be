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
from shared.record.events.office import OfficeActed
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
    page.get_by_role("link", name="Tablet 9").click()
    page.get_by_label("Why?").fill("lost on the bus")
    page.get_by_role("button", name="Take its permission back").click()
    expect(page.get_by_text("The tablet's permission was taken back.")).to_be_visible()
    tablet.write(room.ExamStarted(component_ids=(MATHS,), actual_start=START), at=START)
    hub.take(tablet)
    page.get_by_role("link", name="Quarantine").click()
    expect(page.get_by_text("The tablet's permission had been taken back.")).to_be_visible()
    page.get_by_text("Show the bytes").click()
    expect(page.get_by_text(tablet.written[0][:60])).to_be_visible()


def test_one_in_need_stands_first_and_is_named_locked_and_wiped(hub: Running, page: Page) -> None:
    """What a tablet says of itself, found by the filter, and everything that its own page does."""
    for name in ("tablet-2", "tablet-10", "tablet-30"):
        hub.enrol(Device(name, room=HALL))
    hub.say(Device("tablet-2", room=HALL))
    hub.say(Device("tablet-10", room=HALL))
    hub.say(Device("tablet-30", room=HALL), online=False, queue=2, battery=12)
    page.reload()
    names = page.locator("table.devices th[scope=row] a")
    expect(names).to_have_text(["Tablet 30", "Tablet 2", "Tablet 10"])
    page.get_by_role("link", name="Need attention 1").click()
    expect(names).to_have_text(["Tablet 30"])
    expect(page.get_by_text("Not connected, with 2 unsent records")).to_be_visible()

    names.first.click()
    page.get_by_label("Name", exact=True).fill("Tablet 2")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("alert")).to_contain_text("Another tablet is called")
    page.get_by_label("Name", exact=True).fill("Hall, left")
    page.get_by_label("Main Hall").check()
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("heading", name="Hall, left")).to_be_visible()
    page.get_by_role("button", name="Lock it").click()
    expect(page.get_by_text("Told to stay locked by Exams officer")).to_be_visible()
    page.get_by_role("button", name="Unlock it").click()
    expect(page.get_by_role("button", name="Lock it")).to_be_visible()

    page.get_by_role("button", name="Wipe this tablet").click()
    expect(page.get_by_role("alert")).to_contain_text("tick the box")
    page.get_by_label("I mean Hall, left").check()
    page.get_by_label("To lose them for ever").fill("3")
    page.get_by_role("button", name="Wipe this tablet").click()
    expect(page.get_by_role("alert")).to_contain_text("type 2")
    page.get_by_label("I mean Hall, left").check()
    page.get_by_label("To lose them for ever").fill("2")
    page.get_by_role("button", name="Wipe this tablet").click()
    expect(page.get_by_text("Told to wipe itself by Exams officer")).to_be_visible()
    told = hub.hub.devices.get("tablet-30")
    assert (told.command, told.losing, told.name, told.rooms) == ("wipe", 2, "Hall, left", (HALL,))
    page.get_by_role("button", name="Take that back").click()
    expect(page.get_by_role("button", name="Wipe this tablet")).to_be_visible()
    said = [f.envelope.event for f in hub.hub.live.facts("") if isinstance(f.envelope.event, OfficeActed)]
    assert [e.what for e in said][-2:] == [
        "Told a tablet to wipe itself, with 2 unsent records lost",
        "Took an order to a tablet back",
    ]


def test_a_spare_takes_over_on_one_page(hub: Running, page: Page) -> None:
    hub.enrol(Device("tablet-1", room=HALL))
    hub.run(hub.hub.devices.assign("tablet-1", "Ms Officer", name="Hall 1", rooms=(HALL,)))
    hub.say(Device("tablet-1", room=HALL), online=False, queue=5)
    page.goto(f"{hub.url}/devices/tablet-1")
    page.get_by_role("link", name="A spare takes its place").click()
    expect(page.get_by_text("5 records had not reached the hub")).to_be_visible()
    hub.enrol(Device("tablet-new"), approve=False)
    page.get_by_role("button", name="The codes are the same: takes over").click()
    expect(page.get_by_text("On the spare: choose Main Hall.")).to_be_visible()
    taken = hub.hub.devices.get("tablet-new")
    assert (taken.status, taken.rooms) == ("approved", (HALL,))
    # It is followed without a reload: the plan is on it, then somebody signs in.
    hub.run(hub.hub.devices.fetched("tablet-new", HALL))
    expect(page.get_by_text("The plan with names and photos is on it")).to_be_visible()
    hub.say(Device("tablet-new", room=HALL))
    expect(page.get_by_text("It is connected and in Main Hall")).to_be_visible()
