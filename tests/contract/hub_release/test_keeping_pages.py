"""Months later at the officer's pages: archived, held, released after a look at what goes, asked about."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import msgspec
import pytest
from pypdf import PdfReader

from hub.after import archive
from hub.after.evidence import read_files
from hub.after.retention.survey import released_sessions
from hub.bootstrap import Hub
from hub.cli.app import run_command
from hub.during.office import SITE
from hub.web.app import create_app
from hub.web.office.actions import OfficeActions
from hub.web.office.after_keeping import actions
from hub.web.office.desk import OfficeDesk
from shared.protocol.proof import verify
from shared.record.events import incident
from shared.record.events.keeping import KeptReleased
from shared.record.events.office import OfficeActed
from tests.contract.hub_release.kept_site import OFFICER, site_after_exam
from tests.factories import HALL, MATHS, NAMES, SESSION, START, candidate_id

PASSWORD = "correct horse battery"
PAGE = f"/retention/{SESSION}"
WORDS = "four quiet words in May"
HERS = f"/sessions/{SESSION}/candidates/{candidate_id(1)}/subject-access"


@pytest.fixture
async def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    monkeypatch.setattr(archive, "_COST", 2**4)
    # However busy the machine is: the answer comes when the archive is there.
    monkeypatch.setattr(actions, "A_MOMENT", 60.0)
    async with site_after_exam(tmp_path, trouble=False) as opened:
        opened.accounts.ensure_officer(PASSWORD)
        yield opened


@pytest.fixture
async def office(hub: Hub) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=create_app(hub), client=("127.0.0.1", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        told = await client.post("/api/office/sign-in", json={"name": "officer", "password": PASSWORD})
        client.headers["x-csrf-token"] = told.json()["csrf"]
        yield client


async def page(office: httpx.AsyncClient, path: str = PAGE, status: int = 200) -> str:
    answer = await office.get(path)
    assert answer.status_code == status, answer.text
    return " ".join(answer.text.replace("&#39;", "'").split())


async def post(office: httpx.AsyncClient, step: str, status: int = 303, **form: str | list[str]) -> str:
    answer = await office.post(f"{PAGE}/{step}", data=form)
    assert answer.status_code == status, answer.text
    return " ".join(answer.text.replace("&#39;", "'").split())


async def put_away(office: httpx.AsyncClient, status: int = 303, **form: str) -> str:
    """The form with a file field, as a browser sends it."""
    csrf = {"csrf": office.headers["x-csrf-token"]}
    key = form.pop("key_file", "")
    files = {"key_file": ("examday.key", key.encode(), "application/octet-stream")}
    answer = await office.post(f"{PAGE}/archive", data=csrf | form, files=files)
    assert answer.status_code == status, answer.text
    return " ".join(answer.text.replace("&#39;", "'").split())


async def dispatched(hub: Hub) -> None:
    """Every script sealed, packed and collected."""
    acts = OfficeActions(OfficeDesk(hub))
    held = OfficeDesk(hub).in_hand(SESSION)
    for paper in held.pack.session.components:
        await acts.seal(SESSION, paper.id, actor=OFFICER)
    for board in sorted({paper.component.board for paper in held.pack.session.components}):
        sack = await acts.consign(SESSION, board, "courier", "", actor=OFFICER)
        await acts.hand_over(SESSION, sack.consignment_id, "D. River", "receipt 7", actor=OFFICER)


async def test_a_session_is_archived_held_and_released_by_the_officer_only(
    hub: Hub, office: httpx.AsyncClient
) -> None:
    told = await page(office)
    for expected in ("not archived yet", "still in the building", "Nobody gave the last day"):
        assert expected in told
    await dispatched(hub)

    # Archived with a key file that the hub forgets, and with a passphrase that is typed twice.
    assert "differ" in await put_away(office, 422, key="passphrase", passphrase=WORDS, again=f"{WORDS}s")
    key = (await office.post("/retention/key-file")).text
    assert "Choose the key file" in await put_away(office, 422, key="file")
    await put_away(office, key="file", key_file=key)
    [file] = sorted((hub.config.site / "archives").iterdir())
    opened = archive.decrypt(file.read_bytes(), archive.Secret(key_file=key.encode()))
    assert verify(read_files(opened, "archive")).is_sound
    assert (await office.get(f"{PAGE}/archives/{file.name}")).content == file.read_bytes()
    await page(office, f"{PAGE}/archives/hub.key", 404)

    # Copies may go now; the record waits for the day that the awarding bodies set, and for no hold.
    told = await page(office)
    assert "not archived yet" not in told
    assert 'name="kind" value="papers"' in told
    assert 'name="kind" value="record"' not in told
    assert "as a date" in await post(office, "reviews", 422, until="soon", source="AQA key dates")
    assert "the year" in await post(office, "reviews", 422, until="2014-09-26", source="AQA key dates")
    await post(office, "reviews", until="2024-09-26", source="AQA key dates")
    await post(office, "hold", reason="An appeal is expected.")
    assert 'name="kind" value="papers"' not in await page(office)
    await post(office, "release", 409, kind=["papers"], confirm=SESSION, seal="x", reason="No longer needed")
    await post(office, "lift", reason="There was none.")
    await post(office, "lift", 422, reason="There was none.")

    # First exactly what goes; then typed, with a reason, and only as it was shown.
    dry = await page(office, f"{PAGE}/release?kind=record&kind=archive&kind=papers")
    assert "Nothing has gone yet" in dry
    assert "Not wiped yet: tablet-annexe, tablet-hall" in dry
    seal = dry.split('name="seal" value="')[1].split('"')[0]
    form = {"kind": ["record", "archive", "papers"], "seal": seal, "reason": "Reviews are over"}
    assert "Type 2024-06-03-AM" in await post(office, "release", 422, **form, confirm="yes")
    (hub.config.print_folder / f"{SESSION}_late.pdf").write_bytes(b"%PDF")
    assert "came or went" in await post(office, "release", 409, **form, confirm=SESSION)
    form["seal"] = (
        (await page(office, f"{PAGE}/release?kind=record&kind=archive&kind=papers"))
        .split('name="seal" value="')[1]
        .split('"')[0]
    )
    await post(office, "release", **form, confirm=SESSION)
    assert not list((hub.config.site / "archives").iterdir())
    assert not list(hub.config.packs.glob(f"{SESSION}*"))

    # The pages say who, and the rest of the hub goes on.
    assert "Released on" in await page(office)
    assert "Exams officer" in await page(office, f"/sessions/{SESSION}", 404)
    assert SESSION in (await office.get("/api/office/retention")).text
    await page(office, "/retention")
    await page(office, "/")
    events = [fact.envelope.event for fact in hub.live.facts(SITE)]
    [released] = [event for event in events if isinstance(event, KeptReleased)]
    assert released.kinds == ("record", "archive", "papers")
    assert [history.session for history in released_sessions(hub)] == [SESSION]
    # The release is its own fact; it isn't told a second time as an act of the office.
    acts = [event.what for event in events if isinstance(event, OfficeActed)]
    assert not any("Release what was chosen" in what for what in acts)


async def test_a_candidate_gets_what_is_kept_about_her_and_nobody_else(
    hub: Hub, office: httpx.AsyncClient
) -> None:
    who, other = candidate_id(1), NAMES[1]
    spoken = f"{other[1]} {other[0]}"
    text = f"{NAMES[0][1]} felt sick; {spoken} (1002) fetched water."
    named = incident.IncidentRecorded(
        incident_id="i-1", kind="illness", happened_at=START, text=text, candidate_ids=(who, candidate_id(2))
    )
    secret = incident.IncidentRecorded(
        incident_id="i-2", kind="malpractice", happened_at=START, text="A phone rang in a bag.",
        candidate_ids=(who,), restricted=True,
    )  # fmt: skip
    for event in (named, secret):
        await hub.office.record(SESSION, event, actor=OFFICER, room=HALL)

    told = await page(office, HERS)
    assert "Restricted incidents that name them" in told
    answer = await office.post(HERS, data={})
    assert answer.headers["content-type"] == "application/zip"
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    everything = msgspec.json.decode(files.read("everything.json"))
    assert [paper["paper"] for paper in everything["papers"]] == [MATHS.replace(":", " ")] * 2
    assert {"fact", "at", "recorded_by", "what", "place", "session"} <= everything["record"][0].keys()
    letter = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(files.read("summary.pdf"))).pages)
    texts = [
        files.read(name).decode("utf-8-sig") for name in files.namelist() if name.endswith(("csv", "json"))
    ]
    for content in (*texts, letter):
        assert other[0] not in content
        assert "1002" not in content
        assert "A phone rang" not in content
    assert "[another candidate] fetched water" in files.read("record.csv").decode()
    assert "Siân" in letter
    assert "withheld" in letter
    assert files.read("photo.jpg").startswith(b"JPEG of")
    # The officer decided to give her the text.
    again = await office.post(HERS, data={"include": "i-2"})
    assert "A phone rang" in zipfile.ZipFile(io.BytesIO(again.content)).read("incidents.csv").decode()
    acts = [f.envelope for f in hub.live.facts(SITE) if isinstance(f.envelope.event, OfficeActed)]
    assert [a.actor for a in acts if "kept about one candidate" in getattr(a.event, "what", "")] == [
        "Exams officer"
    ] * 2
    await page(office, HERS.replace(who, "nobody"), 404)


async def run(name: str, arguments: list[str]) -> int:
    """A command in a thread of its own, since it has an event loop of its own."""
    return await asyncio.to_thread(run_command, name, arguments)


async def test_the_same_by_command_with_the_hub_stopped(
    hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = ["--site", str(hub.config.site)]
    assert await run("retention", ["list", *site]) == 1
    assert "another hub has" in capsys.readouterr().err
    hub.close()
    assert await run("retention", ["list", SESSION, *site]) == 0
    assert "not archived yet" in capsys.readouterr().out
    assert await run("retention", ["release", SESSION, "record", *site]) == 1
    assert "can't be released" in capsys.readouterr().err
    out = tmp_path / "answer.zip"
    asked = ["1001", "--officer", OFFICER, "--out", str(out), *site]
    assert await run("subject-access", asked) == 0
    assert zipfile.ZipFile(out).testzip() is None
    assert await run("subject-access", asked) == 1
    assert "exists already" in capsys.readouterr().err
    assert await run("subject-access", ["9999", "--officer", OFFICER, *site]) == 1
