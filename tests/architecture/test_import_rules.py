"""The layout's import rules, as make lint holds them, and a guard that the rules can fail at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from importlinter import api

ROOT = Path(__file__).parents[2]
LINT = [
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command as c; c()",
    "--no-logo",
    "--no-cache",
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(LINT, cwd=folder, capture_output=True, text=True, check=False, timeout=100)


def test_every_contract_is_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(contracts())} kept, 0 broken" in done.stdout


def test_a_breach_is_told_by_name(tmp_path: Path) -> None:
    """A copy of the empty layout with one forbidden import in each place that must notice."""
    breaches = {
        "shared/plan/clock.py": "import time\n",
        "shared/rules/back.py": "import shared.plan\n",
        "hub/before/pages.py": "import fastapi\nimport provisioning\n",
        "hub/during/paper.py": "import printables\nimport kiosk_app\n",
        "kiosk_app/viewmodels/journal.py": "import sqlite3\n",
        "printables/register.py": "import hub\n",
        "provisioning/drawing.py": "import kivy\nimport reportlab\n",
    }
    for package in packages():
        (tmp_path / package).mkdir(parents=True)
        (tmp_path / package / "__init__.py").write_text("", encoding="utf-8")
    for name, text in breaches.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())

    done = lint(tmp_path)

    kept = [c["name"] for c in contracts() if f"{c['name']} BROKEN" not in " ".join(done.stdout.split())]
    assert kept == ["shared imports nothing of ours"], done.stdout + done.stderr


def contracts() -> list[dict[str, str]]:
    found: list[dict[str, str]] = api.read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
    return found


def packages() -> list[str]:
    tops = ("shared", "hub", "kiosk_app", "printables", "provisioning")
    return [
        str(init.parent.relative_to(ROOT))
        for top in tops
        for init in sorted((ROOT / top).rglob("__init__.py"))
    ]
