"""Between the last script and the courier things go wrong: each is seen, named, settled and on record."""

from __future__ import annotations

from collections.abc import Generator

import httpx
import pytest

from hub.after.envelope_labels import labels_of
from shared.plan.pack import SessionPack
from shared.protocol.envelope_label import write_label
from shared.protocol.tags import Tag, TagKind, write_tag
from shared.record.events import candidate, scripts
from shared.record.events.candidate import Attendance
from shared.record.register import DiscrepancyKind, Register
from tests.exam_morning import room_day
from tests.factories import (
    ANNEXE,
    HALL,
    IGCSE,
    MATHS,
    MATHS_HIGHER,
    START,
    Device,
    candidate_id,
    small_pack,
    tag_key,
)
from tests.web.conftest import PASSWORD, Running, running

STRAY, TOO_MANY, SWAPPED, CHANGED, ABSENT = (f"2024-06-0{day}-AM" for day in range(3, 8))
"""One session a story."""
SECOND = "another horse battery"
WHY = "The script was lost on the stairs; the awarding body was told at eleven."


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    packs = {s: small_pack(session=s) for s in (STRAY, TOO_MANY, SWAPPED, CHANGED, ABSENT)}
    everybody_igcse = [candidate_id(n) for n in (3, 6)]
    with running(tmp_path_factory.mktemp("after"), packs.values(), shown=START) as opened:
        opened.hub.accounts.add("jones", "H. Jones", SECOND)
        opened.hub.accounts.add("new", "N. New", SECOND, must_change=True)
        day(opened, packs[STRAY], uncollected=[candidate_id(1)])
        day(opened, packs[TOO_MANY], absent=[candidate_id(7)])
        day(opened, packs[SWAPPED])
        day(opened, packs[CHANGED])
        day(opened, packs[ABSENT], absent=everybody_igcse)
        yield opened


def day(hub: Running, pack: SessionPack, **how: list[str]) -> None:
    for where, who in ((HALL, "inv-1"), (ANNEXE, "inv-3")):
        tablet = Device(f"tablet-{pack.session.id}-{where}", room=where, actor=who, session=pack.session.id)
        hub.enrol(tablet)
        room_day(pack, tablet, where, **how)
        hub.take(tablet)


class Office:
    """The officer at the forms of one session."""

    def __init__(self, hub: Running, session: str, client: httpx.Client) -> None:
        self.hub, self.session, self._client = hub, session, client

    @property
    def register(self) -> Register:
        return self.hub.hub.live.register(self.session)

    def get(self, path: str = "close", **query: str) -> str:
        answer = self._client.get(f"/sessions/{self.session}/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return " ".join(answer.text.replace("&#39;", "'").split())

    def post(self, path: str, status: int = 303, **form: str) -> str:
        answer = self._client.post(f"/sessions/{self.session}/{path}", data=form)
        assert answer.status_code == status, answer.text
        return " ".join(answer.text.replace("&#39;", "'").split())

    def seal(self, component: str, **how: str) -> None:
        self.post("seal", component_id=component, **how)

    def sign(self, component: str, status: int = 303, **form: str) -> str:
        page = self.get("close/sign", component=component)
        digest = page.split('name="digest" value="')[1].split('"')[0]
        return self.post("close/sign", status, component_id=component, digest=digest, **form)

    def settle(self, *kinds: DiscrepancyKind, ruling: Attendance | None = None) -> None:
        for found in self.register.open_discrepancies:
            if found.kind in kinds:
                said = "|".join((found.candidate_ids[0], found.component_id or "", ruling)) if ruling else ""
                form = {"answer": "Looked at, on the spot.", "ruling": said, "seen": " ".join(found.evidence)}
                self.post(f"discrepancies/{found.id}", **form)


@pytest.fixture(scope="module")
def client(hub: Running) -> Generator[httpx.Client]:
    with hub.client() as opened:
        told = opened.post("/api/office/sign-in", json={"name": "officer", "password": PASSWORD}).json()
        opened.headers["x-csrf-token"] = told["csrf"]
        yield opened


def tag(number: int) -> str:
    return write_tag(Tag(kind=TagKind.NAME, key_id=1, candidate_id=candidate_id(number)), tag_key())


def pile(*numbers: int) -> str:
    return "\r\n".join(tag(n) for n in numbers)


def test_a_missing_script_lies_in_another_paper_s_pile(hub: Running, client: httpx.Client) -> None:
    office = Office(hub, STRAY, client)
    page = office.get()
    assert 'Script missing: <span class="break">1001 O\'Connor, Siân' in page
    assert "Main Hall, seat A1" in page
    office.post("seal", 409, component_id=MATHS)
    told = office.post("close/pile", 200, component=MATHS_HIGHER, codes=pile(2, 1, 5, 8))
    assert "1 foreign" in told
    assert "belongs to AQA 8300/2F" in told
    assert "Record as collected" not in told
    told = office.post("close/pile", 200, component=MATHS, codes=pile(7, 1, 4))
    assert "Every script is here once, and nothing else" in told
    assert "to move for register order" in told
    assert "Record as collected" in told
    office.post("close/pile/found", component=MATHS, candidates=candidate_id(1))
    office.post("close/pile/found", 409, component=MATHS, candidates=candidate_id(1))
    office.settle(DiscrepancyKind.COUNTS_DIFFER)
    office.seal(MATHS)
    balance = office.register.balance(MATHS)
    assert balance is not None
    assert (balance.present, balance.collected, balance.sealed) == (3, 3, 3)
    signed = office.register.sign_off(MATHS)
    assert signed is not None
    assert (signed.signed_by, signed.scripts, signed.differences) == ("Exams officer", 3, ())


def test_a_script_too_many_is_closed_by_two_people_or_not_at_all(hub: Running, client: httpx.Client) -> None:
    office = Office(hub, TOO_MANY, client)
    late = Device(f"tablet-{TOO_MANY}-late", room=HALL, session=TOO_MANY)
    hub.enrol(late)
    late.write(scripts.ScriptCollected(candidate_id=candidate_id(7), component_id=MATHS))
    hub.take(late)
    office.settle(DiscrepancyKind.COUNTS_DIFFER)
    assert "Script without attendance" in office.get()
    office.post("seal", 409, component_id=MATHS)
    refusals = {
        "give the reason": {},
        "a second, different person": {"reason": WHY},
        "The second person is you": {"second_name": "officer", "second_password": PASSWORD, "reason": WHY},
        "don't belong together": {"second_name": "jones", "second_password": "guessed", "reason": WHY},
        "one-time password": {"second_name": "new", "second_password": SECOND, "reason": WHY},
    }
    for words, form in refusals.items():
        answers = {"The second person": 422, "don't belong": 422, "one-time": 422}
        status = next((s for start, s in answers.items() if words.startswith(start)), 409)
        assert words in office.sign(MATHS, status, **form)
    office.sign(MATHS, then="seal", second_name="jones", second_password=SECOND, reason=WHY)
    signed = office.register.sign_off(MATHS)
    assert signed is not None
    assert (signed.signed_by, signed.second, signed.reason) == ("Exams officer", "H. Jones", WHY)
    assert len(signed.differences) == 1
    assert [len(e.candidate_ids) for e in office.register.script_envelopes] == [3]
    page = office.get()
    assert "1 accepted difference" in page
    assert WHY in page


def test_totals_that_changed_under_the_officer_s_eyes_are_not_signed(
    hub: Running, client: httpx.Client
) -> None:
    office = Office(hub, TOO_MANY, client)
    told = office.post("close/sign", 409, component_id=IGCSE, digest="0" * 64)
    assert "Read the totals again" in told
    assert office.register.sign_off(IGCSE) is None


def label_of(office: Office, number: int) -> str:
    hub = office.hub.hub
    facts = hub.live.facts(office.session)
    labels = labels_of(office.register, facts, MATHS, hub.journal.head())
    return next(write_label(told, hub.authority.hub_key) for e, told in labels if e.number == number)


def test_two_envelopes_swapped_are_found_opened_and_sealed_under_their_numbers(
    hub: Running, client: httpx.Client
) -> None:
    office = Office(hub, SWAPPED, client)
    office.seal(MATHS, number="1", most="2", label="AQA 0001", weight="0,4")
    office.post("seal", 422, component_id=MATHS, number="2", most="2", label="AQA 0001")
    office.seal(MATHS, number="2", most="2", label="AQA 0002")
    first, second = office.register.script_envelopes
    assert (first.number, first.of, first.label, first.weight_grams) == (1, 2, "AQA 0001", 400)
    old = label_of(office, 1)
    assert "The right envelope" in office.post("close/envelopes/scan", 200, code=old)
    told = office.post("close/pile", 200, envelope=first.script_envelope_id, codes=pile(1, 7))
    assert "1 missing" in told
    assert "this paper, but another envelope" in told
    again = {"envelope": first.script_envelope_id, "reason": "two scripts swapped"}
    office.post("close/envelopes/reopen", 422, **again)
    office.post("close/envelopes/reopen", 409, witness="Exams officer", **again)
    for envelope in (first, second):
        again["envelope"] = envelope.script_envelope_id
        office.post("close/envelopes/reopen", witness="H. Jones", **again)
    assert "is not sealed now" in office.post("close/envelopes/scan", 200, code=old)
    office.seal(MATHS, most="2")
    assert "An old label" in office.post("close/envelopes/scan", 200, code=old)
    assert "The right envelope" in office.post("close/envelopes/scan", 200, code=label_of(office, 1))
    assert "not the code of an envelope" in office.post("close/envelopes/scan", 200, code=tag(1))
    names = [e.script_envelope_id for e in office.register.script_envelopes]
    assert names == [first.script_envelope_id, second.script_envelope_id]
    assert "witness H. Jones" in office.get("close/envelopes")


def test_a_register_changed_after_signing_waits_for_a_second_person(
    hub: Running, client: httpx.Client
) -> None:
    office = Office(hub, CHANGED, client)
    for component in (MATHS, MATHS_HIGHER):
        office.seal(component)
    corrected = candidate.AttendanceCorrected(
        candidate_id=candidate_id(1),
        component_id=MATHS,
        old=Attendance.PRESENT,
        new=Attendance.TRANSFERRED,
        reason="sat at the other centre",
    )
    hub.run(hub.hub.office.record(CHANGED, corrected, actor="Exams officer"))
    page = office.get()
    assert "Changed after it was signed" in page
    assert "The register has changed since." in page
    office.post("consignments", 409, board="AQA")
    found = next(
        d for d in office.register.open_discrepancies if d.kind is DiscrepancyKind.CORRECTION_UNCOUNTERSIGNED
    )
    path = f"close/countersign/{found.id}"
    assert "Exams officer made it" in office.get(path)
    assert "another person has to sign" in office.post(path, 422, answer="looked at it")
    office.post(path, answer="The other centre's letter", second_name="jones", second_password=SECOND)
    settled = next(d for d in office.register.discrepancies if d.id == found.id)
    assert settled.settled_by == "H. Jones"


def test_a_satellite_room_of_one_is_in_the_envelope_of_all(hub: Running, client: httpx.Client) -> None:
    office = Office(hub, ABSENT, client)
    share = office.get().split('aria-label="Rooms of 8300/2F"')[1].split("</table>")[0]
    assert 'Annexe</a></th><td class="number">1</td><td class="number">1</td>' in share
    office.seal(MATHS)
    envelope = next(e for e in office.register.script_envelopes if e.component_id == MATHS)
    assert envelope.candidate_ids == (candidate_id(1), candidate_id(4), candidate_id(7))


def test_where_everybody_was_absent_the_register_travels_alone_and_slips_are_printed(
    hub: Running, client: httpx.Client
) -> None:
    office = Office(hub, ABSENT, client)
    assert "register only: nobody was present" in office.get("close/envelopes")
    office.seal(IGCSE)
    envelope = next(e for e in office.register.script_envelopes if e.component_id == IGCSE)
    assert envelope.candidate_ids == ()
    for name in ("close/absent-slips.pdf", "close/envelopes/labels.pdf"):
        paper = client.get(f"/sessions/{ABSENT}/{name}", params={"component": IGCSE})
        assert paper.content.startswith(b"%PDF")
    book = {"board": "Pearson", "day": "2024-06-03", "from": "09:30", "until": "10:30", "service": "DX"}
    office.post("bookings", 409, **(book | {"until": "09:00"}))
    office.post("bookings", 422, **(book | {"day": "soon"}))
    office.post("bookings", **book)
    (booking,) = office.register.bookings
    assert "The courier" in office.get("close/dispatch")
    assert "The courier" in client.get(f"/sessions/{ABSENT}").text
    assert "The courier" in client.get("/tasks", params={"kind": "courier"}).text
    office.post("bookings", booking_id=booking.booking_id, **(book | {"from": "15:00", "until": "16:00"}))
    assert [b.slot_from.hour for b in office.register.bookings] == [14]
    office.post(f"bookings/{booking.booking_id}/cancel", reason="moved to Friday")
    assert office.register.bookings == ()


def test_what_lies_in_the_building_and_every_step_of_its_way_is_listed(
    hub: Running, client: httpx.Client
) -> None:
    office = Office(hub, ABSENT, client)
    one, *others = office.register.script_envelopes
    assert "Choose at least one" in office.post("close/envelopes/store", 409, place="Exams safe")
    told = office.post(
        "close/envelopes/store", 422, place="Exams safe", codes=f"{label_of(office, 1)}\r\nYL 1"
    )
    assert "Line 2: This is not the code" in told
    office.post("close/envelopes/store", place="Exams safe", codes=label_of(office, 1))
    assert [e.stored_in for e in office.register.script_envelopes] == ["Exams safe", *("" for _ in others)]
    office.post("close/envelopes/take-out", reason="wrong shelf", envelope=one.script_envelope_id)
    office.post("close/envelopes/store", all="yes", place="Exams safe")
    assert {e.stored_in for e in office.register.script_envelopes} == {"Exams safe"}
    assert "Exams safe" in client.get("/building").text
    office.post("consignments", board="Pearson", service="DX", labels="P-77\r\nP-78", weight="16")
    assert "Heavier than 15 kg" in office.get("close/dispatch")
    (packed,) = office.register.consignments
    sack = f"consignments/{packed.consignment_id}"
    office.post(f"{sack}/open", reason="too heavy")
    office.post("consignments", board="Pearson", service="DX", labels="P-77", weight="1.2")
    office.post(f"{sack}/collected", 422, driver="K. Osei", signature="M1 1L2 2")
    early = {"driver": "K. Osei", "on": "2024-06-02", "at": "14:05"}
    assert "sealed only later" in office.post(f"{sack}/collected", 409, **early)
    assert 'value="14:05"' in office.post(f"{sack}/collected", 409, **early)
    office.post(f"{sack}/collected", driver="K. Osei", signature="M10 10L90 90L10 150", proof="slip 9")
    (gone,) = office.register.consignments
    assert (gone.driver, gone.labels, gone.weight_grams) == ("K. Osei", ("P-77",), 1200)
    assert "M10 10L90 90L10 150" in office.get(sack)
    found = client.get("/dispatch", params={"search": "osei drawn"}).text
    assert "1 line " in found
    assert client.get("/dispatch.pdf", params={"search": "osei"}).content.startswith(b"%PDF")
