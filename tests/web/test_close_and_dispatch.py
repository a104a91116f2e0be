"""From balance to driver: nothing is sealed before it adds up, and everything done is on record."""

from __future__ import annotations

from collections.abc import Generator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from shared.record.drawn import is_drawn
from shared.record.events import candidate, scripts
from tests.exam_morning import room_day
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, MATHS_HIGHER, SESSION, START, Device, small_pack
from tests.web.conftest import PASSWORD, Running, Seen, running, sign_in


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """An ordinary morning in two rooms, but one script of the hall has not come in."""
    pack = small_pack()
    with running(tmp_path_factory.mktemp("close"), [pack], shown=START) as opened:
        for where, who in ((HALL, "inv-1"), (ANNEXE, "inv-3")):
            tablet = Device(f"tablet-{where}", room=where, actor=who)
            opened.enrol(tablet)
            room_day(pack, tablet, where)
            opened.take(tablet)
        yield opened


@pytest.fixture
def page(browser: Browser, hub: Running) -> Generator[Page]:
    seen = Seen()
    with browser.new_context(accept_downloads=True) as context:
        seen.watch(context)
        yield sign_in(context.new_page(), hub.url, f"/sessions/{SESSION}/close")
    assert seen.complaints == []


def test_what_balances_is_sealed_packed_handed_over_and_proven(hub: Running, page: Page) -> None:
    for code in ("8300/2F", "8300/2H"):
        page.get_by_role("button", name=f"Sign and seal {code}").click()
        expect(page.get_by_text("Sealed. The envelopes are on record.")).to_be_visible()
        page.get_by_role("link", name="Reconcile and sign").click()
    page.get_by_role("link", name="Read the totals back and sign 4MA1 2F").click()
    page.get_by_role("button", name="Sign only").click()
    expect(page.get_by_text("is on record as you read it")).to_be_visible()
    page.get_by_role("link", name="Envelopes", exact=True).click()
    # A scanner types the label's number and Enter, like a keyboard.
    page.get_by_label("Scan Pearson's label to seal").fill("P 4711")
    page.get_by_label("Scan Pearson's label to seal").press("Enter")
    expect(page.get_by_text("label P 4711")).to_be_visible()
    expect(page.get_by_text("Envelope 1 of 1")).to_have_count(3)
    page.get_by_role("link", name="Dispatch", exact=True).click()
    page.get_by_label("Booking reference").first.fill("YL-1")
    page.get_by_role("button", name="Pack AQA").click()
    expect(page.get_by_text("booking YL-1")).to_be_visible()
    page.get_by_role("button", name="Pack Pearson").click()
    page.get_by_role("link", name="Hand over").first.click()
    page.get_by_label("Driver's name").fill("K. Osei")
    sign(page)
    page.get_by_role("button", name="The driver has it").click()
    expect(page.get_by_text("Handed to K. Osei")).to_be_visible()
    page.get_by_role("link", name="Reconcile and sign").click()
    expect(page.get_by_text("Nothing of this session is open.")).to_be_visible()
    page.get_by_role("button", name="Export the evidence").click()
    with page.expect_download() as started:
        page.get_by_role("link", name=".zip").click()
    assert started.value.path().stat().st_size > 1000
    register = hub.hub.live.register(SESSION)
    assert {e.component_id for e in register.script_envelopes} == {MATHS, MATHS_HIGHER, IGCSE}
    assert [c.driver for c in register.consignments] == ["K. Osei", ""]
    assert is_drawn(register.consignments[0].signature)
    assert {s.signed_by for s in register.sign_offs} == {"Exams officer"}


def sign(page: Page) -> None:
    """A zigzag across the box, as quick as a driver's."""
    box = page.get_by_role("img", name="Driver's signature").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 50)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(box["x"] + 20 + 8 * step, box["y"] + 50 + 30 * (step % 3))
    page.mouse.up()


def test_papers_are_printed_listed_and_fetched(hub: Running, page: Page) -> None:
    page.get_by_role("link", name="Print", exact=True).click()
    page.get_by_label("Seating plan").check()
    page.get_by_text("all 2").click()
    page.get_by_label("Main Hall", exact=True).check()
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.get_by_text("Printed. The files are listed below.")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Seating plan · Main Hall", exact=True).click()
    assert started.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_label("Dispatch manifest").check()
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.get_by_role("heading", name="Printed files")).to_be_visible()


@pytest.fixture
def office(hub: Running) -> Generator[httpx.Client]:
    with httpx.Client(base_url=hub.url, trust_env=False) as client:
        told = client.post("/api/office/sign-in", json={"name": "officer", "password": PASSWORD}).json()
        client.headers["x-csrf-token"] = told["csrf"]
        yield client


BASE = f"/api/office/sessions/{SESSION}"


def test_a_missing_script_stops_the_seal_by_name_and_seat(
    hub: Running, office: httpx.Client, page: Page
) -> None:
    """Somebody was there after all: the paper register says present, and no script was collected."""
    spare = Device("tablet-spare", room=HALL)
    hub.enrol(spare)
    late = candidate.UnlistedCandidateAdded(
        candidate_id="ZZZZZZZZ", component_id=MATHS, name="Okafor, Ada", number="9001", seat="E6"
    )
    spare.write(late, at=START)
    spare.write(scripts.ScriptsCounted(component_id=MATHS, count=2), at=START)
    hub.take(spare)
    answer = office.post(f"{BASE}/seal", json={"component_id": MATHS})
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"] == "urn:examday:not-now"
    assert any("Okafor, Ada" in reason and "E6" in reason for reason in problem["reasons"])
    balances = {b["component_id"]: b for b in office.get(f"{BASE}/balance").json()}
    assert balances[MATHS]["missing"] == ["ZZZZZZZZ"]
    # Without a reload: the balance is live while rooms collect.
    expect(page.get_by_role("heading", name="Script missing: 9001 Okafor, Ada")).to_be_visible()
    expect(page.get_by_text("Main Hall, seat E6").first).to_be_visible()
    expect(page.get_by_role("button", name="Sign and seal 8300/2F")).to_have_count(0)


def test_two_clicks_at_once_seal_once(hub: Running, office: httpx.Client) -> None:
    async def both() -> list[object]:
        import asyncio

        async with httpx.AsyncClient(
            base_url=hub.url, trust_env=False, cookies=office.cookies, headers=office.headers
        ) as client:
            asked = [client.post(f"{BASE}/seal", json={"component_id": MATHS}) for _ in range(4)]
            return [answer.status_code for answer in await asyncio.gather(*asked)]

    assert sorted(hub.run(both())) == [200, 409, 409, 409]  # type: ignore[type-var]
    sealed = [e for e in hub.hub.live.register(SESSION).script_envelopes if e.component_id == MATHS]
    assert len(sealed) == 1


def test_the_json_of_the_whole_way(hub: Running, office: httpx.Client) -> None:
    sessions = office.get("/api/office/sessions").json()
    assert [s["session"] for s in sessions] == [SESSION]
    board = office.get(f"{BASE}/overview").json()
    assert {t["name"] for t in board["tiles"]} == {"Main Hall", "Annexe"}
    register = office.get(f"{BASE}/register").json()
    assert register["names"][register["sittings"][0]["candidate_id"]]["name"] == "O'Connor, Siân"
    for component in (MATHS, MATHS_HIGHER, IGCSE):
        sealed = office.post(f"{BASE}/seal", json={"component_id": component})
        assert sealed.status_code == 200, sealed.text
    packed = office.post(f"{BASE}/consignments", json={"board": "AQA", "service": "yellow label"}).json()
    path = f"{BASE}/consignments/{packed['consignment_id']}/collected"
    assert office.post(path, json={"driver": ""}).status_code == 422
    assert office.post(path, json={"driver": "K. Osei", "proof": "signed"}).status_code == 200
    assert office.post(path, json={"driver": "K. Osei"}).status_code == 409
    assert office.post(f"{BASE}/consignments", json={"board": "WJEC"}).status_code == 409
    printed = office.post(f"{BASE}/print", json={"what": "manifest"}).json()["files"]
    assert all((hub.site / "print" / name).read_bytes().startswith(b"%PDF") for name in printed)
    assert office.post(f"{BASE}/print", json={"what": "banknotes"}).status_code == 422
    assert office.post(f"{BASE}/print", json={"what": "register", "room": "cellar"}).status_code == 404
    told = office.post(f"{BASE}/evidence").json()["path"]
    assert (hub.site / told / "manifest.json").is_file()
