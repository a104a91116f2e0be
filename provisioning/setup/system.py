"""What ExamDay needs from the machine beside Python, and how Debian and Ubuntu call it."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Need:
    """One thing the machine must have; the first package that the distribution knows provides it."""

    what: str
    present: Callable[[], bool]
    packages: tuple[str, ...]


def needs() -> list[Need]:
    return [
        Need("python's venv", _has_venv, (f"python3.{sys.version_info.minor}-venv", "python3-venv")),
        Need("OpenGL", lambda: _loads("libGL.so.1"), ("libgl1",)),
        Need("EGL, to draw without a display", lambda: _loads("libEGL.so.1"), ("libegl1",)),
        Need("Mesa's drivers", _has_mesa, ("libgl1-mesa-dri",)),
        Need("multi-touch input", lambda: _loads("libmtdev.so.1"), ("libmtdev1t64", "libmtdev1")),
        Need("PDF rendering (pdftoppm)", lambda: bool(shutil.which("pdftoppm")), ("poppler-utils",)),
        Need("a font", _has_fonts, ("fonts-dejavu-core",)),
        Need("Chromium", lambda: chromium() is not None, ("chromium",)),
    ]


def chromium() -> str | None:
    """The browser for the web tests: EXAMDAY_CHROMIUM, else one on PATH that really starts.

    On Ubuntu 24.04 chromium-browser is a stub that asks for the snap, and the snap can't read a test's files,
    so both are passed over; there Playwright brings its own (see environment.browser_of_our_own).
    """
    named = os.environ.get("EXAMDAY_CHROMIUM")
    if named:
        return named if _starts(named) else None
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return next((path for path in found if path and not _is_snap(path) and _starts(path)), None)


def install(missing: list[Need], say: Callable[[str], None]) -> list[str]:
    """Install what apt-get may; returns in plain words what is still missing."""
    unmet = [f"{need.what} (package {' or '.join(need.packages)})" for need in missing]
    root = _root_prefix()
    if not shutil.which("apt-get") or root is None:
        return unmet
    say("reading the package lists")
    quiet = [
        *root,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-qq",
        "-o",
        "DPkg::Lock::Timeout=120",
    ]
    if subprocess.run([*quiet, "update"], stdin=subprocess.DEVNULL, check=False).returncode:
        say("the package lists could not be read; trying with those already here")
    names = [name for need in missing if (name := _known_package(need.packages))]
    if names:
        say(f"installing {' '.join(names)}")
        command = [*quiet, "install", "--yes", "--no-install-recommends", *names]
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    importlib.invalidate_caches()
    return [text for need, text in zip(missing, unmet, strict=True) if not need.present()]


def _root_prefix() -> list[str] | None:
    if os.name != "posix":
        return None
    if os.geteuid() == 0:
        return []
    allowed = shutil.which("sudo") and _succeeds(["sudo", "-n", "true"])
    return ["sudo", "-n"] if allowed else None


def _known_package(names: tuple[str, ...]) -> str | None:
    """The first name with a candidate; Ubuntu's chromium has none worth having, it is the snap's stub."""
    for name in names:
        told = subprocess.run(
            ["apt-cache", "policy", name], capture_output=True, text=True, check=False
        ).stdout
        candidate = next((line.split()[-1] for line in told.splitlines() if "Candidate:" in line), "(none)")
        if candidate != "(none)" and "snap" not in candidate:
            return name
    return None


def _has_venv() -> bool:
    return importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None


def _has_mesa() -> bool:
    return any(Path("/usr").glob("lib*/**/dri/*_dri.so"))


def _has_fonts() -> bool:
    return any(Path("/usr/share/fonts").glob("**/*.ttf"))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _is_snap(path: str) -> bool:
    return path.startswith("/snap/") or Path(path).resolve().name == "snap"


def _starts(path: str) -> bool:
    return _succeeds([path, "--version"])


def _succeeds(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
