"""Seating in the browser: proposed, taken, one candidate dragged, told what is wrong with it, undone."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import Running, Seen, running, sign_in
from tests.web.looking import faults
from tests.web.plan_site import SESSION, put_small_plan

PATH = f"/plan/seating/{SESSION}"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("seating"), []) as opened:
        put_small_plan(opened)
        yield opened


@pytest.fixture
def page(browser: Browser, hub: Running) -> Generator[Page]:
    seen = Seen()
    with browser.new_context(viewport={"width": 1440, "height": 1000}) as context:
        seen.watch(context)
        yield sign_in(context.new_page(), hub.url, PATH)
    assert seen.complaints == []


def seats(hub: Running) -> dict[str, tuple[str, str]]:
    return {s.number: (s.room_id, s.seat) for s in hub.hub.plan.seatings(SESSION)}


def drag(page: Page, who: str, target: str) -> None:
    """With the mouse, as a hand does it: over the way, not at once."""
    page.locator(f"[data-number='{who}']").first.hover()
    page.mouse.down()
    page.mouse.move(10, 10, steps=3)
    page.locator(target).hover()
    page.mouse.up()


def test_a_session_is_seated_and_one_candidate_is_dragged_warned_about_and_undone(
    hub: Running, page: Page
) -> None:
    expect(page.locator("#top-figures")).to_contain_text("of 12 seated")
    page.get_by_role("button", name="Show what would change").first.click()
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()
    assert faults(page) == []
    assert seats(hub) == {}
    page.get_by_role("button", name="Seat them so").click()
    expect(page.get_by_text("12 candidates were seated by proposal").first).to_be_visible()
    before = seats(hub)
    assert before["0001"] == ("support", "A1")
    assert before["0002"] == ("hall", "A1")

    # Onto a free seat of the same room: done at once.
    drag(page, "0002", "[data-seat='E5']")
    expect(page.get_by_text("0002 to Great Hall E5.").first).to_be_visible()
    assert seats(hub)["0002"] == ("hall", "E5")
    # Onto another room, and there onto a seat where somebody is read to: asked first.
    drag(page, "0003", "[data-room='support']")
    expect(page.get_by_role("heading", name="Learning Support")).to_be_visible()
    page.get_by_role("button", name="A2: free. Put here").click()
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text("0003 to Learning Support A2.")
    expect(asked).to_contain_text("Learning Support is kept for reader")
    assert faults(page) == []
    assert seats(hub)["0003"] == before["0003"]
    page.get_by_role("button", name="Seat them there all the same").click()
    expect(asked).to_have_count(0)
    expect(page.get_by_text("0003 to Learning Support A2.").first).to_be_visible()
    assert seats(hub)["0003"] == ("support", "A2")

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("0002 to Great Hall E5.").first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("12 candidates were seated by proposal").first).to_be_visible()
    assert seats(hub) == before


def test_two_change_places_by_keyboard_alone(hub: Running, page: Page) -> None:
    page.goto(f"{hub.url}{PATH}?room=hall&find=0004")
    before = seats(hub)
    held = page.locator("[data-number='0004'][data-seat]")
    expect(held).to_have_class("seat hit")
    held.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose a seat")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alertdialog")).to_contain_text("0004 and 0005 change places.")
    expect(page.get_by_role("button", name="Let them change places")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("0004 and 0005 changed places.").first).to_be_visible()
    assert (seats(hub)["0004"], seats(hub)["0005"]) == (before["0005"], before["0004"])


def test_a_seat_is_typed_where_nothing_can_be_dragged(hub: Running, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = sign_in(context.new_page(), hub.url, PATH)
        page.get_by_text("Move by typing").click()
        for number, seat in (("6", "z9"), ("6", "e4")):
            page.get_by_label("Candidate number").fill(number)
            page.get_by_label("Seat", exact=True).fill(seat)
            page.get_by_role("button", name="Move", exact=True).click()
            if seat == "z9":
                expect(page.get_by_text("Great Hall has no seat Z9.")).to_be_visible()
                page.get_by_text("Move by typing").click()
        expect(page.get_by_text("0006 to Great Hall E4.").first).to_be_visible()
        assert seats(hub)["0006"] == ("hall", "E4")
