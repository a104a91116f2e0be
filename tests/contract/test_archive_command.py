"""``examday archive`` as it is typed: a checked binder goes in, the same binder comes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub.after.evidence import Source, export_session
from hub.cli.archive_command import command
from tests.exam_morning import ordinary_morning
from tests.factories import START

WORDS = "four quiet words in May"


def run(*arguments: object, typed: str = "") -> Result:
    result = CliRunner().invoke(command, [str(a) for a in arguments], input=typed, env={"COLUMNS": "200"})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


@pytest.fixture
def binder(tmp_path: Path) -> Path:
    morning = ordinary_morning(4)
    made = Source(
        rows=morning.journal.rows,
        journal_id=morning.journal.journal_id,
        pack=morning.pack,
        register=morning.register(),
        key=morning.office.key,
        made_at=START,
    )
    folder = export_session(made, tmp_path)
    return folder.with_name(f"{folder.name}.zip")


def test_a_passphrase_puts_it_away_and_opens_it(binder: Path, tmp_path: Path) -> None:
    made = run("make", binder, typed=f"{WORDS}\n{WORDS}\n")
    assert made.exit_code == 0, made.output
    archive = binder.with_suffix(".examday-archive")
    assert "2024-06-03-AM" in archive.read_bytes().partition(b"\n")[0].decode()
    again = tmp_path / "again.zip"
    opened = run("open", archive, "--out", again, typed=f"{WORDS}\n")
    assert opened.exit_code == 0, opened.output
    assert "as it was signed" in opened.output
    assert again.read_bytes() == binder.read_bytes()
    refused = run("open", archive, "--out", tmp_path / "no.zip", typed="some other words\n")
    assert refused.exit_code == 1
    assert not (tmp_path / "no.zip").exists()


def test_a_new_key_file_is_private_and_never_written_over(binder: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    assert run("make", binder, "--key-file", key, "--new-key").exit_code == 0
    kept = key.read_bytes()
    again = run("make", binder, "--key-file", key, "--new-key", "--out", tmp_path / "b.examday-archive")
    assert (again.exit_code, key.read_bytes()) == (1, kept)
    archive = binder.with_suffix(".examday-archive")
    assert run("open", archive, "--key-file", key, "--out", tmp_path / "again.zip").exit_code == 0


def test_a_binder_that_was_changed_is_not_put_away(binder: Path) -> None:
    damaged = bytearray(binder.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    binder.write_bytes(damaged)
    refused = run("make", binder, typed=f"{WORDS}\n{WORDS}\n")
    assert refused.exit_code == 1
    assert not binder.with_suffix(".examday-archive").exists()
