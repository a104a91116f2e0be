"""The board on a chaos morning: what needs somebody is on top, and everybody sees the part they want."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, expect

from tests.factories import SESSION
from tests.web import mornings, school
from tests.web.conftest import PASSWORD, Running, Seen, running, session_url, sign_in
from tests.web.looking import faults
from tests.web.school import MIDDLE


@pytest.fixture(scope="module")
def chaos(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    day, site = mornings.chaos_morning(), tmp_path_factory.mktemp("chaos")
    in_question = day.pack.candidate(day.sittings("library")[0].candidate_id)
    assert in_question is not None
    (site / "photos").mkdir()
    (site / "photos" / f"{in_question.photo}.jpg").write_bytes(school.portrait(1))
    with running(site, [day.pack], shown=MIDDLE) as hub:
        mornings.stand_by(hub, day)
        hub.hub.accounts.add("second", "Second Officer", PASSWORD)
        yield hub


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    day = mornings.sixty_rooms()
    with running(tmp_path_factory.mktemp("sixty"), [day.pack], shown=MIDDLE) as hub:
        for device in day.tablets.values():
            hub.enrol(device)
            hub.take(device)
            hub.say(device)
        yield hub


def test_chaos_is_sorted_told_once_and_answered_once(chaos: Running, browser: Browser) -> None:
    """Two officers: what one opens and answers the other sees, and can't answer again."""
    seen = Seen()
    with browser.new_context() as one, browser.new_context() as two:
        seen.watch(one)
        first = sign_in(one.new_page(), chaos.url, f"/sessions/{SESSION}")
        second = sign_in(two.new_page(), chaos.url, f"/sessions/{SESSION}", name="second")
        tiles = first.locator("article.room-tile")
        for place, name in enumerate(("Sports Hall", "Main Hall", "D12 Computer Room")):
            expect(tiles.locator("h3").nth(place)).to_have_text(name)
        expect(first.locator("#queue").get_by_text("3 calls for help")).to_be_visible()
        expect(tiles.filter(has_text="S4").get_by_text("tablet silent")).to_be_visible()
        expect(tiles.filter(has_text="S4").get_by_text("4 unsent")).to_be_visible()
        queue = first.locator("#queue .waiting > li")
        expect(queue).to_have_count(10)
        expect(queue.nth(0)).to_contain_text("Technician wanted")
        expect(queue.nth(0)).to_contain_text("9 min ago")
        expect(queue.nth(3)).to_contain_text("In two places")
        expect(queue.nth(9)).to_contain_text("Tablet s4, heard 14 min ago, 4 unsent, battery at 9 %")
        expect(tiles.filter(has_text="Sports Hall").get_by_title("Not signed in: Wilhelmina")).to_be_visible()
        expect(tiles.filter(has_text="Main Hall").get_by_text("1 of 2 on duty")).to_be_visible()

        first.get_by_role("link", name="Settle Not the person on the photo").click()
        expect(second.get_by_text("Exams officer has this open")).to_be_visible()
        first.go_back()
        stale = two.new_page()
        stale.route("**/events*", lambda route: route.abort())
        stale.goto(session_url(chaos))
        first.get_by_role("button", name="On the way to Main Hall").click()
        expect(second.get_by_text("Answered by Exams officer just now").first).to_be_visible()
        expect(second.locator("#queue").get_by_text("2 calls for help")).to_be_visible()
        stale.get_by_role("button", name="On the way to Main Hall").click()
        expect(stale.get_by_text("Exams officer answered this call already")).to_be_visible()
        answers = [c for c in chaos.hub.live.register(SESSION).help_calls if c.acknowledged_at is not None]
        assert len(answers) == 1
    assert seen.complaints == []


def test_sixty_rooms_are_narrowed_searched_and_hung_on_the_wall(sixty: Running, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 1920, "height": 1080}) as context:
        page = sign_in(context.new_page(), sixty.url, f"/sessions/{SESSION}")
        tiles = page.locator("article.room-tile")
        expect(tiles).to_have_count(60)
        sizes = tiles.evaluate_all("(all) => all.map((one) => one.offsetWidth + '×' + one.offsetHeight)")
        assert len(set(sizes)) == 1, "tiles of one size, long names among them"
        page.get_by_role("link", name="Not started 10").click()
        expect(tiles).to_have_count(10)
        page.get_by_role("link", name="All 60").click()
        page.get_by_label("Room or paper").fill("chapel")
        page.get_by_role("button", name="Show").click()
        expect(tiles).to_have_count(1)
        expect(page.get_by_role("link", name="Needs me 0")).to_be_visible()

        page.get_by_role("link", name="Big screen").click()
        hung = page.locator(".wall-tile")
        expect(hung).to_have_count(60)
        expect(page.get_by_role("button")).to_have_count(0)
        inside = "(all) => all.every((one) => one.getBoundingClientRect().bottom <= innerHeight)"
        assert hung.evaluate_all(inside), "all of them on one screen"
        assert faults(page) == []
        shown = page.locator("body").inner_text()
        names = {c.surname for c in sixty.hub.live.pack(SESSION).candidates}  # type: ignore[union-attr]
        assert [name for name in names if name in shown] == [], "nobody's name hangs on the wall"
        page.goto(f"{sixty.url}/day/{SESSION[:10]}")
        expect(tiles).to_have_count(60)


def test_a_call_sounds_only_for_who_asked_for_it(sixty: Running, browser: Browser) -> None:
    with browser.new_context() as context:
        page = sign_in(context.new_page(), sixty.url, f"/sessions/{SESSION}")
        button = page.get_by_role("button", name="Sound for calls")
        expect(button).to_have_attribute("aria-pressed", "false")
        expect(page.locator("body[data-tones]")).to_have_count(0)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(page.locator("body[data-tones='1']")).to_be_attached()
        page.reload()
        expect(button).to_have_attribute("aria-pressed", "true")
