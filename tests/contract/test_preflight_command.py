"""``examday preflight`` on a real site: what stands in the way, in words and JSON, and when it is ready."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.before.records import InvigilatorRecord, Kind
from hub.bootstrap import Hub, open_hub
from hub.cli.app import run_command
from hub.storage.plan_store import PlanStore
from shared.plan.centre import hash_pin
from shared.protocol.enrolment import EnrolmentRequest
from shared.protocol.messages import Health
from tests.factories import PIN, SESSION, Device
from tests.hub_house import config_of
from tests.plan_factory import put, small_plan

STATES = {"good", "look", "stop"}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    with PlanStore.open(tmp_path / "plan.db") as plan:
        small_plan(plan)
    return tmp_path


@pytest.fixture
def hub(site: Path) -> Generator[Hub]:
    """The hub goes on running beside the command."""
    with closing(open_hub(config_of(site))) as opened:
        yield opened


def preflight(site: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, dict[str, object]]]:
    capsys.readouterr()
    code = run_command("preflight", [SESSION, "--json", "--site", str(site)])
    told = json.loads(capsys.readouterr().out)
    lines = {line["key"]: line for line in told["lines"]}
    assert told["session"] == SESSION
    assert {line["state"] for line in lines.values()} <= STATES
    # The exit code and the state say the same as the worst line.
    assert (told["state"] == "stop") is any(line["state"] == "stop" for line in lines.values())
    assert code == (1 if told["state"] == "stop" else 0)
    return code, lines


def test_what_stands_in_the_way_is_told_with_what_to_do(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command("preflight", [SESSION, "--site", str(site)]) == 1
    told = capsys.readouterr().out
    assert "✗  Plan published" in told
    assert "Publish it: no tablet has anything to show." in told
    assert run_command("publish", [SESSION, "--site", str(site)]) == 0
    code, lines = preflight(site, capsys)
    assert code == 1
    stops = {line["title"]: line["who"] for line in lines.values() if line["state"] == "stop"}
    assert stops == {"Plan on the tablets": ["Main Hall"], "PINs": ["David Okafor"]}
    assert all(line["todo"] for line in lines.values() if line["state"] == "stop")


def test_a_plan_that_moved_on_is_told_and_a_ready_site_ends_with_zero(
    site: Path, hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    pin = InvigilatorRecord(id="inv-2", name="David Okafor", pin_salt="s", pin_hash=hash_pin(PIN, "s"))
    put(hub.plan, Kind.INVIGILATORS, pin)
    assert run_command("publish", [SESSION, "--site", str(site)]) == 0
    tablet = Device("tablet-1")
    asked = EnrolmentRequest(
        token=hub.devices.offer(["127.0.0.1:1"]).token,
        device_id=tablet.device_id,
        name="Hall",
        public_key=tablet.key.public.text,
        app_version="0.1.0",
    )
    hub.devices.enrol(asked)
    asyncio.run(hub.devices.approve(tablet.device_id, (), "Ms Officer"))
    hub.devices.board.fetched(tablet.device_id, SESSION, "hall", 1)
    hub.devices.board.told(
        tablet.device_id,
        Health(battery_percent=90, free_disk_mb=9000, queue=0, camera=True, app_version="0.1.0"),
    )
    code, lines = preflight(site, capsys)
    assert code == 0, lines
    put(hub.plan, Kind.INVIGILATORS, replace(pin, name="David B. Okafor"))
    _, lines = preflight(site, capsys)
    moved = next(line for line in lines.values() if line["title"] == "Plan published")
    assert moved["state"] != "good"


@pytest.mark.parametrize(
    ("session", "folder", "told"),
    [
        ("1999-01-01-AM", ".", "There is no session '1999-01-01-AM' in the plan."),
        (SESSION, "none", "import one first, or check --site"),
    ],
)
def test_what_is_not_there_is_told_in_one_sentence(
    site: Path, capsys: pytest.CaptureFixture[str], session: str, folder: str, told: str
) -> None:
    assert run_command("preflight", [session, "--site", str(site / folder)]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said
