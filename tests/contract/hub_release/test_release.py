"""What the officer releases is gone from every byte of the site, and what is left still proves itself."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from hub.after.archive import decrypt
from hub.after.evidence import Source, build_export, export_session, read_files
from hub.after.retention.archiving import Order, put_away
from hub.after.retention.blocks import Standing, what_blocks
from hub.after.retention.history import Hold, KeepingHistory
from hub.after.retention.releasing import release
from hub.after.retention.rules import KeepingRulesError, keeping_rules
from hub.after.retention.survey import Survey, kept_sessions, released_sessions, survey_of, survey_of_site
from hub.bootstrap import Hub, open_hub
from hub.cli.verify_command import check_site
from hub.during.office import SITE
from hub.web.office.desk import OfficeDesk
from hub.web.office.refusals import NotThere
from shared.plan.pack import SessionPack
from shared.protocol.proof import verify
from shared.record.events import keeping
from tests.contract.hub_release.kept_site import (
    ANOTHER_DAY,
    OFFICER,
    REASON,
    SECRET,
    TODAY,
    UNLISTED,
    site_after_exam,
    written,
)
from tests.factories import HALL, SESSION, START, Device, small_pack


def nothing_unsent(*_: object) -> tuple[str, ...]:
    return ()


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    async with site_after_exam(tmp_path) as opened:
        yield opened


def readable_copies(hub: Hub, pack: SessionPack) -> None:
    """What else lies about after an exam: prints, an unencrypted binder, paper registers."""
    (hub.config.print_folder / f"{SESSION}_register.pdf").write_bytes(UNLISTED.encode())
    export_session(source(hub, pack), hub.config.evidence)
    folder = hub.config.site / "fallback" / SESSION
    (folder / "earlier").mkdir(parents=True)
    for file in (folder / "hall.pdf", folder / "earlier" / "hall_1.pdf"):
        file.write_bytes(UNLISTED.encode())


def source(hub: Hub, pack: SessionPack) -> Source:
    return Source(
        rows=hub.journal.rows(),
        journal_id=hub.journal.journal_id,
        pack=pack,
        register=None,
        key=hub.authority.hub_key,
        made_at=START,
    )


async def archived(hub: Hub) -> bytes:
    pack = hub.live.pack(SESSION)
    assert pack is not None
    order = Order(site=hub.config.site, secret=SECRET, made_on=date(2024, 6, 4), draw=hub.draw)
    event = put_away(lambda: build_export(source(hub, pack)), order, lambda _: None)
    await hub.office.record(SITE, event, actor=OFFICER)
    return (hub.config.site / "archives" / event.file).read_bytes()


async def reviews_over(hub: Hub) -> None:
    closed = keeping.ReviewsClosed(about=SESSION, until=date(2024, 9, 26), source="AQA key dates")
    await hub.office.record(SITE, closed, actor=OFFICER)


def survey(hub: Hub) -> Survey:
    return survey_of(hub, SESSION, nothing_unsent, TODAY)


def traces(site: Path, texts: list[str]) -> list[str]:
    """Where one of these texts stands in a file of the site, plainly or inside base64."""
    wanted: dict[bytes, str] = {}
    for text in texts:
        raw = text.encode()
        wanted[raw] = text
        for shift in range(3):
            inside = base64.urlsafe_b64encode(b"\0" * shift + raw)
            wanted[inside[4 if shift else 0 : len(inside) - 4]] = text
    files = [file for file in sorted(site.rglob("*")) if file.is_file()]
    return [
        f"{file.name}: {text}" for file in files for raw, text in wanted.items() if raw in file.read_bytes()
    ]


async def test_released_names_are_in_no_byte_of_the_site_and_the_rest_still_proves_itself(hub: Hub) -> None:
    pack = hub.live.pack(SESSION)
    assert pack is not None
    site = hub.config.site
    names = [UNLISTED, *(c.spoken_name for c in pack.candidates), *(c.surname for c in pack.candidates[1:])]
    names = [name for name in names if len(name) > 5]
    before = [row.row_hash for row in hub.journal.rows()]
    sealed = await archived(hub)
    readable_copies(hub, pack)
    await reviews_over(hub)
    assert any("journal.db" in trace for trace in traces(site, [UNLISTED]))

    found = survey(hub)
    kinds = [line.kind for line in found.lines]
    open_lines = {line.kind: line.blocks for line in found.lines if line.blocks}
    # The rooms were never closed by the office: that is a matter for whoever decides, so it is waived here.
    assert set(open_lines) <= {"record", "archive"}
    lines = tuple(msgspec.structs.replace(line, blocks=()) for line in found.lines if line.holding.is_there)
    assert [line.kind for line in lines] == kinds
    gone = await release(hub, SESSION, lines, reason=REASON, actor=OFFICER)
    assert gone.records > 50
    assert gone.left == ()
    of_site = survey_of_site(hub, TODAY)
    site_kinds = ["candidates", "arrangements", "imports", "quarantine"]
    chosen = of_site.chosen(site_kinds)
    assert [line.kind for line in chosen] == site_kinds
    await release(hub, "", chosen, reason=REASON, actor=OFFICER)

    assert traces(site, names) == []
    assert hub.plan.candidates() == {}
    after = hub.journal.rows()
    assert [row.row_hash for row in after][: len(before)] == before
    assert after[0].jws == "" or after[0].jws_digest == ""
    verdict = check_site(site)
    assert verdict.findings == ()
    assert any(f"{OFFICER} released {SESSION}" in line for line in verdict.limits)

    # What was put away before is still proven, and its head is a row of this journal.
    exported = read_files(decrypt(sealed, SECRET), "archive")
    proven = verify(exported)
    assert proven.is_sound
    assert proven.head in before


async def test_the_hub_goes_on_after_a_release_and_says_who_released_what(hub: Hub) -> None:
    record = next(line for line in survey(hub).lines if line.kind == "record")
    await release(hub, SESSION, [msgspec.structs.replace(record, blocks=())], reason=REASON, actor=OFFICER)
    with pytest.raises(NotThere, match=f"released on .* by {OFFICER}"):
        OfficeDesk(hub).in_hand(SESSION)
    assert kept_sessions(hub) == (ANOTHER_DAY,)
    assert [history.session for history in released_sessions(hub)] == [SESSION]
    # A tablet that comes back and delivers everything again is thanked, and nothing comes back.
    rows = hub.journal.rows()
    again = written(small_pack(), Device("tablet-hall", room=HALL, actor="inv-1"))
    taken = await hub.ingest.take("tablet-hall", again)
    assert taken.receipt.acked_through >= len(again)
    assert hub.journal.rows() == rows
    other = hub.live.pack(ANOTHER_DAY)
    assert other is not None
    assert verify(build_export(source(hub, other))).is_sound
    config = hub.config
    hub.close()
    opened = open_hub(config)
    try:
        assert kept_sessions(opened) == (ANOTHER_DAY,)
        assert [
            history.record_released.by for history in released_sessions(opened) if history.record_released
        ] == [OFFICER]
        assert [t.device_id for t in survey(opened).tablets] == ["tablet-annexe", "tablet-hall"]
    finally:
        opened.close()


def test_what_blocks_a_release_is_told_with_what_to_do() -> None:
    rules = keeping_rules()
    standing = Standing(day=START.date(), open_matters=("Room Hall is not closed.",))
    fresh = KeepingHistory(session=SESSION)
    record = what_blocks(rules["record"], fresh, standing, TODAY)
    assert record == (
        "Room Hall is not closed.",
        "The session is not archived yet.",
        "Nobody gave the last day for reviews of results and appeals yet.",
    )
    # Copies may go although a question is open: the archive has them.
    assert what_blocks(rules["papers"], fresh, standing, TODAY) == ("The session is not archived yet.",)
    held = KeepingHistory(session=SESSION, hold=Hold(at=START, by="H. Jones", reason="an appeal"))
    assert what_blocks(rules["photos"], held, standing, TODAY)[0] == "Held by H. Jones: an appeal"
    assert "not over" in what_blocks(rules["photos"], fresh, standing, START.date())[0]
    waiting = KeepingHistory(session=SESSION, reviews_until=TODAY)
    assert what_blocks(rules["record"], waiting, Standing(day=START.date()), TODAY)[-1] == (
        "Kept until Wednesday 7 January 2026, for reviews of results and appeals."
    )
    assert what_blocks(rules["devices"], fresh, standing, TODAY) == (rules["devices"].why,)


def test_a_centre_keeps_things_longer_by_its_own_file_and_faults_name_it(tmp_path: Path) -> None:
    own = tmp_path / "keeping.toml"
    own.write_text('[photos]\ndays = 14\nsource = "School policy 7"\n', encoding="utf-8")
    photos = keeping_rules(tmp_path)["photos"]
    assert (photos.days, photos.source, photos.own, photos.until) == (14, "School policy 7", True, "archived")
    for text, what in (
        ("[photos]\ndays = 1", "needs a source"),
        ('[phots]\nsource = "x"', "has a kind 'phots'"),
        ('[photos]\nsource = "x"\ndays = -1', "photos.days"),
        ('[accounts]\nsource = "x"\nuntil = "over"', "accounts can't be released"),
        ("[photos", "can't be read"),
    ):
        own.write_text(text, encoding="utf-8")
        with pytest.raises(KeepingRulesError, match=what):
            keeping_rules(tmp_path)
