"""The pages in docs/imports say what the import does: their examples are imported by the lines they show."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hub.before.importing.shapes import SHAPES
from hub.before.records import Kind
from hub.cli.app import run_command

PAGES = Path(__file__).parents[2] / "docs" / "imports"
ORDER = (
    Kind.TIMETABLE,
    Kind.CANDIDATES,
    Kind.ENTRIES,
    Kind.ROOMS,
    Kind.SEATS,
    Kind.ARRANGEMENTS,
    Kind.INVIGILATORS,
    Kind.PHOTOS,
    Kind.ONEROSTER,
)


class Imported(NamedTuple):
    """What the page's own command did, and what it does the second time."""

    code: int
    report: dict[str, Any]
    again: dict[str, Any]


def page(kind: Kind) -> str:
    return (PAGES / f"{kind.value}.md").read_text(encoding="utf-8")


def shown_command(kind: Kind) -> list[str]:
    """The command line of the page's example."""
    found = re.search(rf"^examday (import {kind.value} .+)$", page(kind), re.MULTILINE)
    assert found is not None, f"{kind.value}.md shows no command"
    return shlex.split(found[1])


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, Imported]:
    """Every example, taken into one new site in the order of the index."""
    folder = tmp_path_factory.mktemp("examples")
    examples = shutil.copytree(PAGES / "examples", folder / "examples")
    told = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(examples)
        for kind in ORDER:
            runs = [run(kind, folder) for _ in range(2)]
            told[kind] = Imported(runs[0][0], runs[0][1], runs[1][1])
    return told


def run(kind: Kind, folder: Path) -> tuple[int, dict[str, Any]]:
    name, *arguments = shown_command(kind)
    out = folder / "report.json"
    with pytest.MonkeyPatch.context() as patch, out.open("w", encoding="utf-8") as file:
        patch.setattr("sys.stdout", file)
        code = run_command(name, [*arguments, "--site", str(folder / "site"), "--yes", "--json"])
    return code, json.loads(out.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ORDER)
def test_the_example_of_a_page_is_imported_by_its_own_command(
    kind: Kind, imported: dict[Kind, Imported]
) -> None:
    code, report, again = imported[kind]
    counts = {name: report[name] for name in ("rows_read", "rows_ok", "added", "changed", "withdrawn")}
    said = re.search(
        r"^It reads (\d+) rows?, (\d+) of them well: (\d+) new, (\d+) changed, (\d+) withdrawn\.",
        page(kind),
        re.M,
    )
    assert said is not None, f"say in {kind.value}.md: {counts}"
    assert [int(number) for number in said.groups()] == list(counts.values())
    assert code == 0
    assert (again["added"], again["changed"], again["withdrawn"]) == (0, 0, 0)


@pytest.mark.parametrize("kind", ORDER)
def test_what_a_page_says_is_told_about_its_example_is_told(
    kind: Kind, imported: dict[Kind, Imported]
) -> None:
    lines = [
        (p["row"] or p["file"], p["column"] or "–", p["found"] or "(empty)", p["severity"], p["expected"])
        for p in imported[kind].report["problems"]
    ]
    expected = "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
    assert expected in page(kind), f"{kind.value}.md should hold:\n{expected}"


@pytest.mark.parametrize("kind", [kind for kind in ORDER if kind in SHAPES])
def test_a_page_names_every_column_by_every_name_it_is_found_by(kind: Kind) -> None:
    rows = "".join(
        f"| `{field.name}` | {', '.join(field.synonyms) or '–'} |" + "\n" for field in SHAPES[kind].fields
    )
    named = re.sub(r"^(\| `\w+` \| [^|]+\|).*$", r"\1", page(kind), flags=re.MULTILINE)
    assert rows in named, f"{kind.value}.md should hold these, each with what it is:\n{rows}"


def test_the_index_names_every_page_and_every_example_is_used() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert [k.value for k in ORDER] == re.findall(r"^\| \[(\w+)\]\(\1\.md\)", index, re.MULTILINE)
    used = {word for kind in ORDER for word in shown_command(kind)}
    assert {path.name for path in (PAGES / "examples").iterdir()} <= used
