"""The board follows the rooms without a reload, and what waits is settled on it, with a keyboard alone."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.accounts import Role
from shared.record.events import candidate, incident, room
from shared.record.events.candidate import Attendance, Identity
from shared.record.events.office import DiscrepancySettled
from shared.record.register import DiscrepancyKind
from tests.exam_morning import prepared
from tests.factories import ANNEXE, HALL, MATHS, SESSION, START, Device, candidate_id, small_pack
from tests.web.conftest import PASSWORD, Running, Seen, running, sign_in

AT = START + timedelta(minutes=5)


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("live"), [small_pack()], shown=START) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, hub: Running) -> Generator[Page]:
    seen = Seen()
    with browser.new_context() as context:
        seen.watch(context)
        page = sign_in(context.new_page(), hub.url, f"/sessions/{SESSION}")
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
        page.evaluate("window.neverReloaded = true")
        yield page
    assert seen.complaints == []


def hall_tablet(hub: Running) -> Device:
    tablet = Device("tablet-hall", room=HALL)
    hub.enrol(tablet)
    return tablet


def present(number: int, seat: str | None = None) -> candidate.CandidateMarkedPresent:
    return candidate.CandidateMarkedPresent(candidate_id=candidate_id(number), component_id=MATHS, seat=seat)


def tile(page: Page, name: str):
    return page.get_by_role("article").filter(has=page.get_by_role("heading", name=name))


def test_a_fact_that_a_tablet_sent_is_on_the_board_without_a_reload(hub: Running, page: Page) -> None:
    tablet = hall_tablet(hub)
    count = tile(page, "Main Hall").locator("dl.counts div", has_text="present").locator("dd")
    expect(count).to_have_text("0")
    before = tile(page, "Main Hall").bounding_box()
    tablet.write(present(1, "A1"), at=AT)
    hub.take(tablet)
    expect(count).to_have_text("1")
    assert page.evaluate("window.neverReloaded")
    after = tile(page, "Main Hall").bounding_box()
    assert before is not None
    assert after is not None
    assert (before["width"], before["height"]) == (after["width"], after["height"]), "nothing moved"


def test_a_tablet_that_falls_silent_is_seen(hub: Running, page: Page) -> None:
    tablet = hall_tablet(hub)
    for before in prepared(MATHS):
        tablet.write(before, at=START)
    tablet.write(room.ExamStarted(component_ids=(MATHS,), actual_start=START), at=START)
    hub.take(tablet)
    hub.say(tablet)
    expect(tile(page, "Main Hall").get_by_text("80 %")).to_be_visible()
    hub.call(lambda: hub.hub.devices.board.disconnected(tablet.device_id))
    expect(tile(page, "Main Hall").get_by_text("tablet silent")).to_be_visible()
    assert page.evaluate("window.neverReloaded")


def test_a_call_for_help_is_answered_by_keyboard_and_the_focus_stays(hub: Running, page: Page) -> None:
    tablet = hall_tablet(hub)
    tablet.write(incident.HelpRequested(help_id="help-1", kind="first_aid", note="nose bleed"), at=AT)
    hub.take(tablet)
    answer = page.get_by_role("button", name="On the way to Main Hall")
    expect(answer).to_be_visible()
    expect(page.locator("#announcement")).to_have_text("1 thing waits for you")
    expect(page.get_by_role("button", name="Keys j, k")).to_be_visible()
    page.keyboard.press("j")
    expect(answer).to_be_focused()
    answer.evaluate("(button) => { window.chosen = button; }")
    # More facts arrive while the button has the focus: it keeps it, and is the very same button.
    for number in (1, 7):
        tablet.write(present(number), at=AT)
        hub.take(tablet, first=tablet.seq)
    expect(tile(page, "Main Hall").locator("dl.counts dd").nth(1)).to_have_text("2")
    expect(answer).to_be_focused()
    assert page.evaluate("window.chosen === document.activeElement")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The room sees that somebody is on the way.")).to_be_visible()
    page.get_by_role("button", name="Done in Main Hall").click()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    call = hub.hub.live.register(SESSION).help_calls[0]
    assert call.acknowledged_at is not None
    assert call.closed_at is not None


def two_places(hub: Running) -> tuple[Device, Device]:
    """Candidate 1 is scanned in both rooms by tablets that had not heard of each other."""
    hall, annexe = hall_tablet(hub), Device("tablet-annexe", room=ANNEXE, actor="inv-3")
    hub.enrol(annexe)
    hall.write(present(1, "A1"), at=AT)
    annexe.write(present(1, "B2"), at=AT + timedelta(minutes=1))
    hub.take(hall)
    hub.take(annexe)
    return hall, annexe


def test_a_candidate_in_two_places_is_settled_with_an_answer_and_a_ruling(hub: Running, page: Page) -> None:
    two_places(hub)
    for name in ("Main Hall", "Annexe"):
        expect(tile(page, name).get_by_text("1 to settle")).to_be_visible()
    page.get_by_role("link", name="Settle In two places").click()
    expect(page.get_by_role("heading", name="In two places")).to_be_visible()
    expect(page.get_by_text("1001 O'Connor, Siân present on seat B2.")).to_be_visible()
    page.get_by_label("What did you find").fill("Mary Quayle looked at both seats: A1 is taken, B2 is empty")
    page.get_by_label("present in Main Hall").check()
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_text("Settled. Your answer is on record.")).to_be_visible()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()

    register = hub.hub.live.register(SESSION)
    sitting = register.sitting(candidate_id(1), MATHS)
    assert sitting is not None
    assert (sitting.attendance, sitting.room, sitting.seat) == (Attendance.PRESENT, HALL, "A1")
    assert register.open_discrepancies == ()
    written = hub.hub.live.facts(SESSION)[-1].envelope
    assert isinstance(written.event, DiscrepancySettled)
    assert written.actor == "Exams officer"
    assert set(written.event.evidence) == {"tablet-hall:1", "tablet-annexe:1"}


def test_an_answer_never_covers_what_came_while_it_was_written(hub: Running, page: Page) -> None:
    hall = hall_tablet(hub)
    undecided = candidate.IdentityDecided(
        candidate_id=candidate_id(1), decision=Identity.PENDING, method="none"
    )
    hall.write(undecided, at=AT)
    hub.take(hall)
    page.get_by_role("link", name="Settle Identity pending").click()
    page.get_by_label("What did you find").fill("Passport seen by the officer")
    wrong = candidate.IdentityDecided(
        candidate_id=candidate_id(1), decision=Identity.PENDING, method="none", note="another look"
    )
    hall.write(wrong, at=AT + timedelta(minutes=1))
    hub.take(hall, first=2)
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_role("alert")).to_contain_text("Something new about this came in")
    expect(page.get_by_label("What did you find")).to_have_value("Passport seen by the officer")
    expect(page.get_by_text("another look")).to_be_visible()
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_text("Settled. Your answer is on record.")).to_be_visible()
    assert hub.hub.live.register(SESSION).open_discrepancies == ()


def test_an_assistant_looks_at_what_only_an_officer_settles(hub: Running, browser: Browser) -> None:
    two_places(hub)
    hub.hub.accounts.add("second", "Second Officer", PASSWORD, role=Role.ASSISTANT)
    with browser.new_context() as context:
        page = sign_in(context.new_page(), hub.url, f"/sessions/{SESSION}", name="second")
        page.get_by_role("link", name="Look at In two places").click()
        expect(page.get_by_role("heading", name="Waits for the officer")).to_be_visible()


def test_an_empty_answer_is_no_answer(hub: Running, page: Page) -> None:
    two_places(hub)
    page.get_by_role("link", name="Settle In two places").click()
    page.get_by_label("What did you find").fill("  ")
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_role("alert")).to_have_text("Please give an answer.")
    found = hub.hub.live.register(SESSION).open_discrepancies[0]
    assert found.kind is DiscrepancyKind.TWO_PLACES


def test_without_script_the_page_reloads_itself(hub: Running, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = sign_in(context.new_page(), hub.url, f"/sessions/{SESSION}")
        expect(page.locator("noscript meta[http-equiv=refresh]")).to_have_count(1)
        expect(page.get_by_role("heading", name="Main Hall")).to_be_visible()
        expect(page.get_by_text("Reloads every 20 seconds")).to_be_visible()
