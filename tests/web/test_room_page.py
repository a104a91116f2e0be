"""One room in the office: a message to it, a step waived, the record searched, everybody moved out of it."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.during.notices import notices_of
from shared.record.events.candidate import CandidateMarkedPresent
from shared.record.events.room import NoticeRead
from tests.factories import ANNEXE, HALL, MATHS, SESSION, START, Device, candidate_id, small_pack
from tests.web.conftest import Running, Seen, running, sign_in
from tests.web.looking import faults


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("room"), [small_pack()], shown=START) as opened:
        yield opened


@pytest.fixture
def page(hub: Running, browser: Browser) -> Generator[Page]:
    seen = Seen()
    with browser.new_context() as context:
        seen.watch(context)
        yield sign_in(context.new_page(), hub.url, f"/sessions/{SESSION}/rooms/{HALL}")
    assert seen.complaints == []


def test_a_message_is_sent_read_and_a_step_waived(hub: Running, page: Page) -> None:
    tablet = Device("tablet-hall", room=HALL)
    hub.enrol(tablet)
    page.get_by_text("Message to the room", exact=True).click()
    page.get_by_label("Message", exact=True).fill("Spare calculators are in the office.")
    page.get_by_label("Urgent").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#messages").get_by_text("not read yet")).to_be_visible()
    (sent,) = notices_of(hub.hub.live.facts(SESSION))
    tablet.write(NoticeRead(notice_id=sent.notice.notice_id), at=START, actor="inv-1")
    hub.take(tablet)
    expect(page.locator("#messages").get_by_text("read by")).to_be_visible()
    assert hub.hub.switchboard.notices(SESSION, HALL, device_id=tablet.device_id) == ()

    page.get_by_text("Let the room pass over a step").click()
    page.get_by_label("Start script read").check()
    page.get_by_label("Reason", exact=True).fill("Read in writing to deaf candidates")
    page.get_by_role("button", name="Let it pass").click()
    expect(page.locator("#steps").get_by_text("waived by Exams officer")).to_be_visible()
    page.get_by_label("About").select_option("The office")
    page.get_by_label("In the record").fill("deaf")
    page.locator("#record").get_by_role("button", name="Show").click()
    expect(page.locator("#timeline li")).to_have_count(1)
    expect(page.locator("#timeline")).to_contain_text("Read in writing to deaf candidates")
    page.evaluate("[...document.querySelectorAll('details')].forEach((one) => { one.open = true; })")
    assert faults(page) == []


def test_a_whole_room_moves_once_and_both_rooms_are_told(hub: Running, page: Page) -> None:
    annexe = Device("tablet-annexe", room=ANNEXE, actor="inv-3")
    hub.enrol(annexe)
    before = hub.hub.live.register(SESSION)
    going = {s.candidate_id for s in before.sittings if s.place == HALL}
    page.get_by_text("Move the whole room").click()
    page.get_by_label("To", exact=True).select_option(ANNEXE)
    page.get_by_role("button", name="Look at the seats").click()
    expect(page.get_by_role("table").locator("tbody tr")).to_have_count(
        sum(s.place == HALL for s in before.sittings)
    )
    # Something is recorded while the officer reads: the move is not what was shown any more.
    annexe.write(
        CandidateMarkedPresent(candidate_id=candidate_id(7), component_id=MATHS, seat="B1"), at=START
    )
    hub.take(annexe)
    page.get_by_label("Reason").fill("The heating failed")
    page.get_by_role("button", name="Move everybody").click()
    expect(page.get_by_role("alert")).to_contain_text("Something was recorded while you decided")
    page.get_by_role("button", name="Move everybody").click()
    expect(page.get_by_text("Both rooms were told.")).to_be_visible()
    after = hub.hub.live.register(SESSION)
    assert [s for s in after.sittings if s.place == HALL] == []
    moved = [(s.place, s.seat) for s in after.sittings if s.candidate_id in going]
    assert {place for place, _ in moved} == {ANNEXE}
    told = {n.room: n.notice.text for n in notices_of(hub.hub.live.facts(SESSION))[-2:]}
    assert set(told) == {HALL, ANNEXE}
    assert all("The heating failed" in text for text in told.values())
