"""``examday hub`` from a shell: it says where it listens, ends in order, tells its faults in a sentence."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path

import pytest

from hub.cli.app import run_command
from tests.hub_house import http_to
from tests.hub_process import examday, hub_process


async def told(*arguments: str) -> tuple[int | None, str, str]:
    process = await examday(*arguments)
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_listens_twice_and_a_signal_ends_it_in_order(tmp_path: Path, number: signal.Signals) -> None:
    ready_file = tmp_path / "ready.json"
    async with hub_process(tmp_path / "site", "--ready-file", str(ready_file)) as hub:
        assert json.loads(ready_file.read_text(encoding="utf-8")) == hub.ready
        ca_pem = (tmp_path / "site" / "keys" / "ca.pem").read_bytes()
        async with (
            http_to(hub.ready["url"], ca_pem) as secure,
            http_to(hub.ready["office_url"], ca_pem) as plain,
        ):
            assert (await secure.get("/health")).json()["hub_id"] == hub.ready["hub_id"]
            assert (await plain.get("/ca.pem")).content == ca_pem
        hub.process.send_signal(number)
        _, err = await hub.process.communicate()
        assert (hub.process.returncode, err) == (0, b"")


async def test_a_second_hub_on_the_same_site_says_so_and_leaves_it_alone(tmp_path: Path) -> None:
    async with hub_process(tmp_path):
        status, _, err = await told("hub", "--site", str(tmp_path), "--port", "0", "--office-port", "0")
        assert status == 1
        assert "another hub has" in err
        assert "Traceback" not in err


def told_here(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The same command without a process of its own, and the one sentence that it ends with."""
    status = run_command("hub", [*arguments, "--office-port", "0"])
    return status, " ".join(capsys.readouterr().err.split())


def test_a_port_in_use_is_told_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, err = told_here(capsys, "--site", str(tmp_path), "--host", "127.0.0.1", "--port", port)
    assert status == 1
    assert f"port {port} on 127.0.0.1 can't be used" in err
    assert "--port" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("port = 'many'", "has a setting that can't be used"),
        ("prot = 8443", "has a setting that can't be used"),
        ("port = = 1", "not readable as TOML"),
        ("[centre]\nnumber = '12'\nname = 'X'", "a centre number has five digits"),
        ("rules = 'made-up'", "made-up"),
    ],
)
def test_a_setting_that_can_not_be_is_told_by_file_and_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, expected: str
) -> None:
    (tmp_path / "hub.toml").write_text(text, encoding="utf-8")
    status, err = told_here(capsys, "--site", str(tmp_path), "--port", "0")
    assert status == 1
    assert expected in err
    assert "Traceback" not in err


def test_a_damaged_journal_is_told_and_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "journal.db").write_bytes(b"not a database at all" * 300)
    status, err = told_here(capsys, "--site", str(tmp_path), "--port", "0")
    assert status == 1
    assert "can't be used" in err
    assert (tmp_path / "journal.db").read_bytes().startswith(b"not a database")


async def test_help_lists_every_command_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    status, out, _ = await told("--help")
    assert status == 0
    for name in ("hub", "import", "seat", "publish", "print", "verify", "demo", "bench"):
        assert f"examday {name}" in out
    status, _, err = await told("hubb")
    assert (status, "no command 'hubb'" in err) == (2, True)
    status, _, err = await told("hub", "--rehearse", "yesterday")
    assert status == 2
    assert "ANCHOR,SHOWN,RATE" in err
