"""``examday publish`` tells what differs before it publishes, and can be asked without publishing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hub.before.records import Kind
from hub.cli.app import run_command
from hub.storage.plan_store import PlanStore
from tests.factories import SESSION
from tests.plan_factory import candidate, put, seated, small_plan


class Site:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def plan(self) -> PlanStore:
        return PlanStore.open(self.folder / "plan.db")

    def publish(self, *options: str) -> tuple[int, str]:
        code = run_command("publish", [SESSION, "--site", str(self.folder), *options])
        said = self._capsys.readouterr()
        return code, " ".join((said.out + said.err).split())

    def as_json(self, *options: str) -> dict[str, Any]:
        assert run_command("publish", [SESSION, "--site", str(self.folder), "--json", *options]) == 0
        told: dict[str, Any] = json.loads(self._capsys.readouterr().out)
        return told

    @property
    def packs(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "packs").glob("*.json"))


@pytest.fixture
def site(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("COLUMNS", "200")
    site = Site(tmp_path, capsys)
    with site.plan() as plan:
        small_plan(plan)
    return site


def test_the_first_version_is_told_with_what_to_look_at(site: Site) -> None:
    code, said = site.publish()
    assert code == 0
    assert "1 invigilator has no PIN" in said
    assert "David Okafor" in said
    assert "There are no photos." in said
    assert f"Published {SESSION} version 1" in said
    assert site.packs == [f"{SESSION}-v1.json"]


def test_a_dry_run_shows_the_difference_and_writes_nothing(site: Site) -> None:
    site.publish()
    with site.plan() as plan:
        put(plan, Kind.CANDIDATES, candidate(3, "Renamed"))
        plan.seat(
            SESSION, [*(s for s in plan.seatings(SESSION) if s.number != "1001"), seated(1, "A1", "annexe")]
        )
    code, said = site.publish("--dry-run")
    assert code == 0
    assert "Rooms and seats changed: 1" in said
    assert "Main Hall A1" in said
    assert "Annexe A1" in said
    assert "Smith-Jones, Zoë" in said
    assert "would be published. Nothing was written." in said
    assert site.packs == [f"{SESSION}-v1.json"]
    told = site.as_json("--dry-run")
    assert (told["published"], told["is_new"], told["version"]) == (False, True, 1)
    assert set(told["differences"]) == {"moved", "details", "rooms"}


def test_published_is_what_the_dry_run_said(site: Site) -> None:
    site.publish()
    with site.plan() as plan:
        plan.seat(SESSION, [s for s in plan.seatings(SESSION) if s.number != "1001"])
    before, after = site.as_json("--dry-run"), site.as_json()
    assert before["differences"] == after["differences"]
    assert (after["published"], after["version"]) == (True, 2)
    assert any(check["what"] == "1 entry has no seat yet" for check in after["checks"])
    again = site.as_json()
    assert (again["published"], again["is_new"], again["version"]) == (False, False, 2)
    assert again["differences"] == {}
    assert len(site.packs) == 2
