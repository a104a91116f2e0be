"""``examday verify``: exit status and words, for exports, zips and a site folder that a real hub wrote."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner, Result

from hub.after.evidence import Source, export_session
from hub.cli.verify_command import command
from hub.storage.journal import Journal
from provisioning.key_files import signing_key
from shared.canonical import short_digest
from shared.plan.pack import SessionPack
from shared.protocol.proof_export import key_fingerprint
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import START, secret_key

app = typer.Typer()
app.command()(command)


@pytest.fixture
def verify() -> Callable[..., Result]:
    runner = CliRunner()

    def run(*arguments: object) -> Result:
        result = runner.invoke(app, [str(a) for a in arguments], env={"COLUMNS": "200"})
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result

    return run


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Morning, Path]:
    morning = ordinary_morning()
    made = Source(
        rows=morning.journal.rows,
        journal_id=morning.journal.journal_id,
        pack=morning.pack,
        register=morning.register(),
        key=morning.office.key,
        made_at=START,
    )
    return morning, export_session(made, tmp_path / "evidence")


def test_a_sound_export_exits_0_and_says_what_paper_would_add(verify, exported) -> None:
    _, folder = exported
    for path in (folder, folder.with_name(folder.name + ".zip")):
        result = verify(path)
        assert result.exit_code == 0
        assert result.output.startswith("Nothing was changed since this was signed.")
        assert "Not proved, or worth a look:" in result.output


def test_with_head_and_key_from_paper_it_is_the_record(verify, exported) -> None:
    morning, folder = exported
    key = short_digest(key_fingerprint(morning.office.key.public.text))
    result = verify(folder, "--head", short_digest(morning.journal.head), "--key", key)
    assert result.exit_code == 0
    assert result.output.startswith("The record is as it was written.")
    other = verify(folder, "--key", "0000 0000 0000")
    assert other.exit_code == 1


def test_one_changed_byte_of_the_journal_exits_1_and_names_the_row(verify, exported) -> None:
    _, folder = exported
    journal = bytearray((folder / "journal.jsonl").read_bytes())
    lines = bytes(journal).split(b"\n")
    place = len(b"\n".join(lines[:30])) + lines[30].index(b'"jws":"') + 30
    journal[place] ^= 1
    (folder / "journal.jsonl").write_bytes(journal)
    result = verify(folder)
    assert result.exit_code == 1
    assert result.output.startswith("The record was changed. journal.jsonl, line 31 (journal row 31): ")


@pytest.mark.parametrize("what", ["nothing", "empty folder", "text", "folder as zip"])
def test_what_is_no_export_gets_one_sentence(verify, tmp_path: Path, what: str) -> None:
    path = tmp_path / what
    if what == "text":
        path.write_text("hello")
    elif what != "nothing":
        path.mkdir()
    result = verify(path)
    assert result.exit_code == 1
    assert result.output.startswith("Not checked. ")
    assert "Traceback" not in result.output


@pytest.fixture
async def site(tmp_path: Path) -> Path:
    """A site folder as a hub leaves it: its journal, its key, its published plan."""
    morning = ordinary_morning()
    folder = tmp_path / "site"
    (folder / "keys").mkdir(parents=True)
    (folder / "packs").mkdir()
    signing_key(folder / "keys" / "hub.key", lambda _: _secret("hub"))
    pack = folder / "packs" / "2024-06-03-AM-v1.json"
    pack.write_bytes(msgspec.json.encode(morning.pack))
    journal = Journal.open(folder / "journal.db", now=lambda: START, draw=random.Random(1).randbytes)
    try:
        await journal.append([row.jws for row in morning.journal.rows])
    finally:
        journal.close()
    assert signing_key(folder / "keys" / "hub.key", bytes).public.text == secret_key("hub").public.text
    return folder


def _secret(name: str) -> bytes:
    import hashlib

    return hashlib.sha256(name.encode()).digest()


def test_a_site_folder_is_checked_as_it_lies(verify, site: Path) -> None:
    for path in (site, site / "journal.db"):
        result = verify(path)
        assert result.exit_code == 0, result.output
        assert "65 rows are linked without a gap" in result.output
        assert "The plans are as the journal says they were published: 2024-06-03-AM." in result.output


def meddle(site: Path, statement: str) -> None:
    """Change the database as somebody would who has the file: past its triggers."""
    with closing(sqlite3.connect(site / "journal.db")) as connection, connection:
        for trigger in ("journal_no_update", "journal_no_delete"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE journal SET jws = replace(jws, 'a', 'b') WHERE hub_seq = 17", "(journal row 17)"),
        ("DELETE FROM journal WHERE hub_seq = 17", "row 17 should stand here"),
        ("UPDATE journal SET device_id = 'tablet-x' WHERE hub_seq = 17", "aren't what its signed content"),
        ("UPDATE journal SET received_at = 'yesterday' WHERE hub_seq = 17", "no moment in time"),
        ("UPDATE journal SET received_at = '2024-06-03T10:00:00' WHERE hub_seq = 17", "no time zone"),
    ],
)
def test_a_meddled_site_journal_names_its_first_broken_row(verify, site: Path, statement, told) -> None:
    meddle(site, statement)
    result = verify(site)
    assert result.exit_code == 1
    assert told in result.output.splitlines()[0]


def test_a_changed_or_missing_plan_of_the_site_is_found(verify, site: Path) -> None:
    file = site / "packs" / "2024-06-03-AM-v1.json"
    pack = msgspec.json.decode(file.read_bytes(), type=SessionPack)
    file.write_bytes(msgspec.json.encode(msgspec.structs.replace(pack, sittings=pack.sittings[1:])))
    assert "isn't the plan that the journal says was published" in verify(site).output
    file.write_bytes(b"{")
    assert "can't be read" in verify(site).output
    file.unlink()
    assert "but it is gone" in verify(site).output


def test_a_site_whose_files_are_damaged_gets_one_sentence(verify, site: Path) -> None:
    (site / "journal.db").write_bytes(b"SQLite format 3\x00" + b"\x00" * 4000)
    result = verify(site)
    assert (result.exit_code, result.output.startswith("Not checked. ")) == (1, True)
    (site / "keys" / "hub.key").write_text("no key")
    assert verify(site).output.startswith("Not checked. ")
    (site / "keys" / "hub.key").unlink()
    assert "is missing" in verify(site).output
