"""What isn't written down doesn't exist: every command, event and route; and guides name only what exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from hub.cli.app import COMMANDS
from hub.cli.reference_command import reference_pages
from shared.record.events import EVENT_TYPES

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
GUIDES = (ROOT / "README.md", *sorted((ROOT / "docs" / "guides").glob("*.md")))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return reference_pages()


@pytest.mark.parametrize("name", ["protocol.md", "commands.md", "routes.md"])
def test_the_reference_says_what_the_code_says(name: str, pages: dict[str, str]) -> None:
    written = (REFERENCE / name).read_text(encoding="utf-8")
    assert written == pages[name], "write it anew with: make docs"


def test_every_event_is_described(pages: dict[str, str]) -> None:
    for event in EVENT_TYPES:
        assert re.search(rf"^### {event.__name__}\n\n\w", pages["protocol.md"], re.MULTILINE), event


def test_every_route_says_what_it_does(pages: dict[str, str]) -> None:
    silent = [line for line in pages["routes.md"].splitlines() if re.search(r"\|\s+\|$", line)]
    assert silent == []


def test_every_option_of_every_command_has_its_help(pages: dict[str, str]) -> None:
    for name in COMMANDS:
        assert f"## `examday {name}`" in pages["commands.md"]
    silent = [line for line in pages["commands.md"].splitlines() if re.search(r"^\| `.*\|\s+\|$", line)]
    assert silent == []


def commands_in(text: str) -> list[list[str]]:
    """Every ``examday`` command line of a guide, from its code blocks and its sentences."""
    found = re.findall(r"^(examday [^\n#]+)", text, re.MULTILINE) + re.findall(r"`(examday [^`]+)`", text)
    return [shlex.split(line) for line in found]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_guides_name_commands_and_options_that_exist(guide: Path, pages: dict[str, str]) -> None:
    for words in commands_in(guide.read_text(encoding="utf-8")):
        name = words[1]
        assert name in COMMANDS, f"{guide.name}: examday {name}"
        section = pages["commands.md"].split(f"## `examday {name}`")[1].split("\n## ")[0]
        for option in (word for word in words[2:] if word.startswith("--")):
            assert f"`{option}`" in section, f"{guide.name}: examday {name} {option}"


def test_the_targets_that_the_guides_name_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for guide in GUIDES:
        for target in re.findall(r"(?:`|^)make ([a-z-]+)", guide.read_text(encoding="utf-8"), re.MULTILINE):
            assert target in targets, f"{guide.name}: make {target}"


def test_links_between_documents_lead_somewhere() -> None:
    for document in (*GUIDES, *(ROOT / "docs" / "decisions").glob("*.md")):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"
