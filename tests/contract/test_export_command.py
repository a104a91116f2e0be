"""``examday export``: the tables of a site on disk, beside a hub or without one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hub.cli.app import run_command
from hub.web.office.tables.catalogue import TABLES
from tests.factories import SESSION, small_pack
from tests.hub_house import put_pack


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put_pack(tmp_path / "site", small_pack())
    monkeypatch.chdir(tmp_path)
    return tmp_path / "site"


def test_every_table_is_written_under_its_own_name(site: Path) -> None:
    for name, kind in TABLES.items():
        assert run_command("export", [name, "--site", str(site)]) == 0, name
        file = Path(f"{name}-{SESSION}.csv" if kind.of_session else f"{name}.csv")
        rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
        assert rows[0] == [column.heading for column in kind.columns]
    register = list(csv.reader(Path(f"register-{SESSION}.csv").read_text("utf-8-sig").splitlines()))
    assert len(register) == 1 + len(small_pack().sittings)


def test_a_workbook_goes_where_it_is_told(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "seats.xlsx"
    told = ["seating", "--site", str(site), "--session", SESSION, "--xlsx", "--out", str(out)]
    assert run_command("export", told) == 0
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (["nothing"], "There is no table of this name. There are: register"),
        (["register", "--session", "1999-01-01-AM"], "1999-01-01-AM isn't published"),
        (["register", "--room", "moon"], "There is no room moon in this session"),
        (["candidates", "--room", "hall"], "can't be narrowed to one room"),
    ],
)
def test_what_is_not_there_is_told_in_words(
    site: Path, capsys: pytest.CaptureFixture[str], asked: list[str], answer: str
) -> None:
    assert run_command("export", [*asked, "--site", str(site)]) == 1
    assert answer in capsys.readouterr().out
