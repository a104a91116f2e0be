"""A site is copied while it is written to; the copy is read back, and a new site grows from it."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.accounts import ACCOUNTS_FILE, Accounts
from hub.cli.app import run_command
from hub.config import HubConfig, write_config
from hub.storage.journal import Journal
from hub.storage.plan_store import PlanStore
from hub.storage.site_copy import SiteCopyError, check_copy, last_copy, make_copy, restore_copy
from shared.record.events import candidate
from tests.factories import START, Device, candidate_id

NOW = datetime(2026, 5, 11, 7, 30, tzinfo=UTC)
FILES = {"keys/hub.key": b"secret", "photos/one.jpg": b"\xff\xd8", "print/old.pdf": b"%PDF", "hub.lock": b""}


def quiet(_name: str) -> None:
    """Nobody looks on."""


def drawn(start: int) -> Callable[[int], bytes]:
    return lambda many: bytes((start + step) % 256 for step in range(many))


def written(count: int) -> list[str]:
    tablet = Device("tablet-hall", room="hall")
    for number in range(1, count + 1):
        fact = candidate.CandidateMarkedPresent(candidate_id=candidate_id(number), component_id="AQA:8300/1F")
        tablet.write(fact, at=START + timedelta(seconds=number))
    return tablet.written


@pytest.fixture
def site(tmp_path: Path) -> HubConfig:
    """A site with a plan, accounts, keys and photos."""
    config = HubConfig(site=tmp_path / "exams")
    write_config(config)
    PlanStore.open(config.plan_file).close()
    Accounts(config.site / ACCOUNTS_FILE, lambda: NOW).close()
    for name, data in FILES.items():
        (config.site / name).parent.mkdir(exist_ok=True)
        (config.site / name).write_bytes(data)
    return config


def journal_of(config: HubConfig, first: int = 7) -> Journal:
    return Journal.open(config.journal_file, now=lambda: NOW, draw=drawn(first))


def test_a_copy_made_under_an_open_journal_becomes_a_site_with_a_journal_of_its_own(
    site: HubConfig, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    facts = written(30)
    journal = journal_of(site)
    asyncio.run(journal.append(facts[:20]))
    file, manifest = make_copy(site, stick, now=NOW, with_keys=True, progress=quiet)
    asyncio.run(journal.append(facts[20:]))
    old_id, rows = journal.journal_id, journal.rows()
    journal.close()

    assert (manifest.rows, manifest.head) == (20, rows[19].row_hash)
    assert last_copy(site.site) == NOW
    assert [left.name for left in site.site.iterdir() if left.name.startswith("copying-")] == []
    assert check_copy(file, progress=quiet) == manifest
    back = HubConfig(site=tmp_path / "spare laptop" / "exams")
    restore_copy(file, back.site, draw=drawn(99), progress=quiet)
    again = journal_of(back)
    assert again.rows() == rows[:20]
    assert again.journal_id != old_id, "tablets must not take its numbers for those of the lost journal"
    again.close()
    assert (back.keys / "hub.key").read_bytes() == b"secret"
    assert (back.photos / "one.jpg").exists()
    assert not (back.site / "print").exists()
    assert not (back.site / "hub.lock").exists()
    assert (back.site / ACCOUNTS_FILE).exists()


def test_a_copy_without_keys_says_so_and_the_site_is_never_copied_into_itself(
    site: HubConfig, tmp_path: Path
) -> None:
    file = tmp_path / "one.examday-copy"
    _, manifest = make_copy(site, file, now=NOW, with_keys=False, progress=quiet)
    assert not manifest.with_keys
    with zipfile.ZipFile(file) as copy:
        assert not any(name.startswith("keys") for name in copy.namelist())
    with pytest.raises(SiteCopyError, match="never written over"):
        make_copy(site, file, now=NOW, with_keys=True, progress=quiet)
    with pytest.raises(SiteCopyError, match="in the site itself"):
        make_copy(site, site.site, now=NOW, with_keys=True, progress=quiet)
    with pytest.raises(SiteCopyError, match="Is the stick plugged in"):
        make_copy(site, tmp_path / "gone" / "a", now=NOW, with_keys=True, progress=quiet)
    with pytest.raises(SiteCopyError, match="neither plan nor journal"):
        make_copy(HubConfig(site=tmp_path), tmp_path / "b", now=NOW, with_keys=True, progress=quiet)


def changed(file: Path, target: Path, change: Callable[[str, bytes], tuple[str, bytes]]) -> Path:
    """The copy with one of its files as somebody else would have it; digests as they were."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return target


def test_a_copy_that_is_cut_changed_or_foreign_is_refused_and_leaves_no_site(
    site: HubConfig, tmp_path: Path
) -> None:
    journal = journal_of(site)
    asyncio.run(journal.append(written(3)))
    journal.close()
    whole, _ = make_copy(site, tmp_path / "whole", now=NOW, with_keys=True, progress=quiet)
    cut = tmp_path / "cut"
    cut.write_bytes(whole.read_bytes()[:-400])
    with pytest.raises(SiteCopyError, match="no whole copy"):
        check_copy(cut, progress=quiet)
    forged = changed(whole, tmp_path / "forged", lambda n, d: (n, d + b"x" if n == "plan.db" else d))
    with pytest.raises(SiteCopyError, match=r"plan\.db in the copy is not what was written"):
        check_copy(forged, progress=quiet)
    outside = changed(
        whole,
        tmp_path / "outside",
        lambda n, d: (n, d.replace(b"photos/one.jpg", b"../out/one.jpg") if n == "copy.json" else d),
    )
    with pytest.raises(SiteCopyError, match="outside of the folder"):
        restore_copy(outside, tmp_path / "x" / "y", draw=drawn(1), progress=quiet)
    assert list((tmp_path / "x").iterdir()) == []
    with pytest.raises(SiteCopyError, match="not empty"):
        restore_copy(whole, site.site, draw=drawn(1), progress=quiet)


def test_the_command_copies_checks_and_puts_back(
    site: HubConfig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, back = str(tmp_path / "copy"), str(tmp_path / "back")
    assert run_command("backup", [copy, "--site", str(site.site)]) == 0
    told = capsys.readouterr().out
    assert "and read back" in told
    assert "private keys: lock it away" in told
    assert run_command("backup", ["--check", copy]) == 0
    assert "is whole" in capsys.readouterr().out
    assert run_command("backup", ["--restore", copy, "--site", back]) == 0
    assert f"examday hub --site {back}" in capsys.readouterr().out
    assert run_command("backup", ["--restore", copy, "--site", back]) == 1
    assert "is not empty" in capsys.readouterr().err
