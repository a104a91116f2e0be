"""The print centre and the paper registers, as an officer uses them the evening before and on the day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import SESSION, START, small_pack
from tests.web.conftest import Running, running, session_url, sign_in


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("print"), [small_pack(8)], shown=START) as opened:
        yield opened


@pytest.fixture
def page(hub: Running, browser: Browser) -> Generator[Page]:
    with browser.new_context() as context:
        yield sign_in(context.new_page(), hub.url, f"/sessions/{SESSION}/print")


def test_everything_for_tomorrow_is_made_beside_and_comes_as_one_zip(hub: Running, page: Page) -> None:
    """The small pack was published elsewhere, so its tags can't be signed here: told; the rest is made."""
    page.get_by_role("button", name="Print everything").click()
    expect(page.get_by_text("Left out, Seat tags")).to_be_visible(timeout=60_000)
    expect(page.locator("progress")).to_have_count(0, timeout=60_000)
    page.get_by_label("Search").fill("zip")
    page.get_by_role("button", name="Show", exact=True).click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Everything in one zip").click()
    with zipfile.ZipFile(io.BytesIO(started.value.path().read_bytes())) as bundle:
        names = bundle.namelist()
    assert names == sorted(names)
    assert {name.split("/")[0] for name in names} == {"1 before", "2 on the day"}
    assert sum("room-pack" in name for name in names) == 2


def test_a_document_is_looked_at_in_the_page_and_cleared_away(hub: Running, page: Page) -> None:
    page.get_by_label("Door list").check()
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.get_by_text("Printed. The files are listed below.")).to_be_visible()
    page.goto(session_url(hub, "print?q=door+annexe"))
    expect(page.get_by_role("link", name="Door list · Annexe")).to_be_visible()
    expect(page.get_by_role("link", name="Door list · Main Hall")).to_have_count(0)
    page.get_by_role("link", name="Look at Door list Annexe").click()
    frame = page.get_by_title(f"Preview of {SESSION}_door-list_annexe_v1.pdf")
    answer = page.request.get(f"{hub.url}{frame.get_attribute('src')}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    page.goto(session_url(hub, "print?q=door"))
    page.get_by_role("button", name="Delete Door list Annexe").click()
    expect(page.get_by_text("Deleted.")).to_be_visible()
    assert not (hub.site / "print" / f"{SESSION}_door-list_annexe_v1.pdf").exists()
    assert (hub.site / "print" / f"{SESSION}_door-list_hall_v1.pdf").exists()


def test_a_wrong_order_keeps_what_was_typed_and_says_what_is_wrong(hub: Running, page: Page) -> None:
    page.get_by_label("Candidates' timetables").check()
    page.get_by_label("Candidate numbers").fill("0007")
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.get_by_role("alert")).to_contain_text("no candidate 0007")
    expect(page.get_by_label("Candidate numbers")).to_have_value("0007")
    expect(page.get_by_label("Candidates' timetables")).to_be_checked()


def test_paper_registers_go_to_a_stick_and_the_board_tells_when_it_is_gone(
    hub: Running, page: Page, tmp_path: Path
) -> None:
    (tmp_path / "usb").mkdir()
    page.goto(f"{hub.url}/fallback")
    page.get_by_label("Folder or stick").fill("exams")
    page.get_by_role("button", name="Write there from now on").click()
    expect(page.get_by_role("alert")).to_contain_text("whole path")
    stick = tmp_path / "usb" / "exams"
    page.get_by_label("Folder or stick").fill(str(stick))
    page.get_by_role("button", name="Write there from now on").click()
    expect(page.get_by_role("row", name="Main Hall")).to_contain_text("0 of 6")
    assert (stick / SESSION / "Main-Hall.pdf").read_bytes().startswith(b"%PDF")
    assert f'fallback = "{stick}"' in (hub.site / "hub.toml").read_text(encoding="utf-8")
    (tmp_path / "usb").rename(tmp_path / "pocket")
    hub.run(hub.hub.fallback.look())
    page.goto(session_url(hub))
    expect(page.get_by_role("alert")).to_contain_text("is not there: plug the stick in again")
    page.goto(f"{hub.url}/fallback")
    page.get_by_role("button", name="Write nowhere").click()
    expect(page.get_by_text("Off: no folder or stick is chosen")).to_be_visible()
