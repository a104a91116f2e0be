"""Signing in: one error for every mistake, a wait for guessing, a password of one's own, and out again."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import HALL, SESSION, small_pack
from tests.web.conftest import PASSWORD, Running, running, sign_in

WRONG = "That name and password don't belong together."


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("door"), [small_pack()]) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Generator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def test_who_asks_for_a_page_gets_there_after_signing_in(hub: Running, page: Page) -> None:
    page.goto(f"{hub.url}/sessions/{SESSION}")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.keyboard.type("officer")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Monday 3 June 2024, morning")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.goto(f"{hub.url}/devices")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_no_address_leads_to_another_site(hub: Running, page: Page) -> None:
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example"):
        sign_in(page, hub.url, elsewhere)
        expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
        expect(page).to_have_url(f"{hub.url}/")


def test_guessing_is_told_nothing_and_has_to_wait(hub: Running, page: Page) -> None:
    sign_in(page, hub.url, name="nobody", password="a guess")
    expect(page.get_by_role("alert")).to_have_text(WRONG)
    for _ in range(5):
        sign_in(page, hub.url, password="a guess")
        expect(page.get_by_role("alert")).to_have_text(WRONG)
    sign_in(page, hub.url)
    expect(page.get_by_role("alert")).to_have_text("Too many attempts. Try again in 1 minutes.")
    hub.house.clock.ahead += timedelta(minutes=1, seconds=5)
    sign_in(page, hub.url)
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()


def test_a_one_time_password_is_changed_first(hub: Running, page: Page) -> None:
    drawn = hub.hub.accounts.reset_password("officer")
    sign_in(page, hub.url, f"/sessions/{SESSION}", password=drawn)
    expect(page.get_by_role("heading", name="Choose your own password")).to_be_visible()
    page.goto(f"{hub.url}/devices")
    expect(page.get_by_role("heading", name="Choose your own password")).to_be_visible()

    def choose(new: str, again: str) -> None:
        page.get_by_label("Your name, as the record").fill("Siân O'Connor")
        page.get_by_label("Present password").fill(drawn)
        page.get_by_label("New password", exact=True).fill(new)
        page.get_by_label("New password once more").fill(again)
        page.get_by_role("button", name="Save").click()

    choose("one two three four", "one two three five")
    expect(page.get_by_role("alert")).to_have_text("The two new passwords differ. Type the same one twice.")
    choose("one two three four", "one two three four")
    expect(page.get_by_text("Your new password is set.")).to_be_visible()
    expect(page.get_by_text("Siân O'Connor")).to_be_visible()


def test_a_sign_in_that_has_ended_leads_back_to_the_form(hub: Running, page: Page) -> None:
    sign_in(page, hub.url, f"/sessions/{SESSION}/print")
    expect(page.get_by_role("heading", name="One document")).to_be_visible()
    hub.house.clock.ahead += timedelta(hours=5)
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert hub.hub.config.print_folder.is_dir()
    assert list(hub.hub.config.print_folder.iterdir()) == []


def test_what_was_typed_outlives_the_sign_in_on_a_live_page(hub: Running, page: Page) -> None:
    sign_in(page, hub.url, f"/sessions/{SESSION}/rooms/{HALL}")
    expect(page.locator("body")).to_have_attribute("data-connection", "live")
    page.locator("#authorise summary", has_text="message").click()
    page.get_by_label("Message").fill("The fire alarm is tested at ten.")
    hub.house.clock.ahead += timedelta(hours=5)
    hub.call(lambda: hub.hub.live.watchers.changed(SESSION))
    expect(page.get_by_role("alert")).to_contain_text("What you typed is still here")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in again").click()
    other = opened.value
    other.get_by_label("Sign-in name").fill("officer")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", name="Sessions")).to_be_visible()
    other.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("The message is on record")).to_be_visible()
