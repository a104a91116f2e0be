"""Drawing rooms: a gap, a broken chair, chairs too close, and nobody unseated without being asked."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.before.importing.rooms import walking_order
from hub.before.records import RoomRecord, SeatingRecord
from hub.storage.plan_steps import HandChange
from shared.plan.centre import DisabledSeat
from tests.factories import SESSION
from tests.web.conftest import Running, Seen, running, sign_in
from tests.web.looking import faults


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("rooms"), []) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, hub: Running) -> Generator[Page]:
    seen = Seen()
    with browser.new_context() as context:
        seen.watch(context)
        yield sign_in(context.new_page(), hub.url, "/plan/rooms")
    assert seen.complaints == []


def keep_room(hub: Running, name: str, rows: int = 3, columns: int = 3) -> RoomRecord:
    room = RoomRecord(
        id=name.lower(), name=name, rows=rows, columns=columns, seats=walking_order(rows, columns)
    )
    change = HandChange(before=None, after=room)
    hub.hub.plan.steps.take("rooms", [change], what=f"{name} was made.", actor="A", at=hub.hub.real_now())
    return room


def test_a_room_with_a_gap_and_a_broken_chair(hub: Running, page: Page) -> None:
    page.get_by_role("link", name="New room").click()
    page.get_by_label("Name", exact=True).fill("Great Hall")
    page.get_by_label("Columns", exact=True).fill("4")
    page.get_by_label("Seat to seat, side by side").fill("120")
    page.get_by_label("Seat to seat, one behind the other").fill("130")
    page.keyboard.press("Tab")
    figures = page.locator("#figures")
    expect(figures).to_contain_text("18 pairs closer than 1.25 m")
    # With the keyboard alone: from A1 one to the right, a gap; one down, out of use.
    page.get_by_role("button", name="A1: seat, too close to a neighbour").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Row 1, column 2: gap")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Row 2, column 2: gap")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("B2: why?").fill("wobbly chair")
    page.get_by_role("button", name="Aisle behind column C").click()
    page.get_by_label("Seat to seat, across an aisle").fill("200")
    page.keyboard.press("Tab")
    expect(figures).to_contain_text("pairs closer than 1.25 m")
    page.get_by_label("Seat to seat, side by side").fill("130")
    page.keyboard.press("Tab")
    expect(figures).to_contain_text("1.25 m kept everywhere")
    assert faults(page) == []
    page.get_by_role("button", name="Make the room").click()
    expect(page.get_by_text("Great Hall was made.").first).to_be_visible()

    kept = hub.hub.plan.rooms()["great-hall"]
    assert (kept.rows, kept.columns, len(kept.seats), len(kept.usable_seats)) == (6, 4, 23, 22)
    assert kept.disabled == (DisabledSeat(label="B2", reason="wobbly chair"),)
    assert kept.seat("B1") is None
    assert kept.column_aisles == (2,)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("No room yet")).to_be_visible()


def test_nobody_loses_a_seat_without_a_yes(hub: Running, page: Page) -> None:
    library = keep_room(hub, "Library")
    seated = SeatingRecord(
        session=SESSION, number="0421", component_id="AQA:8300/2F", room_id="library", seat="C3"
    )
    hub.hub.plan.seat(SESSION, [seated])
    page.goto(f"{hub.url}/plan/rooms/library")
    expect(page.get_by_text("1 seated")).to_be_visible()
    page.get_by_label("Rows", exact=True).fill("2")
    page.get_by_role("button", name="Keep the room").click()
    expect(page.get_by_text("Monday 3 June 2024, morning: 0421")).to_be_visible()
    assert hub.hub.plan.rooms()["library"] == library
    page.get_by_label("Keep the room as drawn all the same.").check()
    page.get_by_role("button", name="Keep the room").click()
    expect(page.get_by_text("Library was changed. 1 candidate lost a seat.").first).to_be_visible()
    assert hub.hub.plan.seatings(SESSION) == ()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Library was made.").first).to_be_visible()
    assert hub.hub.plan.seatings(SESSION) == (seated,)
    assert hub.hub.plan.rooms()["library"] == library
    page.goto(f"{hub.url}/plan/rooms/library")
    page.get_by_role("button", name="Take this room away").click()
    expect(page.get_by_text("Library is used. Seat them elsewhere first.")).to_be_visible()
