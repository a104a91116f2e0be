"""Every route of the office asks who is there, where the request comes from, and whether they may."""

from __future__ import annotations

import re
from collections.abc import Generator
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from hub.accounts import Role
from hub.web.office import roles
from hub.web.security.headers import SECURITY_HEADERS
from tests.factories import SESSION, small_pack
from tests.hub_house import trusting
from tests.web.conftest import PASSWORD, Running, running
from tests.web.every_route import routes

OPEN = {
    "/sign-in",
    "/api/office/sign-in",
    "/help/trust",
    "/static/{name}",
    "/favicon.ico",
}
"""Everything that a stranger may ask for."""
OWN_ACCOUNT = {"/sign-out", "/api/office/sign-out", "/password", "/look"}
OFFICER_READS = roles.OFFICER_READS | {
    "/handover",
    "/api/office/handover",
    "/plan/drafts/{draft_id}",
    "/plan/drafts/{draft_id}/headings",
    "/plan/drafts/{draft_id}/questions",
    "/plan/drafts/{draft_id}/problems.csv",
    "/sessions/{session}/incidents/{incident_id}/drafts/{report}",
    "/api/office/sessions/{session}/incidents/{incident_id}/drafts/{report}",
}
"""Pages that only officers read: files that leave whole, access, records and uploads as they came."""
FOR_REPORTS = {
    "/api/openapi.json",
    "/api/office/sessions",
    "/api/office/sessions/{session}/overview",
    "/api/office/sessions/{session}/register",
    "/api/office/sessions/{session}/balance",
    "/api/office/tables",
    "/api/office/tables/{table}",
    "/api/office/tables/{table}/file.{form}",
}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("walls"), [small_pack()]) as opened:
        opened.hub.accounts.add("head", "Head of Centre", PASSWORD, role=Role.VIEWER)
        opened.hub.accounts.add("second", "Second Officer", PASSWORD, role=Role.ASSISTANT)
        yield opened


@pytest.fixture
def client(hub: Running) -> Generator[httpx.Client]:
    with hub.client() as opened:
        yield opened


def sign_in(client: httpx.Client, name: str = "officer") -> str:
    answer = client.post("/api/office/sign-in", json={"name": name, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["csrf"])


def test_the_walk_covers_the_office(hub: Running) -> None:
    patterns = {pattern for _, pattern, _ in routes(hub)}
    assert len(patterns) > 90
    assert patterns >= OPEN | OWN_ACCOUNT | FOR_REPORTS | {"/events", "/plan/publish/{session}"}


def test_a_stranger_gets_the_sign_in_page_or_a_problem_and_nothing_else(
    hub: Running, client: httpx.Client
) -> None:
    for method, pattern, path in routes(hub):
        if pattern in OPEN:
            continue
        page = client.request(method, path, headers={"accept": "text/html"})
        if pattern.startswith(("/api/", "/events")):
            assert page.status_code == 401, pattern
        else:
            assert page.status_code == 303, pattern
            assert page.headers["location"].startswith("/sign-in?next=/")
        told = client.request(method, path)
        assert told.status_code == 401, pattern
        assert told.headers["content-type"] == "application/problem+json"
        assert told.json()["type"] == "urn:examday:not-signed-in"


def test_nothing_changes_without_the_token_of_the_sign_in(hub: Running, client: httpx.Client) -> None:
    sign_in(client)
    with hub.client() as other:
        foreign = sign_in(other)
    head, ways = hub.hub.journal.head(), cycle(("header", "form", "nothing"))
    for method, pattern, path in routes(hub):
        if method == "GET" or pattern in OPEN:
            continue
        # By header, by form, or not at all: each route one way, all ways over the whole walk.
        way = next(ways)
        if way == "header":
            refused = client.request(method, path, headers={"x-csrf-token": foreign})
        else:
            refused = client.post(path, data={"csrf": foreign} if way == "form" else {})
        assert refused.status_code == 403, (pattern, way, refused.text)
    odd = client.post("/devices/offers", headers=[("x-csrf-token", "é".encode())])
    assert odd.status_code == 403
    assert hub.hub.journal.head() == head, "no fact was written"


def test_what_another_site_causes_is_refused_even_with_the_token(hub: Running, client: httpx.Client) -> None:
    token = sign_in(client)
    elsewhere = cycle(
        [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
    )
    for method, pattern, path in routes(hub):
        if method != "GET":
            headers = next(elsewhere)
            refused = client.request(method, path, headers=headers | {"x-csrf-token": token})
            assert refused.status_code == 403, (pattern, headers)


def test_a_viewer_reads_but_changes_nothing(hub: Running, client: httpx.Client) -> None:
    token = sign_in(client, "head")
    for method, pattern, path in routes(hub):
        if pattern in OPEN | OWN_ACCOUNT | {"/events"}:
            continue
        answer = client.request(method, path, headers={"x-csrf-token": token, "accept": "text/html"})
        if method == "GET" and pattern not in OFFICER_READS:
            assert answer.status_code in (200, 303, 404, 409), pattern
        else:
            assert answer.status_code == 403, pattern
            assert "officer" in answer.text


def test_an_assistant_sends_what_the_table_says_and_not_a_route_more(
    hub: Running, client: httpx.Client
) -> None:
    token = sign_in(client, "second")
    may = 0
    for method, pattern, path in routes(hub):
        if pattern in OPEN | OWN_ACCOUNT | {"/events"} or method == "GET":
            continue
        answer = client.request(method, path, headers={"x-csrf-token": token, "accept": "text/html"})
        refused = answer.status_code == 403 and "officer" in answer.text
        assert refused is (roles.least_role(method, pattern) is Role.OFFICER), (pattern, answer.status_code)
        may += not refused
    assert may > 10


def test_an_assistant_is_offered_what_she_may_send_and_a_viewer_is_not(
    hub: Running, client: httpx.Client
) -> None:
    offers = {f"/sessions/{SESSION}/print": "Make the PDF", "/devices": "Show a pairing code"}
    for name, offered in (("second", True), ("head", False)):
        sign_in(client, name)
        for path, words in offers.items():
            text = client.get(path, headers={"accept": "text/html"}).text
            assert (words in text) is offered, (name, path)


def test_a_wall_screen_reads_the_board_whoever_signed_in_on_it(hub: Running, client: httpx.Client) -> None:
    told = client.post("/api/office/sign-in", json={"name": "officer", "password": PASSWORD, "wall": True})
    assert told.json()["role"] == "viewer"
    opened = set()
    for method, pattern, path in routes(hub):
        if pattern in OPEN | roles.WALL_SENDS | {"/events"}:
            continue
        headers = {"x-csrf-token": told.json()["csrf"], "accept": "text/html"}
        answer = client.request(method, path, headers=headers)
        if answer.status_code != 403:
            assert method == "GET", pattern
            opened.add(pattern)
    assert opened == roles.WALL_READS - {"/events"}
    board = client.get(f"/sessions/{SESSION}", headers={"accept": "text/html"}).text
    assert 'class="wall"' in board
    assert "<a " not in board, "nothing leads on"
    hub.house.clock.ahead = timedelta(hours=11)
    assert client.get("/", headers={"x-live": "1"}).status_code == 200, "nobody touches a wall"
    hub.house.clock.ahead = timedelta(hours=13)
    assert client.get("/").status_code == 401
    hub.house.clock.ahead = timedelta()


def test_a_reports_token_reads_tables_and_opens_nothing_else(hub: Running, client: httpx.Client) -> None:
    """Nobody is signed in: the token alone."""
    _, text = hub.hub.report_tokens.make("attendance report", "Exams officer", "week")
    headers = {"authorization": f"Bearer {text}", "accept": "text/html"}
    opened = set()
    for method, pattern, path in routes(hub):
        if pattern in OPEN:
            continue
        answer = client.request(method, path, headers=headers)
        if answer.status_code not in (303, 401):
            assert method == "GET", pattern
            opened.add(pattern)
    assert opened == FOR_REPORTS


def test_a_one_time_password_opens_nothing_but_the_page_to_change_it(
    hub: Running, client: httpx.Client
) -> None:
    hub.hub.accounts.add("new", "New Officer", PASSWORD, must_change=True)
    token = sign_in(client, "new")
    for method, pattern, path in routes(hub):
        if pattern in OPEN | OWN_ACCOUNT:
            continue
        answer = client.request(method, path, headers={"x-csrf-token": token, "accept": "text/html"})
        assert answer.status_code in (303, 403), pattern
        assert answer.headers.get("location", "/password") == "/password"
    assert client.get("/password").status_code == 200


def test_every_answer_carries_the_security_headers(hub: Running, client: httpx.Client) -> None:
    sign_in(client)
    for path in (
        "/",
        "/nope",
        "/api/office/sessions",
        "/api/nope",
        "/sign-in",
        "/static/office.css",
        "/ca.pem",
    ):
        answer = client.get(path, headers={"accept": "text/html"})
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers[name] == value, path
        stored = answer.headers["cache-control"]
        assert stored == ("no-cache" if path.startswith("/static") else "no-store"), path
        assert "server" not in answer.headers
    assert "'unsafe" not in SECURITY_HEADERS["Content-Security-Policy"]


def test_an_officer_is_stopped_nowhere_and_no_page_has_inline_script_or_style_or_a_dead_link(
    hub: Running, client: httpx.Client
) -> None:
    sign_in(client)
    known = re.compile("|".join(re.sub(r"{[^}]+}", ".+", pattern) for _, pattern, _ in routes(hub)))
    for method, pattern, path in routes(hub):
        if method == "GET" and pattern not in OPEN | {"/events"}:
            answer = client.get(path, headers={"accept": "text/html"})
            assert answer.status_code not in (401, 403), pattern
            if pattern.startswith("/api/"):
                continue
            text = answer.text
            assert not re.search(
                r"<style|style=|\son[a-z]+=|<script(?! src=)|javascript:|https?://(?!127)", text
            ), path
            for link in re.findall(r'<a [^>]*href="(/[^"?#]*)', text):
                # The certificate comes from the tablets' side of the hub.
                assert link == "/ca.pem" or known.fullmatch(link), f"{path}: {link} leads nowhere"


def test_the_cookie_is_strict_on_both_listeners(hub: Running, client: httpx.Client) -> None:
    answer = client.post("/api/office/sign-in", json={"name": "officer", "password": PASSWORD})
    plain = answer.headers["set-cookie"]
    assert plain.startswith("examday=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(plain.split("; "))
    assert "Secure" not in plain
    secure = httpx.Client(
        base_url=hub.house.ready.url, verify=trusting(hub.hub.authority.ca_pem), trust_env=False
    )
    with secure:
        answer = secure.post("/api/office/sign-in", json={"name": "officer", "password": PASSWORD})
        told = answer.headers["set-cookie"]
        assert told.startswith("__Host-examday=")
        assert {"HttpOnly", "SameSite=strict", "Path=/", "Secure"} <= set(told.split("; "))
        assert "Domain" not in told
        assert secure.get("/api/office/sessions").status_code == 200
        # Each listener reads its own cookie only.
        token = told.partition("=")[2].partition(";")[0]
    with hub.client() as stranger:
        path = "/api/office/sessions"
        assert stranger.get(path, headers={"cookie": f"__Host-examday={token}"}).status_code == 401


def test_the_loopback_listener_answers_to_its_own_names_only(hub: Running, client: httpx.Client) -> None:
    """DNS rebinding: a page under a name of its own makes this machine's browser ask 127.0.0.1."""
    assert client.get("/sign-in", headers={"host": "evil.example"}).status_code == 421
    assert client.get("/sign-in", headers={"host": "127.0.0.1.evil.example:80"}).status_code == 421
    assert client.get("/sign-in", headers={"host": "localhost:1234"}).status_code == 200


@pytest.mark.parametrize("name", ["../hub.toml", "..%2fhub.toml", "%2e%2e/journal.db", "hub.toml", "a\\b"])
def test_no_file_name_leads_out_of_its_folder(hub: Running, client: httpx.Client, name: str) -> None:
    sign_in(client)
    for where in (f"/sessions/{SESSION}/print", f"/sessions/{SESSION}/evidence", "/static", "/photos"):
        assert client.get(f"{where}/{name}").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"name": 5, "password": "x"}', 422),
        (b"[]", 422),
        (b'{"name": "' + b"x" * 70_000 + b'", "password": "x"}', 413),
    ],
)
def test_bad_bodies_are_problems_that_keep_the_value_to_themselves(
    client: httpx.Client, body: bytes, status: int
) -> None:
    answer = client.post("/api/office/sign-in", content=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status", "detail"}
    assert "xxx" not in answer.text
    assert "Traceback" not in answer.text


def test_a_wrong_address_is_a_page_for_browsers_and_a_problem_for_programs(client: httpx.Client) -> None:
    sign_in(client)
    page = client.get("/sessions/1999-01-01-AM", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "No plan was published" in page.text
    told = client.get("/api/office/sessions/1999-01-01-AM/register", headers={"accept": "text/html"})
    assert (told.status_code, told.headers["content-type"]) == (404, "application/problem+json")
    assert client.put("/", headers={"accept": "text/html"}).status_code == 405


def test_a_fault_in_the_hub_is_told_without_its_insides(
    hub: Running, client: httpx.Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sign_in(client)
    # The journal's file is gone from under the reader: a real fault, not a pretended one.
    monkeypatch.setattr(hub.hub.journal.writer, "file", tmp_path / "gone" / "journal.db")
    page = client.get("/quarantine", headers={"accept": "text/html"})
    assert page.status_code == 500
    assert "Nothing that was shown as done is lost" in page.text
    assert "gone" not in page.text
    told = client.get("/api/office/quarantine")
    assert told.status_code == 500
    assert told.json()["title"] == "Internal Server Error"
    assert "sqlite" not in told.text.lower()
