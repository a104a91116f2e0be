"""Every change of the office is on record in its author's name; streams end with it; no secret leaks."""

from __future__ import annotations

import logging
import re
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from hub.accounts import Role
from hub.during.office import CUT_OFF, SITE
from hub.web.office import audit, routers
from hub.web.office.events import MOST_OF_ONE
from hub.web.security.csrf import UNSAFE
from shared.record.events.office import OfficeActed
from tests.factories import SESSION, Device, small_pack
from tests.web.conftest import PASSWORD, Running, running
from tests.web.every_route import every_route
from tests.web.plan_site import put_small_plan


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("record"), [small_pack()]) as opened:
        opened.hub.accounts.add("nkechi", "Nkechi Obi", PASSWORD)
        opened.hub.accounts.add("tom", "Tom Bagshaw", PASSWORD, role=Role.ASSISTANT)
        put_small_plan(opened)
        yield opened


@contextmanager
def signed_in(hub: Running, name: str = "nkechi") -> Generator[httpx.Client]:
    with hub.client(accept="text/html") as client:
        told = client.post("/api/office/sign-in", json={"name": name, "password": PASSWORD})
        client.headers["x-csrf-token"] = told.json()["csrf"]
        yield client


def acted(hub: Running) -> list[tuple[str, str, dict[str, str]]]:
    facts = (fact.envelope for fact in hub.hub.live.facts(SITE))
    return [(e.actor, e.event.what, e.event.about) for e in facts if isinstance(e.event, OfficeActed)]


def test_a_change_without_a_fact_of_its_own_gets_one_in_its_authors_name(hub: Running) -> None:
    before = len(acted(hub))
    with signed_in(hub) as client:
        made = client.post("/exports/tokens", data={"label": "attendance report", "lasts": "week"})
        secret = re.search(r"edr_([0-9a-f]{8})_[\w-]+", made.text)
        assert secret is not None
        assert client.post(f"/exports/tokens/{secret[1]}/revoke").status_code == 303
        with signed_in(hub, "tom") as other:
            away = {"person": "inv-2", "note": "jury service", "can": "no"}
            assert other.post(f"/plan/rota/{SESSION}/available", data=away).status_code == 303
    new = acted(hub)[before:]
    assert new == [
        ("Nkechi Obi", "Make a read-only token for a report, and show it once.", {}),
        ("Nkechi Obi", "Revoke a report's token.", {"token_id": secret[1]}),
        (
            "Tom Bagshaw",
            "Note who can't come to this session, or that they can after all.",
            {"person": "inv-2", "session": SESSION},
        ),
    ]
    assert secret[0] not in str(hub.hub.live.facts(SITE))


def test_what_has_its_own_fact_is_recorded_once_and_what_was_refused_not_at_all(hub: Running) -> None:
    hub.enrol(Device("tablet-9"), approve=False)
    before, facts = len(acted(hub)), len(hub.hub.live.facts(SITE))
    with signed_in(hub) as client:
        assert client.post("/devices/tablet-9/approve").status_code == 303
        assert client.post("/devices/none/revoke", data={"reason": "lost"}).status_code == 404
        assert client.post("/exports/tokens", data={"label": "", "lasts": "week"}).status_code == 422
        assert client.post("/look", data={"look": "dark", "next": "/"}).status_code == 303
    assert len(hub.hub.live.facts(SITE)) == facts + 1
    assert len(acted(hub)) == before


def test_every_unsafe_route_is_recorded_or_has_its_reason(hub: Running) -> None:
    """A route that is new is recorded by itself; the lists of exceptions name only what is there."""
    routes = {r.path for r in every_route(routers(hub.hub)) if (r.methods or set()) & UNSAFE}
    assert len(routes) > 40
    assert audit.NOT_RECORDED.keys() <= routes
    assert routes >= audit.ASKS_FIRST
    assert all(len(reason) > 10 for reason in audit.NOT_RECORDED.values())
    recorded = {path for path in routes if audit.is_action(path, 303)}
    assert recorded == routes - audit.NOT_RECORDED.keys()
    assert not any(audit.is_action(path, 422) for path in routes)


@pytest.mark.parametrize("how", ["signs out", "gets a new password", "signs in too long ago", "is idle"])
def test_a_live_stream_ends_with_its_sign_in(hub: Running, how: str) -> None:
    with signed_in(hub, "tom") as client, client.stream("GET", "/events", timeout=30) as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith("data:")
        if how == "signs out":
            httpx.post(
                f"{hub.url}/sign-out",
                headers={"x-csrf-token": client.headers["x-csrf-token"]},
                cookies=dict(client.cookies),
                trust_env=False,
            )
        elif how == "gets a new password":
            hub.hub.accounts.reset_password("tom")
            hub.hub.accounts.remove("tom")
            hub.hub.accounts.add("tom", "Tom Bagshaw", PASSWORD, role=Role.ASSISTANT)
        else:
            hub.house.clock.ahead += timedelta(hours=13 if how == "signs in too long ago" else 5)
            hub.hub.live.watchers.changed(SESSION)
        for _ in lines:
            pass
    hub.house.clock.ahead *= 0


def test_no_secret_comes_into_a_log(hub: Running, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error", "hub"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    wrong = "wrong horse battery"
    with signed_in(hub) as client:
        client.post("/api/office/sign-in", json={"name": "nkechi", "password": wrong})
        made = client.post("/exports/tokens", data={"label": "log", "lasts": "week"})
        token = re.search(r"edr_[0-9a-f]{8}_[\w-]+", made.text)
        offer = client.post("/api/office/pairing-offers").json()["offer"]
        secrets = {PASSWORD, wrong, client.headers["x-csrf-token"], offer, *client.cookies.values()}
        assert token is not None
        for headers in ({"authorization": f"Bearer {token[0]}"}, {"authorization": "Bearer edr_0_no"}):
            httpx.get(f"{hub.url}/api/office/sessions", headers=headers, trust_env=False)
    # The test's own client tells what it sends; the hub may not.
    own = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert own
    told = " ".join(f"{record.getMessage()} {record.args}" for record in own)
    assert not [secret for secret in (*secrets, token[0]) if secret in told]
    assert all(token[0] not in file.read_text("latin-1") for file in hub.site.glob("report-tokens.db*"))


def test_a_token_ends_by_its_date_by_its_revocation_and_by_too_many_reads(hub: Running) -> None:
    tokens = hub.hub.report_tokens
    kept, text = tokens.make("kept", "Nkechi Obi", "week")
    path, headers = "/api/office/tables", {"authorization": f"Bearer {text}"}
    with hub.client() as client:
        assert client.get(path, headers=headers).status_code == 200
        assert next(t for t in tokens.all() if t.token_id == kept.token_id).last_used_at is not None
        answers = [client.get(path, headers=headers).status_code for _ in range(121)]
        assert answers.count(200) == 119
        late = client.get(path, headers=headers)
        assert (late.status_code, int(late.headers["retry-after"]) <= 60) == (429, True)
        hub.house.clock.ahead = timedelta(days=8)
        assert client.get(path, headers=headers).status_code == 401
        hub.house.clock.ahead = timedelta()
        tokens.revoke(kept.token_id, "Nkechi Obi")
        assert client.get(path, headers=headers).status_code == 401
        assert (
            client.get(path, headers={"authorization": "Bearer x"}).json()["type"].endswith("token-refused")
        )


def test_a_hub_that_is_cut_off_between_change_and_fact_tells_it_when_it_runs_again(tmp_path: Path) -> None:
    """The disk takes the account and no more rows; then the power goes."""
    new = {"name": "nkechi", "display_name": "Nkechi Obi", "role": "viewer"}
    with running(tmp_path, [small_pack()]) as first:
        journal = first.hub.journal
        full = "BEFORE INSERT ON {} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        with signed_in(first, "officer") as client:
            journal.writer.run(lambda db: db.execute(f"CREATE TRIGGER b {full.format('begun')}"))
            assert client.post("/api/office/accounts", json=new).status_code == 503
            assert len(first.hub.accounts.all()) == 1, "what can't be traced isn't begun"
            journal.writer.run(lambda db: db.execute("DROP TRIGGER b"))
            journal.writer.run(lambda db: db.execute(f"CREATE TRIGGER j {full.format('journal')}"))
            assert client.post("/api/office/accounts", json=new).status_code == 503
            assert len(first.hub.accounts.all()) == 2
        assert acted(first) == []
        journal.writer.run(lambda db: db.execute("DROP TRIGGER j"))
    with running(tmp_path, []) as again:
        ((actor, what, about),) = acted(again)
        assert actor == "Exams officer"
        assert what.startswith("Make an account")
        assert what.endswith(CUT_OFF)
        assert about.keys() == {"begun_at"}
        with signed_in(again, "officer") as client:
            assert client.post("/api/office/accounts/nkechi/remove").status_code == 200
        assert len(acted(again)) == 2
    with running(tmp_path, []) as third:
        assert len(acted(third)) == 2, "told once"


@pytest.mark.parametrize(
    ("marks", "keeps"),
    [
        ({"x-live": "1"}, False),
        ({"x-live": "touched"}, True),
        ({"sec-fetch-dest": "image", "sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-mode": "navigate", "sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-mode": "navigate", "sec-fetch-site": "same-origin", "sec-fetch-user": "?1"}, True),
        ({}, True),
    ],
    ids=["live page", "touched page", "picture", "page that reloads itself", "click", "program"],
)
def test_what_a_page_asks_for_by_itself_keeps_no_sign_in_open(
    hub: Running, marks: dict[str, str], keeps: bool
) -> None:
    with signed_in(hub) as client:
        for hours in (2, 3.9, 5):
            hub.house.clock.ahead = timedelta(hours=hours)
            answer = client.get(f"/sessions/{SESSION}", headers=marks | {"accept": "text/html"})
        hub.house.clock.ahead = timedelta()
        assert answer.status_code == (200 if keeps else 303)
        if not keeps:
            there = f"/sign-in?next=/sessions/{SESSION}&done=ended"
            assert answer.headers["location"] == there
            assert (
                "Nothing that is on record is lost" in client.get(there, headers={"accept": "text/html"}).text
            )


def test_one_person_with_many_tabs_leaves_the_others_their_live_board(hub: Running) -> None:
    with signed_in(hub) as client, signed_in(hub, "officer") as other, ExitStack() as open_streams:
        heard = []
        for _ in range(MOST_OF_ONE):
            stream = open_streams.enter_context(client.stream("GET", "/events"))
            heard.append(stream.iter_lines())
            # It counts from its first word on.
            assert next(heard[-1]).startswith("data:")
        assert open_streams.enter_context(client.stream("GET", "/events")).status_code == 503
        assert open_streams.enter_context(other.stream("GET", "/events")).status_code == 200
