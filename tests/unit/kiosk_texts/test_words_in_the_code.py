"""No words for people stand in the tablet's code but through the catalogues."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app import texts
from kiosk_app.hub_words import hub_words, quarantine_words
from provisioning.shared_sentences import shared_sentences

ROOT = Path(__file__).parents[3] / "kiosk_app"
IN_A_TERMINAL = {"cli.py", "board_start.py", "scripted"}
"""What is told on the command line before there is a window, to a technician or a test: in English."""
FILES = [file for file in sorted(ROOT.rglob("*.py")) if file.relative_to(ROOT).parts[0] not in IN_A_TERMINAL]
MARKS = {"_", "N_", "counted"}
FOR_MACHINES = re.compile(
    r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN) "  # for the database
    r"|^bytes "  # a part of an answer
    r"|^[\w/:.-]*\.(db|json|key|pem|otf|ttc|ttf)$"  # a file's name
)
LOOKS_LIKE_WORDS = re.compile(r"[A-Za-z]{2,}[ ,.:…!?]+[A-Za-z(]|^[A-Z][a-z]{2,}$|[a-z]{2,}[.:?!…]$")
NOT_FOR_PEOPLE = {
    # Names that Kivy and Android have, the product's own, and languages in their own words.
    "Light", "Dark", "Blue", "Icons", "ExamDay", "English", "Cymraeg", "examday.screen",
    # Headers and kinds of HTTP, what Linux calls a battery, Kivy's settings, a font, a letter's name.
    "Authorization", "Range", "urn:examday:", "Battery", "mouse,disable_multitouch", "Roboto",
    "ARABIC LIGATURE ALLAH",
    # What a tablet without a name is called in the office, and how the hub begins what an officer wrote.
    "Tablet", "the exams office turned this tablet away",
    "the exams office took this tablet's permission back: ",
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
        is_known = node.value in NOT_FOR_PEOPLE or FOR_MACHINES.search(node.value)
        if LOOKS_LIKE_WORDS.search(node.value) and not is_known:
            yield node


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_sentence_can_be_translated(file: Path) -> None:
    found = words_outside(ast.parse(file.read_text(encoding="utf-8")))
    assert [f"line {node.lineno}: {node.value!r}" for node in found] == []


def test_a_sentence_outside_would_be_found() -> None:
    tree = ast.parse('"""Doc."""\nLine("Next scan")\nText(_("Fine here"))\nicon = "door-open"\n')
    assert [node.value for node in words_outside(tree)] == ["Next scan"]


SHARED = Path(__file__).parents[3] / "shared"
TOLD_ON_A_TABLET = {"protocol/enrolment.py": "OfferError", "protocol/handover.py": "HandoverError"}


@pytest.mark.parametrize(("file", "fault"), TOLD_ON_A_TABLET.items())
def test_faults_of_shared_are_whole_sentences_of_the_catalogue(file: str, fault: str) -> None:
    """Nothing is put into them where they are raised: a tablet looks up the very sentence."""
    collected = {sentence for _where, sentence in shared_sentences()}
    told = [node.args[0] for node in calls(SHARED / file, fault)]
    assert told
    for said in told:
        assert isinstance(said, ast.Constant), (
            f"line {said.lineno} of {file} puts something into its sentence"
        )
        assert said.value in collected


HUB = Path(__file__).parents[3] / "hub"
KINDS = {
    # Where a tablet is refused, by what, and which argument is the kind.
    "web/device_routes.py": {"Problem": "kind"},
    "web/limits.py": {"Problem": "kind"},
    "web/device_sync.py": {"Refusal": "reason"},
    "during/conversation.py": {"Refusal": "reason"},
    "during/switchboard.py": {"Refusal": "reason"},
    "during/access.py": {"AccessRefused": 0},
    "during/devices.py": {"EnrolmentRefused": 0},
}


@pytest.fixture
def in_welsh() -> Iterator[None]:
    texts.use_language("cy")
    yield
    texts.use_language("en")


@pytest.mark.parametrize("file", KINDS)
def test_every_refusal_of_the_hub_is_told_in_the_tablet_s_own_words(file: str, in_welsh: None) -> None:
    for fault, at in KINDS[file].items():
        kinds = [kind for node in calls(HUB / file, fault) if (kind := constant(node, at)) is not None]
        assert kinds
        for kind in kinds:
            for status in (0, 401, 403):
                assert hub_words(kind, "English of the hub", status) not in ("", "English of the hub"), kind


@pytest.mark.parametrize("reason", ["malformed", "broken_chain", "bad_signature"])
def test_so_is_why_it_keeps_a_record_apart(reason: str, in_welsh: None) -> None:
    assert quarantine_words(reason, "English of the hub") != "English of the hub"
    reasons = (HUB / "during" / "ingest.py").read_text() + (HUB / "during" / "admission.py").read_text()
    assert f'"{reason}"' in reasons


def test_what_an_officer_wrote_and_what_a_newer_hub_says_is_shown_as_it_is(in_welsh: None) -> None:
    told = hub_words("device_revoked", "the exams office took this tablet's permission back: lost in bus 4")
    assert told == "Mae'r swyddfa arholiadau wedi tynnu caniatâd y llechen hon yn ôl. lost in bus 4"
    assert "away" not in hub_words("device-refused", "the exams office turned this tablet away")
    assert hub_words("urn:examday:something-new", "Ask again tomorrow.", 409) == "Ask again tomorrow."


def calls(file: Path, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def constant(node: ast.Call, at: str | int) -> str | None:
    """The argument where it is plain text; a kind that is handed on was checked where it was made."""
    found = node.args[at] if isinstance(at, int) else next(k.value for k in node.keywords if k.arg == at)
    return found.value if isinstance(found, ast.Constant) and isinstance(found.value, str) else None
