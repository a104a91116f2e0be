"""Every word on every screen comes from a catalogue: shown by a language in which each of them is marked."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from typing import Any

import pytest

from kiosk_app import texts
from tests.factories import MATHS, candidate_id
from tests.ui.conftest import InRoom, OpenRoom
from tests.ui.glass import tag_text
from tests.ui.test_look import SECTIONS, sheets

MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[A-Za-z]{2,}")
OWN_WORDS = ("English", "Cymraeg")
"""Languages are offered in their own words."""


class Marking(gettext.NullTranslations):
    """Puts every sentence between brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    texts.use_language("en")


def data_of(at: InRoom) -> list[str]:
    """Names, codes and titles that the plan gives: these are in no catalogue."""
    pack = at.room.desk.pack
    known = [pack.centre.name, pack.centre.number, pack.session.id, at.tablet.name, *OWN_WORDS]
    known += [room.name for room in pack.rooms] + [person.name for person in pack.invigilators]
    known += [candidate.register_name for candidate in pack.candidates]
    known += [candidate.arrangement_codes for candidate in pack.candidates if candidate.arrangements]
    for paper in pack.session.components:
        known += [paper.component.code, paper.component.title, paper.component.board]
    known += [seat.label for room in pack.rooms for seat in room.seats]
    known += list(pack.rules.boards)
    return sorted(filter(None, known), key=len, reverse=True)


def unmarked(said: str, data: list[str]) -> bool:
    """Whether words are left once marks and the plan's own data are taken away."""
    for known in data:
        said = said.replace(known, "")
    while MARKED.search(said):
        said = MARKED.sub("", said)
    return bool(WORD.search(said))


def test_no_visible_word_stands_outside_the_catalogues(open_room: OpenRoom) -> None:
    at = open_room(12)
    data, found = data_of(at), []
    at.running()
    texts.use_catalogue(Marking())
    at.app._rebuild()

    def look(where: str) -> None:
        at.glass.idle(3)
        found.extend(f"{where}: {said!r}" for said in at.glass.words() if unmarked(said, data))

    for section in SECTIONS:
        at.app.show(section)
        look(section)
        at.glass.shell.uncover()
    for name, sheet in sheets(at).items():
        at.glass.shell.cover(sheet())
        look(name)
        at.glass.shell.uncover()
    for number in (1, 2):
        at.glass.shell.open_card((candidate_id(number), at.room.book.sittings[number - 1].component_id))
        look(f"card {number}")
    at.room.scan.scan(tag_text(4))
    at.glass.shell.refresh()
    look("red screen")
    assert found == []


def test_a_word_outside_would_be_found() -> None:
    assert unmarked("Next scan", [])
    assert unmarked("⟦Next: {step}⟧ and", [])
    assert not unmarked("⟦Next: ⟦Close⟧⟧ 8300/1H", ["8300/1H"])


def test_welsh_is_chosen_with_a_finger_and_kept_for_the_person(open_room: OpenRoom) -> None:
    at: Any = open_room(6)
    at.app.show("tablet")
    at.glass.press("Cymraeg", until=lambda: at.glass.sees("Sut mae'n edrych"))
    assert at.app.settings.settings.look_of("inv-1").language == "cy"
    assert at.app.settings.settings.look.language == "en"
    at.glass.shell.open_card((candidate_id(1), MATHS))
    at.glass.until(lambda: at.glass.has_button("Cadarnhau"))
    at.room.sign_in.lock()
    at.glass.until(lambda: at.glass.sees("Main Hall is locked"), "the tablet's own language once locked")
