"""make setup on machines that lack something, without touching this one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provisioning.setup import __main__ as setup
from provisioning.setup import environment, system


@pytest.fixture
def fake_venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A .venv that is only a stamp, so that no step can reach the real one."""
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")
    for step in ("make_venv", "install_packages", "install_project", "browser_of_our_own"):
        monkeypatch.setattr(environment, step, lambda: None)
    (tmp_path / "python").touch()
    return tmp_path


def absent(what: str, *packages: str) -> system.Need:
    return system.Need(what, lambda: False, packages)


def test_the_second_run_does_nothing(fake_venv: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(system, "needs", list)
    monkeypatch.setattr(system, "chromium", lambda: "/usr/bin/chromium")
    assert setup.main() == 0
    assert "setup: done" in capsys.readouterr().out
    assert setup.main() == 0
    assert capsys.readouterr().out == "setup: up to date\n"


def test_a_changed_lock_is_noticed(fake_venv: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = environment.wanted()
    other = tmp_path / "dev.lock"
    other.write_bytes(environment.LOCK.read_bytes() + b"\n")
    monkeypatch.setattr(environment, "LOCK", other)
    after = environment.wanted()
    assert after["packages"] != before["packages"]
    assert after["project"] == before["project"]


def test_a_stamp_without_its_venv_counts_for_nothing(fake_venv: Path) -> None:
    environment.remember(environment.wanted())
    (fake_venv / "python").unlink()
    assert environment.installed() == {}


def test_without_root_every_missing_package_is_named_and_nothing_is_stamped(
    fake_venv: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    needs = [absent("OpenGL", "libgl1"), absent("multi-touch input", "libmtdev1t64", "libmtdev1")]
    monkeypatch.setattr(system, "needs", lambda: needs)
    monkeypatch.setattr(system, "_root_prefix", lambda: None)
    assert setup.main() == 1
    told = capsys.readouterr().out
    assert "  - OpenGL (package libgl1)\n" in told
    assert "  - multi-touch input (package libmtdev1t64 or libmtdev1)\n" in told
    assert not environment.STAMP.exists()


def test_a_machine_without_a_usable_chromium_gets_playwrights(
    fake_venv: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    brought: list[str] = []
    monkeypatch.setattr(system, "needs", lambda: [absent("Chromium", "chromium")])
    monkeypatch.setattr(system, "_root_prefix", lambda: None)
    monkeypatch.setattr(system, "chromium", lambda: None)
    monkeypatch.setattr(environment, "browser_of_our_own", lambda: brought.append("chromium"))
    assert setup.main() == 0
    assert brought == ["chromium"]
    assert json.loads(environment.STAMP.read_text()) == environment.wanted()


def test_a_chromium_that_does_not_start_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ubuntu's chromium-browser is a script that asks for the snap and ends with 1."""
    stub, real = tmp_path / "chromium-browser", tmp_path / "google-chrome"
    stub.write_text("#!/bin/sh\necho please install the snap\nexit 1\n", encoding="utf-8")
    real.write_text("#!/bin/sh\necho Chrome 1\n", encoding="utf-8")
    stub.chmod(0o755)
    real.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("EXAMDAY_CHROMIUM", raising=False)
    assert system.chromium() == str(real)
    monkeypatch.setenv("EXAMDAY_CHROMIUM", str(stub))
    assert system.chromium() is None
