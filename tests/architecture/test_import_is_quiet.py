"""Importing any module opens no file, socket, database, process or thread of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WATCHER = Path(__file__).with_name("import_watcher.py")


def watch(folder: Path, *tops: str) -> dict[str, list[str]]:
    done = subprocess.run(
        [sys.executable, str(WATCHER), str(folder), *tops],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_no_module_of_ours_does_io_when_imported() -> None:
    told = watch(ROOT, "shared", "hub", "kiosk_app", "printables", "provisioning")
    assert told["io"] == []
    assert len(told["imported"]) > 15


def test_the_watcher_notices_what_a_module_does_and_not_what_it_imports(tmp_path: Path) -> None:
    package = tmp_path / "loud"
    package.mkdir()
    (package / "__init__.py").write_text("import json, sqlite3, logging.config\n", encoding="utf-8")
    (package / "reads.py").write_text("TEXT = open(__file__).read()\n", encoding="utf-8")
    (package / "connects.py").write_text(
        "import sqlite3\n\ndef connect():\n    return sqlite3.connect(':memory:')\n\nDB = connect()\n",
        encoding="utf-8",
    )
    (package / "calls_another.py").write_text("from loud import quiet\nquiet.act()\n", encoding="utf-8")
    (package / "quiet.py").write_text(
        "import socket\n\ndef act():\n    socket.socket().close()\n", encoding="utf-8"
    )

    told = watch(tmp_path, "loud")

    heard = sorted({line.rsplit(": ", 1)[0] for line in told["io"]})
    assert heard == ["loud/calls_another.py:2", "loud/connects.py:6", "loud/reads.py:1"]
