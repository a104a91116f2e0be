"""A register on paper is keyed in through the form: looked at, recorded, contradicted, corrected."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from shared.record.envelope import Transcribed
from shared.record.events.candidate import Attendance, CandidateMarkedPresent
from shared.record.movements import movements_in
from shared.record.register import DiscrepancyKind
from tests.exam_morning import room_day
from tests.factories import ANNEXE, HALL, MATHS, SESSION, START, Device, candidate_id, small_pack
from tests.web.conftest import PASSWORD, Running, Seen, running, sign_in
from tests.web.looking import faults

AFTERWARDS = START + timedelta(hours=4)
BASE = f"/sessions/{SESSION}/paper-in"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """The annexe had its tablet; the hall went by hand from the first minute."""
    pack = small_pack()
    with running(tmp_path_factory.mktemp("paper"), [pack], shown=AFTERWARDS) as opened:
        tablet = Device(f"tablet-{ANNEXE}", room=ANNEXE, actor="inv-3")
        opened.enrol(tablet)
        room_day(pack, tablet, ANNEXE)
        opened.take(tablet)
        yield opened


@pytest.fixture
def page(browser: Browser, hub: Running) -> Generator[Page]:
    seen = Seen()
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        seen.watch(context)
        yield sign_in(context.new_page(), hub.url, BASE)
    assert seen.complaints == []


def test_a_room_that_went_by_hand_is_keyed_in_and_reconciles(hub: Running, page: Page) -> None:
    page.get_by_role("link", name="Key in Main Hall").click()
    page.get_by_label("Signed on the paper by").fill("Ruth Adeyemi")
    letters = page.locator(".letter-field")
    letters.first.focus()
    page.keyboard.type("pl0915ppa")
    expect(letters.nth(5)).to_be_focused()
    page.keyboard.type("p")
    page.get_by_label("A script of everybody present is here").check()
    page.get_by_role("button", name="Check against the record").click()
    expect(page.get_by_role("heading", name="1 thing to put right first")).to_be_visible()
    expect(letters.nth(1)).to_have_value("L")
    page.get_by_label("Time under the paper").fill("12:10")
    page.get_by_label("The whole checklist is ticked").check()
    page.get_by_label("The start script was read out").check()
    for number in range(3):
        page.locator(f"[id='p{number}.checked-0']").select_option("inv-1")
        page.locator(f"[id='p{number}.checked-1']").select_option("inv-2")
        for name, value in (("opened", "8:50"), ("started", "9:00"), ("finished", "11:05")):
            page.locator(f"[id='p{number}.{name}']").fill(value)
    for number, counted in enumerate("221"):
        page.locator(f"[id='p{number}.counted']").fill(counted)
    for name, value in (("number", "1001"), ("left", "9:40"), ("back", "9:46"), ("escort", "Kofi Mensah")):
        page.locator(f"[id='o0.{name}']").fill(value)
    page.get_by_label("Invigilator").first.select_option("inv-1")
    page.get_by_label("Register signed by").select_option("inv-1")
    page.get_by_label("and by").last.select_option("inv-2")
    page.get_by_label("The room was closed").check()
    page.get_by_label("Scripts", exact=True).fill("5")
    page.get_by_role("button", name="Check against the record").click()
    expect(page.get_by_role("heading", name="What will be recorded")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Signed on the paper by").press("Enter")
    expect(page.get_by_role("heading", name="What will be recorded")).to_be_visible()
    assert not any(s.is_present for s in hub.hub.live.register(SESSION).in_room(HALL))
    page.locator(".time-field").nth(1).fill("9:16")
    page.get_by_role("button", name="facts from paper").click()
    expect(page.get_by_text("Not recorded: something was typed")).to_be_visible()
    page.get_by_role("button", name="facts from paper").click()
    expect(page.get_by_text("facts were recorded from paper.")).to_be_visible()
    register = hub.hub.live.register(SESSION)
    hall = register.room(HALL)
    assert [d.detail for d in register.open_discrepancies if HALL in d.places] == []
    assert (hall.signed_by, hall.closed_at is not None) == (("inv-1", "inv-2"), True)
    assert [m.escort for m in movements_in(hub.hub.live.facts(SESSION), HALL)] == ["Kofi Mensah"]
    late = register.sitting(candidate_id(7), MATHS)
    assert [s.attendance for s in register.in_room(HALL)].count(Attendance.ABSENT) == 1
    assert late is not None
    marked = [
        f.envelope
        for f in hub.hub.live.facts(SESSION)
        if f.envelope.room == HALL and isinstance(f.envelope.event, CandidateMarkedPresent)
    ]
    assert {type(e.source) for e in marked} == {Transcribed}
    assert {e.actor for e in marked} == {"Exams officer"}
    page.goto(f"{hub.url}/sessions/{SESSION}/close")
    expect(page.get_by_text("is not signed")).to_have_count(0)


@pytest.fixture
def office(hub: Running) -> Generator[httpx.Client]:
    with hub.client() as client:
        told = client.post("/api/office/sign-in", json={"name": "officer", "password": PASSWORD}).json()
        client.headers["x-csrf-token"] = told["csrf"]
        yield client


def test_paper_against_a_tablet_raises_a_question_and_paper_typed_again_is_a_correction(
    hub: Running, office: httpx.Client
) -> None:
    path = f"/api/office{BASE}/{ANNEXE}"
    record = hub.hub.live.register(SESSION).in_room(ANNEXE)[0]

    def sheet(letter: str, **more: str) -> dict[str, object]:
        line = {"candidate_id": record.candidate_id, "component_id": record.component_id, "mark": letter}
        return {"signed_by": "Mary Quayle", "written": "12:00", "lines": [line], **more}

    looked = office.post(path, json={"sheet": sheet("A")}).json()
    assert [(f["says"], f["verdict"]) for f in looked["facts"]] == [("absent", "contradicts")]
    assert hub.hub.live.register(SESSION).sitting(*record.key).is_present  # type: ignore[union-attr]
    stale = office.post(path, json={"sheet": sheet("A"), "mark": "0" * 64})
    assert (stale.status_code, stale.json()["recorded"]) == (409, False)
    told = office.post(path, json={"sheet": sheet("A"), "mark": looked["mark"]}).json()
    kinds = {d["kind"] for d in told["raised"]}
    assert told["recorded"]
    assert DiscrepancyKind.ATTENDANCE_CONTRADICTED in kinds
    bare = office.post(path, json={"sheet": sheet("P")})
    assert (bare.status_code, bare.json()["faults"][0]["field"]) == (422, "reason")
    again = sheet("P", reason="wrong line", compared_by="Head of Maths")
    looked = office.post(path, json={"sheet": again}).json()
    assert [f["verdict"] for f in looked["facts"]] == ["corrects"]
    assert office.post(path, json={"sheet": again, "mark": looked["mark"]}).json()["recorded"]
    after = hub.hub.live.register(SESSION).sitting(*record.key)
    assert after is not None
    assert (after.is_present, after.corrections[-1].countersigned_by) == (True, "Head of Maths")
    assert office.post(f"/api/office{BASE}/cellar", json={"sheet": {}}).status_code == 404


def test_figures_and_files_leave_as_page_pdf_csv_and_calendar(hub: Running, office: httpx.Client) -> None:
    base = f"/sessions/{SESSION}"
    for span in ("session", "day", "week", "series"):
        page = office.get(f"{base}/statistics", params={"span": span})
        assert page.status_code == 200
        assert "Check-in by the minute" in page.text
    assert office.get(f"{base}/statistics", params={"span": "century"}).status_code == 422
    table = office.get(f"{base}/statistics.csv").content.decode("utf-8-sig").splitlines()
    assert table[0] == "Period,Table,Row,Figure,Value"
    assert any("Annexe,Entered,2" in line for line in table)
    assert office.get(f"{base}/statistics.pdf").content.startswith(b"%PDF")
    calendar = office.get(f"{base}/deadlines.ics")
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert calendar.content.endswith(b"END:VCALENDAR\r\n")
    own = hub.site / "write-back"
    own.mkdir()
    (own / "broken.toml").write_text("[x")
    page = office.get(f"{base}/files", params={"layout": "half-day-marks"})
    assert "Nobody has tried this layout" in page.text
    assert "write-back/broken.toml" in page.text
    fetched = office.get(f"{base}/write-back/generic.csv")
    assert len(fetched.content.decode("utf-8-sig").splitlines()) == 9
    assert fetched.headers["content-disposition"].endswith('-generic.csv"')
    assert office.get(f"{base}/write-back/nothing.csv").status_code == 404
    printed = office.post(f"/api/office{base}/print", json={"what": "reconciliation"}).json()["files"]
    assert (hub.site / "print" / printed[0]).read_bytes().startswith(b"%PDF")
