"""Somebody is found with one key stroke; her page says where she is and takes corrections."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from shared.record.events import candidate
from shared.record.events.candidate import Attendance, AttendanceCorrected
from shared.record.events.office import NoticeSent
from tests.factories import ANNEXE, HALL, MATHS, SESSION, START, Device, candidate_id, small_pack
from tests.web.conftest import Running, Seen, running, sign_in
from tests.web.looking import faults

AT = START + timedelta(minutes=5)
SIAN = candidate_id(1)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(
        tmp_path_factory.mktemp("candidate"), [small_pack()], shown=AT + timedelta(minutes=9)
    ) as opened:
        tablet = Device("tablet-hall", room=HALL)
        opened.enrol(tablet)
        for event in (
            candidate.CandidateMarkedPresent(candidate_id=SIAN, component_id=MATHS, seat="A1"),
            candidate.UnlistedCandidateAdded(
                candidate_id="ABCDEFGH", component_id=MATHS, name="Øystein Þórsson", seat="B4"
            ),
            candidate.CandidateLeftRoom(candidate_id=SIAN, escort="inv-3"),
        ):
            tablet.write(event, at=AT)
        opened.take(tablet)
        yield opened


@pytest.fixture
def page(browser: Browser, hub: Running) -> Generator[Page]:
    seen = Seen()
    with browser.new_context() as context:
        seen.watch(context)
        page = sign_in(context.new_page(), hub.url, "/devices")
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
        yield page
    assert seen.complaints == []


def test_one_key_finds_a_candidate_whose_register_is_then_corrected_and_seat_moved(
    hub: Running, page: Page
) -> None:
    page.keyboard.press("/")
    page.keyboard.type("connor sian")
    expect(page.get_by_role("option", name="O'Connor, Siân")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1001 O'Connor, Siân")
    expect(page.locator("#where-now")).to_contain_text(
        "Out of Main Hall since 09:05 with Mary Quayle (toilet)."
    )
    assert faults(page) == []

    page.locator("summary", has_text="Move").click()
    page.get_by_label("Room").select_option(label="Annexe")
    page.get_by_label("Seat").fill("z9")
    page.get_by_label("Why?").fill("a window that would not close")
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_role("alert")).to_have_text("Annexe has no seat Z9.")
    page.get_by_label("Seat").fill("b2")
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_text("The move is on record.")).to_be_visible()
    expect(page.locator("#where-now")).to_contain_text("Annexe, seat B2 planned Main Hall, seat A1")
    sitting = hub.hub.live.register(SESSION).sitting(SIAN, MATHS)
    assert sitting is not None
    assert (sitting.room, sitting.seat, sitting.attendance) == (ANNEXE, "B2", Attendance.PRESENT)
    assert [
        d.kind for d in hub.hub.live.register(SESSION).open_discrepancies if SIAN in d.candidate_ids
    ] == []

    page.locator("summary", has_text="Correct the register").click()
    page.get_by_label("absent").check()
    page.get_by_label("Why, and who looked?").fill("Ruth Adeyemi: the tag was another candidate's")
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.get_by_text("The correction is on record.")).to_be_visible()
    expect(page.locator("#corrections")).to_contain_text("present to absent: Ruth Adeyemi")
    expect(page.locator("#timeline li").first).to_contain_text("corrected from present to absent")
    notices = [f.envelope for f in hub.hub.live.facts(SESSION) if isinstance(f.envelope.event, NoticeSent)]
    assert {n.room for n in notices} == {HALL, ANNEXE}
    written = hub.hub.live.facts(SESSION)[-1].envelope
    assert isinstance(written.event, AttendanceCorrected)
    assert (written.actor, written.event.old) == ("Exams officer", Attendance.PRESENT)


def test_who_is_on_no_list_is_found_too_and_the_search_is_a_plain_form_without_script(
    hub: Running, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = sign_in(context.new_page(), hub.url, "/")
        page.get_by_label("Find a candidate by name").fill("thorsson OYST")
        page.get_by_label("Find a candidate by name").press("Enter")
        page.get_by_role("link", name="Øystein Þórsson").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("unlisted")
        page.get_by_label("Find a candidate by name").fill("1001")
        page.get_by_label("Find a candidate by name").press("Enter")
        expect(page.get_by_role("link", name="O'Connor, Siân")).to_be_visible()
        page.get_by_label("Find a candidate by name").fill("nobody at all")
        page.get_by_label("Find a candidate by name").press("Enter")
        expect(page.get_by_text("Nobody fits “nobody at all”")).to_be_visible()
