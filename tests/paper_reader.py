"""Reading a PDF back: its words, its fonts, its pictures and the QR codes in them."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf.generic import Destination, DictionaryObject


def pages(pdf: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(pdf)).pages)


def text(pdf: bytes) -> str:
    """All words of all pages."""
    return "\n".join(page.extract_text() for page in pages(pdf))


def squeezed(words: str) -> str:
    """Without any white space: what stays the same however a name was broken into lines."""
    return "".join(words.split())


def sizes(pdf: bytes) -> set[float]:
    """Every size at which something was written, in points."""
    found: set[float] = set()

    def visit(words: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if words.strip():
            found.add(size)

    for page in pages(pdf):
        page.extract_text(visitor_text=visit)
    return found


def fonts(pdf: bytes) -> dict[str, bool]:
    """Every font that a page can use, by name, and whether its file is embedded."""
    found: dict[str, bool] = {}
    for page in pages(pdf):
        resources = page["/Resources"]
        assert isinstance(resources, DictionaryObject)
        used = resources.get("/Font", DictionaryObject())
        for reference in used.values():
            font = reference.get_object()
            descriptor = font.get("/FontDescriptor", DictionaryObject()).get_object()
            found[str(font["/BaseFont"])] = "/FontFile2" in descriptor
    return found


def shown_fonts(pdf: bytes) -> set[str]:
    """The fonts that words are really set in."""
    found: set[str] = set()

    def visit(words: str, _cm: object, _tm: object, font: dict[str, str] | None, _size: float) -> None:
        if words.strip() and font:
            found.add(str(font["/BaseFont"]))

    for page in pages(pdf):
        page.extract_text(visitor_text=visit)
    return found


def outline(pdf: bytes) -> list[str]:
    """The titles of the outline, in order, with two spaces for each level below the first."""
    found: list[str] = []

    def read(entries: Iterable[object], level: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                read(entry, level + 1)
            elif isinstance(entry, Destination):
                found.append("  " * level + str(entry.title))

    read(PdfReader(io.BytesIO(pdf)).outline, 0)
    return found


def read_aloud(pdf: bytes, folder: Path) -> str:
    """All words in the order in which they are read, whatever the order and form of their glyphs."""
    program = shutil.which("pdftotext")
    assert program, "make setup installs pdftotext (package poppler-utils)"
    source = folder / "read.pdf"
    source.write_bytes(pdf)
    done = subprocess.run(
        [program, "-enc", "UTF-8", str(source), "-"], check=True, capture_output=True, timeout=60
    )
    # Poppler turns right-to-left words back, with marks of direction around them and letters still joined.
    words = "".join(c for c in done.stdout.decode() if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFKC", words)


@dataclass(frozen=True)
class SeenCode:
    """A QR code found on a page; its centre in points from the top left corner."""

    page: int
    x: float
    y: float
    text: str


def photographs(pdf: bytes, folder: Path, dpi: int = 200) -> list[Path]:
    """The pages as pictures, drawn by a program that is not ours."""
    program = shutil.which("pdftoppm")
    assert program, "make setup installs pdftoppm (package poppler-utils)"
    source = folder / "sheet.pdf"
    source.write_bytes(pdf)
    subprocess.run(
        [program, "-r", str(dpi), "-gray", "-png", str(source), str(folder / "page")],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return sorted(folder.glob("page-*.png"))


def codes(pdf: bytes, folder: Path, dpi: int = 200) -> list[SeenCode]:
    """Every QR code on every page, read from the pictures."""
    found: list[SeenCode] = []
    for number, picture in enumerate(photographs(pdf, folder, dpi)):
        with Image.open(picture) as image:
            for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode):
                corners = (
                    code.position.top_left,
                    code.position.top_right,
                    code.position.bottom_left,
                    code.position.bottom_right,
                )
                x = sum(c.x for c in corners) / 4 * 72 / dpi
                y = sum(c.y for c in corners) / 4 * 72 / dpi
                found.append(SeenCode(number, x, y, code.text))
    return found
