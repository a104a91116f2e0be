"""Fonts of the machine: found by what they hold, passed over where they can't be embedded."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.ttfonts import TTFont

from printables import faces, platform_fonts, typeface
from printables.pdf_file import About, Leaf, render
from printables.pen import Pen
from printables.sfnt import Sfnt, UnusableFontError
from tests.paper_reader import fonts

FONTS = Path(faces.__file__).parent / "fonts"
HEBREW = (FONTS / "NotoSansHebrew-Regular.ttf").read_bytes()
TABLE_ENTRY = 16


def collection(font: bytes) -> bytes:
    """The same font as the only one of a TTC file."""
    start = 16
    count = struct.unpack(">H", font[4:6])[0]
    moved = bytearray(font)
    for entry in range(count):
        at = 12 + TABLE_ENTRY * entry + 8
        moved[at : at + 4] = struct.pack(">L", struct.unpack(">L", font[at : at + 4])[0] + start)
    return struct.pack(">4sLLL", b"ttcf", 0x00010000, 1, start) + bytes(moved)


def forbidden(font: bytes) -> bytes:
    """The same font, whose maker doesn't allow embedding."""
    changed = bytearray(font)
    for entry in range(struct.unpack(">H", font[4:6])[0]):
        at = 12 + TABLE_ENTRY * entry
        if font[at : at + 4] == b"OS/2":
            licence = struct.unpack(">L", font[at + 8 : at + 12])[0] + 8
            changed[licence : licence + 2] = struct.pack(">H", 2)
    return bytes(changed)


def test_a_font_is_found_by_the_letters_it_has(tmp_path: Path) -> None:
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "hebrew.ttf").write_bytes(HEBREW)
    (tmp_path / "greek.ttf").write_bytes((FONTS / "NotoSans-Regular.ttf").read_bytes())
    assert [f.name for f in platform_fonts.fonts_with("ש", (tmp_path,))] == ["hebrew.ttf"]
    assert [f.name for f in platform_fonts.fonts_with("λ", (tmp_path,))] == ["greek.ttf"]
    assert list(platform_fonts.fonts_with("王", (tmp_path,))) == []


def test_what_can_not_be_embedded_or_read_is_passed_over(tmp_path: Path) -> None:
    for name, data in {
        "cff.otf": b"OTTO" + HEBREW[4:],
        "cut.ttf": HEBREW[:300],
        "empty.ttf": b"",
        "forbidden.ttf": forbidden(HEBREW),
        "letter.ttf": b"Dear Sir or Madam",
        "whole.ttc": collection(HEBREW),
    }.items():
        (tmp_path / name).write_bytes(data)
    assert [f.name for f in platform_fonts.fonts_with("ש", (tmp_path,))] == ["whole.ttc"]


def test_a_wide_sans_serif_comes_before_a_display_face(tmp_path: Path) -> None:
    for name in ("Aardvark-Bold.ttf", "Zebra.ttf", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf"):
        data = collection(HEBREW) if name.endswith("c") else HEBREW
        (tmp_path / name).write_bytes(data)
    found = [f.name for f in platform_fonts.fonts_with("ש", (tmp_path,))]
    assert found == ["wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "Zebra.ttf", "Aardvark-Bold.ttf"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"OTTO" + HEBREW[4:], "no TrueType outlines"),
        (HEBREW[:40], "cut off|outlines"),
        (forbidden(HEBREW), "doesn't allow embedding"),
        (b"ttcf\x00\x01\x00\x00\x00\x00\x00\x00", "0 fonts"),
    ],
)
def test_a_font_that_can_not_be_used_says_why(data: bytes, why: str) -> None:
    with pytest.raises(UnusableFontError, match=why):
        Sfnt(data)


def test_every_embedded_font_is_read_and_has_its_licence_beside_it() -> None:
    for path in FONTS.glob("*.ttf"):
        assert Sfnt(path.read_bytes()).spans()
        family = "DejaVuSans" if path.name.startswith("DejaVu") else "NotoSans"
        assert "licen" in (FONTS / f"{family}-LICENSE.txt").read_text(encoding="utf-8").lower()


def test_bold_asked_of_a_font_without_it_is_drawn_on() -> None:
    assert faces.face_of("ნ", True) == faces.Face(faces.FALLBACK, heavy=True)
    assert faces.face_of("ש", True) == faces.Face("ExamDayHebrew-Bold")
    assert faces.face_of("A", True) == faces.Face(faces.BOLD)


def test_a_font_that_was_installed_sets_what_had_to_be_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thaana, for Maldivian names, is in no embedded font: here a Hebrew font claims to have it."""
    letter = "\u0780"
    monkeypatch.setattr(platform_fonts, "font_folders", lambda: (tmp_path,))
    typeface.look_again()
    assert typeface.plain(letter) == "[1 Thaana letter]"
    (tmp_path / "thaana.ttf").write_bytes(renamed(HEBREW, "ש", letter))
    typeface.look_again()
    assert typeface.plain(letter) == letter
    assert typeface.width(letter, 10) == pytest.approx(typeface.width("ש", 10), abs=0.05)

    def write(pen: Pen) -> None:
        pen.text(40, 40, letter, 12, bold=True)

    pdf = render(About("Thaana"), [Leaf(A4, write)])
    assert any(embedded and "Installed" in name for name, embedded in fonts(pdf).items())
    monkeypatch.undo()
    typeface.look_again()


def renamed(font: bytes, old: str, new: str) -> bytes:
    """The same font with a letter's glyph under another code point."""
    changed = bytearray(font)
    for entry in range(struct.unpack(">H", font[4:6])[0]):
        at = 12 + TABLE_ENTRY * entry
        if font[at : at + 4] == b"cmap":
            start, length = struct.unpack(">LL", font[at + 8 : at + 16])
            table = only_letter(font, old, new)
            assert len(table) <= length
            changed[start : start + len(table)] = table
    return bytes(changed)


def only_letter(font: bytes, old: str, new: str) -> bytes:
    """A character map with one letter: one subtable of format 12 (Unicode, full repertoire)."""
    glyph = TTFont("probe", BytesIO(font)).face.charToGlyph[ord(old)]
    head = struct.pack(">HHHHL", 0, 1, 3, 10, 12)
    group = struct.pack(">LLL", ord(new), ord(new), glyph)
    return head + struct.pack(">HHLLL", 12, 0, 16 + len(group), 0, 1) + group
