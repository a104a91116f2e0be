"""From balance to driver: nothing is sealed before it adds up, and everything done is on record."""

from __future__ import annotations

from collections.abc import Generator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from hub.after.envelope_labels import labels_of
from shared.protocol.envelope_label import write_label
from shared.record.drawn import is_drawn
from shared.record.events import candidate, scripts
from tests.exam_morning import room_day
from tests.factories import ANNEXE, HALL, IGCSE, MATHS, MATHS_HIGHER, SESSION, START, Device, small_pack
from tests.hub_house import PATIENCE_SECONDS
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
    expect(page.get_by_role("link", name="Hand over")).to_have_count(2)
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
    with hub.client() as client:
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
            base_url=hub.url,
            trust_env=False,
            timeout=PATIENCE_SECONDS,
            cookies=office.cookies,
            headers=office.headers,
        ) as client:
            asked = [client.post(f"{BASE}/seal", json={"component_id": MATHS}) for _ in range(4)]
            return [answer.status_code for answer in await asyncio.gather(*asked)]

    assert sorted(hub.run(both())) == [200, 409, 409, 409]  # type: ignore[type-var]
    sealed = [e for e in hub.hub.live.register(SESSION).script_envelopes if e.component_id == MATHS]
    assert len(sealed) == 1


def envelopes_by_json(hub: Running, office: httpx.Client) -> None:
    """Scanned, locked away one by one, taken out again, opened with a witness and sealed anew."""
    first, second, *_ = hub.hub.live.register(SESSION).script_envelopes
    live, key = hub.hub.live, hub.hub.authority.hub_key
    labels = labels_of(live.register(SESSION), live.facts(SESSION), MATHS, hub.hub.journal.head())
    code = write_label(labels[0][1], key)
    told = office.post(f"{BASE}/envelopes/scanned", json={"code": code}).json()
    assert (told["state"], told["script_envelope_id"]) == ("right", first.script_envelope_id)
    assert office.post(f"{BASE}/envelopes/scanned", json={"code": "HELLO"}).status_code == 422
    stored = {"envelopes": [code], "place": "Exams safe"}
    lies = office.post(f"{BASE}/envelopes/stored", json=stored).json()["envelopes"]
    assert [(e["script_envelope_id"], e["stored_in"]) for e in lies] == [
        (first.script_envelope_id, "Exams safe")
    ]
    out = {"envelopes": [second.script_envelope_id], "reason": "to pack"}
    assert "in no store" in office.post(f"{BASE}/envelopes/taken-out", json=out).text
    out["envelopes"] = [first.script_envelope_id]
    assert office.post(f"{BASE}/envelopes/taken-out", json=out).status_code == 200
    path = f"{BASE}/envelopes/{first.script_envelope_id}/reopened"
    opened = {"reason": "counted again", "witness": "H. Jones"}
    assert office.post(path, json=opened).json()["about"] == first.script_envelope_id
    assert office.post(f"{BASE}/seal", json={"component_id": MATHS, "most": 2}).status_code == 200
    found = {"component_id": MATHS, "candidates": [first.candidate_ids[0]]}
    assert office.post(f"{BASE}/scripts-found", json=found).status_code == 409


def test_the_json_of_the_whole_way(hub: Running, office: httpx.Client) -> None:
    sessions = office.get("/api/office/sessions").json()
    assert [s["session"] for s in sessions] == [SESSION]
    board = office.get(f"{BASE}/overview").json()
    assert {t["name"] for t in board["tiles"]} == {"Main Hall", "Annexe"}
    register = office.get(f"{BASE}/register").json()
    assert register["names"][register["sittings"][0]["candidate_id"]]["name"] == "O'Connor, Siân"
    read = {"component_id": MATHS, "present": 3, "scripts": 2}
    told = office.post(f"{BASE}/sign-off", json=read)
    assert (told.status_code, "3 present, 3 scripts now" in told.text) == (409, True)
    signed = office.post(f"{BASE}/sign-off", json=read | {"scripts": 3})
    assert signed.json()["scripts"] == 3
    for component in (MATHS, MATHS_HIGHER, IGCSE):
        sealed = office.post(f"{BASE}/seal", json={"component_id": component, "most": 2})
        assert sealed.status_code == 200, sealed.text
    envelopes_by_json(hub, office)
    slot = {"slot_from": "2024-06-03T14:00:00Z", "slot_until": "2024-06-03T15:00:00Z"}
    booking = {"board": "AQA", "service": "yellow label"} | slot
    booked = office.post(f"{BASE}/bookings", json=booking).json()
    cancelled = f"{BASE}/bookings/{booked['booking_id']}/cancelled"
    assert office.post(cancelled, json={"reason": ""}).status_code == 422
    assert office.post(cancelled, json={"reason": "moved to Friday"}).status_code == 200
    first = office.post(f"{BASE}/consignments", json={"board": "AQA", "labels": ["YL 1"]}).json()
    again = f"{BASE}/consignments/{first['consignment_id']}/opened"
    assert office.post(again, json={"reason": "one more goes in"}).status_code == 200
    packed = office.post(f"{BASE}/consignments", json={"board": "AQA", "service": "yellow label"}).json()
    path = f"{BASE}/consignments/{packed['consignment_id']}/collected"
    assert office.post(path, json={"driver": ""}).status_code == 422
    early = {"driver": "K. Osei", "handed_over_at": "2024-06-03T05:00:00Z"}
    assert "was sealed only later" in office.post(path, json=early).text
    assert office.post(path, json={"driver": "K. Osei", "proof": "signed"}).status_code == 200
    assert office.post(path, json={"driver": "K. Osei"}).status_code == 409
    assert office.post(f"{BASE}/consignments", json={"board": "WJEC"}).status_code == 409
    printed = office.post(f"{BASE}/print", json={"what": "manifest"}).json()["files"]
    assert all((hub.site / "print" / name).read_bytes().startswith(b"%PDF") for name in printed)
    assert office.post(f"{BASE}/print", json={"what": "banknotes"}).status_code == 422
    assert office.post(f"{BASE}/print", json={"what": "register", "room": "cellar"}).status_code == 404
    told = office.post(f"{BASE}/evidence").json()["path"]
    assert (hub.site / told / "manifest.json").is_file()
