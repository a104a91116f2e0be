"""Setting a centre up: who it is, who may do what, PINs, rules, and whether the day is ready."""

from __future__ import annotations

import re
from collections.abc import Generator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.accounts import Role
from hub.before.rules_files import centre_rules
from shared.record.events.office import OfficeActed
from tests.factories import SESSION, Device, small_pack
from tests.web.conftest import PASSWORD, Running, Seen, running, sign_in
from tests.web.looking import faults
from tests.web.plan_site import put_small_plan


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("setup"), [small_pack()]) as opened:
        put_small_plan(opened)
        yield opened


@pytest.fixture
def page(browser: Browser, hub: Running) -> Generator[Page]:
    seen = Seen()
    with browser.new_context() as context:
        seen.watch(context)
        yield sign_in(context.new_page(), hub.url)
    assert seen.complaints == []


def test_an_assistant_is_invited_and_may_what_she_may(hub: Running, browser: Browser, page: Page) -> None:
    page.get_by_role("link", name="Set-up").click()
    page.get_by_role("link", name="People and roles").click()
    page.get_by_label("Name on the record").fill("Nkechi Obi")
    page.get_by_label("Sign-in name").fill("nkechi")
    page.get_by_label("Assistant").check()
    page.get_by_role("button", name="Draw a one-time password").click()
    drawn = page.locator(".drawn .code").inner_text()
    assert re.fullmatch(r"[a-z0-9]{5}(-[a-z0-9]{5}){3}", drawn)
    page.goto(f"{hub.url}/accounts")
    assert drawn not in page.content(), "shown once"
    acts = [f.envelope.event for f in hub.hub.live.facts("") if isinstance(f.envelope.event, OfficeActed)]
    assert acts
    assert drawn not in str(acts)

    with browser.new_context() as context:
        hers = sign_in(context.new_page(), hub.url, name="nkechi", password=drawn)
        hers.get_by_label("Present password").fill(drawn)
        hers.get_by_label("New password", exact=True).fill(PASSWORD)
        hers.get_by_label("New password once more").fill(PASSWORD)
        hers.get_by_role("button", name="Save").click()
        expect(hers.get_by_text("Your new password is set.")).to_be_visible()
        hub.enrol(Device("tablet-7"), approve=False)
        hers.goto(f"{hub.url}/devices")
        hers.get_by_role("button", name="The codes are the same: approve").click()
        expect(hers.get_by_text("The tablet is approved.")).to_be_visible()
        hers.goto(f"{hub.url}/devices/tablet-7")
        expect(hers.get_by_role("button", name="Lock it")).to_be_visible()
        expect(hers.get_by_role("button", name="Wipe this tablet")).to_have_count(0)
        csrf = hers.locator("input[name=csrf]").first.input_value()
        for path in ("/devices/tablet-7/wipe", "/accounts", "/setup/centre", f"/sessions/{SESSION}/seal"):
            refused = context.request.post(hub.url + path, form={"csrf": csrf, "sure": "yes"})
            assert refused.status == 403, path
    page.reload()
    page.get_by_text("Change Nkechi Obi").click()
    page.get_by_role("button", name="Remove the account of Nkechi Obi").click()
    expect(page.get_by_text("The account was removed.")).to_be_visible()


def test_the_centre_its_addresses_and_an_invigilators_pin(hub: Running, page: Page) -> None:
    page.goto(f"{hub.url}/setup/centre")
    page.get_by_label("Centre number").fill("1234")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("five digits")
    page.get_by_label("Centre number").fill("51234")
    page.get_by_label("Name", exact=True).fill("Ysgol Gyfun Maes-y-Coed")
    page.get_by_label("Time zone").fill("Europe/Nowhere")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("no time zone")
    page.get_by_label("Time zone").fill("Europe/London")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Published before the last change")).to_be_visible()
    assert hub.hub.centre.number == "51234"
    assert hub.hub.packs.draft(SESSION, hub.hub.now()).centre.name == "Ysgol Gyfun Maes-y-Coed"
    assert hub.hub.devices.offer(["x:1"]).site == "Ysgol Gyfun Maes-y-Coed"
    page.get_by_label("Tablets try in this order").fill("192.168.1.300")
    page.get_by_role("button", name="Keep for the next start").click()
    expect(page.get_by_role("alert")).to_contain_text("is no address")
    page.get_by_label("Tablets try in this order").fill("192.168.1.20\nhub.school.example")
    page.get_by_role("button", name="Keep for the next start").click()
    expect(page.get_by_text("it then makes a new certificate for them")).to_be_visible()

    page.get_by_role("link", name="Invigilators and PINs").click()
    page.get_by_role("button", name="Draw PINs for 3 without").click()
    expect(page.locator(".drawn td")).to_have_count(3)
    handed = dict(zip(page.locator(".drawn th[scope=row]").all_inner_texts(),
                      page.locator(".drawn td").all_inner_texts(), strict=True))  # fmt: skip
    assert hub.hub.plan.invigilators()["inv-1"].accepts_pin(handed["Marie Dubois"])
    expect(page.get_by_text("Publish again")).to_be_visible()
    page.goto(f"{hub.url}/setup/invigilators")
    assert handed["Marie Dubois"] not in page.content()
    page.get_by_text("New PIN for Tom Bagshaw").click()
    page.get_by_label("4 to 6 digits").locator("visible=true").fill("1234")
    page.get_by_role("button", name="Set the PIN of Tom Bagshaw").click()
    expect(page.get_by_role("alert")).to_contain_text("guessed at once")


def test_a_rule_is_changed_with_its_reason_once_its_effect_was_seen(hub: Running, page: Page) -> None:
    page.goto(f"{hub.url}/setup/rules")
    page.get_by_role("link", name="Change Candidates for each invigilator").click()
    page.get_by_label("Value in candidates").fill("400")
    page.get_by_label("Why?").fill("The head wants more people in the hall.")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_role("alert")).to_contain_text("1 to 100")
    page.get_by_label("Value in candidates").fill("20")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_text("1 published session would carry another number")).to_be_visible()
    assert centre_rules(hub.site) is None, "looking changes nothing"
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept. It counts for everything")).to_be_visible()
    expect(page.get_by_text("The head wants more people in the hall.").first).to_be_visible()
    assert hub.hub.packs.draft(SESSION, hub.hub.now()).rules.candidates_per_invigilator.value == 20

    page.get_by_role("link", name="Change the days").click()
    page.get_by_label("Another day").fill("2027-03-12")
    page.get_by_label("Monday 28 December 2026").uncheck()
    page.get_by_role("button", name="Keep these days").click()
    expect(page.get_by_role("alert")).to_contain_text("who decided it and why")
    expect(page.get_by_label("Monday 28 December 2026")).not_to_be_checked()
    page.get_by_label("Why are they other days").fill("Staff training; open on the 28th.")
    page.get_by_role("button", name="Keep these days").click()
    expect(page.get_by_text("Kept. What is still due is counted anew.")).to_be_visible()
    expect(page.get_by_label("Friday 12 March 2027")).to_be_checked()
    holidays = hub.hub.setting.rules(date(2027, 3, 1)).holidays
    assert date(2027, 3, 12) in holidays
    assert date(2026, 12, 28) not in holidays
    page.get_by_role("button", name="Take all changes back").click()
    expect(page.get_by_label("Monday 28 December 2026")).to_be_checked()
    expect(page.get_by_label("Friday 12 March 2027")).to_have_count(0)

    page.get_by_role("link", name="Rules").last.click()
    page.get_by_role("link", name="Change Pearson").click()
    page.get_by_label("Code for absent").fill("AB")
    page.get_by_label("Scripts in an envelope").fill("0")
    page.get_by_label("Who said so").fill("Pearson's guide of this year")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("alert")).to_contain_text("0 scripts is impossible")
    page.get_by_label("Scripts in an envelope").fill("40")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Pearson, absent code: A → AB")).to_be_visible()
    page.get_by_role("link", name="Change Pearson, absent code").click()
    page.get_by_role("button", name="Take the change back").click()
    expect(page.get_by_text("Pearson, absent code")).to_have_count(0)
    assert hub.hub.setting.rules(date(2027, 3, 1)).board("Pearson").scripts_per_envelope == 50


def test_the_checklist_and_every_set_up_page_read_well(hub: Running, browser: Browser, page: Page) -> None:
    hub.hub.accounts.add("head", "Head of Centre", PASSWORD, role=Role.VIEWER)
    page.goto(f"{hub.url}/sessions/{SESSION}/preflight")
    expect(page.get_by_role("heading", name=re.compile("Plan on the tablets.*do first"))).to_be_visible()
    told = page.context.request.get(f"{hub.url}/api/office/sessions/{SESSION}/preflight").json()
    assert told["state"] == "stop"
    assert len(told["lines"]) == 12
    paths = (
        "/setup/centre",
        "/accounts",
        "/setup/invigilators",
        "/setup/rules",
        "/setup/rules/parcel_limit_kg",
        "/setup/holidays",
        "/setup/awarding-body?body=AQA",
    )
    wrong = {}
    for size in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for path in (*paths, f"/sessions/{SESSION}/preflight", "/devices"):
            page.goto(hub.url + path)
            wrong[f"{path} {size}"] = faults(page)
    assert {path: told for path, told in wrong.items() if told} == {}
    with browser.new_context() as context:
        head = sign_in(context.new_page(), hub.url, "/setup/centre", name="head")
        expect(head.get_by_text("Addresses of the hub")).to_be_visible()
        expect(head.get_by_role("button", name="Keep")).to_have_count(0)
        assert context.request.get(f"{hub.url}/accounts").status == 403
        assert context.request.get(f"{hub.url}/setup/invigilators").status == 403
