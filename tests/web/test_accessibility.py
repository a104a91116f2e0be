"""Every page by axe-core, light and dark, wide and on a phone; by keyboard; nothing asked of elsewhere."""

from __future__ import annotations

import re
from collections.abc import Generator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from hub.web.office import routers
from shared.record.register import DiscrepancyKind
from tests.factories import SESSION, Device
from tests.web import mornings, school
from tests.web.axe import BY_THEME_AND_SIZE, bring_axe, violations
from tests.web.conftest import Running, Seen, running, sign_in
from tests.web.every_route import every_route
from tests.web.plan_site import put_small_plan

WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PARTS = 6
"""So that no test takes long on a busy machine."""
NO_PAGES = re.compile(
    r"^/(api|static|photos|events|favicon|health|ca\.pem)|\.(pdf|csv|ics)$|/(evidence|print)/{name}"
)
FOCUS_SHOWN = """
() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)
  .slice(0, 80)
  .filter((one) => {
    one.focus({ focusVisible: true, preventScroll: true });
    if (document.activeElement !== one) return true;
    for (let at = one, up = 0; at && up < 5; at = at.parentElement, up += 1) {
      const style = getComputedStyle(at);
      if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return false;
    }
    return true;
  })
  .map((one) => `focus not shown: ${one.outerHTML.slice(0, 120)}`)
"""


@pytest.fixture(scope="module")
def chaos(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """Three calls, five discrepancies, two dead tablets, and a plan behind it."""
    day = mornings.chaos_morning()
    with running(tmp_path_factory.mktemp("axe"), [day.pack], shown=school.MIDDLE) as hub:
        put_small_plan(hub)
        mornings.stand_by(hub, day)
        hub.enrol(Device("tablet-new"), approve=False)
        hub.run(hub.hub.ingest.take("tablet-library", ["not a record"]))
        hub.hub.report_tokens.make("attendance report", "Exams officer", "series")
        yield hub


def every_page(hub: Running) -> dict[str, str]:
    """Path pattern → a path of it; a part that names nothing leads to a page that says so."""
    live = hub.hub.live
    register = live.register(SESSION)
    mismatch = next(d for d in register.open_discrepancies if d.kind is DiscrepancyKind.IDENTITY_MISMATCH)
    parts = {
        "session": SESSION,
        "day": SESSION[:10],
        "room": "library",
        "room:path": "library",
        "candidate_id": mismatch.candidate_ids[0],
        "component_id:path": "AQA:8300/1F",
        "discrepancy_id": mismatch.id,
        "incident_id": register.incidents[0].incident_id if register.incidents else "none",
        "report": "m1",
        "device_id": "tablet-library",
        "kind": "candidates",
        "number": "1",
    }
    found = {}
    for route in every_route(routers(hub.hub)):
        if "GET" in (route.methods or ()) and not NO_PAGES.search(route.path):
            found[route.path] = re.sub(r"{([^}]+)}", lambda m: parts.get(m[1], "none"), route.path)
    # The drawing of a room of the plan, not of the day.
    return found | {"/plan/rooms/{room}": "/plan/rooms/hall", "error": "/sessions/1999-01-01-AM"}


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_passes_axe_in_light_and_dark_and_shows_where_the_keyboard_is(
    chaos: Running, browser: Browser, part: int
) -> None:
    seen = Seen()
    wrong: dict[str, list[str]] = {}
    with browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="light", reduced_motion="reduce"
    ) as context:
        bring_axe(context)
        seen.watch(context)
        page = context.new_page()
        page.goto(f"{chaos.url}/sign-in")
        wrong["/sign-in"] = violations(page)
        sign_in(page, chaos.url)
        pages = every_page(chaos)
        assert len(pages) > 50
        for pattern, path in list(pages.items())[part::PARTS]:
            page.emulate_media(color_scheme="light")
            page.set_viewport_size(WIDE)
            page.goto(f"{chaos.url}{path}", wait_until="load")
            wrong[pattern] = _look(page)
    told = {pattern: faults for pattern, faults in wrong.items() if faults}
    assert told == {}
    assert {urlsplit(url).netloc for url in seen.requests} == {urlsplit(chaos.url).netloc}


def _look(page: Page) -> list[str]:
    # A few of each page: a hundred opened lists tell axe nothing more than the first.
    page.evaluate(
        "[...document.querySelectorAll('details')].slice(0, 3).forEach((one) => { one.open = true; })"
    )
    found = violations(page) + page.evaluate(FOCUS_SHOWN)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    return found + [f"dark, phone: {one}" for one in violations(page, rules=BY_THEME_AND_SIZE)]


def test_the_first_tab_leads_past_the_navigation(chaos: Running, browser: Browser) -> None:
    with browser.new_context() as context:
        page = sign_in(context.new_page(), chaos.url, f"/sessions/{SESSION}")
        page.wait_for_url(f"**/sessions/{SESSION}")
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        expect(skip).to_have_text("Skip to content")
        box = skip.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("#"))
        page.keyboard.press("Tab")
        expect(page.locator("main :focus")).to_have_count(1)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"/sessions/{SESSION}", "On the way"),
        ("/devices", "Show a pairing code"),
        ("/exports", "Make a token"),
        ("/plan/publish", "Monday 3 June 2024, morning"),
    ],
)
def test_the_main_action_of_a_page_is_reached_by_tab_alone(
    chaos: Running, browser: Browser, path: str, name: str
) -> None:
    with browser.new_context() as context:
        page = sign_in(context.new_page(), chaos.url, path)
        page.wait_for_url(f"**{path}")
        names = []
        for _ in range(120):
            page.keyboard.press("Tab")
            names.append(page.evaluate("document.activeElement.textContent.trim()"))
            if names[-1].startswith(name):
                return
        pytest.fail(f"{name!r} is not among {names}")
