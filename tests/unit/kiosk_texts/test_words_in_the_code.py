"""No words for people stand in the tablet's code but through the catalogues."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3] / "kiosk_app"
FILES = sorted([*(ROOT / "screens").rglob("*.py"), *(ROOT / "viewmodels").rglob("*.py")])
MARKS = {"_", "N_", "counted"}
LOOKS_LIKE_WORDS = re.compile(r"[A-Za-z]{2,}[ ,.:…!?]+[A-Za-z(]|^[A-Z][a-z]{2,}$|[a-z]{2,}[.:?!…]$")
NOT_FOR_PEOPLE = {
    # Names that Kivy and Android have, the product's own, and languages in their own words.
    "Light", "Dark", "Blue", "Icons", "ExamDay", "English", "Cymraeg", "examday.screen",
}  # fmt: skip


def words_outside(tree: ast.Module) -> Iterator[ast.Constant]:
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            inside.update(id(part) for argument in node.args for part in ast.walk(argument))
        elif isinstance(node, ast.Call) and "autoclass" in ast.dump(node.func):
            inside.update(id(part) for part in ast.walk(node))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside.add(id(node.value))
        elif isinstance(node, (ast.AnnAssign, ast.arg)) and node.annotation is not None:
            inside.update(id(part) for part in ast.walk(node.annotation))
        elif isinstance(node, ast.Raise) and "KeyError" in ast.dump(node):
            inside.update(id(part) for part in ast.walk(node))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or id(node) in inside:
            continue
        if LOOKS_LIKE_WORDS.search(node.value) and node.value not in NOT_FOR_PEOPLE:
            yield node


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_sentence_can_be_translated(file: Path) -> None:
    found = words_outside(ast.parse(file.read_text(encoding="utf-8")))
    assert [f"line {node.lineno}: {node.value!r}" for node in found] == []


def test_a_sentence_outside_would_be_found() -> None:
    tree = ast.parse('"""Doc."""\nLine("Next scan")\nText(_("Fine here"))\nicon = "door-open"\n')
    assert [node.value for node in words_outside(tree)] == ["Next scan"]
