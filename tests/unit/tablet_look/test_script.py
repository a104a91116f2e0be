"""Names as they are drawn: joined and turned round where they are written from the right."""

from __future__ import annotations

import pytest

from kiosk_app.theme import script


@pytest.fixture(autouse=True)
def _fresh() -> None:
    script.drawn.cache_clear()
    script.font_for.cache_clear()


@pytest.mark.parametrize(
    "name", ["O'Connor, Siân", "Nguyễn, Thị Ánh", "Παπαδόπουλος", "Достоевский, Фёдор", ""]
)
def test_names_from_the_left_stay_as_they_are(name: str) -> None:
    assert script.drawn(name) == name
    assert script.font_for(name) == script.USUAL


def test_hebrew_is_turned_round() -> None:
    assert script.drawn("שרה") == "הרש"
    assert script.font_for("שרה") == script.WIDE


def test_arabic_is_joined_and_turned_round() -> None:
    drawn = script.drawn("محمد")
    assert [hex(ord(letter)) for letter in drawn] == ["0xfeaa", "0xfee4", "0xfea4", "0xfee3"]


def test_figures_and_latin_words_keep_their_order_among_arabic() -> None:
    drawn = script.drawn("1043 محمد (seat B4)")
    assert "1043" in drawn
    assert "B4" in drawn


def test_letters_without_a_font_are_said_in_words_never_drawn_as_boxes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(script, "_east_asian", lambda: "")
    assert script.drawn("王, 小明 · 1006") == "(no font for this) · 1006"
    monkeypatch.setattr(script, "_east_asian", lambda: "/fonts/NotoSansCJK.ttc")
    script.drawn.cache_clear()
    assert script.drawn("王, 小明") == "王, 小明"
    assert script.font_for("王") == "/fonts/NotoSansCJK.ttc"
