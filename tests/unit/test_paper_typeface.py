"""Text on paper: measured, wrapped and shrunk without losing a character of anybody's name."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from printables import typeface
from tests.paper_factory import LONGEST, ODD_NAMES

words = st.text(alphabet=st.characters(categories=("L", "M", "N", "P", "Zs")), max_size=80)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(words, st.floats(30, 300), st.sampled_from([9.0, 12.0, 27.0]), st.booleans())
@example("Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Jo", 40.0, 9.0, True)
def test_wrapping_keeps_every_character_and_every_line_fits(
    text: str, room: float, size: float, bold: bool
) -> None:
    lines = typeface.wrap(text, size, room, bold=bold)
    assert squeezed("".join(lines)) == squeezed(typeface.plain(text))
    for line in lines:
        assert typeface.width(line, size, bold=bold) <= room or is_one_letter(line)


def is_one_letter(line: str) -> bool:
    """A letter and whatever is put over or under it can't be divided."""
    return all(unicodedata.combining(c) for c in line[1:])


@given(words, st.floats(20, 200))
def test_text_is_shrunk_to_nine_points_and_not_below(text: str, room: float) -> None:
    size = typeface.fit(text, room, size=20)
    if size is None:
        assert typeface.width(text, typeface.LEAST_SIZE) > room
    else:
        assert 9 <= size <= 20
        assert typeface.width(text, size) <= room + 1e-6


def test_a_title_that_is_cut_says_so() -> None:
    title = "Religious Studies A: Study of Religion, Christianity and Buddhism"
    cut = typeface.shorten(title, 9, 120)
    assert cut.endswith("…")
    assert title.startswith(cut.removesuffix("…"))
    assert typeface.width(cut, 9) <= 120
    assert typeface.shorten("Maths", 9, 120) == "Maths"


def test_every_name_of_the_hall_has_its_letters_in_the_embedded_fonts() -> None:
    """Latin Extended, Vietnamese, Greek and Cyrillic, and the signs of the states."""
    for surname, forenames in ODD_NAMES:
        assert typeface.unprintable(f"{surname}, {forenames}") == ""
    assert typeface.unprintable("✓ ✗ ↗ – · … ! ?") == ""
    assert len(f"{LONGEST[0]}, {LONGEST[1]}") > 40


def test_a_decomposed_name_is_set_as_its_composed_form() -> None:
    assert typeface.plain("Sia\u0302n\tO'Connor\r\n") == "Siân O'Connor"


def test_words_are_broken_only_where_one_is_too_long() -> None:
    assert not typeface.splits_a_word("van der Westhuizen", 9, 60)
    assert typeface.splits_a_word("Brzęczyszczykiewicz", 9, 60)
