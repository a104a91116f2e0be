"""Text on paper: measured, wrapped and shrunk without losing a character of anybody's name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from printables import platform_fonts, typeface
from printables.print_warnings import print_warnings
from printables.scripts import stretches
from printables.setting import set_line
from tests import paper_factory
from tests.paper_names import LONGEST, ODD_NAMES

words = st.text(alphabet=st.characters(categories=("L", "M", "N", "P", "Zs")), max_size=80)


@pytest.fixture(autouse=True, scope="module")
def bare_machine() -> Iterator[None]:
    """A machine without fonts of its own, so that the embedded ones alone decide."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(platform_fonts, "font_folders", lambda: ())
        typeface.look_again()
        yield
    typeface.look_again()


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


def test_arabic_letters_take_the_form_their_neighbours_ask_for_and_words_run_from_the_right() -> None:
    """Mohammed Ali: seen from the left, the last letter of the second name comes first."""
    (line,) = stretches("محمد علي")
    assert line.turned
    assert [unicodedata.name(c) for c in line.text if c != " "] == [
        "ARABIC LETTER YEH FINAL FORM",
        "ARABIC LETTER LAM MEDIAL FORM",
        "ARABIC LETTER AIN INITIAL FORM",
        "ARABIC LETTER DAL FINAL FORM",
        "ARABIC LETTER MEEM MEDIAL FORM",
        "ARABIC LETTER HAH MEDIAL FORM",
        "ARABIC LETTER MEEM INITIAL FORM",
    ]


@pytest.mark.parametrize("name", ["محمد علي", "בן־גוריון, שרה"])
def test_a_number_stays_on_its_side_of_a_name_from_the_right(name: str) -> None:
    """On a plan and in a list the number comes first, whoever it belongs to."""
    before, words, after = stretches(f"2001 {name} (no seat); 2004 Smith")
    assert (before.text, before.turned) == ("2001 ", False)
    assert words.turned
    assert (after.text, after.turned) == (" (no seat); 2004 Smith", False)


def test_two_numbered_names_from_the_right_keep_their_order() -> None:
    said = [stretch.text for stretch in stretches("2001 דוד; 2004 שרה") if not stretch.turned]
    assert said == ["2001 ", "; 2004 "]


def test_a_comma_at_the_end_of_a_broken_line_stays_behind_its_name() -> None:
    (line,) = stretches("القرشي,")
    assert line.text.startswith(",")
    name, rest = stretches("القرشي, Ali")
    assert (name.turned, rest.text) == (True, ", Ali")


def test_forms_that_an_old_system_stored_are_shaped_anew() -> None:
    stored = "\ufea9\ufeee\ufea9"
    assert typeface.plain(stored) == "دود"
    assert typeface.width(stored, 10) == typeface.width("دود", 10)


def test_marks_without_a_letter_of_their_own_stand_clear_over_and_under_it() -> None:
    """Yoruba: o with a dot below exists as one letter, its accent has to be put on."""
    line = set_line("Ọlọ́run", False)
    assert line.said == "Ọlọ́run"
    (accent,) = (piece for piece in line.pieces if piece.text == "\u0301")
    letter = next(piece for piece in line.pieces if piece.text.endswith("ọ"))
    assert letter.end - 0.7 < accent.x + 0.3 < letter.end + 0.3
    tall = set_line("Ẹ́", False).pieces[-1]
    assert tall.rise > accent.rise >= 0
    assert typeface.width("Ọlọ́run", 10) == pytest.approx(typeface.width("Ọlọrun", 10))


def test_what_no_font_has_is_said_in_words_and_never_framed() -> None:
    assert typeface.plain("王小明, Wei") == "[3 Chinese letters], Wei"
    assert typeface.plain("राजेश कुमार") == "[6 Devanagari letters]"
    assert typeface.plain("Jo \U0001f9ff") == "Jo [1 sign]"
    assert typeface.plain("김") == "[1 Korean letter]"
    assert typeface.unprintable("王小明, Wei") == "小明王"
    assert typeface.width("王", 10) == typeface.width("[1 Chinese letter]", 10)


def test_whose_name_prints_otherwise_is_told_with_what_to_install() -> None:
    pack = paper_factory.named(paper_factory.full_pack(11))
    told = print_warnings(pack.candidates)
    assert [w.number for w in told] == ["2013", "2016"]
    assert "fonts-wqy-zenhei" in told[0].remedy
    assert told[0].sentence.startswith("2013 王, 小明: no font here has these Chinese letters (小 明 王).")
    assert "[3 Chinese letters]" in told[0].sentence
    assert "Latin letters in the list of candidates" in told[1].remedy
    pashto = msgspec.structs.replace(pack.candidates[0], surname="ټولنه", forenames="")
    (apart,) = print_warnings([pashto])
    assert (apart.characters, apart.printed_as) == ("ټ", "ټولنه")


def test_an_invisible_mark_in_a_name_takes_no_room() -> None:
    assert typeface.plain("\ufeffSmith\u200b,\u202a Jo\u00ad\ufe0f") == "Smith, Jo"


def test_what_stands_under_an_arabic_name_is_given_more_room() -> None:
    assert typeface.drop("Smith", 18) == 0
    assert 1 < typeface.drop("علي", 18) < 9
