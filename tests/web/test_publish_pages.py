"""Publishing in the officer's pages: looked at, said yes to, every version kept with who and when."""

from __future__ import annotations

import re
from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, expect

from hub.accounts import Role
from hub.before.records import EntryRecord, Kind
from shared.canonical import short_digest
from tests.factories import SESSION
from tests.plan_factory import PAPERS, candidate, put, seated, small_plan
from tests.web.conftest import PASSWORD, Running, Seen, running, sign_in
from tests.web.looking import faults

URL = f"/plan/publish/{SESSION}"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("publish"), []) as opened:
        opened.hub.accounts.add("head", "Head of Centre", PASSWORD, role=Role.VIEWER)
        yield opened


def seen_mark(text: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', text)
    assert found is not None
    return found[1]


def test_from_the_first_version_to_the_second(hub: Running, browser: Browser) -> None:
    plan = hub.hub.plan
    seen = Seen()
    with browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark") as context:
        seen.watch(context)
        page = sign_in(context.new_page(), hub.url, "/plan/publish")
        expect(page.get_by_text("There is no timetable yet")).to_be_visible()
        small_plan(plan)
        page.reload()
        expect(page.get_by_text("to publish")).to_be_visible()
        page.get_by_role("link", name="Monday 3 June 2024, morning").click()
        expect(page.get_by_text("1 invigilator has no PIN", exact=True)).to_be_visible()
        page.get_by_label("I have looked at").check()
        page.get_by_role("button", name="Publish version 1").click()
        expect(page.get_by_text("Version 1 is up to date")).to_be_visible()
        first = hub.hub.live.pack(SESSION)
        assert first is not None
        assert first.version == 1
        expect(page.get_by_text(short_digest(first.published_hash))).to_be_visible()
        put(plan, Kind.CANDIDATES, candidate(9, "Wolfeschlegelsteinhausenbergerdorff"))
        put(plan, Kind.ENTRIES, EntryRecord(number="1009", component_id=PAPERS[1]))
        rest = [s for s in plan.seatings(SESSION) if s.number != "1001"]
        plan.seat(SESSION, [*rest, seated(1, "A1", "annexe")])
        page.goto(f"{hub.url}/plan/publish")
        expect(page.get_by_text("plan changed since")).to_be_visible()
        assert faults(page) == []
        page.goto(f"{hub.url}{URL}")
        expect(page.get_by_role("heading", name="What is new since version 1")).to_be_visible()
        expect(page.get_by_text("Concerns Main Hall, Annexe.")).to_be_visible()
        expect(
            page.get_by_role("row", name=re.compile("1001 O'Connor.*Main Hall A1.*Annexe A1"))
        ).to_be_visible()
        assert faults(page) == []
        page.get_by_label("I have looked at").check()
        page.get_by_role("button", name="Publish version 2").click()
        page.get_by_role("link", name="What changed").click()
        expect(page.get_by_role("heading", name="Version 1 → 2")).to_be_visible()
        expect(page.get_by_text("Entries added")).to_be_visible()
        assert faults(page) == []
    assert hub.hub.packs.versions(SESSION) == (1, 2)
    assert seen.complaints == []


def test_what_was_not_looked_at_is_not_published(hub: Running) -> None:
    """A plan that moves on between looking and saying yes is shown again; no tick, no publishing."""
    plan = hub.hub.plan
    if not plan.timetable():
        small_plan(plan)
    before = hub.hub.packs.versions(SESSION)
    put(plan, Kind.CANDIDATES, candidate(2, "Renamed"))
    with hub.client(accept="text/html") as client:
        answer = client.post("/api/office/sign-in", json={"name": "officer", "password": PASSWORD})
        token = {"csrf": answer.json()["csrf"]}
        mark = seen_mark(client.get(URL).text)
        assert mark == seen_mark(client.get(URL).text), "looking twice shows the same"
        assert client.post(URL, data=token | {"seen": mark}).status_code == 422
        put(plan, Kind.CANDIDATES, candidate(2, "Renamed again"))
        late = client.post(URL, data=token | {"seen": mark, "sure": "yes"})
        assert (late.status_code, "while you looked at it" in late.text) == (409, True)
        assert hub.hub.packs.versions(SESSION) == before
        published = client.post(URL, data=token | {"seen": seen_mark(late.text), "sure": "yes"})
        assert published.status_code == 303
        page = client.get(URL).text
        assert "Exams officer" in page
        assert client.get("/plan/publish/1999-01-01-AM").status_code == 404
        assert client.get("/plan/publish/not-a-session").status_code == 404
        assert client.get(f"{URL}/versions?old=70&new=71").status_code in (200, 404)
    assert len(hub.hub.packs.versions(SESSION)) == len(before) + 1


def test_who_looks_on_sees_everything_and_no_button(hub: Running) -> None:
    if not hub.hub.plan.timetable():
        small_plan(hub.hub.plan)
    with hub.client(accept="text/html") as client:
        client.post("/api/office/sign-in", json={"name": "head", "password": PASSWORD})
        page = client.get(URL).text
        assert "Before you publish" in page
        assert '<button class="main big">' not in page
