"""Every page, light and dark, wide and on a phone: readable, reachable, silent, and within the house."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, ViewportSize, expect

from shared.record.register import DiscrepancyKind
from tests.factories import SESSION
from tests.web import school
from tests.web.conftest import Running, Seen, sign_in
from tests.web.looking import faults

WIDE: ViewportSize = {"width": 1600, "height": 1000}
PHONE: ViewportSize = {"width": 390, "height": 844}


def pages(hub: Running) -> dict[str, str]:
    open_now = {d.kind: d.id for d in hub.hub.live.register(SESSION).open_discrepancies}
    session = f"/sessions/{SESSION}"
    return {
        "sessions": "/",
        "overview": session,
        "a full room": f"{session}/rooms/sports-hall",
        "a room with an incident": f"{session}/rooms/library",
        "close": f"{session}/close",
        "sign off": f"{session}/close/sign?component=AQA%3A8300%2F1F",
        "a pile": f"{session}/close/pile?component=AQA%3A8300%2F1F",
        "envelopes": f"{session}/close/envelopes",
        "dispatch": f"{session}/close/dispatch",
        "in the building": "/building",
        "dispatch log": "/dispatch",
        "print": f"{session}/print",
        "rooms to key in": f"{session}/paper-in",
        "a paper register": f"{session}/paper-in/library",
        "statistics": f"{session}/statistics?span=day",
        "files": f"{session}/files",
        "paper registers": "/fallback",
        "two places": f"{session}/discrepancies/{open_now[DiscrepancyKind.TWO_PLACES]}",
        "mismatch": f"{session}/discrepancies/{open_now[DiscrepancyKind.IDENTITY_MISMATCH]}",
        "a candidate": f"{session}/candidates/{school.school_pack().sittings[3].candidate_id}",
        "search": "/search?q=sian",
        "tasks": "/tasks",
        "incidents": f"{session}/incidents",
        "an incident": f"{session}/incidents/incident-1",
        "a new incident": f"{session}/new-incident?kind=malpractice",
        "a draft": f"{session}/incidents/incident-1/drafts/m1",
        "log book": "/log-book",
        "evacuation": f"{session}/evacuation",
        "import": "/plan/import",
        "import photos": "/plan/import/photos",
        "publish": "/plan/publish",
        "tablets": "/devices",
        "quarantine": "/quarantine",
        "accounts": "/accounts",
        "password": "/password",
        "trust": "/help/trust",
    }


def test_every_page_is_readable_and_reachable_light_and_dark_wide_and_on_a_phone(
    busy: Running, browser: Browser
) -> None:
    seen, wrong = Seen(), {}
    context = browser.new_context(viewport=WIDE, color_scheme="light", reduced_motion="reduce")
    seen.watch(context)
    page = context.new_page()
    page.goto(f"{busy.url}/sign-in")
    wrong["sign-in"] = _by_day_and_night(page)
    sign_in(page, busy.url)
    for name, path in pages(busy).items():
        page.goto(f"{busy.url}{path}")
        if name == "tablets" and page.get_by_role("button", name="Show a pairing code").is_visible():
            page.get_by_role("button", name="Show a pairing code").click()
            page.get_by_role("img", name="Pairing code").wait_for()
        page.evaluate("[...document.querySelectorAll('details')].forEach((one) => { one.open = true; })")
        wrong[name] = _by_day_and_night(page)
    # An error page is meant to answer 404, which the console mentions: told apart from real complaints.
    assert seen.complaints == []
    page.goto(f"{busy.url}/sessions/1999-01-01-AM")
    wrong["error"] = _by_day_and_night(page)
    context.close()
    assert {name: told for name, told in wrong.items() if told} == {}
    assert {urlsplit(url).netloc for url in seen.requests} == {urlsplit(busy.url).netloc}


def _by_day_and_night(page: Page) -> list[str]:
    """One visit: wide by day, on a phone by night. What stands where and in which colour don't mix."""
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    found += [f"dark, phone: {one}" for one in faults(page)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    return found


def test_the_dark_look_can_be_chosen_and_stays(busy: Running, browser: Browser) -> None:
    light, dark = "rgb(246, 247, 249)", "rgb(16, 19, 23)"
    with browser.new_context(color_scheme="light") as context:
        page = sign_in(context.new_page(), busy.url)
        expect(page.locator("body")).to_have_css("background-color", light)
        page.get_by_role("button", name="Dark").click()
        expect(page.locator("body")).to_have_css("background-color", dark)
        page.goto(f"{busy.url}/devices")
        expect(page.locator("body")).to_have_css("background-color", dark)
        page.get_by_role("button", name="As the system").click()
        expect(page.locator("body")).to_have_css("background-color", light)


def test_a_page_prints_what_it_shows_as_dark_ink_on_white(busy: Running, browser: Browser) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = sign_in(context.new_page(), busy.url, f"/sessions/{SESSION}")
        page.get_by_role("heading", name="Main Hall").wait_for()
        page.emulate_media(media="print")
        expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(page.locator("body")).to_have_css("color", "rgb(23, 27, 33)")
        expect(page.get_by_role("heading", name="Sports Hall")).to_be_visible()
        expect(page.get_by_role("link", name="Tablets")).to_be_hidden()
        expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
