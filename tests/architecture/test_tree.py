"""The shape of the tree: files that hold one idea, packages that ship whole, locks that name no address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOPS = ("shared", "hub", "kiosk_app", "printables", "provisioning")
MOST_LINES = 350
LOCKS = sorted((ROOT / "provisioning" / "locks").glob("*.lock"))


def sources(*tops: str) -> list[Path]:
    return sorted(path for top in tops for path in (ROOT / top).rglob("*.py"))


def test_no_file_has_more_than_350_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): _lines(path) for path in sources(*TOPS, "tests")}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in sources(*TOPS)}
    assert [
        str(folder.relative_to(ROOT)) for folder in sorted(folders) if not (folder / "__init__.py").exists()
    ] == []


def test_every_data_file_is_shipped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["*"]
    left_out = [
        str(path.relative_to(ROOT))
        for top in TOPS
        for path in sorted((ROOT / top).rglob("*"))
        if path.is_file()
        and path.suffix not in (".py", ".pyc", ".lock")
        and not any(path.match(pattern) for pattern in patterns)
    ]
    assert left_out == []


def test_there_are_three_locks() -> None:
    assert [lock.stem for lock in LOCKS] == ["dev", "hub", "kiosk"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_pins_by_hash_and_tells_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"://|index-url|find-links|trusted-host| @ |^-e ", text, re.MULTILINE)
    unpinned = [
        entry.split()[0]
        for entry in re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
        if not re.match(r"[\w.-]+==\S+", entry) or "--hash=sha256:" not in entry
    ]
    assert unpinned == []


@pytest.mark.parametrize(
    ("lock", "absent"),
    [
        ("hub", {"kivy", "kivymd", "opencv-python-headless"}),
        ("kiosk", {"fastapi", "starlette", "uvicorn", "reportlab", "sqlite-utils"}),
        ("dev", {"pycairo", "materialshapes"}),
    ],
)
def test_a_lock_leaves_out_what_its_machine_must_not_need(lock: str, absent: set[str]) -> None:
    text = (ROOT / "provisioning" / "locks" / f"{lock}.lock").read_text(encoding="utf-8")
    assert absent & set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE)) == set()


def test_the_dev_lock_agrees_with_the_others() -> None:
    pins = {
        lock.stem: set(re.findall(r"^[\w.-]+==\S+", lock.read_text(encoding="utf-8"), re.MULTILINE))
        for lock in LOCKS
    }
    assert pins["hub"] - pins["dev"] == set()
    assert pins["kiosk"] - pins["dev"] == set()


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")
