"""The import wizard: through the browser as an officer goes, and from outside as nobody should."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Generator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from hub.accounts import Role
from hub.before.records import Kind
from tests.factories import NAMES, small_pack
from tests.plan_factory import candidate, put, small_plan
from tests.web.conftest import PASSWORD, Running, Seen, running, sign_in
from tests.web.looking import faults
from tests.web.school import portrait

GOOD = "Cand No,Legal Surname,Forename(s)\n" + "".join(
    f"{1000 + n},{NAMES[(n - 1) % 12][0]},{NAMES[(n - 1) % 12][1]}\n" for n in range(1, 13)
)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with running(tmp_path_factory.mktemp("import"), [small_pack()]) as opened:
        opened.hub.accounts.add("head", "Head of Centre", PASSWORD, role=Role.VIEWER)
        small_plan(opened.hub.plan, 12)
        yield opened


class Officer:
    """A program that is signed in and sends forms as a browser does."""

    def __init__(self, client: httpx.Client, name: str = "officer") -> None:
        self.client = client
        answer = client.post("/api/office/sign-in", json={"name": name, "password": PASSWORD})
        self.token = answer.json()["csrf"]

    def upload(self, kind: str, *files: tuple[str, bytes], **fields: str) -> httpx.Response:
        return self.client.post(
            f"/plan/import/{kind}",
            data={"csrf": self.token, **fields},
            files=[("files", (name, data)) for name, data in files],
            headers={"accept": "text/html"},
        )

    def draft(self, kind: str, *files: tuple[str, bytes], **fields: str) -> str:
        answer = self.upload(kind, *files, **fields)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def page(self, path: str) -> str:
        answer = self.client.get(path, headers={"accept": "text/html"}, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self.client.post(path, data={"csrf": self.token, **fields}, headers={"accept": "text/html"})


@pytest.fixture(scope="module")
def officer(hub: Running) -> Generator[Officer]:
    with hub.client() as client:
        yield Officer(client)


def staged(hub: Running) -> list[Path]:
    return [path for path in (hub.site / "staging").rglob("*") if path.is_file()]


def test_from_a_strange_list_to_the_plan_and_back(hub: Running, browser: Browser, tmp_path: Path) -> None:
    """Headings nobody knows are asked for once, remembered, and the import is taken back in the end."""
    table = tmp_path / "Schülerliste.csv"
    table.write_text("Lernender;Nachname;Vorname\n1001;Muster;Änne\n1099;Neu;Jörg\nX;Y;Z\n", "utf-8")
    seen = Seen()
    with browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark") as context:
        seen.watch(context)
        page = sign_in(context.new_page(), hub.url, "/plan/import")
        page.get_by_role("link", name="Candidates").first.click()
        page.get_by_label("Drop files here").set_input_files(table)
        expect(page.get_by_text("Schülerliste.csv, 1 kB")).to_be_visible()
        page.get_by_label("only a part of the list").check()
        page.get_by_role("button", name="Read it").click()
        expect(page.get_by_text("No column was taken for Candidate number")).to_be_visible()
        assert faults(page) == []
        page.get_by_label("Lernender").select_option(label="Candidate number")
        page.get_by_label("Nachname").select_option(label="Surname")
        page.get_by_label("Vorname").select_option(label="Forenames")
        page.get_by_label("Remember these headings as").fill("From the Schulkartei")
        page.get_by_role("button", name="Read it like this").click()
        expect(page.get_by_text("row left out")).to_be_visible()
        expect(page.get_by_text("a candidate number of up to four digits")).to_be_visible()
        page.get_by_role("link", name="Changed").click()
        expect(page.get_by_text("O'Connor")).to_be_visible()
        assert faults(page) == []
        page.get_by_role("button", name="Write it to the plan").click()
        expect(page.get_by_role("status").filter(has_text="Written to the plan.")).to_be_visible()
        assert hub.hub.plan.candidates()["1099"].surname == "Neu"
        assert [p.name for p in hub.hub.plan.import_profiles()] == ["From the Schulkartei"]
        assert faults(page) == []
        page.get_by_role("button", name="Take this import back").click()
        expect(page.get_by_text("The plan is as it was before.")).to_be_visible()
    assert "1099" not in hub.hub.plan.candidates()
    assert hub.hub.plan.candidates()["1001"].surname == "O'Connor"
    assert hub.hub.plan.imports()[0].actor == "Exams officer"
    assert staged(hub) == []
    assert seen.complaints == []


def test_what_a_file_leaves_open_is_asked_and_only_that(hub: Running, officer: Officer) -> None:
    table = (
        b"Date,Time,Length,Board,Code,Title\n"
        b"Mon 3 Jun,09:00,01:30,AQA,8300/2F,A\n"
        b"Tue 4 Jun,09:00,00:00,AQA,8300/3F,B\n"
    )
    base = officer.draft("timetable", ("t.csv", table), partial="yes")
    assert "The files leave 1 thing open: the year." in officer.page(base)
    wrong = officer.post(f"{base}/questions", **{"want-0": "24"})
    assert (wrong.status_code, "Write a year from 2000 to 2100." in wrong.text) == (422, True)
    officer.post(f"{base}/questions", **{"want-0": "2024"})
    assert "how long 8300/3F is" in officer.page(base)
    officer.post(f"{base}/questions", **{"want-0": "1:45"})
    told = officer.page(f"{base}?show=added")
    assert "AQA 8300/3F B" in told
    assert "105 min" in told
    assert "open:" not in told
    assert officer.post(f"{base}/discard").headers["location"].startswith("/plan/import?done=")
    assert officer.client.get(base).status_code == 404


def test_thousands_of_problems_are_grouped_searched_paged_and_downloaded(officer: Officer) -> None:
    rows = "".join(f"{n}X,Surname {n},=cmd{n}\n" for n in range(2000))
    table = f"Cand No,Surname,Forenames\n{rows}1001,O'Connor,Siân\n1001,Other,Siân\n".encode()
    base = officer.draft("candidates", ("bad.csv", table), partial="yes")
    first = officer.page(base)
    assert "2,001 rows left out" in first.replace("rows left out 2,001", "2,001 rows left out")
    assert "1–50 of 2,001" in first
    assert "2,000×" in first
    assert "51–100 of 2,001" in officer.page(f"{base}?show=problems&page=2")
    assert "1–1 of 1" in officer.page(f"{base}?show=problems&q=1234X")
    assert "Nothing like it" in officer.page(f"{base}?show=problems&q=nowhere")
    assert "of 1 " in officer.page(f"{base}?show=problems&group=2") + " "
    told = officer.client.get(f"{base}/problems.csv")
    assert told.headers["content-type"].startswith("text/csv")
    lines = told.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2002
    assert lines[1].startswith("bad.csv,2,Cand No,0X,")
    officer.post(f"{base}/discard")


def test_a_plan_that_was_changed_meanwhile_is_compared_again(hub: Running, officer: Officer) -> None:
    base = officer.draft("candidates", ("c.csv", GOOD.replace("O'Connor", "Connor").encode()))
    assert "Surname" in officer.page(f"{base}?show=changed")
    put(hub.hub.plan, Kind.CANDIDATES, candidate(1, "Somebody"))
    officer.post(f"{base}/accept")
    assert "The plan was changed meanwhile." in officer.page(base)
    assert hub.hub.plan.candidates()["1001"].surname == "Somebody"
    officer.post(f"{base}/accept")
    assert hub.hub.plan.candidates()["1001"].surname == "Connor"
    latest = hub.hub.plan.imports()[0]
    older = officer.post(f"/plan/imports/{latest.id - 1}/undo")
    assert (older.status_code, "Take that one back first" in older.text) == (409, True)
    assert officer.post(f"/plan/imports/{latest.id}/undo").status_code == 303
    again = officer.post(f"/plan/imports/{latest.id}/undo")
    assert (again.status_code, "taken back already" in again.text) == (409, True)


def test_photos_come_one_by_one_or_in_a_zip(hub: Running, officer: Officer) -> None:
    base = officer.draft(
        "photos", ("1001.jpg", portrait(1)), ("../../1002.jpg", portrait(2)), ("x.png", b"no")
    )
    told = officer.page(base)
    assert "Left out" in told
    assert "x.png" in told
    officer.post(f"{base}/accept")
    known = hub.hub.plan.candidates()
    assert known["1001"].photo
    assert known["1002"].photo
    assert sorted(path.name for path in (hub.site / "photos").iterdir()) == sorted(
        f"{known[n].photo}.jpg" for n in ("1001", "1002")
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as pictures:
        pictures.writestr("deep/../../1003.jpg", portrait(3))
    base = officer.draft("photos", ("photos.zip", archive.getvalue()))
    officer.post(f"{base}/accept")
    assert hub.hub.plan.candidates()["1003"].photo
    assert staged(hub) == []


def test_a_name_never_becomes_a_path(hub: Running, officer: Officer) -> None:
    outside = hub.site / "evil.csv"
    for name in ("../evil.csv", "..\\..\\evil.csv", "/etc/evil.csv", "C:\\evil.csv"):
        base = officer.draft("candidates", (name, GOOD.encode()))
        assert "Candidates from evil.csv" in officer.page(base)
        assert [path.name for path in staged(hub)] == ["file-1.csv"]
        officer.post(f"{base}/discard")
    assert not outside.exists()


def test_nobody_sends_files_without_the_token_and_none_is_kept(hub: Running, officer: Officer) -> None:
    files = [("files", ("c.csv", GOOD.encode()))]
    late = officer.client.post(
        "/plan/import/candidates",
        content=_body(
            [
                b'name="files"; filename="c.csv"\r\n\r\n' + GOOD.encode(),
                f'name="csrf"\r\n\r\n{officer.token}'.encode(),
            ]
        ),
        headers={"content-type": "multipart/form-data; boundary=frontier"},
    )
    assert late.status_code == 403, "the token has to stand before the first file"
    for data in ({}, {"csrf": "0" * 64}):
        assert officer.client.post("/plan/import/candidates", data=data, files=files).status_code == 403
    with hub.client() as client:
        assert client.post("/plan/import/candidates", files=files).status_code == 401
        viewer = Officer(client, "head")
        assert viewer.upload("candidates", ("c.csv", GOOD.encode())).status_code == 403
        assert "Only an exams officer imports." in viewer.page("/plan/import/candidates")
    assert staged(hub) == []


def _body(parts: list[bytes]) -> bytes:
    lines = [b"--frontier\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts]
    return b"".join(lines) + b"--frontier--\r\n"


@pytest.mark.parametrize(
    ("kind", "files", "status", "said"),
    [
        ("candidates", [], 422, "Choose a file first."),
        ("candidates", [(f"{n}.csv", b"a") for n in range(41)], 413, "Send at most 40 files."),
        ("photos", [("1001.jpg", bytes(17_000_000))], 413, "1001.jpg has more than 16 MB."),
        ("horoscopes", [("h.csv", b"a")], 404, "horoscopes"),
    ],
    ids=["nothing", "too many", "too large", "unknown kind"],
)
def test_what_cannot_be_taken_is_told_and_not_kept(
    hub: Running, officer: Officer, kind: str, files: list[tuple[str, bytes]], status: int, said: str
) -> None:
    answer = officer.upload(kind, *files) if files else officer.upload(kind, ("", b""))
    assert (answer.status_code, said in answer.text) == (status, True)
    assert staged(hub) == []


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"%PDF-1.4"], ids=str)
def test_a_file_that_is_no_list_is_told_in_words(officer: Officer, data: bytes) -> None:
    base = officer.draft("candidates", ("list.csv", data))
    told = officer.page(base)
    assert "Traceback" not in told
    assert "Write it to the plan" not in told
    officer.post(f"{base}/discard")


def test_a_body_that_breaks_off_is_refused(hub: Running, officer: Officer) -> None:
    whole = _body(
        [
            f'name="csrf"\r\n\r\n{officer.token}'.encode(),
            b'name="files"; filename="c.csv"\r\n\r\n' + GOOD.encode(),
        ]
    )
    headers = {"content-type": "multipart/form-data; boundary=frontier", "accept": "text/html"}
    answer = officer.client.post("/plan/import/candidates", content=whole[:-40], headers=headers)
    assert (answer.status_code, "broke off" in answer.text) == (400, True)
    assert staged(hub) == []


def test_what_nobody_accepted_is_gone_when_the_hub_closes(tmp_path: Path) -> None:
    with running(tmp_path, []) as opened, opened.client() as client:
        Officer(client).draft("candidates", ("c.csv", GOOD.encode()))
        assert len(staged(opened)) == 1
    assert not (tmp_path / "staging").exists()
