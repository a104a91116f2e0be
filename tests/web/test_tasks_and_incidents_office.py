"""What waits is settled with a chosen way and stays as done; who only looks reads nothing restricted."""

from __future__ import annotations

import io
import re
from collections.abc import Generator
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
from fastapi.routing import APIRoute
from pypdf import PdfReader

from hub.accounts import Role
from hub.web.office import routers
from shared.record.events import candidate, incident, room
from shared.record.events.candidate import Identity
from shared.record.events.office import DiscrepancySettled, PaperDeliveryLogged
from tests.exam_morning import prepared
from tests.factories import HALL, MATHS, SESSION, START, Device, candidate_id, small_pack
from tests.web.conftest import PASSWORD, Running, running

SECRET = "calculator-cover-with-formulae"
NOW = START + timedelta(minutes=70)
MINUTE = timedelta(minutes=1)
HERE = f"/sessions/{SESSION}"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("tasks"), [small_pack()], shown=NOW) as opened:
        opened.hub.accounts.add("head", "Head of Centre", PASSWORD, role=Role.VIEWER)
        tablet = Device("tablet-hall", room=HALL)
        opened.enrol(tablet)
        pending = candidate.IdentityDecided(
            candidate_id=candidate_id(2), decision=Identity.PENDING, method="none"
        )
        late = candidate.LateArrivalAdmitted(
            candidate_id=candidate_id(1),
            component_id=MATHS,
            arrived_at=START + 65 * MINUTE,
            seat="A1",
            reason="bus",
        )
        seen = incident.IncidentRecorded(
            incident_id="phone-1",
            kind="malpractice",
            happened_at=START + 40 * MINUTE,
            text=SECRET,
            candidate_ids=(candidate_id(3),),
            restricted=True,
        )
        tablet.write(room.InvigilatorSignedIn(invigilator_id="inv-1"), at=START - 40 * MINUTE)
        for ready in prepared(MATHS):
            tablet.write(ready, at=START - 20 * MINUTE)
        tablet.write(room.ExamStarted(component_ids=(MATHS,), actual_start=START), at=START)
        tablet.write(pending, at=START + MINUTE)
        tablet.write(seen, at=START + 41 * MINUTE)
        tablet.write(
            incident.IncidentAmended(incident_id="phone-1", text=f"{SECRET} kept"), at=START + 42 * MINUTE
        )
        tablet.write(late, at=START + 65 * MINUTE)
        tablet.write(incident.HelpRequested(help_id="help-1", kind="first_aid"), at=START + 66 * MINUTE)
        tablet.write(room.ClockStopped(reason="evacuation"), at=START + 67 * MINUTE)
        opened.take(tablet)
        yield opened


class Person:
    """Somebody signed in, without a browser."""

    def __init__(self, hub: Running, name: str) -> None:
        self._client = hub.client(accept="text/html")
        signed_in = self._client.post("/api/office/sign-in", json={"name": name, "password": PASSWORD})
        self._csrf = signed_in.json()["csrf"]

    def page(self, path: str) -> str:
        return self.get(path).raise_for_status().text

    def get(self, path: str) -> httpx.Response:
        return self._client.get(path)

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self._client.post(path, data=fields | {"csrf": self._csrf}, follow_redirects=True)

    def close(self) -> None:
        self._client.close()


@pytest.fixture
def officer(hub: Running) -> Generator[Person]:
    person = Person(hub, "officer")
    yield person
    person.close()


def titles(page: str) -> list[str]:
    return re.findall(r'class="task-what"><h2>(.*?)</h2>', page)


def test_tasks_are_sorted_by_need_settled_with_a_way_and_stay_as_done(hub: Running, officer: Person) -> None:
    assert titles(officer.page("/tasks")) == [
        "First aid wanted",
        "Identity pending",
        "Malpractice report (M1)",
        "Very late arrival report",
    ]
    assert "7 working days left" in officer.page("/tasks?kind=deadline")
    found = next(
        d for d in hub.hub.live.register(SESSION).open_discrepancies if candidate_id(2) in d.candidate_ids
    )
    path = f"{HERE}/discrepancies/{found.id}"
    seen = " ".join(found.evidence)
    refused = officer.post(path, answer="passport", seen=seen, way="script_found", back="tasks")
    assert refused.status_code == 422
    assert "no answer to a question of this kind" in refused.text
    done = officer.post(
        path, answer="passport seen", seen=seen, way="identity_confirmed|document", back="tasks"
    )
    assert done.url.path == "/tasks"
    assert "Identity pending" not in titles(done.text)
    assert "passport seen" in done.text.split('id="done-tasks"')[1]
    settled = [f.envelope.event for f in hub.hub.live.facts(SESSION)]
    assert [e.way for e in settled if isinstance(e, DiscrepancySettled)] == ["identity_confirmed"]
    who = next(s for s in hub.hub.live.register(SESSION).sittings if s.candidate_id == candidate_id(2))
    assert who.identity is Identity.CONFIRMED


def test_an_incident_is_recorded_added_to_drafted_and_noted_as_sent(officer: Person) -> None:
    wrong = officer.post(
        f"{HERE}/new-incident", kind="disturbance", at="09:20", text="Drill", candidates="9999"
    )
    assert wrong.status_code == 422
    assert "Nobody in this session has the number 9999" in wrong.text
    made = officer.post(
        f"{HERE}/new-incident",
        kind="disturbance",
        at="09:20",
        room=HALL,
        text="Drilling next door",
        candidates="1001, 1002",
        **{"detail-cause": "drill, five minutes", "detail-special_consideration": "yes"},
    )
    path = made.url.path
    assert "Not answered yet" not in made.text
    added = officer.post(path, text="The drill stopped at 09:26", until="09:26")
    assert added.text.index("Drilling next door") < added.text.index("The drill stopped at 09:26")
    draft = officer.page(f"{path}/drafts/special-consideration")
    assert "1002" not in draft, "only who was present is affected"
    assert "Note as sent" in draft
    sent = officer.post(f"{path}/drafts/special-consideration", sent_to="AQA", reference="SC 17")
    assert "reference SC 17" in sent.text
    tasks = officer.page("/tasks")
    assert "Special consideration list" not in titles(tasks)
    assert "SC 17" in tasks

    paper = PdfReader(io.BytesIO(officer.get(f"{HERE}/incidents/phone-1/drafts/m1?pdf=true").content))
    text = paper.pages[0].extract_text()
    assert SECRET in text
    assert "Warning to Candidates displayed" in text
    assert SECRET not in str(paper.metadata)


def test_the_log_book_keeps_deliveries_and_visitors_also_from_paper(hub: Running, officer: Person) -> None:
    refused = officer.post("/log-book/deliveries", board="AQA", boxes="many", received_by="R. Adeyemi")
    assert refused.status_code == 422
    assert 'value="R. Adeyemi"' in refused.text
    kept = officer.post(
        "/log-book/deliveries",
        board="AQA",
        boxes="3",
        received_by="R. Adeyemi",
        signed_by="Porter",
        paper_day="2024-06-03",
        paper_at="08:10",
    )
    assert "Monday 3 June 2024, 08:10" in kept.text
    assert "from paper, signed by Porter" in kept.text
    officer.post("/log-book/entries", sort="Visitor came", text="J. Smith, centre inspector")
    found = officer.page("/log-book?q=inspector")
    assert "J. Smith" in found
    assert "from paper" not in found
    events = [f.envelope.event for f in hub.hub.live.facts("")]
    assert [e.boxes for e in events if isinstance(e, PaperDeliveryLogged)] == [3]


def test_the_evacuation_tells_who_is_missing_by_the_last_count(officer: Person) -> None:
    page = officer.page(f"{HERE}/evacuation")
    assert "not counted" in page
    assert "1001 O" in page
    wrong = officer.post(f"{HERE}/evacuation", room=HALL, counted="all", where="out")
    assert wrong.status_code == 422
    short = officer.post(f"{HERE}/evacuation", room=HALL, counted="0", where="out")
    assert "<strong>1</strong><span>missing</span>" in short.text
    whole = officer.post(f"{HERE}/evacuation", room=HALL, counted="1", where="back")
    assert "<strong>0</strong><span>missing</span>" in whole.text


def test_nothing_restricted_is_in_any_answer_to_who_only_looks(hub: Running, officer: Person) -> None:
    told = next(s for s in hub.hub.live.register(SESSION).incidents if s.incident_id == "phone-1")
    parts = {
        "session": SESSION,
        "room": HALL,
        "room:path": HALL,
        "incident_id": told.incident_id,
        "candidate_id": candidate_id(3),
        "component_id:path": quote(MATHS),
        "report": "m1",
        "table": "incidents",
        "form": "csv",
        "day": "2024-06-03",
    }
    head = Person(hub, "head")
    gets = (r for router in routers(hub.hub) for r in router.routes if isinstance(r, APIRoute))
    patterns = {r.path for r in gets if "GET" in r.methods} - {"/events"}
    for pattern in sorted(patterns):
        path = re.sub(r"{([^}]+)}", lambda match: parts.get(match[1], "x"), pattern)
        assert SECRET not in head.get(path).text, path
    assert head.get(f"{HERE}/incidents/phone-1").status_code == 404
    head.close()
    for path in (
        "/tasks",
        f"{HERE}/incidents",
        f"{HERE}/candidates/{candidate_id(3)}",
        f"{HERE}/rooms/{HALL}",
    ):
        assert SECRET in officer.page(path), "the walk passes where it stands"
