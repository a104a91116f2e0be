"""A clash is read with its way out, and a rota is filled, changed by hand and undone."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.accounts import Role
from hub.before.records import EntryRecord, Kind, SeatingRecord
from tests.web.conftest import PASSWORD, Running, Seen, running, sign_in
from tests.web.looking import faults
from tests.web.plan_site import IGCSE, MATHS, SESSION, put, put_small_plan


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """0002, who has extra time, and 0003 are entered for two papers at once; ten are seated in the hall."""
    with running(tmp_path_factory.mktemp("rota"), []) as opened:
        put_small_plan(opened)
        twice = [EntryRecord(number=number, component_id=IGCSE) for number in ("0002", "0003")]
        put(opened, Kind.ENTRIES, twice)
        seated = [
            SeatingRecord(
                session=SESSION, number=f"{n:04}", component_id=MATHS, room_id="hall", seat=f"A{n - 1}"
            )
            for n in range(2, 6)
        ]
        reader = SeatingRecord(
            session=SESSION, number="0001", component_id=MATHS, room_id="support", seat="A1"
        )
        opened.hub.plan.seat(SESSION, [reader, *seated])
        yield opened


@pytest.fixture
def page(browser: Browser, hub: Running) -> Generator[Page]:
    seen = Seen()
    with browser.new_context() as context:
        seen.watch(context)
        yield sign_in(context.new_page(), hub.url, "/plan/clashes")
    assert seen.complaints == []


def test_a_clash_is_read_with_its_minutes_and_its_way_out(page: Page) -> None:
    cards = page.get_by_role("article")
    expect(cards).to_have_count(2)
    card = cards.filter(has_text="0002")
    # 90 and 120 minutes, a quarter more for extra time.
    expect(card).to_contain_text("25 % extra time")
    expect(card).to_contain_text("113 min")
    expect(card).to_contain_text("published 90")
    expect(card).to_contain_text("150 min")
    expect(card).to_contain_text("one of them moves to another session")
    expect(card).to_contain_text("One way through the day")
    assert faults(page) == []
    page.get_by_role("link", name="Long day").click()
    expect(page.get_by_text("None of this kind")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Long day")).to_be_hidden()


def test_a_rota_is_filled_changed_by_hand_and_undone(hub: Running, page: Page) -> None:
    def duties() -> dict[str, tuple[str, str]]:
        return {d.invigilator_id: (d.room_id, d.role) for d in hub.hub.plan.duties(SESSION)}

    page.goto(f"{hub.url}/plan/rota/{SESSION}")
    expect(page.get_by_text("0 of 1 invigilator").first).to_be_visible()
    page.get_by_role("button", name="Tom Bagshaw can't come").click()
    expect(page.get_by_text("Tom Bagshaw can't come on Monday 3 June 2024, morning.").first).to_be_visible()
    page.get_by_role("button", name="Propose the rest").click()
    expect(page.get_by_text("places stay open: Nobody is free").first).to_be_visible()
    assert duties()["inv-1"] == ("hall", "lead")
    assert "inv-2" not in duties()
    assert faults(page) == []

    page.get_by_role("link", name="Add somebody to Learning Support").click()
    expect(page.get_by_label("Where")).to_have_value("support")
    page.get_by_label("Person").select_option("inv-3")
    page.get_by_label("As", exact=True).select_option("lead")
    page.get_by_role("button", name="Give the duty").click()
    expect(page.get_by_text("Nkechi Obi is lead in Learning Support.").first).to_be_visible()
    assert duties()["inv-3"] == ("support", "lead")
    page.get_by_role("button", name="Release Nkechi Obi").click()
    expect(page.get_by_text("Nkechi Obi has no duty any more.").first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Nkechi Obi is lead in Learning Support.").first).to_be_visible()
    assert duties()["inv-3"] == ("support", "lead")

    # On the day the board tells who was expected and isn't there.
    hub.run(hub.hub.publisher.publish(SESSION, "Ms Officer"))
    page.goto(f"{hub.url}/sessions/{SESSION}")
    expect(page.get_by_text("Expected and not signed in")).to_be_visible()
    expect(page.get_by_text("Marie Dubois, Great Hall")).to_be_visible()


def test_who_only_looks_reads_every_page_and_is_offered_nothing(hub: Running, browser: Browser) -> None:
    hub.hub.accounts.add("vera", "Vera Viewer", PASSWORD, role=Role.VIEWER)
    seen = Seen()
    with browser.new_context() as context:
        seen.watch(context)
        page = sign_in(context.new_page(), hub.url, "/plan/rooms", name="vera")
        for path in (
            "/plan/rooms",
            "/plan/rooms/hall",
            f"/plan/seating/{SESSION}",
            f"/plan/seating/{SESSION}/proposal",
            "/plan/clashes",
            f"/plan/rota/{SESSION}",
        ):
            page.goto(f"{hub.url}{path}")
            assert faults(page) == [], path
            forms = page.locator("main form[method=post]:not(#room-form) button, main .save-bar")
            expect(forms).to_have_count(0)
        refused = context.request.post(f"{hub.url}/plan/seating/{SESSION}/clear", headers={"Origin": hub.url})
        assert refused.status == 403
    assert seen.complaints == []
    assert hub.hub.plan.seatings(SESSION) != ()
