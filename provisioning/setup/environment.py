"""The project's own .venv: made once, brought to the lock, and stamped so that the next run is quick."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCK = ROOT / "provisioning" / "locks" / "dev.lock"
STAMP = VENV / "examday-setup.json"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


class SetupFailed(Exception):
    """A step that could not be done, in words for the person at the keyboard."""


def wanted() -> dict[str, str]:
    """What a finished .venv is made from: the lock and these scripts, and what pyproject.toml says."""
    scripts = sorted(Path(__file__).parent.glob("*.py"))
    here = f"{sys.version_info.major}.{sys.version_info.minor} {VENV}"
    return {"packages": _digest([LOCK, *scripts], here), "project": _digest([ROOT / "pyproject.toml"], here)}


def installed() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if PYTHON.exists() else {}


def remember(stamp: dict[str, str]) -> None:
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def make_venv() -> None:
    if _venv_fits():
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    _run([sys.executable, "-m", "venv", str(VENV)], "the virtual environment could not be made")


def install_packages() -> None:
    command = [*_pip(), "--no-deps", "--require-hashes", "-r", str(LOCK)]
    _run(command, "the locked packages could not be installed: is the network there?")


def install_project() -> None:
    command = [*_pip(), "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=ROOT, check=False
    )
    if done.returncode:
        raise SetupFailed(f"ExamDay itself could not be installed:\n{done.stdout}{done.stderr}")


def browser_of_our_own() -> None:
    """Where the distribution has no Chromium that tests can use, Playwright brings one and what it needs."""
    deps = ["--with-deps"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [str(PYTHON), "-m", "playwright", "install", *deps, "chromium"]
    _run(command, "no Chromium: install one and name it in EXAMDAY_CHROMIUM")


def _venv_fits() -> bool:
    """A .venv of another Python, or one that was moved or half made, is made anew."""
    told = f"import sys, pip; print(sys.prefix, sys.version_info[:2] == {tuple(sys.version_info[:2])})"
    try:
        done = subprocess.run([PYTHON, "-c", told], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == f"{VENV} True"


def _pip() -> list[str]:
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]


def _run(command: list[str], failure: str) -> None:
    if subprocess.run(command, stdin=subprocess.DEVNULL, cwd=ROOT, check=False).returncode:
        raise SetupFailed(failure)


def _digest(files: list[Path], salt: str) -> str:
    digest = hashlib.sha256(salt.encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()
